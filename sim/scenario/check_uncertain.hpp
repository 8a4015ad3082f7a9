#pragma once
/// Checks of what a scenario draws anew in each run: that there is something for it to act on.

#include <vector>

#include "base/error.hpp"

namespace moat {

struct Reading;
struct Scenario;

void check_uncertain(const Scenario& scenario, const Reading& reading, std::vector<Problem>& problems);

}  // namespace moat
