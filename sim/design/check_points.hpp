#pragma once
/// Checks the points of a design against the scenario.

#include "design/sweep_file.hpp"
#include "design/table.hpp"

namespace moat {

/// Of larger designs only this many points, evenly spaced, are checked.
inline constexpr std::size_t most_points_checked = 20'000;

/// Throws InputError that names the points at which the scenario does not hold together; 20 problems at most, and how
/// many more.
void check_points(const LoadedSweep& sweep, const DesignTable& table);

}  // namespace moat
