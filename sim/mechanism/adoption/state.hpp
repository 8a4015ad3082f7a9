#pragma once
/// State of the adoption mechanism.

#include <span>

#include "state/columns.hpp"

namespace moat {

std::span<const StateColumn> adoption_state();

}  // namespace moat
