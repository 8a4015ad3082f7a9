#pragma once
/// What the rules of governments watch: series are read off the world at the end of each month, whether they are
/// recorded or not, and rules see the values in the month after (`watch` of model.hpp).

#include <vector>

#include "model/model.hpp"

namespace moat {

struct Reading;

/// Gives every rule of a scenario that passed check_rules its state. Rules of scripted governments watch nothing.
void arm_rules(World& world, const Scenario& scenario);

/// Conditions that cannot be read, or that name unknown series, axes and labels.
std::vector<Problem> check_rules(const Scenario& scenario, const Reading& reading);

}  // namespace moat
