#pragma once
/// The values of a factor as the sweep file writes them.

#include <string>
#include <vector>

#include "design/factor.hpp"
#include "design/target.hpp"

namespace moat {

/// A value that the scenario must take, and where it was given.
struct Check {
  std::string yaml;
  Position where;
};

/// Fills the factor's distribution and levels from its entry, and gives the levels and bounds to be checked; none
/// where something is wrong, which is added to the problems. In a list (`is_list`) values come from its file.
std::vector<Check> read_distribution(const FactorEntry& entry, const Target& target, bool is_list,
                                     const Reading& reading, Factor& factor, std::vector<Problem>& problems);

}  // namespace moat
