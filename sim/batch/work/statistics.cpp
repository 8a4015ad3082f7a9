#include "batch/work/statistics.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/missing.hpp"

namespace moat {
namespace {

double mean_of(std::span<const double> sorted) {
  double sum = 0;
  for (const double x : sorted) sum += x;
  return sum / double(sorted.size());
}

double deviation(std::span<const double> sorted) {
  if (sorted.size() < 2) return missing_value;
  const double mean = mean_of(sorted);
  double squares = 0;
  for (const double x : sorted) squares += (x - mean) * (x - mean);
  return std::sqrt(squares / double(sorted.size() - 1));
}

double quantile(std::span<const double> sorted, double share) {
  const double place = share * double(sorted.size() - 1);
  const auto below = std::size_t(place);
  const std::size_t above = std::min(below + 1, sorted.size() - 1);
  return sorted[below] + (place - double(below)) * (sorted[above] - sorted[below]);
}

}  // namespace

void statistics(const std::vector<std::string>& names, std::span<double> values, std::span<double> out) {
  const auto end = std::remove_if(values.begin(), values.end(), [](double x) { return std::isnan(x); });
  const std::span<double> known(values.begin(), end);
  std::sort(known.begin(), known.end());
  for (std::size_t i = 0; i < names.size(); ++i) {
    const std::string& name = names[i];
    if (known.empty())
      out[i] = missing_value;
    else if (name == "mean")
      out[i] = mean_of(known);
    else if (name == "sd")
      out[i] = deviation(known);
    else if (name == "min")
      out[i] = known.front();
    else if (name == "max")
      out[i] = known.back();
    else
      out[i] = quantile(known, std::strtod(("0." + name.substr(1)).c_str(), nullptr));
  }
}

}  // namespace moat
