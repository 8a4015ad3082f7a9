#pragma once
/// Pricing in the little world with costs of 2 USD/Mtok for any model, margins of 30 % for hosts and 100 % at first, no
/// growth and no size effect: tests add one thing at a time.

#include "little_world.hpp"
#include "mechanism/pricing.hpp"

namespace moat {

/// A model of the little world, with 1800e9 active parameters, costs so much to serve at a rent of 1 USD an hour.
inline void serve_at(double usd, PricingParams& p) {
  p.flop_per_second = 1e15 / usd;
  p.serving_utilisation = always(1);
}

inline PricingParams flat_costs() {
  PricingParams p;
  serve_at(2, p);
  p.host_margin = 0.3;
  p.self_host_overhead = 4;
  p.initial_margin = 1;
  p.price_floor = 0;
  p.markup_limit = 1000;
  return p;
}

inline void set_all_prices(World& w, const PricingParams& p, PriceResponse response = PriceResponse::linear,
                           double elasticity = 0) {
  set_prices(w.market, w.firms, w.chips, w.governments, w.society, w.clock, {100, 25, 10}, p, response, elasticity);
}

/// Nobody has set a price yet.
inline World shop() {
  World w = little_world();
  w.market.list_price.setZero();
  return w;
}

}  // namespace moat
