// Quantiles of the standard normal distribution, against Boost.Math and by symmetry.

#include <boost/math/distributions/normal.hpp>

#include <cmath>

#include "base/error.hpp"
#include "base/normal.hpp"
#include "base/random.hpp"
#include "catch.hpp"

using namespace moat;

TEST_CASE("Quantiles of the normal distribution agree with Boost.Math") {
  const boost::math::normal_distribution<double> normal;
  const auto agrees = [&](double p) {
    CAPTURE(p);
    const double exact = boost::math::quantile(normal, p);
    REQUIRE(std::abs(normal_quantile(p) - exact) <= 4e-15 * std::max(std::abs(exact), 0.05));
  };
  for (int i = 1; i < 4000; ++i) agrees(i / 4000.0);
  for (int k = 1; k < 300; ++k) agrees(std::pow(10.0, -k));
  const Random random{3, 0, 0};
  for (std::int64_t i = 0; i < 10000; ++i) agrees(uniform(random.word(0, i)));
}

TEST_CASE("They are symmetric, and none is asked for beyond 0 and 1") {
  CHECK(normal_quantile(0.5) == 0);
  CHECK(normal_quantile(0.25) == -normal_quantile(0.75));
  CHECK(normal_quantile(0x1p-20) == -normal_quantile(1 - 0x1p-20));
  for (const double p : {0.0, 1.0, -1.0, 2.0, std::nan("")}) CHECK_THROWS_AS(normal_quantile(p), ContractError);
}
