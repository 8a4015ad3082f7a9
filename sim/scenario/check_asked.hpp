#pragma once
/// Checks of the results that a scenario requests: statistics, and the tests of its claim.

#include "scenario/scenario.hpp"

namespace moat {

void check_asked(const Scenario& scenario, const Reading& reading, std::vector<Problem>& problems);

}  // namespace moat
