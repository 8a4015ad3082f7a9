#pragma once
/// What the policy mechanism keeps.

#include <span>

#include "state/columns.hpp"

namespace moat {

std::span<const StateColumn> policy_state();

}  // namespace moat
