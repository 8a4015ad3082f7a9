// B22: what a service without enough capacity asks for, and whom it turns away (scenarios/verify/rationing.yaml).

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "scenario/scenario.hpp"
#include "verify/suite.hpp"

namespace moat {

/// The odds of use are served / scarce at the list price that makes them 1, and the capacity is used: at a share q of
/// all, pressure is (1 - q) / q, whatever part of it prices take.
std::vector<CheckResult> rationing(const Effort& effort) {
  constexpr Index service = 0, here = 0, all = 0, settled = 12;  // months until pressure has settled
  std::vector<CheckResult> checks;
  const Index runs = effort.runs(8, 40);
  const double list = 4, needed = 1000;
  for (const double stock : {250.0, 400.0})
    for (const double limit : {10.0, 1.25, 1.0}) {
      const double q = stock / needed, pressure = (1 - q) / q, scarce = std::min(pressure, limit);
      const auto scenario = verify_scenario(
          effort, "rationing",
          {fmt::format("firms.Maker.stock.board={}", stock), fmt::format("pricing.scarcity_limit={}", limit)});
      const double months = double(scenario->run.steps() - settled);
      std::vector<double> used(std::size_t(runs), 0.0), price = used, turned_away = used;
      replicate(*scenario, runs, effort, [&](const World& w, Index n) {
        if (w.clock.step < settled) return;
        used[std::size_t(n)] += w.market.tokens(service, here, all, 0) * w.market.load[service] / stock / months;
        price[std::size_t(n)] += w.market.price(service, here, all) / months;
        turned_away[std::size_t(n)] += w.market.shortfall(service, here) / months;
      });
      const std::string where = fmt::format("room for {:.0f} %, prices up to x {}: ", 100 * q, limit);
      checks.push_back(mean_within(where + "capacity used", 1, used, 0.005));
      checks.push_back(mean_within(where + "price [USD/Mtok]", list * scarce, price, 0.01 * list * scarce));
      checks.push_back(mean_within(where + "turned away", 1 - scarce / pressure, turned_away, 0.005));
    }
  return checks;
}

}  // namespace moat
