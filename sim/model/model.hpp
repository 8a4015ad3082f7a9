#pragma once
/// The model assembled: the world at the start, one month, what is recorded, what must always hold.

#include <string_view>
#include <vector>

#include "base/random.hpp"
#include "model/mechanisms.hpp"
#include "scenario/scenario.hpp"
#include "state/series.hpp"

namespace moat {

/// All outputs, in the order of the mechanisms that report them.
const std::vector<Series>& all_series();

/// Names that scenarios may use: mechanisms to skip, series to record.
KnownNames known_names();

/// Everything before the first month. Draws Purpose::segment, sector, tasks, usage, tastes for each developer.
World initial_world(const Scenario& scenario, const Random& random, int threads);

/// One month; `after(mechanism)` is called when a mechanism has acted (for timing and tracing). The clock is not moved.
/// Errors name the mechanism and the month.
template <class After>
void run_month(World& world, const Scenario& scenario, const Random& random, After&& after);

/// Fills in what the rules of governments watch, for the month after.
void watch(World& world);

/// Population growth and policy set how many real developers each simulated one stands for this month.
void weigh_developers(World& world);

/// Throws ContractError if something that must always hold does not: shares, counts, finite numbers, money.
void check_invariants(const World& world);

/// Adds name of mechanism and month to a broken contract.
[[noreturn]] void rethrow_with_place(const World& world, std::string_view mechanism);

template <class After>
void run_month(World& world, const Scenario& scenario, const Random& random, After&& after) {
  weigh_developers(world);
  for (const Mechanism& mechanism : mechanisms()) {
    if (skipped(scenario, mechanism.name)) continue;
    try {
      mechanism.month(world, scenario, random);
    } catch (const ContractError&) {
      rethrow_with_place(world, mechanism.name);
    }
    after(mechanism);
  }
  try {
    check_invariants(world);
  } catch (const ContractError&) {
    rethrow_with_place(world, "check_invariants");
  }
  watch(world);
}

}  // namespace moat
