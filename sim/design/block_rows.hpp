#pragma once
/// The rows of one block: values of its factors by the block's own design.

#include <cstdint>
#include <vector>

#include "design/factor.hpp"

namespace moat {

/// [factor][row] numbers, or for a factor with levels the place of one of them, from 0.
using RowValues = std::vector<std::vector<double>>;

/// Number of rows that block_rows returns; a double, since that of a grid may exceed int64.
double count_rows(const Block& block);

/// The rows of the block's design. `block_number` is part of the key of its random numbers, so that blocks with the
/// same seed draw independently.
RowValues block_rows(const Block& block, std::uint64_t block_number);

}  // namespace moat
