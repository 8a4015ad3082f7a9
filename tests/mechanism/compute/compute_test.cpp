// Buying accelerators in the little world. Where not said otherwise: one firm, Give, with 900 USD, prices 100 and 50.

#include "mechanism/compute/compute.hpp"
#include "mechanism/compute/others.hpp"

#include <cmath>

#include "catch.hpp"
#include "little_world.hpp"

using namespace moat;

namespace {

/// No learning, no leaks, no wear, linear weights: what remains is arithmetic.
ComputeParams plain_compute() {
  ComputeParams p;
  p.price_sensitivity = 1;
  p.learning_rate = p.retirement = p.other_buyers = p.smuggling = p.rental = p.stockpiling = 0;
  p.proficiency_growth = p.maturity_by_use = 0;
  return p;
}

/// Per USD alpha gives 1 x 1/100 and beta 0.5 x 0.5/50 = half of that, so alpha takes two thirds of the money:
/// 600 USD for 6 alphas, 300 USD for 6 betas.
World buyers(double give_budget = 900, double keep_budget = 0) {
  World w = empty_world();
  w.firms.capex_budget[give] = give_budget;
  w.firms.capex_budget[keep] = keep_budget;
  return w;
}

/// An H100e rents for so much a month, where 1000 alphas and 1000 betas on offer are 1250 H100e for 150,000 USD.
void rent_for(double usd, ComputeParams& p) {
  p.chip_life = 100;
  p.rental_use = 1;
  p.power_cost = p.rental_margin = 0;
  p.rental_scarcity = always(usd / 730.5 * 876600 / 120 - 1);
}

void deliver_chips(World& w, const ComputeParams& p) {
  deliver_compute(w.firms, w.chips, w.governments, w.society, w.clock, p);
}

/// USD that the firm's stock is worth at list prices.
double worth(const World& w, Index f) {
  return (w.firms.stock.row(f).transpose() * w.chips.price).sum();
}

void deny_alpha_to_south(World& w) {
  w.governments.permitted(alpha, south) = w.governments.permitted_soon(alpha, south) = 0;
}

}  // namespace

TEST_CASE("Wright's law: ten doublings at 10, 20 and 30 per cent") {
  CHECK(wright_cost(1, 1024, 1, 0.1) == Approx(0.3486784401).epsilon(1e-9));  // 0.9^10
  CHECK(wright_cost(1, 1024, 1, 0.2) == Approx(0.1073741824).epsilon(1e-9));  // 0.8^10
  CHECK(wright_cost(1, 1024, 1, 0.3) == Approx(0.0282475249).epsilon(1e-9));  // 0.7^10
  CHECK(wright_cost(250, 600, 300, 0.2) == Approx(200).epsilon(1e-9));        // one doubling
  CHECK(wright_cost(250, 300, 300, 0.2) == Approx(250).epsilon(1e-12));
  CHECK(wright_cost(250, 1e6, 300, 0) == 250);
  // Exponents of the law: b = -log2(1 - rate), so cost falls by 10^-b when sales grow tenfold.
  CHECK(wright_cost(1, 10, 1, 0.2) == Approx(std::pow(10, -0.32192809488736235)).epsilon(1e-9));
}

TEST_CASE("Money is split by realised performance per USD") {
  World w = buyers();
  deliver_chips(w, plain_compute());
  CHECK(w.firms.stock(give, alpha) == Approx(6).epsilon(1e-12));
  CHECK(w.firms.stock(give, beta) == Approx(6).epsilon(1e-12));
  CHECK(w.chips.bought(alpha, south) == Approx(6).epsilon(1e-12));
  CHECK(w.chips.bought(alpha, north) == 0);
  CHECK(w.firms.capex[give] == Approx(900).epsilon(1e-12));
  CHECK(w.firms.compute[give] == Approx(6 * 1.0 + 6 * 0.5 * 0.5).epsilon(1e-12));
  CHECK(w.firms.stock.row(keep).sum() == 0);

  ComputeParams sharp = plain_compute();  // weights (1/100)^2 to (1/200)^2: four to one
  sharp.price_sensitivity = 2;
  World sharper = buyers();
  deliver_chips(sharper, sharp);
  CHECK(sharper.firms.stock(give, alpha) == Approx(720.0 / 100).epsilon(1e-12));
}

