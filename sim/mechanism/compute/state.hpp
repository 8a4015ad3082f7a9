#pragma once
/// What the compute mechanism keeps.

#include <span>

#include "state/columns.hpp"

namespace moat {

/// Prices, experience and maturity in the first month of a run.
void start_compute(Chips& chips, Month start);

std::span<const StateColumn> compute_state();

}  // namespace moat
