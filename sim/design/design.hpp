#pragma once
/// From a sweep file to its points.

#include "design/factor.hpp"
#include "design/sweep_file.hpp"
#include "design/table.hpp"

namespace moat {

/// All points of the sweep, each of which the scenario takes (checked one by one up to 20,000 of them; beyond that
/// levels and bounds alone). Throws InputError, also for a design of more than most_points points.
DesignTable make_design(const LoadedSweep& sweep);

}  // namespace moat
