#include "design/sampling.hpp"

#include <algorithm>
#include <array>
#include <boost/random/sobol.hpp>
#include <cmath>
#include <numbers>
#include <set>

#include "catch.hpp"

using namespace moat;

namespace {

/// In which of `strata` equal intervals each value lies, sorted.
std::vector<int> strata_of(const std::vector<double>& values, int strata) {
  std::vector<int> all;
  for (const double u : values) all.push_back(int(u * strata));
  std::sort(all.begin(), all.end());
  return all;
}

std::vector<int> one_each(int n) {
  std::vector<int> all;
  for (int i = 0; i < n; ++i) all.push_back(i);
  return all;
}

double mean(const std::vector<double>& values) {
  double sum = 0;
  for (const double x : values) sum += x;
  return sum / double(values.size());
}

}  // namespace

TEST_CASE("The sequence is that of Joe and Kuo") {
  // The first ten points of three dimensions as printed with their direction numbers
  // (web.maths.unsw.edu.au/~fkuo/sobol), the origin, which Boost leaves out, first.
  const std::array<std::array<double, 3>, 9> published{{{.5, .5, .5},
                                                        {.75, .25, .25},
                                                        {.25, .75, .75},
                                                        {.375, .375, .625},
                                                        {.875, .875, .125},
                                                        {.625, .125, .875},
                                                        {.125, .625, .375},
                                                        {.1875, .3125, .9375},
                                                        {.6875, .8125, .4375}}};
  boost::random::sobol_engine<std::uint32_t, 32> sequence(3);
  for (const auto& point : published)
    for (const double u : point) CHECK(sequence() * 0x1p-32 == u);
}

TEST_CASE("Owen's scrambling keeps what begins alike together") {
  for (const std::uint32_t seed : {0u, 1u, 0xDEADBEEFu}) {
    std::set<std::uint32_t> quarters;
    for (std::uint32_t quarter = 0; quarter < 4; ++quarter) {
      const std::uint32_t first = owen_scrambled(quarter << 30, seed) >> 30;
      quarters.insert(first);
      for (const std::uint32_t low : {1u, 12345u, 0x3FFFFFFFu})
        CHECK(owen_scrambled((quarter << 30) | low, seed) >> 30 == first);
    }
    CHECK(quarters.size() == 4);
  }
  CHECK(owen_scrambled(0x80000000u, 1) != owen_scrambled(0x80000000u, 2));
}

TEST_CASE("2^m scrambled points stand in a stratum of their own in each dimension") {
  for (const int n : {1, 2, 16, 256}) {
    const Shares shares = sobol_shares(n, 20, {3, 0});
    for (const auto& column : shares) CHECK(strata_of(column, n) == one_each(n));
  }
  // The first two dimensions are a (0, m, 2)-net: one point in every elementary box of area 1/64.
  const Shares shares = sobol_shares(64, 2, {3, 0});
  for (const int across : {1, 2, 4, 8, 16, 32, 64}) {
    std::set<std::pair<int, int>> boxes;
    for (std::size_t r = 0; r < 64; ++r) boxes.insert({int(shares[0][r] * across), int(shares[1][r] * 64 / across)});
    CHECK(boxes.size() == 64);
  }
}

TEST_CASE("Designs are functions of their seed and block") {
  const auto all = [](DesignSeed seed) {
    return std::vector<Shares>{random_shares(16, 3, seed), latin_shares(16, 3, seed), sobol_shares(16, 3, seed),
                               morris_shares(16, 3, 4, seed)};
  };
  const auto one = all({1, 0}), again = all({1, 0}), other = all({2, 0}), block = all({1, 1});
  for (std::size_t i = 0; i < one.size(); ++i) {
    CHECK(one[i] == again[i]);
    CHECK(one[i] != other[i]);
    CHECK(one[i] != block[i]);
    CHECK(one[i][0] != one[i][1]);
  }
}

TEST_CASE("Numbers of a design are for ever") {
  // Written down once: a sweep file means the same points in every later version.
  const DesignSeed seed{1, 0};
  CHECK(random_shares(2, 2, seed)[1][1] == Approx(0.4980354428).epsilon(1e-9));
  CHECK(latin_shares(4, 2, seed)[1][1] == Approx(0.0481063667).epsilon(1e-9));
  CHECK(sobol_shares(4, 3, seed)[2][3] == Approx(0.370112677).epsilon(1e-9));
  CHECK(saltelli_shares(1, 2, false, seed)[1][3] == Approx(0.5186892321).epsilon(1e-9));
  CHECK(morris_shares(2, 2, 4, seed)[0] == std::vector{1.0, 1.0, 1 / 3.0, 0.0, 0.0, 2 / 3.0});
}

TEST_CASE("One more column changes none of those before") {
  for (const auto make : {random_shares, latin_shares, sobol_shares}) {
    const Shares three = make(32, 3, {5, 0}), four = make(32, 4, {5, 0});
    for (std::size_t c = 0; c < 3; ++c) CHECK(three[c] == four[c]);
  }
}

TEST_CASE("More random rows begin with the same ones") {
  const Shares few = random_shares(8, 2, {5, 0}), many = random_shares(20, 2, {5, 0});
  CHECK(std::equal(few[1].begin(), few[1].end(), many[1].begin()));
}

TEST_CASE("A Latin hypercube has one row in each stratum of each column") {
  const Shares shares = latin_shares(50, 4, {1, 0});
  for (const auto& column : shares) CHECK(strata_of(column, 50) == one_each(50));
  // Places within strata are spread: their mean over 4 columns of 50 is 1/2 within 4 standard errors, 1/sqrt(12 x 200).
  double inside = 0;
  for (const auto& column : shares)
    for (const double u : column) inside += u * 50 - std::floor(u * 50);
  CHECK(inside / 200 == Approx(0.5).margin(4 / std::sqrt(12.0 * 200)));
}

