// B1: Arthur's competing technologies. Until lock-in the lead is a random walk between two barriers; after it everybody
// takes the leader.

#include <cmath>
#include <numeric>

#include <fmt/format.h>

#include "verify/suite.hpp"

namespace moat {
namespace {

constexpr int alpha = 1, beta = 2;  // slots
constexpr double step = 50;         // utility that one user adds, as in the scenario

struct Race {
  int lead_a, lead_b;  ///< lead at which technology A, or B, has locked in
  double p;            ///< share of the type that prefers A
  int arrivals;        ///< enough that fewer than one race in a million is still open
  double locks_in_a, mean_time, by_100, by_200, by_500;
};

constexpr Race races[] = {{10, 10, .50, 1500, 0.50000, 100.000, .6341, .8940, .9974},
                          {6, 11, .50, 1000, 0.64706, 66.000, .7960, .9634, .9998},
                          {6, 11, .52, 1000, 0.78735, 59.622, .8281, .9715, .9999},
                          {11, 11, .52, 1700, 0.70692, 113.806, .5681, .8567, .9948},
                          {20, 20, .50, 5000, 0.50000, 400.000, .0921, .3163, .7286},
                          {20, 20, .51, 5000, 0.69000, 379.995, .0981, .3333, .7507}};

struct Arrivals {
  double locked = 0;  ///< arrivals until lock-in
  bool a = false;     ///< A locked in
  Index strays = 0;   ///< arrivals against their taste before lock-in, or for the laggard after it
};

/// The order of adoptions is the order of the developers' numbers.
Arrivals follow_arrivals(const Developers& d, const Race& race) {
  Arrivals path;
  int lead = 0;
  for (Index n = 0; n < race.arrivals; ++n) {
    const bool takes_a = d.slot(0, n) == alpha, prefers_a = d.segment[n] == 0;
    path.strays += d.slot(0, n) != alpha && d.slot(0, n) != beta;
    path.strays += takes_a != (path.locked > 0 ? path.a : prefers_a);
    lead += takes_a ? 1 : -1;
    if (path.locked == 0 && (lead == race.lead_a || lead == -race.lead_b)) {
      path.locked = double(n + 1);
      path.a = lead > 0;
    }
  }
  return path;
}

std::vector<std::string> race_settings(const Race& race) {
  return {fmt::format("run.developers={}", race.arrivals + 1), fmt::format("regions.here.developers={}", race.arrivals),
          fmt::format("regions.here.segments={{R: {}, S: {}}}", race.p, 1 - race.p),
          fmt::format("segments.R.quality_weight={}", step * (race.lead_b - 0.5)),
          fmt::format("segments.S.trust_weight={}", step * (race.lead_a - 0.5) / 10)};
}

void run_race(const Race& race, const Effort& effort, std::vector<CheckResult>& checks) {
  const Index runs = effort.runs(1000, 20000);
  std::vector<Arrivals> paths(static_cast<std::size_t>(runs));
  replicate(*verify_scenario(effort, "lock_in", race_settings(race)), runs, effort,
            [&](const World& w, Index run) { paths[std::size_t(run)] = follow_arrivals(w.developers, race); });
  const std::string who = fmt::format("K = {} and {}, p = {}: ", race.lead_a, race.lead_b, race.p);
  const auto count = [&](auto which) { return Index(std::count_if(paths.begin(), paths.end(), which)); };
  const double tolerance = effort.full ? 0.0145 : 0.065;
  checks.push_back(sampled_share(who + "A locks in", race.locks_in_a, count([](const Arrivals& x) { return x.a; }),
                                 runs, tolerance));
  std::vector<double> times;
  for (const Arrivals& path : paths) times.push_back(path.locked);
  checks.push_back(
      sampled(who + "arrivals until lock-in", race.mean_time, times, race.mean_time * (effort.full ? 0.03 : 0.12)));
  for (const auto& [arrivals, share] : {std::pair{100, race.by_100}, {200, race.by_200}, {500, race.by_500}})
    checks.push_back(sampled_share(
        who + fmt::format("locked in by {}", arrivals), share,
        count([&, n = arrivals](const Arrivals& x) { return x.locked > 0 && x.locked <= n; }), runs, tolerance));
  const Index strays =
      std::accumulate(paths.begin(), paths.end(), Index(0), [](Index n, const Arrivals& x) { return n + x.strays; });
  checks.push_back(exact(who + "arrivals that do not follow the rule", 0, double(strays), 0));
}

/// Without increasing returns the share of A is the share of those who prefer it.
CheckResult constant_returns(const Effort& effort) {
  std::vector<double> shares(static_cast<std::size_t>(effort.runs(200, 2000)));
  replicate(*verify_scenario(effort, "lock_in", {"adoption.peer_weight=0", "regions.here.segments={R: 0.52, S: 0.48}"}),
            Index(shares.size()), effort, [&](const World& w, Index run) {
              shares[std::size_t(run)] = double((w.developers.slot.row(0).leftCols(1000) == alpha).count()) / 1000;
            });
  return sampled("constant returns, p = 0.52: share of A", 0.52, shares, 0.01);
}

}  // namespace

std::vector<CheckResult> lock_in(const Effort& effort) {
  std::vector<CheckResult> checks;
  for (const Race& race : races) run_race(race, effort, checks);
  checks.push_back(constant_returns(effort));
  return checks;
}

}  // namespace moat
