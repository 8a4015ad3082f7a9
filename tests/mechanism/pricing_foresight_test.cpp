// A maker that values the users it wins prices as if they cost it less to serve.

#include "catch.hpp"
#include "mechanism/plain_pricing.hpp"

using namespace moat;

namespace {

/// The closed line, at 1.5 and a cost of 0.4, with half of the market at mu = 0.5: its price after a month.
double next_price(double value, PriceResponse response, double elasticity = 0) {
  World w = empty_world();
  put_on_sale(w, pro, 120);
  w.market.list_price[pro] = 1.5;
  w.market.demand[pro] = 10;
  w.market.demand_weight[pro] = 20;
  w.market.demand_slope[pro] = 10;
  PricingParams p;
  serve_at(0.4, p);
  p.adjustment = 1;
  p.price_floor = 0.02;
  p.markup_limit = 1000;
  p.installed_base_value = value;
  set_prices(w.market, w.firms, w.chips, w.governments, w.society, w.clock, CapabilityScale{}, p, response, elasticity);
  return w.market.list_price[pro];
}

}  // namespace

TEST_CASE("What a user is worth later is taken off the cost that the price covers") {
  CHECK(next_price(0, PriceResponse::linear) == Approx(linear_best_reply(1.5, 0.4, 0.5, 0.5)).epsilon(1e-12));
  CHECK(next_price(0.3, PriceResponse::linear) == Approx(linear_best_reply(1.5, 0.1, 0.5, 0.5)).epsilon(1e-12));
  CHECK(next_price(0.9, PriceResponse::linear) == Approx(linear_best_reply(1.5, -0.5, 0.5, 0.5)).epsilon(1e-12));
}

TEST_CASE("The more a user is worth, the lower the price, and never below the floor") {
  double last = 1e9;
  for (const double value : {0.0, 0.1, 0.4, 1.0, 5.0, 1000.0}) {
    const double price = next_price(value, PriceResponse::linear);
    CHECK(price <= last);
    CHECK(price >= 0.02);
    last = price;
  }
  CHECK(last == 0.02);
}

TEST_CASE("Where demand has no answer to a negative cost, a cost of zero is the least") {
  CHECK(next_price(1, PriceResponse::log, 1) == next_price(0.4, PriceResponse::log, 1));
  CHECK(next_price(1, PriceResponse::linear, 0.5) == next_price(0.4, PriceResponse::linear, 0.5));
}
