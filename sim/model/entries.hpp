#pragma once
/// The lists of a scenario as the state holds them, with names resolved to indices. They do not change in a run, except
/// months of entry and strategies that a scenario leaves open.

#include <span>

#include "state/columns.hpp"

namespace moat {

struct Scenario;

/// Regions, segments, sectors, tasks, domains, chips, stacks, firms and their lines.
void list_entries(World& world, const Scenario& scenario);

std::span<const StateColumn> entries_state();

}  // namespace moat
