#include "design/distribution.hpp"

#include <cmath>
#include <map>

#include "catch.hpp"

using namespace moat;

namespace {

Distribution distribution(DistributionKind kind, double a, double b, double c = 0) {
  Distribution d;
  d.kind = kind;
  d.a = a, d.b = b, d.c = c;
  return d;
}

/// Chi-square of counts that should be equal, from n even steps of u plus an offset that is no fraction of any step.
double chi_square(const Distribution& d, int n) {
  std::map<double, int> counts;
  for (int i = 0; i < n; ++i) ++counts[d.quantile((i + 0.37) / n)];
  REQUIRE(std::int64_t(counts.size()) == d.count());
  const double wanted = double(n) / double(counts.size());
  double sum = 0;
  for (const auto& [value, count] : counts) sum += std::pow(count - wanted, 2) / wanted;
  return sum;
}

}  // namespace

TEST_CASE("Quantiles of continuous spreads") {
  const Distribution uniform = distribution(DistributionKind::uniform, -2, 6);
  CHECK(uniform.quantile(0) == -2);
  CHECK(uniform.quantile(0.25) == 0);
  CHECK(uniform.quantile(1) == 6);
  const Distribution log_uniform = distribution(DistributionKind::log_uniform, 0.01, 100);
  CHECK(log_uniform.quantile(0) == 0.01);
  CHECK(log_uniform.quantile(0.5) == Approx(1).epsilon(1e-12));
  CHECK(log_uniform.quantile(0.75) == Approx(10).epsilon(1e-12));
  CHECK(log_uniform.quantile(1) == 100);
  const Distribution triangular =
      distribution(DistributionKind::triangular, 0, 1, 4);  // a quarter of all lies below the mode
  CHECK(triangular.quantile(0) == 0);
  CHECK(triangular.quantile(0.25) == Approx(1).epsilon(1e-12));
  CHECK(triangular.quantile(0.0625) == Approx(0.5).epsilon(1e-12));
  CHECK(triangular.quantile(0.8125) == Approx(2.5).epsilon(1e-12));  // 1 - F = (4 - x)^2 / 12
  CHECK(triangular.quantile(1) == 4);
  CHECK(distribution(DistributionKind::triangular, 1, 1, 3).quantile(0) == 1);
  CHECK(distribution(DistributionKind::triangular, 1, 3, 3).quantile(1) == 3);
}

TEST_CASE("Quantiles of normals") {
  const Distribution normal = distribution(DistributionKind::normal, 10, 2);
  CHECK(normal.quantile(0.5) == 10);
  CHECK(normal.quantile(0.975) == Approx(10 + 2 * 1.959963984540054).epsilon(1e-12));
  CHECK(normal.quantile(0.0013498980316300933) == Approx(4).epsilon(1e-10));
  Distribution cut = normal;
  cut.within = {8, 12};
  CHECK(cut.is_bounded());
  CHECK(cut.quantile(0) == 8);
  CHECK(cut.quantile(1) == 12);
  cut.a = 0.06, cut.b = 0.01, cut.within = {0.03, 0.09};
  CHECK((cut.quantile(0) == 0.03 && cut.quantile(1) == 0.09));
  cut = normal;
  cut.within = {8, 12};
  CHECK(cut.quantile(0.5) == Approx(10));
  // A quarter of what lies within one standard deviation (0.682689): Phi(x) = 0.158655 + 0.170672.
  CHECK(cut.quantile(0.25) == Approx(10 + 2 * -0.441771).epsilon(1e-5));
  cut.within = {10, std::numeric_limits<double>::infinity()};
  CHECK(cut.quantile(0.5) == Approx(10 + 2 * 0.6744897501960817).epsilon(1e-12));
}

TEST_CASE("Far tails of a normal keep their digits") {
  Distribution upper = distribution(DistributionKind::normal, 0, 1), lower = upper;
  upper.within = {9, 10};
  lower.within = {-10, -9};
  double before = 9;
  for (const double u : {0.1, 0.3, 0.5, 0.9}) {
    CHECK(upper.quantile(u) > before);
    CHECK(upper.quantile(u) < 10);
    CHECK(upper.quantile(u) == Approx(-lower.quantile(1 - u)).epsilon(1e-12));
    before = upper.quantile(u);
  }
}

TEST_CASE("Every number and every level is equally likely") {
  // Even steps leave each of k values with n/k of n, but for one at each end: far below any quantile of chi-square.
  const Distribution integer = distribution(DistributionKind::integer, -3, 3);
  CHECK(integer.count() == 7);
  CHECK(chi_square(integer, 7000) < 0.01);
  CHECK(integer.quantile(0) == -3);
  CHECK(integer.quantile(1) == 3);
  Distribution levels;
  levels.levels = {0.5, 7, 2};
  CHECK(chi_square(levels, 3000) < 0.01);
  CHECK(levels.quantile(0) == 0.5);
  CHECK(levels.quantile(0.5) == 7);
  CHECK(levels.quantile(1) == 2);
}

TEST_CASE("Levels in a grid") {
  CHECK(distribution(DistributionKind::uniform, 0, 2).grid(3) == std::vector<double>{0, 1, 2});
  CHECK(distribution(DistributionKind::integer, 1, 4).grid(0) == std::vector<double>{1, 2, 3, 4});
  CHECK(distribution(DistributionKind::integer, 1, 4).grid(9) == std::vector<double>{1, 2, 3, 4});
  CHECK(distribution(DistributionKind::integer, 0, 100).grid(3) == std::vector<double>{0, 50, 100});
  Distribution endless = distribution(DistributionKind::normal, 0, 1);
  endless.ends_meant = false;
  CHECK_FALSE(endless.is_bounded());
  const std::vector<double> normal = endless.grid(2);  // middles of the halves
  REQUIRE(normal.size() == 2);
  CHECK(normal[0] == Approx(-0.6744897501960817));
  CHECK(normal[1] == Approx(0.6744897501960817));
}
