// Costs, list prices, prices paid, availability and price indices in the little world.

#include <cmath>

#include "catch.hpp"
#include "mechanism/plain_pricing.hpp"

using namespace moat;

TEST_CASE("Serving costs the FLOP of its active parameters at the rent of the place") {
  World w = shop();
  w.market.vintage[pro].active_parameters = 280;
  w.market.vintage[open_line].active_parameters = 28;
  w.chips.rent << 2.5, 1.25;
  PricingParams p = flat_costs();
  p.flop_per_second = 989e12;
  p.serving_utilisation = always(0.1);
  set_all_prices(w, p);
  // 2 x 280e9 x 1e6 FLOP at 989e11 FLOP/s take 5662 s, or 1.573 h; a tenth of it where rent is lowest.
  CHECK(w.market.serving_cost[pro] == Approx(1.5729 * 2.5).epsilon(1e-4));
  CHECK(w.market.serving_cost[open_line] == Approx(0.15729 * 1.25).epsilon(1e-4));
  CHECK(w.market.price(open_line, south, hobby) == Approx(0.15729 * 1.25 * 1.3).epsilon(1e-4));
  CHECK(w.market.price(open_line, north, hobby) == Approx(0.15729 * 2.5 * 1.3).epsilon(1e-4));
  w.chips.rent *= 3.2;  // early 2024
  set_all_prices(w, p);
  CHECK(w.market.serving_cost[pro] == Approx(12.58).epsilon(1e-3));
  p.serving_utilisation = {{{january, 0.1}, {january + 12, 0.2}}};
  w.clock.step = 12;
  set_all_prices(w, p);
  CHECK(w.market.serving_cost[pro] == Approx(6.29).epsilon(1e-3));
}

TEST_CASE("A first list price is the scenario's, or cost plus the usual margin") {
  World w = shop();
  set_all_prices(w, flat_costs());
  CHECK(w.market.list_price[pro] == 4);
  w = shop();
  w.firms.firms[keep].lines[0].price = always(7);
  set_all_prices(w, flat_costs());
  CHECK(w.market.list_price[pro] == 7);
  CHECK(w.market.list_price[open_line] == Approx(2.6).epsilon(1e-12));  // hosts compete: cost x 1.3
}

TEST_CASE("List prices move a part of the way to the best reply") {
  World w = shop();
  w.market.list_price[pro] = 3;
  PricingParams p = flat_costs();
  p.adjustment = 0.25;
  SECTION("logit") {
    // 100 Mtok at share 1/2 and price weight 4: slope 100 x 4 x 1/2, so mu = 100/400.
    w.market.demand[pro] = 100;
    w.market.demand_slope[pro] = 200;
    w.market.demand_weight[pro] = 400;
    const double reply = linear_best_reply(3, 2, 0.25, 0.5);
    set_all_prices(w, p);
    CHECK(w.market.list_price[pro] == Approx(3 + 0.25 * (reply - 3)).epsilon(1e-12));
  }
  SECTION("logarithm of the price: Lerner") {
    w.market.demand[pro] = 100;
    w.market.demand_slope[pro] = 150;
    w.market.demand_weight[pro] = 200;
    set_all_prices(w, p, PriceResponse::log, 0.5);  // eta = 150/100 + 0.5 = 2, price 2 x cost
    CHECK(w.market.list_price[pro] == Approx(3 + 0.25 * (4 - 3)).epsilon(1e-12));
  }
  SECTION("no demand: the usual margin") {
    set_all_prices(w, p);
    CHECK(w.market.list_price[pro] == Approx(3.25).epsilon(1e-12));
  }
  CHECK(w.market.last_price[pro] == 3);
}

TEST_CASE("List prices stay between the floor and the limit over cost") {
  World w = shop();
  w.market.list_price[pro] = 100;
  PricingParams p = flat_costs();
  p.adjustment = 0;
  p.markup_limit = 20;
  set_all_prices(w, p);
  CHECK(w.market.list_price[pro] == 40);
  p.price_floor = 50;
  set_all_prices(w, p);
  CHECK(w.market.list_price[pro] == 50);
}

TEST_CASE("Hosts have a lowest price too, and who hosts for oneself does not") {
  World w = shop();
  w.society.regions[north].hosting = 0.8;
  PricingParams p = flat_costs();
  p.price_floor = 50;
  set_all_prices(w, p);
  CHECK(w.market.list_price[open_line] == 50);
  CHECK(w.market.received(open_line, north) == 50);
  CHECK(w.market.price(open_line, north, hobby) == Approx(0.8 * 50 + 0.2 * 2 * 4).epsilon(1e-12));
  w.firms.pressure.setConstant(1.5);
  w.chips.pressure.setConstant(1.5);
  set_all_prices(w, p);
  CHECK(w.market.received(open_line, north) == 75);
}

