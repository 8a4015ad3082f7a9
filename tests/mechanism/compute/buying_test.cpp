// What vendors are asked for, and what rents offshore, in the little world: north and south each make one chip, alpha (100 USD) and
// beta (50 USD); Give, of south, buys.

#include "mechanism/compute/buying.hpp"

#include "catch.hpp"
#include "little_world.hpp"

using namespace moat;

namespace {

ComputeParams plain_buying() {
  ComputeParams p;
  p.retirement = p.other_buyers = p.smuggling = p.rental = p.stockpiling = 0;
  return p;
}

void buy_once(World& w, const ComputeParams& p) {
  buy_chips(w.firms, w.chips, w.governments, w.society, w.clock.now(), p);
}

/// Ten of each are made; rules deny alphas to south.
World denied_alphas() {
  World w = empty_world();
  w.chips.chips[alpha].capacity = w.chips.chips[beta].capacity = always(10);
  w.governments.permitted(alpha, south) = w.governments.permitted_soon(alpha, south) = 0;
  w.firms.capex_budget[give] = 5000;
  return w;
}

}  // namespace

TEST_CASE("Orders count what vendors cannot deliver and the money that rules divert to them") {
  World w = denied_alphas();
  buy_once(w, plain_buying());
  CHECK(w.chips.orders[alpha] == 0);
  CHECK(w.chips.orders[beta] == Approx(100).epsilon(1e-12));  // all of the money, in the end
  CHECK(w.chips.bought(beta, south) == Approx(10).epsilon(1e-12));
}

TEST_CASE("Smugglers' orders count, and no dollar is ordered twice") {
  World w = denied_alphas();
  ComputeParams p = plain_buying();
  p.smuggling = 0.3;
  p.smuggling_premium = 1.5;
  buy_once(w, p);
  // By price sensitivity 3 eight ninths of the money would go to alphas, 3/10 of it over 1.5 to smugglers' prices.
  CHECK(w.chips.orders[alpha] == Approx(5000 * 8 / 9.0 / 100 * 0.3 / 1.5).epsilon(1e-12));
  CHECK(w.chips.orders[alpha] * 150 + w.chips.orders[beta] * 50 == Approx(5000).epsilon(1e-12));
  World short_of = empty_world();  // what one vendor turns away is not ordered of the other as well
  short_of.chips.chips[alpha].capacity = always(1);
  short_of.firms.capex_budget[give] = 5000;
  buy_once(short_of, plain_buying());
  CHECK(short_of.chips.orders[alpha] * 100 + short_of.chips.orders[beta] * 50 == Approx(5000).epsilon(1e-12));
}

TEST_CASE("Access to clouds, denied, lowers what firms of the targets rent offshore and nobody else") {
  ComputeParams p = plain_buying();
  p.rental = 0.5;
  const auto rented = [&](double stop) {
    World w = empty_world();
    w.chips.others(alpha, north) = w.chips.others(alpha, south) = 1e6;
    w.governments.permitted.setZero();
    w.governments.permitted_soon.setZero();
    w.firms.capex_budget.setConstant(1000);
    w.governments.rental_stop[south] = stop;
    buy_once(w, p);
    return w.firms.rented;
  };
  CHECK(rented(0)[give] > 0);
  CHECK(rented(0.4)[give] == Approx(0.6 * rented(0)[give]).epsilon(1e-12));
  CHECK(rented(1)[give] == 0);
  CHECK(rented(1)[keep] == rented(0)[keep]);
}
