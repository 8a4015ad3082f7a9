#pragma once
/// Pricing in the little world with costs of 2 USD/Mtok for any model, margins of 30 % for hosts and 100 % at first, no
/// growth and no size effect: tests add one thing at a time.

#include "little_world.hpp"
#include "mechanism/pricing.hpp"

namespace moat {

inline PricingParams flat_costs() {
  PricingParams p;
  p.serving_cost = 2;
  p.size_exponent = p.serving_gain = 0;
  p.host_margin = 0.3;
  p.self_host_overhead = 4;
  p.initial_margin = 1;
  p.price_floor = 0;
  p.markup_limit = 1000;
  return p;
}

inline void set_all_prices(World& w, const PricingParams& p, PriceResponse response = PriceResponse::linear,
                           double elasticity = 0) {
  set_prices(w.market, w.firms, w.governments, w.society, w.clock, {100, 25, 10}, p, response, elasticity);
}

/// Nobody has set a price yet.
inline World shop() {
  World w = little_world();
  w.market.list_price.setZero();
  return w;
}

}  // namespace moat
