#pragma once
/// Adoption with everything switched off but quality and a linear price: tests add one thing at a time.

#include "mechanism/adoption/adoption.hpp"

namespace moat {

inline AdoptionParams plain() {
  AdoptionParams p;
  p.price_response = PriceResponse::linear;
  p.token_elasticity = p.ecosystem_weight = p.peer_weight = p.insulation = 0;
  p.peers = Peers::none;
  return p;
}

}  // namespace moat
