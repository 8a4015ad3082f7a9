#pragma once
/// State of the policy mechanism.

#include <span>

#include "state/columns.hpp"

namespace moat {

std::span<const StateColumn> policy_state();

}  // namespace moat
