// B7: shares under heterogeneous tastes, and whom the users of a withdrawn good turn to.

#include <numeric>

#include <fmt/format.h>

#include "scenario/scenario.hpp"
#include "verify/suite.hpp"

namespace moat {
namespace {

/// Users over all runs.
struct Users {
  Index all = 0, of[3] = {}, then[2] = {}, moved = 0, diverted[2] = {};  ///< before and after the third is withdrawn
};

Users observe(const std::vector<std::string>& sets, const Effort& effort) {
  std::vector<Users> runs(static_cast<std::size_t>(effort.runs(4, 40)));
  replicate(*verify_scenario(effort, "mixed_logit", sets), Index(runs.size()), effort, [&](const World& w, Index run) {
    Users& users = runs[std::size_t(run)];
    const Market& m = w.market;
    users.all = w.developers.size();
    for (Index good = 0; good < 3; ++good)
      if (w.clock.step == 0) users.of[good] = m.assignments(good + 1, 0, 0, 0);
    for (Index good = 0; good < 2; ++good)
      if (w.clock.step == 1) {
        users.then[good] = m.assignments(good + 1, 0, 0, 0);
        users.diverted[good] = m.flow(3, good + 1);
        users.moved += users.diverted[good];
      }
  });
  Users sum;
  for (const Users& users : runs) {
    sum.all += users.all;
    sum.moved += users.moved;
    for (std::size_t good = 0; good < 3; ++good) sum.of[good] += users.of[good];
    for (std::size_t good = 0; good < 2; ++good) sum.then[good] += users.then[good];
    for (std::size_t good = 0; good < 2; ++good) sum.diverted[good] += users.diverted[good];
  }
  return sum;
}

/// P(a user prefers the open line to no model), whose utility is normal with mean 1.
CheckResult binary(double sd, double expected, const Effort& effort) {
  const Scenario scenario = *verify_scenario(
      effort, "mixed_logit",
      {"run.end=2024-01", "adoption.outside_value=0", "segments.all.quality_weight=0", "segments.all.price_weight=0",
       "segments.all.openness_weight=1", fmt::format("segments.all.openness_sd={}", sd), "firms.Gamma=null",
       "firms.Beta=null", "policy.measures.withdrawal=null"});
  std::vector<Index> users(static_cast<std::size_t>(effort.runs(4, 40)));
  replicate(scenario, Index(users.size()), effort,
            [&](const World& w, Index run) { users[std::size_t(run)] = w.market.assignments(1, 0, 0, 0); });
  return sampled_share(fmt::format("logistic of a normal with mean 1, sd {}", sd), expected,
                       std::accumulate(users.begin(), users.end(), Index(0)),
                       Index(users.size()) * Index(scenario.run.developers), 0.005);
}

}  // namespace

std::vector<CheckResult> mixed_logit(const Effort& effort) {
  std::vector<CheckResult> checks;
  const auto check = [&](const std::string& who, const Users& users, const double(&of)[3], const double(&then)[2],
                         const double(&diverted)[2]) {
    for (std::size_t good = 0; good < 3; ++good)
      checks.push_back(sampled_share(fmt::format("{}: share of good {}", who, good + 1), of[good], users.of[good],
                                     users.all, 0.005));
    for (std::size_t good = 0; good < 2; ++good) {
      checks.push_back(sampled_share(fmt::format("{}: share of good {} without 3", who, good + 1), then[good],
                                     users.then[good], users.all, 0.005));
      checks.push_back(sampled_share(fmt::format("{}: users of 3 who turn to {}", who, good + 1), diverted[good],
                                     users.diverted[good], users.moved, 0.008));
    }
  };
  check("mixed", observe({}, effort), {.308538, .376735, .314727}, {.420725, .579275}, {.35646, .64354});
  check("plain", observe({"segments.all.price_log_sd=0", "segments.all.openness_sd=0"}, effort),
        {.289433, .390694, .319873}, {.42556, .57444}, {.42556, .57444});
  checks.push_back(binary(1, .69673467, effort));
  checks.push_back(binary(2, .64772644, effort));
  return checks;
}

}  // namespace moat
