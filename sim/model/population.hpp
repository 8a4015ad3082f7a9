#pragma once
/// The developers of a run: their number in each region, their traits, and whom they see.

#include <span>

#include "base/random.hpp"
#include "state/columns.hpp"

namespace moat {

struct Scenario;

/// Simulated developers by region, in proportion to the real ones of the first month (so that a shorter run equals the
/// beginning of a longer one), rounded by largest remainders.
Column<double> share_out(const Scenario& scenario);

/// Bytes of memory per developer: 16 and one for each task; more where developers are weighted, differ in their needs,
/// or see each other in a small world. Edges from a file are not counted.
Index developer_bytes(const Scenario& scenario);

/// Draws Purpose::segment, sector, tasks, usage, tastes and needs for each developer. They use no model yet.
Developers make_developers(const Scenario& scenario, const Column<double>& by_region, const Random& random,
                           int threads);

/// Adds the developers to a state whose entries are listed already (entries.hpp), and counts them.
void populate(World& world, const Scenario& scenario, const Random& random);

std::span<const StateColumn> population_state();

}  // namespace moat
