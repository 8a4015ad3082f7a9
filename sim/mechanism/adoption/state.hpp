#pragma once
/// What the adoption mechanism keeps.

#include <span>

#include "state/columns.hpp"

namespace moat {

std::span<const StateColumn> adoption_state();

}  // namespace moat
