#pragma once
/// Running counts of users, kept move by move.

#include "mechanism/adoption.hpp"

namespace moat {

/// Whole-number counts of one thread: their sum is exact, whatever thread counted what.
struct Counts {
  Cube<std::int64_t, 4> assignments, usage;
  Cube<std::int64_t, 3> developers;
  Grid<std::int64_t> by_sector, families, flow, taken;
  std::int64_t reviews = 0, trials = 0;

  explicit Counts(const Market& market);

  /// Developer i takes the line of slot `after` for task t, where it uses `ktok` kilotokens, instead of `before`.
  void move(Developers& developers, const Market& market, Index i, int t, int after, std::int64_t ktok,
            bool record_flow);

  void add_to(Market& market) const;
};

}  // namespace moat
