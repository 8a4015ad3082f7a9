// B7: shares under heterogeneous tastes, and whom the users of a withdrawn good turn to.

#include <fmt/format.h>

#include "verify/suite.hpp"

namespace moat {
namespace {

struct Shares {
  std::vector<double> of[3], then[2], diverted[2];  ///< [run] before and after the withdrawal of the third good
};

Shares observe(const std::vector<std::string>& sets, const Effort& effort) {
  const Index runs = effort.runs(40, 400);
  Shares s;
  for (auto* group : {s.of, s.of + 1, s.of + 2, s.then, s.then + 1, s.diverted, s.diverted + 1})
    group->assign(std::size_t(runs), 0.0);
  replicate(verify_scenario(effort, "mixed_logit", sets), runs, effort, [&](const World& w, Index number) {
    const auto run = std::size_t(number);
    const auto n = double(w.developers.size());
    const auto share = [&](Index slot) { return double(w.market.assignments(slot, 0, 0, 0)) / n; };
    for (Index good = 0; good < 3; ++good)
      if (w.clock.step == 0) s.of[good][run] = share(good + 1);
    for (Index good = 0; good < 2; ++good)
      if (w.clock.step == 1) {
        s.then[good][run] = share(good + 1);
        s.diverted[good][run] = double(w.market.flow(3, good + 1)) / double(w.market.flow.row(3).sum());
      }
  });
  return s;
}

/// P(a user prefers the open line to no model), whose utility is normal with mean 1.
Finding binary(double sd, double expected, const Effort& effort) {
  std::vector<double> shares(static_cast<std::size_t>(effort.runs(40, 400)));
  replicate(verify_scenario(effort, "mixed_logit",
                            {"run.end=2024-01", "adoption.outside_value=0", "segments.all.quality_weight=0",
                             "segments.all.price_weight=0", "segments.all.openness_weight=1",
                             fmt::format("segments.all.openness_spread={}", sd), "firms.Gamma=null", "firms.Beta=null",
                             "policy.measures.withdrawal=null"}),
            Index(shares.size()), effort, [&](const World& w, Index run) {
              shares[std::size_t(run)] = double(w.market.assignments(1, 0, 0, 0)) / double(w.developers.size());
            });
  return sampled(fmt::format("logistic of a normal with mean 1, sd {}", sd), expected, shares, 0.01);
}

}  // namespace

std::vector<Finding> mixed_logit(const Effort& effort) {
  std::vector<Finding> findings;
  const auto check = [&](const std::string& who, const Shares& s, const double(&of)[3], const double(&then)[2],
                         const double(&diverted)[2]) {
    for (std::size_t good = 0; good < 3; ++good)
      findings.push_back(sampled(fmt::format("{}: share of good {}", who, good + 1), of[good], s.of[good], 0.012));
    for (std::size_t good = 0; good < 2; ++good) {
      findings.push_back(
          sampled(fmt::format("{}: share of good {} without 3", who, good + 1), then[good], s.then[good], 0.012));
      findings.push_back(
          sampled(fmt::format("{}: users of 3 who turn to {}", who, good + 1), diverted[good], s.diverted[good], 0.02));
    }
  };
  check("mixed", observe({}, effort), {.308538, .376735, .314727}, {.420725, .579275}, {.35646, .64354});
  check("plain", observe({"segments.all.price_spread=0", "segments.all.openness_spread=0"}, effort),
        {.289433, .390694, .319873}, {.42556, .57444}, {.42556, .57444});
  findings.push_back(binary(1, .69673467, effort));
  findings.push_back(binary(2, .64772644, effort));
  return findings;
}

}  // namespace moat
