#include "answer/shapley.hpp"

#include <bit>

#include "base/error.hpp"

namespace moat {

std::vector<double> shapley_values(std::span<const double> worth) {
  expects(std::has_single_bit(worth.size()), "there is a worth for every set of players");
  const int players = std::countr_zero(worth.size());
  // Share of all orders in which exactly the others of a set of this size come first: size! (players - size - 1)! /
  // players!
  std::vector<double> weight(std::size_t(players), 1.0 / (players > 0 ? players : 1));
  for (int size = 1; size < players; ++size)
    weight[std::size_t(size)] = weight[std::size_t(size) - 1] * size / (players - size);
  std::vector<double> values(std::size_t(players), 0.0);
  for (int p = 0; p < players; ++p)
    for (std::size_t set = 0; set < worth.size(); ++set) {
      if (set >> p & 1) continue;
      const double added = worth[set | std::size_t{1} << p] - worth[set];
      values[std::size_t(p)] += weight[std::size_t(std::popcount(set))] * added;
    }
  return values;
}

}  // namespace moat