TEST_CASE("Random columns are uniform and independent") {
  constexpr int n = 4096;
  const Shares shares = random_shares(n, 2, {9, 0});
  const double error = 1 / std::sqrt(12.0 * n);
  CHECK(mean(shares[0]) == Approx(0.5).margin(4 * error));
  CHECK(mean(shares[1]) == Approx(0.5).margin(4 * error));
  double product = 0;
  for (std::size_t r = 0; r < n; ++r) product += (shares[0][r] - 0.5) * (shares[1][r] - 0.5);
  CHECK(product * 12 / n == Approx(0).margin(4 / std::sqrt(double(n))));
}

TEST_CASE("Rows of Saltelli's design stand in SALib's order") {
  const Shares base = sobol_shares(1, 4, {1, 0});  // a1 a2 b1 b2
  const double a1 = base[0][0], a2 = base[1][0], b1 = base[2][0], b2 = base[3][0];
  const Shares second = saltelli_shares(1, 2, true, {1, 0});
  CHECK(second[0] == std::vector{a1, b1, a1, a1, b1, b1});  // A, AB1, AB2, BA1, BA2, B
  CHECK(second[1] == std::vector{a2, a2, b2, b2, a2, b2});
  const Shares first = saltelli_shares(1, 2, false, {1, 0});
  CHECK(first[0] == std::vector{a1, b1, a1, b1});  // A, AB1, AB2, B
  CHECK(first[1] == std::vector{a2, a2, b2, b2});
  CHECK(saltelli_rows(2, true) == 6);
  CHECK(saltelli_rows(2, false) == 4);
  const Shares many = saltelli_shares(8, 3, true, {1, 0}), points = sobol_shares(8, 6, {1, 0});
  REQUIRE(many[0].size() == 64);
  for (std::size_t r = 0; r < 8; ++r)
    for (std::size_t c = 0; c < 3; ++c) {
      CHECK(many[c][8 * r] == points[c][r]);
      CHECK(many[c][8 * r + 7] == points[3 + c][r]);
    }
}

TEST_CASE("Indices of Ishigami's function from Saltelli's design") {
  // Ishigami and Homma 1990, a = 7, b = 0.1; the exact indices follow from its variances.
  constexpr std::size_t n = 1 << 14, columns = 3;
  const Shares shares = saltelli_shares(n, columns, false, {1, 0});
  std::vector<double> y;
  for (std::size_t r = 0; r < shares[0].size(); ++r) {
    std::array<double, 3> x;
    for (std::size_t c = 0; c < 3; ++c) x[c] = (2 * shares[c][r] - 1) * std::numbers::pi;
    y.push_back(std::sin(x[0]) + 7 * std::pow(std::sin(x[1]), 2) + 0.1 * std::pow(x[2], 4) * std::sin(x[0]));
  }
  std::vector<double> ends;  // A and B
  for (std::size_t i = 0; i < n; ++i) ends.push_back(y[i * 5]), ends.push_back(y[i * 5 + 4]);
  double variance = 0;
  for (const double value : ends) variance += std::pow(value - mean(ends), 2) / double(ends.size());
  const std::array<double, 3> first{.3139, .4424, 0}, total{.5576, .4424, .2437};
  for (std::size_t c = 0; c < columns; ++c) {
    double s1 = 0, st = 0;
    for (std::size_t i = 0; i < n; ++i) {
      const double a = y[i * 5], ab = y[i * 5 + 1 + c], b = y[i * 5 + 4];
      s1 += b * (ab - a) / double(n) / variance;               // Saltelli et al. 2010
      st += std::pow(a - ab, 2) / (2 * double(n)) / variance;  // Jansen 1999
    }
    CHECK(s1 == Approx(first[c]).margin(.01));
    CHECK(st == Approx(total[c]).margin(.01));
  }
}

TEST_CASE("Each row of a trajectory moves one factor by delta") {
  for (const std::int64_t levels : {2, 4, 10}) {
    constexpr std::size_t columns = 5, each = columns + 1;
    constexpr std::int64_t n = 200;
    const Shares shares = morris_shares(n, columns, levels, {1, 0});
    const double delta = double(levels) / (2 * double(levels - 1));
    std::set<std::size_t> first_turn;
    int up = 0;
    for (std::size_t t = 0; t < std::size_t(n); ++t) {
      std::set<std::size_t> moved;
      for (std::size_t r = t * each + 1; r < (t + 1) * each; ++r) {
        std::size_t changes = 0;
        for (std::size_t c = 0; c < columns; ++c) {
          const double step = shares[c][r] - shares[c][r - 1];
          if (step == 0) continue;
          ++changes;
          up += step > 0;
          CHECK(std::abs(step) == Approx(delta).epsilon(1e-12));
          if (moved.empty()) first_turn.insert(c);
          moved.insert(c);
        }
        CHECK(changes == 1);
      }
      CHECK(moved.size() == columns);
    }
    CHECK(first_turn.size() == columns);
    // Of 1000 steps half go up, within 4 standard errors.
    CHECK(up == Approx(500).margin(4 * std::sqrt(250.0)));
    std::set<double> seen(shares[0].begin(), shares[0].end());
    CHECK(seen.size() == std::size_t(levels));
    for (const double u : seen) CHECK(u * double(levels - 1) == Approx(std::round(u * double(levels - 1))));
  }
}
