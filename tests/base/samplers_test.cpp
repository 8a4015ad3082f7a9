// Samplers: mean, variance and probabilities within 4.5 standard errors; golden numbers.

#include <boost/math/distributions/gamma.hpp>
#include <boost/math/distributions/normal.hpp>
#include <boost/math/distributions/poisson.hpp>

#include <cmath>
#include <cstdint>

#include "base/error.hpp"
#include "base/normal.hpp"
#include "base/samplers.hpp"
#include "catch.hpp"

using namespace moat;

namespace {

constexpr int sample_size = 100000;

/// The share of draws that `counts`, against its probability.
template <class Draw, class Counts>
void check_share(std::uint64_t seed, Draw draw, Counts counts, double probability) {
  const Random random{seed, 0, 0};
  double seen = 0;
  for (int i = 0; i < sample_size; ++i) {
    Draws draws = random(0, i);
    seen += counts(draw(draws));
  }
  const double error = std::sqrt(probability * (1 - probability) / sample_size);
  CAPTURE(seen / sample_size, probability);
  CHECK(std::abs(seen / sample_size - probability) <= 4.5 * error);
}

}  // namespace

TEST_CASE("Normal numbers have the probabilities of the normal distribution") {
  for (const double x : {-3.0, -1.0, -0.1, 0.0, 0.5, 2.0, 3.5})
    check_share(
        1, draw_normal, [x](double z) { return z < x; }, normal_probability(x));
}

TEST_CASE("Poisson numbers have the probabilities of the Poisson distribution, with large means too") {
  for (const double mean : {0.01, 0.3, 2.0, 15.9, 16.1, 100.0, 1000.0}) {
    CAPTURE(mean);
    const boost::math::poisson_distribution<double> poisson(mean);
    for (const double sds : {-1.5, 0.0, 1.0, 2.0}) {
      const double k = std::floor(mean + sds * std::sqrt(mean));
      if (k < 0) continue;
      check_share(
          2, [mean](Draws& draws) { return draw_poisson(mean, draws); }, [k](int n) { return n <= k; },
          cdf(poisson, k));
    }
  }
  Draws draws = Random{}(0, 0);
  CHECK(draw_poisson(0, draws) == 0);
  CHECK_THROWS_AS(draw_poisson(-1, draws), ContractError);
  CHECK_THROWS_AS(draw_poisson(std::nan(""), draws), ContractError);
}

TEST_CASE("Gamma numbers have the probabilities of the gamma distribution, with small shapes too") {
  for (const double shape : {0.1, 0.7, 1.0, 3.0, 50.0}) {
    CAPTURE(shape);
    const boost::math::gamma_distribution<double> gamma(shape);
    for (const double p : {0.05, 0.5, 0.9, 0.999}) {
      const double x = quantile(gamma, p);
      check_share(
          3, [shape](Draws& draws) { return draw_gamma(shape, draws); }, [x](double g) { return g <= x; }, p);
    }
  }
  Draws draws = Random{}(0, 0);
  CHECK_THROWS_AS(draw_gamma(0, draws), ContractError);
}

TEST_CASE("Probabilities of the normal distribution agree with Boost.Math, in the tails to 1e-12 of their size") {
  const boost::math::normal_distribution<double> normal;
  for (int i = -3700; i <= 3700; ++i) {
    const double x = i / 100.0, exact = cdf(normal, x), ours = normal_probability(x);
    CAPTURE(x, exact, ours);
    REQUIRE(std::abs(ours - exact) <= 1e-15);
    REQUIRE(std::abs(ours - exact) <= 1e-12 * exact);
  }
  CHECK(normal_probability(0) == 0.5);
}

TEST_CASE("Golden numbers of the samplers") {
  Draws draws = Random{7, 1, 2}(0, 3);
  CHECK(draw_normal(draws) == 0x1.19c812d000f4p-1);
  CHECK(draw_gamma(0.5, draws) == 0x1.994abd778ff3bp-2);
  CHECK(draw_poisson(3, draws) == 1);
  CHECK(draw_probability(draws) == 0x1.2358e154a59ap-6);
}
