// B8: demand of Hotelling's line for a closed product against a free open one. The firm's best price is read from the
// profit that each price would bring, since the pricing rule of Moat looks at logit demand.

#include <cmath>

#include <fmt/format.h>

#include "verify/suite.hpp"

namespace moat {
namespace {

constexpr double unit = 50;  // utility in the scenario of one unit of Hotelling's

struct Duopoly {
  double quality_gap, network, price, share, profit;
};

std::vector<std::string> duopoly_settings(const Duopoly& duel, double price) {
  const bool ahead = duel.quality_gap > 0;
  return {fmt::format("firms.Alpha.lines.alpha.price={}", price),
          fmt::format("firms.Alpha.lines.alpha.capability={}", ahead ? 200 : 10),
          fmt::format("firms.Beta.lines.beta.capability={}", ahead ? 10 : 200),
          fmt::format("segments.all.quality_weight={}", unit * std::abs(duel.quality_gap)),
          fmt::format("adoption.peer_weight={}", unit * duel.network),
          fmt::format("run.end={}", duel.network > 0 ? "2027-12" : "2024-01")};
}

/// Share of the closed firm at the end of each run.
std::vector<double> shares_of_closed(const Duopoly& duel, double price, const Effort& effort) {
  std::vector<double> result(static_cast<std::size_t>(effort.runs(20, 200)));
  replicate(*verify_scenario(effort, "hotelling", duopoly_settings(duel, price)), Index(result.size()), effort,
            [&](const World& w, Index run) {
              result[std::size_t(run)] = double((w.developers.slot == 1).count()) / double(w.developers.size());
            });
  return result;
}

}  // namespace

std::vector<CheckResult> hotelling_line(const Effort& effort) {
  constexpr Duopoly duels[] = {{0, 0, .5, .25, .125},   {.5, 0, .75, .375, .28125},  {1, 0, 1, .5, .5},
                               {2, 0, 1.5, .75, 1.125}, {-.5, 0, .25, .125, .03125}, {0, .5, .25, .25, .0625}};
  std::vector<CheckResult> checks;
  for (const Duopoly& duel : duels) {
    const std::string who = fmt::format("D = {}, network benefit {}: ", duel.quality_gap, duel.network);
    const std::vector<double> at_best = shares_of_closed(duel, duel.price, effort);
    const double profit = duel.price * mean(at_best);
    checks.push_back(sampled(who + "share at the best price", duel.share, at_best, 0.025));
    checks.push_back(exact(who + "profit at the best price", duel.profit, profit, 0.04));
    for (const double factor : {0.75, 1.25})
      checks.push_back(sign(who + fmt::format("{} times the best price earns less", factor),
                            factor * duel.price * mean(shares_of_closed(duel, factor * duel.price, effort)) < profit));
  }
  return checks;
}

}  // namespace moat
