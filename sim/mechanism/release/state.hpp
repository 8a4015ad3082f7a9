#pragma once
/// What the release mechanism keeps.

#include <span>

#include "state/columns.hpp"

namespace moat {

std::span<const StateColumn> release_state();

}  // namespace moat
