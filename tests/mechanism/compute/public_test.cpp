// What governments rent for firms and hosts, by hand: 100 H100e of others in the south, of which Give publishes
// weights.

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/compute/public.hpp"
#include "mechanism/compute/serving.hpp"
#include "mechanism/finance/finance.hpp"
#include "mechanism/finance/ledger.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::public_test {

namespace {

World with_others(double for_firms, double for_hosts) {
  World w = little_world();
  w.chips.others(alpha, south) = 100;
  w.chips.maturity.setOnes();
  w.chips.rent << 1, 2;
  w.governments.public_firms[south] = for_firms;
  w.governments.public_hosts[south] = for_hosts;
  return w;
}

void share(World& w) {
  share_public_compute(w.firms, w.chips, w.governments, w.market, w.clock.now());
}

}  // namespace

TEST_CASE("A government rents compute for firms that publish weights and for hosts, and pays the rent") {
  World w = with_others(30, 10);
  const double before = w.firms.compute[give];
  share(w);
  CHECK((w.firms.granted[give] == 30 && w.firms.compute[give] == before + 30));
  CHECK((w.firms.granted[keep] == 0 && w.chips.public_hosting[south] == 10));
  CHECK((w.chips.lent[south] == 40 && w.chips.lent[north] == 0));
  CHECK(w.chips.public_rent[south] == Approx(40 * 2 * 730.5).epsilon(1e-12));
}

TEST_CASE("No more is rented than stands there, in proportion to what is wanted") {
  World w = with_others(150, 50);
  w.chips.lent[south] = 20;
  share(w);
  CHECK(w.chips.lent[south] == Approx(100).epsilon(1e-12));
  CHECK(w.firms.granted[give] == Approx(60).epsilon(1e-12));
  CHECK(w.chips.public_hosting[south] == Approx(20).epsilon(1e-12));
}

TEST_CASE("Only firms at work that published lately get it, in equal parts, without one nothing is rented for firms") {
  World w = with_others(30, 0);
  w.clock.step = 12;  // the weights are a year old
  share(w);
  CHECK((w.firms.granted.sum() == 0 && w.chips.public_rent.sum() == 0));
  w = with_others(30, 0);
  w.firms.active[give] = 0;
  share(w);
  CHECK(w.firms.granted.sum() == 0);
  w = with_others(30, 0);
  w.firms.region[keep] = south;
  w.market.open[pro] = 1;
  share(w);
  CHECK((w.firms.granted[keep] == 15 && w.firms.granted[give] == 15));
}

TEST_CASE(
    "A programme rents for the firm that it names, beside what all who publish get, while it publishes its best") {
  World w = with_others(30, 10);
  w.governments.programme_compute << 50, 20;  // Keep is not of the south and publishes nothing
  share(w);
  CHECK((w.firms.granted[give] == 50 && w.firms.granted[keep] == 0 && w.chips.lent[south] == 60));
  CHECK(w.chips.public_rent[south] == Approx(60 * 2 * 730.5).epsilon(1e-12));
  w = with_others(0, 0);
  w.governments.programme_compute << 0, 200;  // twice what stands there
  share(w);
  CHECK(w.firms.granted[give] == Approx(100).epsilon(1e-12));
  w = with_others(0, 0);
  w.governments.programme_compute << 0, 20;
  w.governments.programme_behind[give] = 3;
  w.market.firm[pro] = give;
  put_on_sale(w, pro, w.market.vintage[open_line].capability + 4);
  share(w);
  CHECK((w.firms.granted.sum() == 0 && w.chips.public_rent.sum() == 0));
}

TEST_CASE("What is rented is not served with by its owners too") {
  ComputeParams p;
  p.serving_claim = 1;
  p.hosting_share = 1;
  p.pressure_response = 1;
  const auto pressure = [&](World w) {
    w.firms.firms[give].first_party = 0;
    w.market.tokens(open_line, south, hobby, chat) = 200;
    w.market.hosted(open_line, south, hobby) = 1;
    w.market.load[open_line] = 1;
    share(w);
    claim_serving(w.firms, w.chips, w.market, p);
    return w.chips.pressure[south];
  };
  CHECK(pressure(with_others(0, 0)) == Approx(2).epsilon(1e-12));
  CHECK(pressure(with_others(50, 0)) == Approx(4).epsilon(1e-12));
  CHECK(pressure(with_others(0, 50)) == Approx(2).epsilon(1e-12));
}

TEST_CASE("Public compute is in the books of its government and of those who let it, and money is conserved") {
  World w = with_others(30, 10);
  share(w);
  w.market.spend.setZero();
  settle_accounts(w.firms, w.market, w.events, w.ledger, w.governments, w.chips, w.clock, FinanceParams{}, 9.5);
  CHECK(w.ledger.government(south, GovernmentItem::public_compute) == Approx(-40 * 2 * 730.5).epsilon(1e-12));
  CHECK(w.ledger.rest(OutsideItem::rental) == Approx(40 * 2 * 730.5).epsilon(1e-12));
  check_ledger(w);
}

}  // namespace moat::public_test
