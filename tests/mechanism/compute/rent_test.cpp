// What renting an hour of an H100e costs, in the little world: alpha costs 100 USD an H100e, beta 50 USD for a quarter of one.

#include "mechanism/compute/rent.hpp"

#include "catch.hpp"
#include "little_world.hpp"

using namespace moat;

namespace {

/// Paid back in 1000 hours of use; nothing is scarce.
ComputeParams plain_rent() {
  ComputeParams p;
  p.chip_life = 10;
  p.rental_use = 1000 / 87660.0;
  p.power_cost = 0.02;
  p.rental_margin = 0.5;
  p.rental_scarcity = always(0);
  p.smuggling_premium = 1.5;
  return p;
}

Column<double> rents(World& w, const ComputeParams& p) {
  set_rents(w.chips, w.governments, w.society, w.clock.now(), p);
  return w.chips.rent;
}

}  // namespace

TEST_CASE("Rent pays back the chips on offer, power and margin, as often as compute is scarce") {
  World w = empty_world();
  w.chips.chips[beta].on_sale = january + 1;
  ComputeParams p = plain_rent();
  CHECK(rents(w, p)[north] == Approx((100 / 1000.0 + 0.02) * 1.5).epsilon(1e-12));
  p.rental_scarcity = {{{january, 1}, {january + 12, 4}}};
  CHECK(rents(w, p)[south] == Approx(0.18 * 2).epsilon(1e-12));
  w.clock.step = 12;
  w.chips.chips[beta].on_sale = never;
  CHECK(rents(w, p)[south] == Approx(0.18 * 5).epsilon(1e-12));
}

TEST_CASE("Rent follows the price of chips") {
  World w = empty_world();
  const Column<double> before = rents(w, plain_rent());
  // 1000 alphas and 1000 betas: 150,000 USD for 1250 H100e.
  CHECK(before[north] == Approx((0.12 + 0.02) * 1.5).epsilon(1e-12));
  w.chips.price /= 3;
  CHECK(rents(w, plain_rent())[north] == Approx((0.04 + 0.02) * 1.5).epsilon(1e-12));
  w.chips.chips[alpha].withdrawn = w.chips.chips[beta].withdrawn = january;
  w.chips.price *= 100;
  CHECK(rents(w, plain_rent())[north] == Approx((0.04 + 0.02) * 1.5).epsilon(1e-12));  // nothing on offer: it stays
}

TEST_CASE("Rules make rents differ, up to what intermediaries ask") {
  World w = empty_world();
  w.chips.chips[beta].markets = {"south"};
  w.governments.permitted(alpha, south) = 0;
  const Column<double> denied = rents(w, plain_rent());
  CHECK(denied[north] == Approx(0.18).epsilon(1e-12));
  CHECK(denied[south] == Approx((0.15 + 0.02) * 1.5).epsilon(1e-12));  // betas: 200 USD an H100e; 150 by intermediaries
  w.governments.permitted(alpha, south) = 1;
  w.governments.chip_tariff(alpha, south) = 0.2;
  w.chips.chips[beta].markets = {"north"};
  CHECK(rents(w, plain_rent())[south] == Approx((0.12 + 0.02) * 1.5).epsilon(1e-12));
}
