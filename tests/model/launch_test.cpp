// The pattern of releases (Fradkin 2025, arXiv:2504.15440): a launch that is talked about gains most of its users in
// its first months and then stabilises.

#include <algorithm>
#include <cmath>
#include <vector>

#include "catch.hpp"
#include "model/little_scenario.hpp"

using namespace moat;

namespace {

/// Share of the two-year peak of its users that the line has in each month from its first release on.
std::vector<double> uptake(const std::string& line, const std::vector<std::string>& sets) {
  const Scenario s = little_scenario(sets);
  World w = initial_world(s, random_of(s), 2);
  const auto l = Index(std::find(w.market.lines.begin(), w.market.lines.end(), line) - w.market.lines.begin());
  std::vector<double> users;
  while (w.clock.step < s.run.steps()) {
    run_months(w, s, 1);
    double now = 0;
    for (Index r = 0; r < w.society.region_count(); ++r)
      for (Index g = 0; g < w.society.segment_count(); ++g) now += double(w.market.developers(l + 1, r, g));
    if (w.market.on_sale[l]) users.push_back(now);
  }
  const double peak = *std::max_element(users.begin(), users.end());
  for (double& x : users) x /= peak;
  return users;
}

}  // namespace

TEST_CASE("A launch that is talked about gains most of its users in its first three months, and settles sooner") {
  const std::vector<double> quiet = uptake("give-max", {"run.developers=20000"}),
                            loud = uptake("give-max", {"run.developers=20000", "leaderboard.launch_per_user=3"});
  CAPTURE(quiet, loud);
  CHECK(quiet[2] < 0.6);
  CHECK(loud[2] > 0.65);
  CHECK(loud[5] / loud[2] < 0.85 * quiet[5] / quiet[2]);
}
