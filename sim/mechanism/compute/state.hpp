#pragma once
/// State of the compute mechanism.

#include <span>

#include "state/columns.hpp"

namespace moat {

/// Sets prices, experience and maturity of the first month of a run.
void start_compute(Chips& chips, Month start);

std::span<const StateColumn> compute_state();

}  // namespace moat
