// Terms that firms set beside the price: promotions, free lines, licences. Costs are 2 USD/Mtok, margins 30 and 100 %.

#include <cmath>

#include "catch.hpp"
#include "mechanism/plain_pricing.hpp"

using namespace moat;

namespace {

PricingParams flat() {
  PricingParams p = flat_costs();
  p.adjustment = 0.5;
  p.price_floor = 0.02;
  return p;
}

void set(World& w, const PricingParams& p = flat()) {
  set_all_prices(w, p, PriceResponse::log);
}

/// Demand with elasticity 2, so that the best reply is twice the cost.
void ask(World& w) {
  w.market.demand[pro] = 100;
  w.market.demand_slope[pro] = w.market.demand_weight[pro] = 200;
}

LineEntry& closed_line(World& w) {
  return w.firms.firms[keep].lines[0];
}

LineEntry& free_weights(World& w) {
  return w.firms.firms[give].lines[0];
}

}  // namespace

TEST_CASE("A promotion stands from its first month to its last, then the regular price returns and moves on") {
  World w = shop();
  closed_line(w).price = always(8);
  closed_line(w).promotion.points = {{january + 1, 1}, {january + 2, 0}};
  ask(w);
  const double expected[] = {8, 1, 0, 8, 8 + 0.5 * (4 - 8)};  // the best reply is 4
  for (const double price : expected) {
    set(w);
    CAPTURE(w.clock.step);
    CHECK(w.market.list_price[pro] == Approx(price).epsilon(1e-12));
    CHECK(w.market.price(pro, south, company) == Approx(price).epsilon(1e-12));
    CHECK(bool(w.market.promoted[pro]) == (w.clock.step == 1 || w.clock.step == 2));
    ++w.clock.step;
  }
}

TEST_CASE("A price with dates holds from the first date to the last, and the rule goes on from there") {
  World w = shop();
  closed_line(w).price.points = {{january + 1, 8}, {january + 3, 3}};
  ask(w);
  // Cost plus margin before the first date; each price until the next; then half of the way to the best reply, 4.
  const double expected[] = {4, 8, 8, 3, 3.5, 3.75};
  for (const double price : expected) {
    set(w);
    CAPTURE(w.clock.step);
    CHECK(w.market.list_price[pro] == Approx(price).epsilon(1e-12));
    ++w.clock.step;
  }
}

TEST_CASE("A line that comes after the last date begins with its price, as with a single number") {
  for (const Path& price : {always(8), Path{{{january + -9, 5}, {january + -3, 8}}}}) {
    World w = shop();
    closed_line(w).price = price;
    ask(w);
    for (const double expected : {8.0, 6.0, 5.0}) {
      set(w);
      CHECK(w.market.list_price[pro] == Approx(expected).epsilon(1e-12));
      ++w.clock.step;
    }
  }
}

TEST_CASE("A promotion within the dates of a price hides it, and what is given then returns") {
  World w = shop();
  closed_line(w).price.points = {{january, 8}, {january + 2, 6}, {january + 4, 6}};
  closed_line(w).promotion.points = {{january + 1, 1}, {january + 2, 1}};
  ask(w);
  for (const double expected : {8.0, 1.0, 1.0, 6.0, 6.0, 5.0}) {
    set(w);
    CHECK(w.market.list_price[pro] == Approx(expected).epsilon(1e-12));
    ++w.clock.step;
  }
}

TEST_CASE("Hosts pass a levy on revenue on where it is taken, the list price of a service stays") {
  World w = shop();
  w.governments.revenue_levy(south, open_line, south) = 0.2;
  w.governments.revenue_levy(south, pro, south) = 0.2;
  set(w);
  CHECK(w.market.received(open_line, south) == Approx(w.market.received(open_line, north) / 0.8).epsilon(1e-12));
  CHECK(w.market.received(pro, south) == w.market.received(pro, north));
  CHECK(w.market.self_hosting(open_line, south) == w.market.self_hosting(open_line, north));
}

