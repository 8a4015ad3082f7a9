#pragma once
/// Checks of what a scenario asks for: statistics, and the tests of its claim.

#include <vector>

#include "base/error.hpp"

namespace moat {

struct Reading;
struct Scenario;

void check_asked(const Scenario& scenario, const Reading& reading, std::vector<Problem>& problems);

}  // namespace moat
