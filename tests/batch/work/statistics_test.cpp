// Statistics over replicates, against values by hand.

#include "catch.hpp"
#include "base/missing.hpp"
#include "batch/work/statistics.hpp"

#include <cmath>

using namespace moat;

namespace {

std::vector<double> of(const std::vector<std::string>& names, std::vector<double> values) {
  std::vector<double> out(names.size(), -1);
  statistics(names, values, out);
  return out;
}

}  // namespace

TEST_CASE("Mean, deviation and extremes") {
  const auto all = of({"mean", "sd", "min", "max"}, {4, 1, 7});
  CHECK(all == std::vector<double>{4, 3, 1, 7});
  CHECK(of({"sd"}, {2, 2, 2}) == std::vector<double>{0});
}

TEST_CASE("Quantiles interpolate between the two nearest values") {
  // NumPy: quantile([1, 2, 4, 8], [0.05, 0.25, 0.5, 0.75, 0.975])
  const auto all = of({"q05", "q25", "q5", "q50", "q75", "q975"}, {8, 2, 4, 1});
  const double expected[] = {1.15, 1.75, 3, 3, 5, 7.7};
  for (std::size_t i = 0; i < 6; ++i) CHECK(all[i] == Approx(expected[i]).epsilon(1e-14));
  CHECK(of({"q999"}, {0, 1000})[0] == Approx(999));
}

TEST_CASE("Runs that are missing do not count") {
  const auto all = of({"mean", "sd", "q50", "min"}, {missing_value, 4, missing_value, 1, 7, missing_value});
  CHECK(all == std::vector<double>{4, 3, 4, 1});
  for (const double x : of({"mean", "sd", "min", "max", "q50"}, {missing_value, missing_value})) CHECK(std::isnan(x));
  for (const double x : of({"mean", "q50"}, {})) CHECK(std::isnan(x));
}

TEST_CASE("One value is its own mean and quantiles, without a deviation") {
  const auto all = of({"mean", "min", "max", "q05", "q95", "sd"}, {3});
  for (std::size_t i = 0; i < 5; ++i) CHECK(all[i] == 3);
  CHECK(std::isnan(all[5]));
}

TEST_CASE("The order of the replicates changes no bit") {
  const std::vector<double> values{0.1, 1e16, 0.3, -1e16, 0.7};
  CHECK(of({"mean", "sd"}, values) == of({"mean", "sd"}, {values.rbegin(), values.rend()}));
}
