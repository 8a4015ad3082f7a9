#pragma once
/// The model as a whole: the state at the start, one month, the outputs, and the invariants.

#include <string_view>
#include <vector>

#include "base/random.hpp"
#include "model/mechanisms.hpp"
#include "scenario/known_names.hpp"
#include "state/series.hpp"

namespace moat {

/// All outputs, in the order of the mechanisms that report them.
const std::vector<Series>& all_series();

/// Names that scenarios may use: mechanisms to skip, series to record.
KnownNames known_names();

/// The state before the first month. Draws Purpose::segment, sector, tasks, usage, tastes for each developer.
World initial_world(const Scenario& scenario, const Random& random, int threads);

/// One month; `after(mechanism)` is called when a mechanism has acted (for timing and tracing). The clock is not moved.
/// Errors name the mechanism and the month.
template <class After>
void run_month(World& world, const Scenario& scenario, const Random& random, After&& after);

/// Updates the values that the rules of governments watch; rules act on them in the next month.
void watch(World& world);

/// Sets how many real developers each simulated one stands for this month, by population growth and policy.
void weigh_developers(World& world);

/// Throws ContractError if an invariant is broken: shares, counts, finite numbers, money.
void check_invariants(const World& world);

/// Rethrows the current ContractError with the name of the mechanism and the month added.
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
