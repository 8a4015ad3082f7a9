#pragma once
/// State of the finance mechanism.

#include <span>

#include "state/columns.hpp"

namespace moat {

/// Sets the budgets of the first month; no free entrant may enter yet.
void start_finance(Firms& firms, Month start);

std::span<const StateColumn> finance_state();

}  // namespace moat
