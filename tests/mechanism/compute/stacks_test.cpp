// Time passes: chips retire, ports take months, stacks mature, prices learn, capacity grows, firms enter.

#include <cmath>

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/compute/compute.hpp"

using namespace moat;

namespace {

void deliver_stacks(World& w, const ComputeParams& p) {
  deliver_compute(w.firms, w.chips, w.governments, w.society, w.clock, p);
}

/// Firms own chips and buy none. In the second month of a run: in the first, firms enter with the stock of their entry.
World owners() {
  World w = empty_world();
  w.clock.step = 1;
  w.firms.stock(keep, alpha) = 100;
  w.firms.stock(give, beta) = 100;
  return w;
}

}  // namespace

TEST_CASE("Chips retire at a constant hazard") {
  World w = owners();
  ComputeParams p;
  p.retirement = 0.01;
  for (int month = 0; month < 3; ++month) deliver_stacks(w, p);
  CHECK(w.firms.stock(keep, alpha) == Approx(100 * 0.99 * 0.99 * 0.99).epsilon(1e-12));
}

TEST_CASE("A first port costs money and months, then proficiency grows with use") {
  World w = owners();
  w.firms.proficiency(give, young) = 0;
  w.firms.cash[give] = 1000;
  ComputeParams p;
  p.port_months = 3;
  p.port_cost = 400;
  p.port_proficiency = 0.4;
  p.proficiency_growth = 0.1;
  const double expected[] = {0, 0, 0, 0.4, 0.46, 0.514};  // then 10 % of what is missing each month
  for (const double proficiency : expected) {
    deliver_stacks(w, p);
    CHECK(w.firms.proficiency(give, young) == Approx(proficiency).epsilon(1e-12));
    CHECK(w.firms.cash[give] == 600);  // paid once
    if (proficiency == 0) CHECK(w.firms.compute[give] == 0);
  }
  const double maturity = w.chips.maturity[young];
  CHECK(w.firms.compute[give] == Approx(w.firms.stock(give, beta) * 0.5 * maturity * 0.514).epsilon(1e-12));
}

TEST_CASE("A fraction of a chip starts no port") {
  World w = owners();
  w.firms.proficiency(give, young) = 0;
  w.firms.stock(give, beta) = 0.9;
  deliver_stacks(w, ComputeParams{});
  CHECK(w.firms.port_months(give, young) == -1);
  CHECK(w.firms.cash[give] == 0);
}

TEST_CASE("Buyers value a stack they have not ported at the proficiency of a first port") {
  World w = empty_world();
  w.firms.capex_budget[give] = 900;
  w.firms.proficiency(give, young) = 0;
  ComputeParams p;
  p.price_sensitivity = 1;
  p.learning_rate = p.other_buyers = 0;
  p.port_proficiency = 0.5;
  deliver_stacks(w, p);
  // Performance per USD: alpha 1/100; beta 0.5 x 0.5 x 0.5 / 50 = 1/400. Four fifths of the money go to alpha.
  CHECK(w.firms.stock(give, alpha) == Approx(7.2).epsilon(1e-12));
  CHECK(w.firms.stock(give, beta) == Approx(3.6).epsilon(1e-12));
}

TEST_CASE("A stack matures with its owner's effort and with use, faster once it is open") {
  ComputeParams p;
  p.retirement = 0;
  p.maturity_by_use = 0.03;
  p.opening_boost = 2;
  World w = owners();
  w.chips.stacks[young].effort = 0.1;
  deliver_stacks(w, p);
  // 100 alphas of 1 H100e against 100 betas of 1/2: a third of the compute runs on young. 0.1 + 0.03/3 = 0.11.
  CHECK(w.chips.maturity[young] == Approx(0.5 + 0.11 * 0.5).epsilon(1e-12));
  CHECK(w.chips.maturity[wide] == 1);

  World opened = owners();
  opened.chips.stacks[young].effort = 0.1;
  opened.governments.stack_open[young] = 1;
  deliver_stacks(opened, p);
  CHECK(opened.chips.maturity[young] == Approx(0.5 + 0.22 * 0.5).epsilon(1e-12));

  opened.chips.stacks[young].effort = 0.9;  // growth is capped: maturity never passes 1
  deliver_stacks(opened, p);
  CHECK(opened.chips.maturity[young] == 1);
}

TEST_CASE("Prices fall with cumulative sales, those to others included") {
  World w = empty_world();
  ComputeParams p;
  p.learning_rate = 0.2;
  p.experience = 6;      // 6000 units count as sold before the first
  p.other_buyers = 0.5;  // 500 of 1000 a month
  for (w.clock.step = 0; w.clock.step <= 12; ++w.clock.step) deliver_stacks(w, p);
  // Before the thirteenth month 12 x 500 = 6000 were sold: a doubling of 6000.
  CHECK(w.chips.price[alpha] == Approx(100 * 0.8).epsilon(1e-9));
  CHECK(w.chips.produced[alpha] == 13 * 500);
}

TEST_CASE("A chip programme raises the capacity of domestic vendors") {
  World w = empty_world();
  w.governments.chip_growth[south] = 0.12;
  w.firms.capex_budget[give] = 1e6;
  w.chips.chips[alpha].capacity = always(0);
  ComputeParams p;
  p.other_buyers = 0;
  deliver_stacks(w, p);
  CHECK(w.chips.bought(beta, south) == Approx(1010).epsilon(1e-12));  // 1 % a month more than 1000
  w.firms.capex_budget[give] = 1e6;
  deliver_stacks(w, p);
  CHECK(w.chips.bought(beta, south) == Approx(1000 * 1.01 * 1.01).epsilon(1e-12));
  CHECK(w.chips.programme[alpha] == 1);
}

TEST_CASE("A firm enters in its month with stock, know-how, cash and mastery of the stacks it owns chips of") {
  World w = empty_world();
  FirmEntry& entry = w.firms.firms[give];
  entry.enters = january + 1;
  entry.stock = {{"beta", 40}};
  entry.know_how = 0.7;
  entry.cash = 5000;
  w.firms.active.setZero();
  w.firms.proficiency.setZero();
  w.firms.capex_budget.setConstant(900);
  deliver_stacks(w, ComputeParams{});
  CHECK((w.firms.active[keep] == 1 && w.firms.active[give] == 0));  // Keep has been at work before the run
  CHECK(w.firms.stock.row(give).sum() == 0);
  CHECK(w.firms.capex[give] == 0);  // not yet in business

  w.clock.step = 1;
  w.firms.capex_budget.setZero();
  ComputeParams p;
  p.retirement = p.proficiency_growth = 0;
  deliver_stacks(w, p);
  CHECK((w.firms.active[give] == 1 && w.firms.know_how[give] == 0.7 && w.firms.cash[give] == 5000));
  CHECK(w.firms.stock(give, beta) == 40);
  CHECK((w.firms.proficiency(give, young) == 1 && w.firms.proficiency(give, wide) == 0));
}
