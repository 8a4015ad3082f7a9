// Pricing and adoption together: firms that know only last month's sample find the prices of the theory (benchmark B6).

#include <cmath>

#include "catch.hpp"
#include "mechanism/adoption/adoption.hpp"
#include "mechanism/plain_pricing.hpp"

using namespace moat;

namespace {

/// Closed lines of quality 2 and cost 0.4, one per firm, against no model; mu = 0.5. One developer who thinks again
/// every month will do: firms see expected, not actual, choices. Utility is quality_weight x value - price/mu with value 1/2.
World closed_market(std::vector<FirmEntry> firms) {
  World w = empty_world();
  w.firms.firms = std::move(firms);
  size_up(w);
  for (Index l = 0; l < w.market.line_count(); ++l) put_on_sale(w, l, 120);
  w.market.list_price.setZero();
  w.society.segments[hobby].quality_weight = 2 * 2 / 0.5;
  add_developers(w, 1, north);
  w.developers.price_weight[0] = 1 / 0.5;
  return w;
}

FirmEntry closed_firm(const std::string& name, int lines = 1) {
  FirmEntry firm = firm_entry(name, "north", {});
  for (int l = 0; l < lines; ++l) firm.lines.push_back(line_entry(name + std::to_string(l), Openness::closed));
  return firm;
}

/// Months of pricing and choosing, until list prices rest.
void settle_prices(World& w, double elasticity = 0) {
  PricingParams pricing;
  serve_at(0.4, pricing);
  pricing.host_margin = pricing.price_floor = 0;
  pricing.adjustment = 0.5;
  pricing.markup_limit = 1000;
  AdoptionParams adoption;
  adoption.price_response = PriceResponse::linear;
  adoption.peers = Peers::none;
  adoption.token_elasticity = elasticity;
  for (w.clock.step = 0; w.clock.step < 200; ++w.clock.step) {
    set_prices(w.market, w.firms, w.chips, w.governments, w.society, w.clock, CapabilityScale{}, pricing,
               adoption.price_response, elasticity);
    choose_models(w.developers, w.market, w.society, w.governments, w.firms, w.security, w.clock, adoption,
                  Random{1, 0, 0}.at(w.clock.step), 1, false);
  }
}

/// Shares are weighed in floats, good to 5e-6; a price moves by about mu/(1 - s) times that.
constexpr double share_error = 2e-5;

}  // namespace

TEST_CASE("A monopolist, and two closed firms") {
  World one = closed_market({closed_firm("A")});
  settle_prices(one);
  CHECK_THAT(one.market.list_price[0], WithinAbs(1.740378, share_error));  // case F
  World two = closed_market({closed_firm("A"), closed_firm("B")});
  settle_prices(two);
  for (Index l = 0; l < 2; ++l) CHECK_THAT(two.market.list_price[l], WithinAbs(1.300942, share_error));  // case G
}

TEST_CASE("An open model at cost cuts the prices of the closed ones") {
  const FirmEntry open = firm_entry("Open", "north", {line_entry("open", Openness::open)});
  const double value = 1.5 / 4;  // quality 1.5, where 2 has value 1/2
  const auto with_open = [&](std::vector<FirmEntry> firms) {
    firms.push_back(open);
    World w = closed_market(firms);
    put_on_sale(w, w.market.line_count() - 1, 120 + 10 * std::log(value / (1 - value)));
    w.market.vintage.back().active_parameters = 450;  // cost 0.1
    settle_prices(w);
    return w;
  };
  const World one = with_open({closed_firm("A")});
  CHECK_THAT(one.market.list_price[0], WithinAbs(1.080347, share_error));  // case D
  CHECK_THAT(one.market.list_price[1], WithinAbs(0.1, 1e-12));
  const World two = with_open({closed_firm("A"), closed_firm("B")});
  for (Index l = 0; l < 2; ++l) CHECK_THAT(two.market.list_price[l], WithinAbs(1.040456, share_error));  // case E
}

TEST_CASE("A firm prices its lines together: markup mu/(1 - share of all its lines)") {
  World w = closed_market({closed_firm("A", 2), closed_firm("B")});
  settle_prices(w);
  const Column<double> e = ((2 - w.market.list_price) / 0.5).exp(), share = e / (1 + e.sum());
  const double together = share[0] + share[1];
  for (Index l = 0; l < 2; ++l) CHECK_THAT(w.market.list_price[l], WithinAbs(0.4 + 0.5 / (1 - together), share_error));
  CHECK_THAT(w.market.list_price[2], WithinAbs(0.4 + 0.5 / (1 - share[2]), share_error));
  CHECK(w.market.list_price[0] > w.market.list_price[2]);
}

TEST_CASE("Buyers who buy fewer tokens at higher prices hold the price down") {
  World w = closed_market({closed_firm("A")});
  settle_prices(w, 0.5);
  const double price = w.market.list_price[0], u = (2 - price) / 0.5, share = std::exp(u) / (1 + std::exp(u));
  // Demand share x price^-0.5: d ln demand / d price = -(1 - share)/mu - 0.5/price, and markup x that = -1.
  CHECK_THAT((price - 0.4) * ((1 - share) / 0.5 + 0.5 / price), WithinAbs(1, 1e-4));
  CHECK(price < 1.740378);
}
