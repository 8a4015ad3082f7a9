// The dip test against published quantiles and by its properties, and what it calls basins.

#include "answer/basins.hpp"

#include <algorithm>
#include <cmath>

#include "base/random.hpp"
#include "catch.hpp"

using namespace moat;

namespace {

/// Sums of twelve uniform numbers: close to normal.
std::vector<double> normal_numbers(std::size_t count, std::uint64_t seed) {
  std::vector<double> x;
  for (std::size_t i = 0; i < count; ++i) {
    double sum = -6;
    for (int part = 0; part < 12; ++part) sum += uniform(Random{seed, 0, 0}.word(0, std::int64_t(i), part));
    x.push_back(sum);
  }
  return x;
}

}  // namespace

TEST_CASE("Evenly spaced numbers dip as little as can be") {
  for (const std::size_t n : {4u, 7u, 50u}) {
    std::vector<double> x;
    for (std::size_t i = 0; i < n; ++i) x.push_back(double(i));
    CHECK(dip(x) == Approx(0.5 / double(n)));
  }
}

TEST_CASE("Two tight groups dip close to a quarter, wherever they are and however large") {
  std::vector<double> x;
  for (int i = 0; i < 50; ++i) x.push_back(0.001 * i);
  for (int i = 0; i < 50; ++i) x.push_back(10 + 0.001 * i);
  const double depth = dip(x);
  CHECK(depth > 0.23);
  CHECK(depth <= 0.25);
  std::vector<double> moved, turned;
  for (const double y : x) {
    moved.push_back(3 + 1000 * y);
    turned.insert(turned.begin(), -y);
  }
  CHECK(dip(moved) == Approx(depth).epsilon(1e-9));
  CHECK(dip(turned) == Approx(depth).epsilon(1e-9));
}

TEST_CASE("Quantiles of the dip are those of the published table") {
  // Maechler's diptest, a million samples each: 50, 95, 99 % at 20 and at 50 numbers. Ours come from 2,000: the
  // standard error of a probability p is sqrt(p (1 - p) / 2000).
  const struct {
    std::size_t n;
    double q50, q95, q99;
  } published[] = {{20, 0.07334, 0.10513, 0.12062}, {50, 0.04885, 0.07027, 0.08120}};
  for (const auto& row : published) {
    CHECK_THAT(dip_probability(row.q50, row.n), WithinAbs(0.50, 4 * std::sqrt(0.25 / 2000)));
    CHECK_THAT(dip_probability(row.q95, row.n), WithinAbs(0.05, 4 * std::sqrt(0.05 * 0.95 / 2000)));
    CHECK_THAT(dip_probability(row.q99, row.n), WithinAbs(0.01, 4 * std::sqrt(0.01 * 0.99 / 2000)));
  }
}

TEST_CASE("Two separate groups are basins, with their shares and means") {
  std::vector<double> values = normal_numbers(24, 1);
  for (double& x : values) x = 10 + 0.3 * x;
  const std::vector<double> more = normal_numbers(8, 2);
  for (const double x : more) values.push_back(20 + 0.3 * x);
  const auto basins = find_basins(values);
  REQUIRE(basins);
  CHECK(basins->low_share == Approx(0.75));
  CHECK_THAT(basins->low_mean, WithinAbs(10, 0.3));
  CHECK_THAT(basins->high_mean, WithinAbs(20, 0.5));
  CHECK(basins->split > 12);
  CHECK(basins->split < 18);
  CHECK(basins->probability < basins_probability);
}

TEST_CASE("The split leaves the least variance within, also where one group is small and the other wide") {
  std::vector<double> values;
  for (int i = 0; i < 8; ++i) values.push_back(0.01 * i);
  for (const double x : normal_numbers(24, 5)) values.push_back(10 + 2.5 * x);
  const auto basins = find_basins(values);
  REQUIRE(basins);
  CHECK(basins->low_share == 0.25);
}

TEST_CASE("One group is none, and few numbers are not asked") {
  int found = 0;
  for (std::uint64_t seed = 1; seed <= 100; ++seed) found += find_basins(normal_numbers(32, seed)).has_value();
  CHECK(found <= 3);  // the test errs in less than 1 % of uniform samples, and seldom in normal ones
  CHECK(!find_basins({1, 1, 1, 1, 1, 9, 9, 9, 9, 9}));
  CHECK(!find_basins(std::vector<double>(40, 3.0)));
}

TEST_CASE("Whole months beside each other are one place, months far apart are two") {
  std::vector<double> neighbours, apart;
  for (int i = 0; i < 32; ++i) {
    neighbours.push_back(i % 2 ? 9 : 10);
    apart.push_back((i % 2 ? 9 : 20) + i % 3);
  }
  CHECK(!find_basins(neighbours));
  CHECK(find_basins(apart));
}

TEST_CASE("Groups in the last digits are no basins") {
  std::vector<double> values;
  for (int i = 0; i < 32; ++i) values.push_back(80 + (i % 2 ? 0.01 : 0.0) + 1e-5 * i);
  CHECK(!find_basins(values));
}
