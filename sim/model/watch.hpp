#pragma once
/// What the rules of governments watch: series are read from the state at the end of each month, whether they are
/// recorded or not, and rules act on the values in the next month (`watch` of model.hpp).

#include <vector>

#include "model/model.hpp"

namespace moat {

struct Reading;

/// Sets up the state of every rule of a scenario that passed check_rules. Rules of scripted governments watch nothing.
void arm_rules(World& world, const Scenario& scenario);

/// Conditions that cannot be read, or that name unknown series, axes and labels.
std::vector<Problem> check_rules(const Scenario& scenario, const Reading& reading);

}  // namespace moat
