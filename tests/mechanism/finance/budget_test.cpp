// What firms spend on compute next month, by each rule.

#include "mechanism/finance/budget.hpp"

#include <cmath>

#include "catch.hpp"
#include "little_world.hpp"

using namespace moat;

namespace {

FinanceParams rule(CapexRule which) {
  FinanceParams p;
  p.capex_rule = which;
  p.research_cost = 0.5;
  p.capex_bound = 100;
  return p;
}

/// A firm that plans 12, spent 10 in all of its own and earned 15 from its models.
BudgetCase firm() {
  return {.path = 12, .last = 8, .income = 15, .spending = 10, .pull = 6};
}

}  // namespace

TEST_CASE("Path: the plan, with subsidy and standing") {
  BudgetCase f = firm();
  f.subsidy = 0.5;
  f.standing = -0.5;
  CHECK(next_budget(f, rule(CapexRule::path)) == Approx(12 * 1.5 * 0.9).epsilon(1e-12));
}

TEST_CASE("Responsive: growth by return over the hurdle, rank and scarcity") {
  FinanceParams p = rule(CapexRule::responsive);
  p.profit_response = 0.1;
  p.hurdle = 0.2;
  p.rank_response = 0.04;
  p.scarcity_response = -0.05;
  BudgetCase f = firm();
  CHECK(next_budget(f, p) == Approx(8 * std::exp(0.1 * (0.5 - 0.2))).epsilon(1e-12));
  f.standing = -1;
  f.scarcity = 0.4;
  CHECK(next_budget(f, p) == Approx(8 * std::exp(0.03 - 0.04 - 0.02)).epsilon(1e-12));
  f.income = 1000;  // a return counts as one at most, a loss as all that was spent at most
  CHECK(next_budget(f, p) == Approx(8 * std::exp(0.08 - 0.06)).epsilon(1e-12));
  f.income = -1000;
  CHECK(next_budget(f, p) == Approx(8 * std::exp(-0.12 - 0.06)).epsilon(1e-12));
}

TEST_CASE("Responsive: a firm at its hurdle, of mean standing and without scarcity, stands still") {
  FinanceParams p = rule(CapexRule::responsive);
  BudgetCase f = firm();
  f.income = f.spending * (1 + p.hurdle);
  CHECK(next_budget(f, p) == Approx(8).epsilon(1e-12));
}

TEST_CASE("Best reply: a part of the way to where one USD more earns one USD more") {
  FinanceParams p = rule(CapexRule::best_reply);
  p.capex_adjustment = 0.25;
  CHECK(next_budget(firm(), p) == Approx(8 + 0.25 * (6 / 1.5 - 8)).epsilon(1e-12));
  BudgetCase subsidised = firm();
  subsidised.subsidy = 1;  // the state pays half of the chips
  CHECK(next_budget(subsidised, p) == Approx(8 + 0.25 * (6 / (0.5 + 0.5) - 8)).epsilon(1e-12));
  BudgetCase losing = firm();
  losing.pull = -6;
  CHECK(next_budget(losing, p) == Approx(8 * 0.75).epsilon(1e-12));
}

TEST_CASE("A firm without a budget yet, or without users who were asked, keeps to the plan") {
  for (const CapexRule which : {CapexRule::responsive, CapexRule::best_reply}) {
    BudgetCase fresh = firm();
    fresh.last = 0;
    CHECK(next_budget(fresh, rule(which)) == Approx(12).epsilon(1e-12));
  }
  BudgetCase unknown = firm();
  unknown.surveyed = false;
  CHECK(next_budget(unknown, rule(CapexRule::best_reply)) == Approx(12).epsilon(1e-12));
}

TEST_CASE("Whatever the rule and the case, a budget moves by at most capex_bound, and never below zero") {
  const auto which = GENERATE(CapexRule::path, CapexRule::responsive, CapexRule::best_reply);
  FinanceParams p = rule(which);
  p.capex_bound = 1.3;
  p.profit_response = 2;
  p.scarcity_response = GENERATE(-1.0, 1.0);
  p.capex_adjustment = 1;
  for (const double standing : {-1.0, 0.0, 1.0})
    for (const double scarcity : {0.0, 1.0})
      for (const double income : {-1e12, 0.0, 1e12})
        for (const double pull : {-1e12, 0.0, 1e12})
          for (const bool broke : {false, true}) {
            const BudgetCase f{1e9, 8, 0.2, standing, scarcity, income, 10, pull, true, broke};
            const double next = next_budget(f, p);
            CHECK(next >= 8 / 1.3 * (1 - 1e-12));
            CHECK(next <= 8 * 1.3 * (1 + 1e-12));
          }
}

TEST_CASE("The settled budget of a symmetric contest of n labs is R (n - 1)/n^2") {
  // Shares 1/n of income R, demand_gain (1 - 1/n) per unit of ln compute: pull = R/n (1 - 1/n).
  const double r = 100;
  for (const int n : {2, 5, 10}) {
    FinanceParams p = rule(CapexRule::best_reply);
    p.research_cost = 0;
    BudgetCase f = firm();
    f.pull = r / n * (1 - 1.0 / n);
    for (int month = 0; month < 200; ++month) f.last = next_budget(f, p);
    CHECK(f.last == Approx(r * (n - 1) / (n * n)).epsilon(1e-9));
  }
}