TEST_CASE("A tariff is paid by the buyer and shifts the split") {
  World w = buyers();
  w.governments.chip_tariff(alpha, south) = 1;  // alpha costs 200: as much performance per USD as beta
  deliver_chips(w, plain_compute());
  CHECK(w.firms.stock(give, alpha) == Approx(450.0 / 200).epsilon(1e-12));
  CHECK(w.firms.stock(give, beta) == Approx(450.0 / 50).epsilon(1e-12));
  CHECK(w.chips.price[alpha] == 100);
}

TEST_CASE("Capacity is rationed in proportion to demand, and the money left over goes elsewhere") {
  World w = buyers(900, 1800);
  w.chips.chips[alpha].capacity = always(24);
  ComputeParams p = plain_compute();
  p.other_buyers = 0.5;  // of 24 alphas 12 are for the model's firms, who want 12 + 6
  deliver_chips(w, p);
  CHECK(w.firms.stock(keep, alpha) == Approx(8).epsilon(1e-12));
  CHECK(w.firms.stock(give, alpha) == Approx(4).epsilon(1e-12));
  CHECK(w.firms.stock(keep, beta) == Approx(12 + 400.0 / 50).epsilon(1e-12));  // 4 alphas short: 400 USD more for beta
  CHECK(w.firms.stock(give, beta) == Approx(6 + 200.0 / 50).epsilon(1e-12));
  CHECK(w.chips.substituted.sum() == 0);  // nothing was denied
  CHECK(w.chips.produced[alpha] == Approx(24).epsilon(1e-12));
  CHECK(w.chips.produced[beta] == Approx(30 + 500).epsilon(1e-12));
}

TEST_CASE("What is denied is smuggled, rented or replaced, and no dollar is lost") {
  World w = buyers();
  deny_alpha_to_south(w);
  w.governments.enforcement(alpha, south) = 0.2;
  ComputeParams p = plain_compute();
  p.smuggling = 0.25;
  p.smuggling_premium = 1.5;
  p.rental = 0.1;
  rent_for(10, p);
  w.chips.others(alpha, north) = 100;
  deliver_chips(w, p);
  // 6 alphas for 600 USD are denied; 6 x 0.25 x (1 - 0.2) / 1.5 = 0.8 arrive all the same, for 0.8 x 150 = 120 USD.
  CHECK(w.chips.denied(alpha, south) == Approx(6).epsilon(1e-12));
  CHECK(w.chips.smuggled(alpha, south) == Approx(0.8).epsilon(1e-12));
  // A tenth of the other 480 USD rents compute at 10 USD; the 432 USD left buy 8.64 betas beside the 6 wanted anyway.
  CHECK(w.chips.rented[south] == Approx(4.8).epsilon(1e-12));
  CHECK(w.firms.rented[give] == Approx(4.8).epsilon(1e-12));
  CHECK(w.chips.bought(beta, south) == Approx(14.64).epsilon(1e-12));
  CHECK(w.chips.substituted(beta, south) == Approx(8.64).epsilon(1e-12));  // all of it money meant for alphas
  CHECK(w.chips.bought(alpha, south) == 0);
  CHECK(w.firms.stock(give, alpha) == Approx(0.8).epsilon(1e-12));
  CHECK(w.firms.capex[give] == Approx(14.64 * 50 + 120 + 48).epsilon(1e-12));  // = 900
  CHECK(w.firms.compute[give] == Approx(0.8 + 14.64 * 0.25 + 4.8).epsilon(1e-12));
}

