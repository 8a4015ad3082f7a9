// Serving takes compute first; what is short is priced away, then rationed. Little world: Keep serves all of "pro", Give three
// tenths of the hosted use of "free", hosts in each region the rest.

#include "mechanism/compute/serving.hpp"

#include "catch.hpp"
#include "mechanism/plain_pricing.hpp"

using namespace moat;

namespace {

/// 1000 Mtok of "pro" need 10 H100e; of 1000 Mtok of "free" in the south four fifths are hosted and need 16.
World busy() {
  World w = shop();
  w.market.tokens(pro, north, hobby, chat) = 1000;
  w.market.tokens(open_line, south, hobby, chat) = 1000;
  w.market.hosted(open_line, south, hobby) = 0.8;
  w.market.load << 0.01, 0.02;
  w.firms.compute << 25, 100;
  w.chips.others(alpha, south) = 28;
  return w;
}

ComputeParams claiming(double claim) {
  ComputeParams p;
  p.serving_claim = claim;
  p.hosting_share = 0.5;
  p.pressure_response = 1;
  return p;
}

void claim(World& w, const ComputeParams& p) {
  claim_serving(w.firms, w.chips, w.market, p);
}

}  // namespace

TEST_CASE("What was asked for takes its part of makers' compute") {
  World w = busy();
  claim(w, claiming(1));
  CHECK(w.firms.serving[keep] == Approx(10).epsilon(1e-12));
  CHECK(w.firms.serving[give] == Approx(0.3 * 16).epsilon(1e-12));
  CHECK((w.firms.pressure == 1).all());
  CHECK((w.chips.pressure == 1).all());  // hosts have 14 H100e for 11.2
  claim(w, claiming(0.25));
  CHECK(w.firms.serving[keep] == Approx(2.5).epsilon(1e-12));
  claim(w, claiming(0));
  CHECK((w.firms.serving == 0).all());
}

TEST_CASE("Pressure grows until price or rationing brings use down to capacity, and goes when it does") {
  World w = busy();
  w.firms.compute[keep] = 5;
  w.chips.lent[south] = 14;  // of what is left hosts have 7 for 11.2
  claim(w, claiming(1));
  CHECK(w.firms.serving[keep] == 5);
  CHECK(w.firms.pressure[keep] == Approx(2).epsilon(1e-12));
  CHECK(w.chips.pressure[south] == Approx(1.6).epsilon(1e-12));
  CHECK(w.chips.pressure[north] == 1);
  w.market.tokens(pro, north, hobby, chat) = 500;  // it fits
  claim(w, claiming(1));
  CHECK(w.firms.pressure[keep] == Approx(2).epsilon(1e-12));
  w.market.tokens(pro, north, hobby, chat) = 100;
  claim(w, claiming(1));
  CHECK(w.firms.pressure[keep] == 1);
  ComputeParams slow = claiming(1);
  slow.pressure_response = 0.5;
  w.market.tokens(pro, north, hobby, chat) = 2000;
  claim(w, slow);
  CHECK(w.firms.pressure[keep] == Approx(2).epsilon(1e-12));  // the root of 4
}

TEST_CASE("A service that is short raises its price up to the limit, and turns the rest away") {
  World w = shop();
  PricingParams p = flat_costs();
  set_all_prices(w, p);
  const double closed = w.market.price(pro, north, hobby), hosted = w.market.price(open_line, south, hobby);
  w.firms.pressure[keep] = 2;
  w.chips.pressure[south] = 2;
  p.adjustment = 0;
  p.scarcity_limit = 3;
  set_all_prices(w, p);
  CHECK(w.market.price(pro, north, hobby) == Approx(2 * closed).epsilon(1e-12));
  CHECK(w.market.available(pro, north, hobby) == 1);
  CHECK(w.market.price(open_line, south, hobby) ==
        Approx((1 + 0.7) * hosted).epsilon(1e-12));  // Give serves 0.3 as before
  CHECK(w.market.price(open_line, north, hobby) == Approx(hosted).epsilon(1e-12));
  p.scarcity_limit = 1;
  w.society.segments[company].self_hosting = 0.5;
  set_all_prices(w, p);
  CHECK(w.market.price(pro, north, hobby) == Approx(closed).epsilon(1e-12));
  CHECK(w.market.available(pro, north, hobby) == Approx(0.5).epsilon(1e-12));
  CHECK(w.market.shortfall(pro, north) == Approx(0.5).epsilon(1e-12));
  CHECK(w.market.available(open_line, south, hobby) == Approx(1 - 0.7 * 0.5).epsilon(1e-12));
  CHECK(w.market.available(open_line, south, company) == Approx(1 - 0.5 * 0.7 * 0.5).epsilon(1e-12));
  CHECK(w.market.shortfall(open_line, north) == 0);
}
