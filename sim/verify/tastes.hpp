#pragma once
/// Quadrature over the tastes of developers, for expectations over infinitely many of them.

#include <functional>
#include <vector>

#include "mechanism/price_response.hpp"
#include "state/society.hpp"

namespace moat {

struct Rule {
  std::vector<double> node, weight;  ///< weights sum to one
};

/// Gauss rule of `nodes` points for the law of value(Z), Z standard normal: exact for polynomials of the value up to
/// degree 2 nodes - 1. The three-term recurrence comes from a discretised Stieltjes procedure (Gautschi 2004,
/// Orthogonal Polynomials, ch. 2.2), the nodes from its Jacobi matrix (Golub & Welsch 1969,
/// doi:10.1090/S0025-5718-69-99647-1).
Rule gauss_rule(const std::function<double(double z)>& value, int nodes);

/// Developers of a segment with (nearly) the same tastes.
struct Taste {
  double weight;           ///< share of the segment
  double price_weight;     ///< utility per unit of price response; with bills: times usage, utility x ktok/month
  double usage;            ///< mean usage of these developers, ktok/month
  double openness_weight;  ///< utility
  double trust_weight;     ///< utility per unit of distance
};

/// Points in each direction of taste.
struct Resolution {
  int price = 12, openness = 8, trust = 6;
};

/// With bills a choice depends on price weight x usage, a log-normal of its own: one direction stands for both.
std::vector<Taste> tastes_of(const SegmentEntry& segment, PriceResponse response, const Resolution& resolution);

}  // namespace moat
