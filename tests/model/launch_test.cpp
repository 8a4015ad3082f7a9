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
std::vector<double> uptake(const std::string& line, const std::vector<std::string>& sets, std::uint64_t replicate) {
  const Scenario s = little_scenario(sets);
  World w = initial_world(s, random_of(s, replicate), 2);
  const auto l = Index(std::find(w.market.lines.begin(), w.market.lines.end(), line) - w.market.lines.begin());
  std::vector<double> users;
  while (w.clock.step < s.run.steps()) {
    run_months(w, s, 1, replicate);
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
  // Luck of ratings moves single launches: means of 16, and differences of runs with the same luck.
  constexpr int runs = 16;
  double most = 0, gain = 0, gain_squares = 0, settles = 0, settles_squares = 0;
  for (std::uint64_t n = 0; n < runs; ++n) {
    const std::vector<double> quiet = uptake("give-max", {"run.developers=5000"}, n),
                              loud = uptake("give-max", {"run.developers=5000", "leaderboard.launch_per_user=3"}, n);
    const double gained = loud[2] - quiet[2], settled = quiet[5] / quiet[2] - loud[5] / loud[2];
    most += loud[2] / runs;
    gain += gained / runs;
    gain_squares += gained * gained / runs;
    settles += settled / runs;
    settles_squares += settled * settled / runs;
  }
  const auto error = [](double mean, double squares) { return std::sqrt((squares - mean * mean) / (runs - 1)); };
  CAPTURE(most, gain, error(gain, gain_squares), settles, error(settles, settles_squares));
  CHECK(most > 0.5);
  CHECK(gain > 4 * error(gain, gain_squares));
  CHECK(settles > 4 * error(settles, settles_squares));
}
