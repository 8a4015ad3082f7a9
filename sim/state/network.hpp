#pragma once
/// Who sees whom. Empty, and free of charge, unless `adoption.peers` is `network`.

#include <cstdint>
#include <vector>

#include "base/column.hpp"

namespace moat {

/// A network is either implied by the developers' numbers (a small world, 4 bytes a developer) or read from a file
/// (8 bytes a developer and 4 an edge); with last month's choices, 1 byte a developer and task, beside it.
struct Network {
  std::vector<std::uint32_t> ring;   ///< developers by region, then sector, then number: each group is a ring
  Index sectors = 0;                 ///< of the rings
  std::vector<std::uint32_t> begin;  ///< [region x sectors + sector] its first place in `ring`; one more for the end
  std::vector<std::uint64_t> row;    ///< [developer] its first place in `seen`; one more for the end
  std::vector<std::uint32_t> seen;   ///< developers seen, those of one developer together, ascending
  Grid<std::uint8_t> last;           ///< [task, developer] slots at the end of last month

  bool is_on() const { return !begin.empty() || !row.empty(); }
};

}  // namespace moat
