#pragma once
/// From the values of a point to its scenario.

#include <string>
#include <vector>

#include "design/table.hpp"
#include "scenario/scenario.hpp"

namespace moat {

/// Puts the values of a point into a scenario, which has the point's arm already. Each value is checked by itself, with
/// problems as in apply().
void put_point(Scenario& scenario, const DesignTable& table, std::size_t point, const std::string& who,
               const WhereOfChange& where, std::vector<Problem>& problems);

}  // namespace moat
