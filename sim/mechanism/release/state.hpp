#pragma once
/// State of the release mechanism.

#include <span>

#include "state/columns.hpp"

namespace moat {

std::span<const StateColumn> release_state();

}  // namespace moat