TEST_CASE("What is smuggled comes out of the vendor's room") {
  World w = buyers(900, 900);  // both want 6 alphas, and so do smugglers for Give
  deny_alpha_to_south(w);
  w.chips.chips[alpha].capacity = always(9);
  w.chips.chips[beta].capacity = always(0);
  ComputeParams p = plain_compute();
  p.smuggling = 1;
  p.smuggling_premium = 2;  // 3 of the 6
  deliver_chips(w, p);
  CHECK(w.chips.smuggled(alpha, south) == Approx(3).epsilon(1e-12));
  CHECK(w.chips.bought(alpha, north) == Approx(6).epsilon(1e-12));

  World tight = buyers(900, 900);
  deny_alpha_to_south(tight);
  tight.chips.chips[alpha].capacity = always(6);
  tight.chips.chips[beta].capacity = always(0);
  deliver_chips(tight, p);
  CHECK(tight.chips.smuggled(alpha, south) == Approx(2).epsilon(1e-12));
  CHECK(tight.chips.bought(alpha, north) == Approx(4).epsilon(1e-12));
  CHECK(tight.chips.produced[alpha] == Approx(6).epsilon(1e-12));
  CHECK(tight.firms.capex[give] == Approx(2 * 200).epsilon(1e-12));
}

TEST_CASE("Buyers outside of the model get their part where a chip is sold and let through") {
  World w = buyers(0);
  w.society.regions[north].other_buyers = 3;
  ComputeParams p = plain_compute();
  p.other_buyers = 0.4;
  p.retirement = 0.1;
  deliver_chips(w, p);
  CHECK(w.chips.bought_by_others(alpha, north) == Approx(300).epsilon(1e-12));
  CHECK(w.chips.bought_by_others(alpha, south) == Approx(100).epsilon(1e-12));
  w.governments.permitted(alpha, south) = 0.5;
  w.chips.chips[beta].markets = {"south"};
  deliver_chips(w, p);
  CHECK(w.chips.others(alpha, north) == Approx(270 + 400 * 3 / 3.5).epsilon(1e-12));
  CHECK(w.chips.others(alpha, south) == Approx(90 + 400 * 0.5 / 3.5).epsilon(1e-12));
  CHECK(w.chips.bought_by_others(beta, north) == 0);
  CHECK(w.chips.bought_by_others(beta, south) == Approx(400).epsilon(1e-12));

  World seller = buyers(0);  // two months of sales before the run
  seller.chips.chips[alpha].on_sale = january + -2;
  start_others(seller.chips, seller.society, january, p);
  CHECK(seller.chips.others(alpha, north) == Approx((400 * 0.9 + 400) / 2).epsilon(1e-12));
  CHECK(seller.chips.others(beta, north) == 0);
}

TEST_CASE("Money that buys nothing stays with the firm") {
  World w = buyers();
  deny_alpha_to_south(w);
  w.chips.chips[beta].capacity = always(10);
  deliver_chips(w, plain_compute());
  CHECK(w.firms.stock(give, beta) == Approx(10).epsilon(1e-12));
  CHECK(w.firms.capex[give] == Approx(500).epsilon(1e-12));
  CHECK(worth(w, give) == Approx(w.firms.capex[give]).epsilon(1e-12));
}

TEST_CASE("A licence lets its quota of all demand through, also of the money left over") {
  World w = buyers();
  w.governments.permitted(alpha, south) = w.governments.permitted_soon(alpha, south) = 0.5;
  deliver_chips(w, plain_compute());
  // Of 6 alphas 3 arrive. The 300 USD kept ask for 2 alphas, of which 1 arrives, and 2 betas; 100 USD more buy 2 betas.
  CHECK(w.firms.stock(give, alpha) == Approx(4).epsilon(1e-12));
  CHECK(w.firms.stock(give, beta) == Approx(10).epsilon(1e-12));
  CHECK(w.firms.capex[give] == Approx(900).epsilon(1e-12));
  CHECK(w.chips.substituted(beta, south) == Approx(4).epsilon(1e-12));  // free choice: 6 alphas and 6 betas
}

TEST_CASE("Buyers stock up before an announced rule, with money they have") {
  World w = buyers();
  w.governments.permitted_soon(alpha, south) = 0;
  ComputeParams p = plain_compute();
  p.stockpiling = 1;
  deliver_chips(w, p);
  CHECK(w.firms.stock(give, alpha) > 6 + 1e-9);
  CHECK(worth(w, give) == Approx(w.firms.capex[give]).epsilon(1e-12));  // whatever arrived was paid for
}

