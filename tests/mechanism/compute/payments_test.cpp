// Who is paid for compute, in the little world: Give buys at 100 and 50 USD.

#include "mechanism/compute/payments.hpp"

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/compute/compute.hpp"

using namespace moat;

namespace {

/// No learning, no leaks, no wear, linear weights: what remains is arithmetic.
ComputeParams cheap_compute() {
  ComputeParams p;
  p.price_sensitivity = 1;
  p.learning_rate = p.retirement = p.other_buyers = p.smuggling = p.rental = p.stockpiling = 0;
  p.proficiency_growth = p.maturity_by_use = 0;
  return p;
}

World rich_buyer(double budget) {
  World w = empty_world();
  w.firms.capex_budget[give] = budget;
  return w;
}

void deliver_for(World& w, const ComputeParams& p) {
  deliver_compute(w.firms, w.chips, w.governments, w.society, w.clock, p);
}

}  // namespace

TEST_CASE("Tariffs and levies are paid on top of the price: each to its government, the price to the vendor") {
  World w = rich_buyer(1000);
  w.governments.chip_tariff(alpha, south) = 0.2;
  w.governments.export_levy(alpha, south) = 0.3;
  w.governments.permitted(beta, south) = w.governments.permitted_soon(beta, south) = 0;
  deliver_for(w, cheap_compute());
  const double alphas = w.chips.bought(alpha, south);
  CHECK(alphas == Approx(1000 / 150.0).epsilon(1e-12));
  CHECK(w.chips.sales(alpha, south) == Approx(100 * alphas).epsilon(1e-12));
  CHECK(w.chips.tariffs(alpha, south) == Approx(20 * alphas).epsilon(1e-12));
  CHECK(w.chips.levies(alpha, south) == Approx(30 * alphas).epsilon(1e-12));
  CHECK(w.chips.sales.sum() + w.chips.tariffs.sum() + w.chips.levies.sum() ==
        Approx(w.firms.capex[give]).epsilon(1e-12));
}

TEST_CASE("Smugglers and those who let compute are paid what firms pay beside vendors and governments") {
  World w = rich_buyer(900);
  w.governments.permitted(alpha, south) = w.governments.permitted_soon(alpha, south) = 0;
  w.governments.chip_tariff(alpha, south) = 0.2;
  ComputeParams p = cheap_compute();
  p.smuggling = 0.3;
  p.smuggling_premium = 1.5;
  p.rental = 0.2;
  p.other_buyers = 0.5;                                       // of whose compute it rents
  for (int month = 0; month < 2; ++month) deliver_for(w, p);  // flows are those of one month
  CHECK(w.chips.smuggling[south] == Approx(w.chips.smuggled(alpha, south) * 120 * 1.5).epsilon(1e-12));
  CHECK(w.chips.rental[south] == Approx(w.firms.rented[give] * w.chips.rent.minCoeff() * 730.5).epsilon(1e-12));
  CHECK((w.chips.smuggling[south] > 0 && w.chips.rental[south] > 0));
  CHECK(w.chips.sales.sum() + w.chips.smuggling.sum() + w.chips.rental.sum() ==
        Approx(w.firms.capex[give]).epsilon(1e-12));
}

TEST_CASE("What a firm enters with and spends on ports waits for its accounts") {
  World w = rich_buyer(900);
  w.firms.firms[give].cash = 5000;
  w.firms.active[give] = 0;
  w.firms.proficiency.row(give).setZero();
  w.firms.proficiency(give, young) = 1;
  ComputeParams p = cheap_compute();
  p.port_cost = 400;
  deliver_for(w, p);
  CHECK(w.firms.endowment[give] == 5000);
  CHECK(w.firms.port_spending[give] == 400);  // for the stack of alpha
  CHECK(w.firms.cash[give] == 4600);
}
