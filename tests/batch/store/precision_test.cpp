// When a mean is known well enough.

#include "catch.hpp"
#include "base/missing.hpp"
#include "batch/store/precision.hpp"

#include <cmath>
#include <vector>

using namespace moat;

namespace {

/// `n` values with standard deviation 1: half of them a above, half of them a below.
std::vector<double> values(int n) {
  std::vector<double> all;
  const double a = std::sqrt(double(n - 1) / double(n));
  for (int i = 0; i < n; ++i) all.push_back(10 + (i % 2 == 0 ? a : -a));
  return all;
}

}  // namespace

TEST_CASE("The half width is that of Student's interval") {
  // Quantiles of t to 0.975, 0.995 and 0.95 as in any printed table.
  const struct {
    int n;
    double confidence, t;
  } table[] = {{2, 0.95, 12.706}, {4, 0.95, 3.182}, {6, 0.95, 2.571},
               {30, 0.95, 2.045}, {6, 0.99, 4.032}, {6, 0.9, 2.015}};
  for (const auto& [n, confidence, t] : table) {
    INFO(n << " " << confidence);
    CHECK(half_width(values(n), confidence) == Approx(t / std::sqrt(double(n))).epsilon(0.0005));
  }
  CHECK(half_width(std::vector<double>{4, 4, 4}, 0.95) == 0);
}

TEST_CASE("Failed runs do not count, and one value says nothing") {
  std::vector<double> some = values(4);
  some.insert(some.begin() + 1, missing_value);
  some.push_back(missing_value);
  CHECK(half_width(some, 0.95) == half_width(values(4), 0.95));
  for (const std::vector<double>& few :
       {std::vector<double>{}, {3.0}, {3.0, missing_value}, {missing_value, missing_value, missing_value}})
    CHECK(std::isinf(half_width(few, 0.95)));
}

TEST_CASE("Whole batches are judged, up to the maximum") {
  const Precision narrow{"x", 0.9, 0.95, 4, 14}, wide{"x", 4, 0.95, 4, 14};
  CHECK_FALSE(is_enough(wide, {}));
  for (int n = 1; n < 14; ++n) {
    INFO(n);
    CHECK(is_enough(wide, values(n)) == (n % 4 == 0));
  }
  CHECK_FALSE(is_enough(narrow, values(4)));  // 3.182 / 2
  CHECK(is_enough(narrow, values(8)));        // 2.365 / 2.83
  CHECK(is_enough({"x", 0, 0.95, 4, 14}, values(14)));
  CHECK(is_enough({"x", 1.592, 0.95, 4, 14}, values(4)));
  CHECK_FALSE(is_enough({"x", 1.591, 0.95, 4, 14}, values(4)));
}

TEST_CASE("A batch without enough good runs is not precise") {
  const Precision precision{"x", 100, 0.95, 2, 6};
  CHECK_FALSE(is_enough(precision, std::vector<double>{1, missing_value}));
  CHECK_FALSE(is_enough(precision, std::vector<double>{missing_value, missing_value, missing_value, missing_value}));
  CHECK(is_enough(precision, std::vector<double>{1, missing_value, 2, missing_value}));
}
