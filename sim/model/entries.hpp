#pragma once
/// The lists of a scenario as the world holds them: names become numbers. Nothing here changes in a run, but for the
/// months of entry and the strategies that a scenario leaves open.

#include <span>

#include "state/columns.hpp"

namespace moat {

struct Scenario;

/// Regions, segments, sectors, tasks, domains, chips, stacks, firms and their lines.
void list_entries(World& world, const Scenario& scenario);

std::span<const StateColumn> entries_state();

}  // namespace moat
