// What a run costs, from pilots whose seconds are known.

#include <algorithm>
#include <cstdint>
#include <vector>

#include "batch/cost.hpp"
#include "catch.hpp"

using namespace moat;

TEST_CASE("Pilots tell a fixed part, a part of each developer and a part of each who is surveyed") {
  const Cost real{0.04, 6e-6, 3e-6};
  for (const std::int64_t survey : {500, 3000, 30'000, 1'000'000})
    for (const std::int64_t developers : {1001, 20'000, 200'000, 1'000'000}) {
      const auto timed = [&](const CostPilot& pilot) { return real.seconds(pilot.developers, pilot.survey); };
      const Cost found = fitted_cost(developers, survey, timed);
      CAPTURE(survey, developers, found.fixed, found.each, found.surveyed);
      CHECK(found.seconds(developers, survey) == Approx(real.seconds(developers, survey)).epsilon(1e-9));
      CHECK(found.fixed == Approx(real.fixed).epsilon(1e-9));
    }
}

TEST_CASE("A run of few developers is its own pilot") {
  std::vector<CostPilot> seen;
  const Cost found = fitted_cost(800, 300, [&](const CostPilot& pilot) { return seen.push_back(pilot), 0.25; });
  REQUIRE(seen.size() == 1);
  CHECK((seen[0].developers == 800 && seen[0].survey == 300));
  CHECK(found.seconds(800, 300) == 0.25);
}

TEST_CASE("All pilots together have fewer developers than a run of 20,000") {
  std::int64_t all = 0;
  for (const CostPilot& pilot : cost_pilots) all += pilot.developers;
  CHECK(all <= 15'000);
}

TEST_CASE("Pilots whose seconds are luck alone give no negative cost") {
  const Cost found =
      fitted_cost(20'000, 30'000, [](const CostPilot& pilot) { return pilot.developers > 1000 ? 0.1 : 0.2; });
  CHECK((found.each == 0 && found.surveyed == 0 && found.fixed == 0.2));
}
