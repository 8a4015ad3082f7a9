// Known answers: how a check is judged, and the short suite itself.

#include "catch.hpp"
#include "scenario/scenario.hpp"
#include "verify/benchmark.hpp"

#include <vector>

using namespace moat;

TEST_CASE("Exact checks hold within their tolerance, relative or absolute at zero") {
  CHECK(exact("x", 2, 2 + 1e-9, 1e-9).holds());
  CHECK_FALSE(exact("x", 2, 2 + 3e-9, 1e-9).holds());
  CHECK(exact("x", 0, 1e-10, 1e-9).holds());
}

TEST_CASE("Sampled checks hold within four standard errors, if these are small enough to mean something") {
  std::vector<double> values{0.9, 1.1, 0.9, 1.1};
  const CheckResult few = sampled("x", 1, values, 2);
  CHECK(few.obtained == Approx(1));
  CHECK(few.standard_error == Approx(std::sqrt(0.04 / 3 / 4)));
  CHECK(few.critical == Approx(32.6).epsilon(0.01));  // Student's, three degrees of freedom
  CHECK(few.holds());
  CHECK(sampled("x", 1.3, values, 2).holds());      // five of these standard errors: no news
  CHECK_FALSE(sampled("x", 1, values, 1).holds());  // a bias of 1 might go unnoticed
  for (int pair = 0; pair < 500; ++pair) values.insert(values.end(), {0.9, 1.1});
  const CheckResult many = sampled("x", 1, values, 0.1);
  CHECK(many.critical == Approx(4).epsilon(0.01));
  CHECK(many.holds());
  CHECK_FALSE(sampled("x", 1.02, values, 0.1).holds());
  CHECK(sampled_share("x", 0.5, 520, 1000, 0.1).holds());
  CHECK(sampled_share("x", 0.5, 520, 1000, 0.1).z() == Approx(0.02 / std::sqrt(0.25 / 1000)));
  CHECK_FALSE(sampled_share("x", 0.5, 600, 1000, 0.1).holds());
}

TEST_CASE("A mean within a tolerance has four standard errors to spare") {
  const double values[] = {1.0, 1.2};  // mean 1.1, standard error 0.1
  const CheckResult f = mean_within("x", 1, values, 0.51);
  CHECK(f.obtained == Approx(1.1).epsilon(1e-12));
  CHECK(f.tolerance == Approx(0.51 - 4 * 0.1).epsilon(1e-12));
  CHECK(f.holds());
  CHECK_FALSE(mean_within("x", 1, values, 0.49).holds());
}

TEST_CASE("A replicate is the same alone, among others and on any number of threads") {
  const Effort effort{false, 3, std::filesystem::path(MOAT_SOURCE) / "tests"};
  const Scenario scenario = *verify_scenario(effort, "little", {"run.end=2025-03", "run.developers=300"});
  std::vector<std::vector<double>> tokens(3);
  replicate(scenario, 3, effort,
            [&](const World& w, Index number) { tokens[std::size_t(number)].push_back(w.market.tokens.flat().sum()); });
  for (Index number = 0; number < 3; ++number) {
    REQUIRE(tokens[std::size_t(number)].size() == 3);
    CHECK(tokens[std::size_t(number)].back() == last_month(scenario, number, 2).market.tokens.flat().sum());
  }
  CHECK(tokens[0].back() != tokens[1].back());
}
