// Known answers: how a finding is judged, and the short suite itself.

#include "catch.hpp"
#include "verify/benchmark.hpp"

#include <vector>

using namespace moat;

TEST_CASE("Exact findings hold within their tolerance, relative or absolute at zero") {
  CHECK(exact("x", 2, 2 + 1e-9, 1e-9).holds());
  CHECK_FALSE(exact("x", 2, 2 + 3e-9, 1e-9).holds());
  CHECK(exact("x", 0, 1e-10, 1e-9).holds());
}

TEST_CASE("Sampled findings hold within four standard errors, if these are small enough to mean something") {
  const std::vector<double> values{0.9, 1.1, 0.9, 1.1};
  const Finding f = sampled("x", 1, values, 1);
  CHECK(f.obtained == Approx(1));
  CHECK(f.standard_error == Approx(std::sqrt(0.04 / 3 / 4)));
  CHECK(f.holds());
  CHECK_FALSE(sampled("x", 1.3, values, 1).holds());
  CHECK_FALSE(sampled("x", 1, values, 0.1).holds());
  CHECK(sampled_share("x", 0.5, 520, 1000, 0.1).holds());
  CHECK(sampled_share("x", 0.5, 520, 1000, 0.1).z() == Approx(0.02 / std::sqrt(0.25 / 1000)));
  CHECK_FALSE(sampled_share("x", 0.5, 600, 1000, 0.1).holds());
}
