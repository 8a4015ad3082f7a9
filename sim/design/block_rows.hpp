#pragma once
/// The rows of one block: values of its factors by the block's own design.

#include <cstdint>
#include <vector>

#include "design/factor.hpp"

namespace moat {

/// values[factor][row]: numbers, or numbers of the factor's levels.
using RowValues = std::vector<std::vector<double>>;

/// Rows that block_rows makes; most_points + 1 for any number above most_points.
std::int64_t count_rows(const Block& block);

/// `block_number` keeps the random numbers of blocks with the same seed apart.
RowValues block_rows(const Block& block, std::uint64_t block_number);

/// Product of two counts; most_points + 1 for any number above most_points.
std::int64_t times(std::int64_t a, std::int64_t b);

}  // namespace moat