TEST_CASE("A listed firm gets no foreign chips and rents none abroad") {
  World w = buyers(900, 900);
  w.governments.listed[give] = 1;
  ComputeParams p = plain_compute();
  p.rental = 0.5;
  deliver_chips(w, p);
  CHECK(w.firms.stock(give, alpha) == 0);
  CHECK(w.firms.stock(give, beta) == Approx(18).epsilon(1e-12));
  CHECK(w.firms.rented[give] == 0);
  CHECK(w.firms.stock(keep, alpha) == Approx(6).epsilon(1e-12));  // others are not touched
}

TEST_CASE("A mandate binds a part of the money to domestic chips") {
  World w = buyers();
  w.governments.domestic_mandate[south] = 0.5;
  deliver_chips(w, plain_compute());
  CHECK(w.firms.stock(give, alpha) == Approx(450 * 2.0 / 3 / 100).epsilon(1e-12));
  CHECK(w.firms.stock(give, beta) == Approx((450 * 1.0 / 3 + 450) / 50).epsilon(1e-12));
}

TEST_CASE("Chips are sold only in their markets and only between their first and last month") {
  World w = buyers();
  w.chips.chips[alpha].markets = {"north"};
  deliver_chips(w, plain_compute());
  CHECK(w.firms.stock(give, alpha) == 0);
  World late = buyers();
  late.chips.chips[alpha].on_sale = january + 1;
  late.chips.chips[beta].withdrawn = january;
  deliver_chips(late, plain_compute());
  CHECK(late.firms.stock.sum() == 0);
  CHECK(late.firms.capex[give] == 0);
}

TEST_CASE("Money is conserved whatever the rules") {
  const double permitted = GENERATE(0.0, 0.4, 1.0);
  const double capacity = GENERATE(0.0, 3.0, 1000.0);
  CAPTURE(permitted, capacity);
  World w = buyers(900, 500);
  w.governments.permitted(alpha, south) = w.governments.permitted_soon(alpha, south) = permitted;
  w.chips.chips[alpha].capacity = w.chips.chips[beta].capacity = always(capacity);
  ComputeParams p = plain_compute();
  p.smuggling = 0.3;
  p.rental = 0.2;
  w.chips.others(beta, north) = 1;
  deliver_chips(w, p);
  for (const Index f : {keep, give}) {
    const int r = w.firms.region[f];
    const double premium = w.chips.smuggled(alpha, r) * 100 * (p.smuggling_premium - 1);
    const double spent = worth(w, f) + premium + w.firms.rented[f] * w.chips.rent.minCoeff() * 730.5;
    CHECK(w.firms.capex[f] == Approx(spent).epsilon(1e-12));
    CHECK(w.firms.capex[f] <= w.firms.capex_budget[f] * (1 + 1e-12));
  }
}

TEST_CASE("Scarcity: the part of the compute of a free market that a budget did not get") {
  World w = buyers();
  deliver_chips(w, plain_compute());
  CHECK(w.firms.scarcity[give] == Approx(0).margin(1e-12));
  CHECK(w.firms.scarcity[keep] == 0);  // wants nothing

  World taxed = buyers();
  taxed.governments.chip_tariff(alpha, south) = 1;  // gets 2.25 + 9/4 H100e for 900 USD; untaxed 4.5 + 9/4
  deliver_chips(taxed, plain_compute());
  CHECK(taxed.firms.scarcity[give] == Approx(1.0 / 3).epsilon(1e-12));

  World short_of = buyers(900, 1800);
  short_of.chips.chips[alpha].capacity = always(12);  // Keep wants 12 alphas and 12 betas, gets 8 and 20
  deliver_chips(short_of, plain_compute());
  CHECK(short_of.firms.scarcity[keep] == Approx(1 - (8 + 20 * 0.25) / (12 + 12 * 0.25)).epsilon(1e-12));

  World denied = buyers();
  deny_alpha_to_south(denied);  // 18 betas, or 4.5 H100e, in place of 6 + 6/4
  deliver_chips(denied, plain_compute());
  CHECK(denied.firms.scarcity[give] == Approx(1 - 4.5 / 7.5).epsilon(1e-12));
}