TEST_CASE("A promotion given as one number lasts for ever, below floor and cost, whatever demand says") {
  World w = shop();
  closed_line(w).promotion.points = {{Month{}, 0.01}};
  ask(w);
  for (; w.clock.step < 5; ++w.clock.step) {
    set(w);
    CHECK(w.market.list_price[pro] == 0.01);
  }
}

TEST_CASE("A line that is free from its first month on gets a first price afterwards") {
  World w = shop();
  closed_line(w).promotion.points = {{january, 0}};
  set(w);
  CHECK(w.market.list_price[pro] == 0);
  ++w.clock.step;
  set(w);
  CHECK(w.market.list_price[pro] == Approx(4).epsilon(1e-12));  // cost plus the usual margin
}

TEST_CASE("Price indices leave out what is free") {
  World w = shop();
  closed_line(w).promotion.points = {{january + 1, 0}};
  set(w);
  w.market.tokens(pro, north, hobby, chat) = 10;
  w.market.tokens(open_line, north, hobby, chat) = 5;
  for (++w.clock.step; w.clock.step < 3; ++w.clock.step) {
    set(w);
    CHECK(w.market.price_index == Approx(1).epsilon(1e-12));  // the open line's price does not move
    CHECK(w.market.constant_capability_price == Approx(2.6).epsilon(1e-12));
  }
}

TEST_CASE("A share of hosts' earnings is passed on to those they serve, and not to self-hosters") {
  World w = shop();
  w.society.segments[company].self_hosting = 0.5;
  free_weights(w).licence = Licence::revenue_share;
  free_weights(w).royalty = 0.2;
  set(w);
  CHECK(w.market.list_price[open_line] == Approx(2 * 1.3 / 0.8).epsilon(1e-12));
  CHECK(w.market.price(open_line, north, hobby) == Approx(3.25).epsilon(1e-12));
  CHECK(w.market.price(open_line, north, company) == Approx(0.5 * 3.25 + 0.5 * 8).epsilon(1e-12));
  CHECK(w.market.hosted(open_line, north, hobby) == 1);
  CHECK(w.market.hosted(open_line, north, company) == 0.5);
  CHECK(w.market.available(open_line, north, company) == 1);
}

TEST_CASE("A licence that changes binds what comes out from then on, and not what is published") {
  World w = shop();
  free_weights(w).licence.points = {{january, int(Licence::permissive)}, {january + 2, int(Licence::revenue_share)}};
  free_weights(w).royalty = 0.2;
  w.market.vintage[open_line].released = january;
  for (; w.clock.step < 4; ++w.clock.step) {
    set(w);
    CHECK(w.market.list_price[open_line] == Approx(2 * 1.3).epsilon(1e-12));
  }
  w.market.vintage[open_line].released = january + 4;  // the next release
  set(w);
  CHECK(w.market.list_price[open_line] == Approx(2 * 1.3 / 0.8).epsilon(1e-12));
}

TEST_CASE("Weights for non-commercial use: nobody hosts them, and commercial segments may not use them") {
  World w = shop();
  w.society.segments[company].commercial = true;
  set(w);
  CHECK(w.market.available(open_line, north, company) == 1);  // a permissive licence minds nobody
  CHECK(w.market.hosted(open_line, north, hobby) == 1);
  free_weights(w).licence = Licence::non_commercial;
  set(w);
  CHECK(w.market.available(open_line, north, company) == 0);
  CHECK(w.market.available(open_line, north, hobby) == 1);
  CHECK(w.market.available(pro, north, company) == 1);
  CHECK(w.market.hosted(open_line, north, hobby) == 0);
  CHECK(w.market.price(open_line, north, hobby) == Approx(8).epsilon(1e-12));  // self-hosting costs four times the raw
  CHECK(w.market.list_price[open_line] == Approx(8).epsilon(1e-12));
}
