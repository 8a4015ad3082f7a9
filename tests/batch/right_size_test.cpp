// The number of developers that is worth most, for runs whose costs and errors are known.

#include <boost/random/normal_distribution.hpp>

#include <cmath>

#include "base/error.hpp"
#include "base/random.hpp"
#include "batch/right_size.hpp"
#include "catch.hpp"
#include "mechanism/purpose.hpp"

using namespace moat;

namespace {

/// Runs of two outcomes: luck of variance `other` that is the same at all sizes, and of variance `sampling` / n. The
/// second does not vary.
RunPilot known(double other, double sampling, double fixed, double each) {
  return [=](std::int64_t developers, std::int64_t replicate) {
    boost::random::normal_distribution<double> normal;
    const Random random{5, std::uint64_t(replicate), 0};
    Draws luck = random(Purpose::training_luck, 0), who = random(Purpose::usage, developers);
    const double value = std::sqrt(other) * normal(luck) + std::sqrt(sampling / double(developers)) * normal(who);
    return Pilot{{value, 1}, fixed + each * double(developers)};
  };
}

}  // namespace

TEST_CASE("The number of developers follows from costs and variances") {
  // sqrt(B F / (A c)): sqrt(2000 x 0.1 / (1 x 1e-5)) = 4472, and with ten times the fixed time 14142.
  const RightSize size = right_size(known(1, 2000, 0.1, 1e-5), 1000, 8000, 4000, 2);
  CHECK(size.developers == 5000);
  CHECK(size.fixed == Approx(0.1).epsilon(1e-9));
  CHECK(size.each == Approx(1e-5).epsilon(1e-9));
  CHECK(size.of_sampling == Approx(2000.0 / 7000).epsilon(0.1));
  CHECK(right_size(known(1, 2000, 1, 1e-5), 1000, 8000, 4000, 2).developers == 10000);
  CHECK(right_size(known(1, 80000, 0.1, 1e-5), 1000, 8000, 4000, 2).developers == 20000);
}

TEST_CASE("Not fewer than the pilots had, and these where nothing varies, and the same with more threads") {
  CHECK(right_size(known(1, 0.001, 0.1, 1e-5), 1000, 8000, 50, 1).developers == 1000);
  CHECK(right_size(known(0, 0, 0.1, 1e-5), 1000, 8000, 5, 1).developers == 1000);
  const RunPilot pilot = known(1, 500, 0.1, 1e-5);
  CHECK(right_size(pilot, 1000, 8000, 12, 1).of_sampling == right_size(pilot, 1000, 8000, 12, 3).of_sampling);
}
