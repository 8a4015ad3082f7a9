#pragma once
/// From a sweep file to its points.

#include "design/factor.hpp"
#include "design/sweep_file.hpp"
#include "design/table.hpp"

namespace moat {

/// All points of the sweep, each of which the scenario takes (checked at every point; beyond 20,000 of them at so
/// many). Throws InputError, also for a design of more than most_points points.
DesignTable make_design(const LoadedSweep& sweep);

}  // namespace moat
