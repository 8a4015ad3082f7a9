#include "design/distribution.hpp"

#include <algorithm>
#include <cmath>

#include "base/error.hpp"
#include "base/maths.hpp"
#include "base/normal.hpp"

namespace moat {
namespace {

/// Cut off at `within`. The half above the mean is mirrored, where probabilities near 1 would lose digits.
double cut_quantile(double mean, double sd, Range within, double u) {
  if (within.low > mean)
    return 2 * mean - cut_quantile(mean, sd, {2 * mean - within.high, 2 * mean - within.low}, 1 - u);
  if (u <= 0 || u >= 1) return u <= 0 ? within.low : within.high;
  const double below = std::isfinite(within.low) ? normal_probability((within.low - mean) / sd) : 0;
  const double above = std::isfinite(within.high) ? normal_probability((within.high - mean) / sd) : 1;
  const double p = std::clamp(below + u * (above - below), 0x1p-1022, 1 - 0x1p-53);  // far tails may round to 0 or 1
  return std::clamp(mean + sd * normal_quantile(p), within.low, within.high);
}

double triangular_quantile(double low, double mode, double high, double u) {
  const double width = high - low, split = (mode - low) / width;
  if (u < split) return low + std::sqrt(u * width * (mode - low));
  return high - std::sqrt((1 - u) * width * (high - mode));
}

}  // namespace

bool Distribution::is_bounded() const {
  return kind != DistributionKind::normal || ends_meant;
}

std::int64_t Distribution::count() const {
  if (kind == DistributionKind::integer) return std::int64_t(b - a) + 1;
  return std::int64_t(levels.size());
}

double Distribution::quantile(double u) const {
  const auto nth = [&] { return std::min(std::floor(u * double(count())), double(count() - 1)); };
  switch (kind) {
    case DistributionKind::levels:
      return levels[std::size_t(nth())];
    case DistributionKind::integer:
      return a + nth();
    case DistributionKind::uniform:
      return std::clamp(a + u * (b - a), a, b);
    case DistributionKind::log_uniform:
      if (u <= 0 || u >= 1) return u <= 0 ? a : b;  // exp(log(a)) need not be a
      return std::clamp(maths::exp(maths::log(a) + u * (maths::log(b) - maths::log(a))), a, b);
    case DistributionKind::normal:
      return cut_quantile(a, b, within, u);
    case DistributionKind::triangular:
      return std::clamp(triangular_quantile(a, b, c, u), a, c);
  }
  contract_broken("expects", "a known spread", __FILE__, __LINE__);
}

std::vector<double> Distribution::grid(std::int64_t wanted) const {
  std::vector<double> values;
  if (!is_continuous() && (wanted == 0 || wanted >= count())) {
    for (std::int64_t i = 0; i < count(); ++i)
      values.push_back(kind == DistributionKind::levels ? levels[std::size_t(i)] : a + double(i));
    return values;
  }
  for (std::int64_t i = 0; i < wanted; ++i) {
    const double step = wanted > 1 ? double(i) / double(wanted - 1) : 0.5;
    values.push_back(quantile(is_bounded() ? step : (double(i) + 0.5) / double(wanted)));
  }
  return values;
}

}  // namespace moat
