#include "mechanism/finance/budget.hpp"

#include <algorithm>

#include "base/maths.hpp"

namespace moat {
namespace {

double planned(const BudgetCase& f, const FinanceParams& p) {
  const double path = f.path * (1 + f.subsidy) * (1 + p.capex_response * f.standing);
  switch (p.capex_rule) {
    case CapexRule::path:
      break;
    case CapexRule::responsive: {
      if (f.last <= 0 || f.spending <= 0) break;
      const double gain = std::clamp((f.income - f.spending) / f.spending, -1.0, 1.0);
      return f.last * maths::exp(p.profit_response * (gain - p.hurdle) + p.rank_response * f.standing +
                                 p.scarcity_response * f.scarcity);
    }
    case CapexRule::best_reply: {
      if (f.last <= 0 || !f.surveyed) break;
      const double best = f.pull / (1 / (1 + f.subsidy) + p.research_cost);
      return f.last + p.capex_adjustment * (std::max(0.0, best) - f.last);
    }
  }
  return path;
}

}  // namespace

double next_budget(const BudgetCase& f, const FinanceParams& p) {
  const double plan = planned(f, p) * (f.broke ? p.austerity : 1);
  return f.last > 0 ? std::clamp(plan, f.last / p.capex_bound, f.last * p.capex_bound) : plan;
}

}  // namespace moat
