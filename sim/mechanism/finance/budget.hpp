#pragma once
/// What firms spend on compute next month.

#include "mechanism/finance/finance.hpp"

namespace moat {

/// What a firm looks at when it sets its budget.
struct BudgetCase {
  double path = 0;       ///< USD/month, the scenario's plan for next month
  double last = 0;       ///< USD/month, this month's budget; 0 for none
  double subsidy = 0;    ///< state money per USD of the firm's own
  double standing = 0;   ///< in [-1, 1]
  double scarcity = 0;   ///< in [0, 1]
  double income = 0;     ///< USD/month, revenue less serving
  double spending = 0;   ///< USD/month, its own: compute, research, fixed cost
  double pull = 0;       ///< USD/month that income rises per unit of ln compute
  bool surveyed = true;  ///< users have told what a better model is worth to them
  bool broke = false;
};

double next_budget(const BudgetCase& firm, const FinanceParams& params);

}  // namespace moat
