#pragma once
/// What firms spend on compute next month, by capex_rule:
///
///     path       = firm.capex drawn (1 + subsidy) (1 + capex_response standing)                         [USD/month]
///     responsive = last exp(profit_response (return - hurdle)
///                  + rank_response standing + scarcity_response scarcity)                            [USD/month]
///     best_reply = last + capex_adjustment (max(0, x) - last)                                        [USD/month]
///     x          = pull / (1 / (1 + subsidy) + research_cost)                                        [USD/month]
///     pull       = per_tenfold / ln 10 sum over l of income[l] demand_gain[l]                        [USD/month]
///     return     = clip((income - spending) / spending, -1, 1)                                       [1]
///
/// At x another USD spent on compute earns another USD, as in a contest. Then x austerity if cash < 0, and within a
/// factor capex_bound of the last budget. A first budget has no such bound, and follows the path; so does best_reply
/// before the first survey of users.
///
/// Symbols     last: this month's budget
///             drawn: spending over its path this month, as drawn (uncertain); 1 without
///             x, pull: the best reply; rise of income per unit of ln compute, of which a USD more on compute is a part
///             income: of the firm or its line l, revenue less serving
///             spending: its own: compute, research, fixed cost
///             return: on that
///             demand_gain: relative gain of expected tokens per ECI, from the survey (adoption/survey.hpp)
///             subsidy, standing, scarcity: of finance.hpp and compute
///             path, responsive, best_reply: budgets by rule
///             l: lines of the firm
/// Sources     contest: Tullock 1980, in Toward a Theory of the Rent-Seeking Society, Texas A&M University Press

#include "mechanism/finance/params.hpp"

namespace moat {

/// What a firm's budget depends on.
struct BudgetCase {
  double path = 0;       ///< USD/month, the scenario's plan for next month
  double last = 0;       ///< USD/month, this month's budget; 0 for none
  double subsidy = 0;    ///< state money per USD of the firm's own
  double standing = 0;   ///< in [-1, 1]
  double scarcity = 0;   ///< in [0, 1]
  double income = 0;     ///< USD/month, revenue less serving
  double spending = 0;   ///< USD/month, its own: compute, research, fixed cost
  double pull = 0;       ///< USD/month that income rises per unit of ln compute
  bool surveyed = true;  ///< the survey has measured what a better model is worth
  bool broke = false;
};

/// Budget of the next month [USD/month], at least 0.
double next_budget(const BudgetCase& firm, const FinanceParams& params);

}  // namespace moat
