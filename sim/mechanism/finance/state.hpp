#pragma once
/// What the finance mechanism keeps.

#include <span>

#include "state/columns.hpp"

namespace moat {

/// The budgets of the first month; nobody has been invited yet.
void start_finance(Firms& firms, Month start);

std::span<const StateColumn> finance_state();

}  // namespace moat
