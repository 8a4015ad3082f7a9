#pragma once
/// Adoption with everything switched off but quality and a linear price: tests add one thing at a time.

#include <cmath>

#include "mechanism/adoption/adoption.hpp"

namespace moat {

inline AdoptionParams plain() {
  AdoptionParams p;
  p.price_response = PriceResponse::linear;
  p.token_elasticity = p.ecosystem_weight = p.peer_weight = p.insulation = 0;
  p.peers = Peers::none;
  return p;
}

/// Four standard errors of a share p among n.
inline double four_errors(double p, double n) {
  return 4 * std::sqrt(p * (1 - p) / n);
}

}  // namespace moat
