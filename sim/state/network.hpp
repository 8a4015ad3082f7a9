#pragma once
/// Whose choices each developer sees. Empty, and without cost, unless `adoption.peers` is `network`.

#include <cstdint>
#include <vector>

#include "base/column.hpp"

namespace moat {

/// A network is either implied by places on rings (a small world, 4 bytes per developer) or read from a file (8 bytes
/// per developer and 4 per edge). It also keeps what every developer used last month, in the order of places so that
/// neighbours share cache lines: 2 bytes per developer, and 1 per developer and task.
struct Network {
  std::vector<std::uint32_t> place;  ///< [developer] place, ring by ring of region and sector; from a file: its number
  Index sectors = 0;                 ///< number of sectors, for `begin`
  std::vector<std::uint32_t> begin;  ///< [region x sectors + sector] first place of the ring; one more for the end
  std::vector<std::uint64_t> row;    ///< [developer] its first place in `seen`; one more for the end
  std::vector<std::uint32_t> seen;   ///< whom each developer sees, developer by developer, ascending
  Grid<std::uint8_t> last;           ///< [place, task] slots at the end of last month; last column: number of tasks

  bool is_on() const { return !begin.empty() || !row.empty(); }
};

}  // namespace moat
