#pragma once
/// The rows of one block: values of its factors by the block's own design.

#include <cstdint>
#include <vector>

#include "design/factor.hpp"

namespace moat {

/// values[factor][row]: numbers, or numbers of the factor's levels.
using RowValues = std::vector<std::vector<double>>;

/// Rows that block_rows makes, also where no integer holds their number.
double count_rows(const Block& block);

/// `block_number` keeps the random numbers of blocks with the same seed apart.
RowValues block_rows(const Block& block, std::uint64_t block_number);

}  // namespace moat