TEST_CASE("Open weights: hosted where hosts have room, self-hosted by the rest") {
  World w = shop();
  w.society.regions[north].hosting = 0.8;
  w.society.segments[company].self_hosting = 0.25;
  set_all_prices(w, flat_costs());
  // hosted = 0.8 x (1 - 0.25) = 0.6: 2 x (0.6 x 1.3 + 0.4 x 4)
  CHECK(w.market.price(open_line, north, company) == Approx(4.76).epsilon(1e-12));
  CHECK(w.market.price(open_line, north, hobby) == Approx(2 * (0.8 * 1.3 + 0.2 * 4)).epsilon(1e-12));
  CHECK(w.market.price(open_line, south, hobby) == Approx(2.6).epsilon(1e-12));
  w.governments.hosting[north] = 0.5;  // promoted: capacity is full at 1
  set_all_prices(w, flat_costs());
  CHECK(w.market.price(open_line, north, hobby) == Approx(2.6).epsilon(1e-12));
}

TEST_CASE("Where hosts turn users away, those who are left host more for themselves") {
  World w = shop();
  w.society.regions[north].hosting = 0.8;
  w.firms.pressure.setConstant(3);
  w.chips.pressure.setConstant(3);
  PricingParams p = flat_costs();
  p.scarcity_limit = 1.5;  // half of those who ask are served, at 1.5 times the price
  set_all_prices(w, p);
  CHECK(w.market.available(open_line, north, hobby) == Approx(0.2 + 0.8 * 0.5).epsilon(1e-12));
  CHECK(w.market.hosted(open_line, north, hobby) == Approx(0.4 / 0.6).epsilon(1e-12));
  CHECK(w.market.price(open_line, north, hobby) == Approx((0.4 * 2.6 * 1.5 + 0.2 * 8) / 0.6).epsilon(1e-12));
  w.firms.pressure.setConstant(1e6);
  w.chips.pressure.setConstant(1e6);  // nothing is served
  set_all_prices(w, p);
  CHECK(w.market.hosted(open_line, north, hobby) < 1e-5);
  w.society.regions[north].hosting = 1;
  set_all_prices(w, p);
  CHECK(w.market.available(open_line, north, hobby) < 1e-5);
}

TEST_CASE("Tariffs raise the price of foreign services, support lowers that of promoted models") {
  World w = shop();
  w.governments.service_tariff(north, south) = 0.25;
  w.governments.service_tariff(south, north) = 0.25;
  w.governments.price_support(north, south) = 0.4;
  set_all_prices(w, flat_costs());
  CHECK(w.market.price(pro, north, hobby) == 4);
  CHECK(w.market.price(pro, south, hobby) == Approx(4 * 1.25 * 0.6).epsilon(1e-12));
  CHECK(w.market.price(open_line, north, hobby) == Approx(2.6).epsilon(1e-12));  // weights are no service
}

TEST_CASE("Bans hold for all models, blocks for closed services only") {
  World w = shop();
  w.governments.banned(pro, south, company) = 0.25;
  w.governments.banned(open_line, north, company) = 0.75;
  w.governments.blocked(keep, south) = 0.5;
  w.governments.blocked(give, south) = 1;
  set_all_prices(w, flat_costs());
  CHECK(w.market.available(pro, south, company) == 0.375);  // (1 - 0.25)(1 - 0.5)
  CHECK(w.market.available(pro, south, hobby) == 0.5);
  CHECK(w.market.available(pro, north, hobby) == 1);
  CHECK(w.market.available(open_line, north, company) == 0.25);
  CHECK(w.market.available(open_line, south, hobby) == 1);
  w.market.on_sale[pro] = 0;
  set_all_prices(w, flat_costs());
  CHECK(w.market.available(pro, north, hobby) == 0);
}

TEST_CASE("The matched-model index chains price changes, weighted by last month's tokens") {
  World w = shop();
  set_all_prices(w, flat_costs());
  CHECK(w.market.price_index == 1);  // no line had a price before
  w.market.tokens(pro, north, hobby, chat) = 10;
  w.market.tokens(open_line, south, company, code) = 100;
  PricingParams dearer = flat_costs();
  dearer.adjustment = 0;
  dearer.host_margin = 0.6;  // pro stays at 4, free goes from 2.6 to 3.2
  set_all_prices(w, dearer);
  const double first = (10 * 4 + 100 * 3.2) / (10 * 4 + 100 * 2.6);
  CHECK(w.market.price_index == Approx(first).epsilon(1e-12));
  dearer.host_margin = 0.3;
  w.market.tokens(open_line, south, company, code) = 20;
  set_all_prices(w, dearer);
  CHECK(w.market.price_index == Approx(first * (10 * 4 + 20 * 2.6) / (10 * 4 + 20 * 3.2)).epsilon(1e-12));
}

TEST_CASE("The price at constant capability is the cheapest of models at least as good as the reference") {
  World w = shop();
  w.market.vintage[open_line].capability = 99.9;  // the reference is 100
  set_all_prices(w, flat_costs());
  CHECK(w.market.constant_capability_price == 4);
  w.market.vintage[open_line].capability = 100;
  set_all_prices(w, flat_costs());
  CHECK(w.market.constant_capability_price == Approx(2.6).epsilon(1e-12));
  for (Vintage& v : w.market.vintage) v.capability = 50;
  set_all_prices(w, flat_costs());
  CHECK(w.market.constant_capability_price == 0);
}
