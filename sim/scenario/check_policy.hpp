#pragma once
/// Checks of measures and rules that concern more than one value.

#include <vector>

#include "base/error.hpp"

namespace moat {

struct Reading;
struct Scenario;

/// Adds a problem for each key that does not go with its instrument, measure that does nothing and rule that cannot
/// work.
void check_policy(const Scenario& scenario, const Reading& reading, std::vector<Problem>& problems);

}  // namespace moat
