#pragma once
/// Checks of the results that a scenario requests: statistics, and the tests of its claim.

#include <vector>

#include "base/error.hpp"

namespace moat {

struct Reading;
struct Scenario;

void check_asked(const Scenario& scenario, const Reading& reading, std::vector<Problem>& problems);

}  // namespace moat
