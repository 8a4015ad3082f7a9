#pragma once
/// Points in the unit cube. Each column (dimension) is a function of its own number alone, so that one more at the end
/// changes none of the others; apart from Morris' trajectories, which turn all factors in one order, and from the
/// second half B of Saltelli's, whose columns come after all of A.
///
/// Random numbers are counter-based: their key is the seed of the design, the number of the block in its sweep and one
/// of the purposes below.

#include <cstdint>
#include <string_view>
#include <vector>

namespace moat {

/// Purposes above those of the model (mechanism/purpose.hpp). Never change or reuse one. Random::replicate is the
/// block.
enum class DesignPurpose : std::uint64_t {
  random = 1001,         ///< agent: row; step: column
  latin_stratum = 1002,  ///< agent: row; step: column
  latin_jitter = 1003,   ///< agent: row; step: column
  scramble = 1004,       ///< agent: dimension of the sequence; step 0
  morris_start = 1005,   ///< agent: trajectory; step: column
  morris_order = 1006,   ///< agent: trajectory; step: column
};

/// Seed part of the key of one design's random numbers.
struct DesignSeed {
  std::uint64_t seed = 1;
  std::uint64_t block = 0;
};

/// Coordinates in [0, 1], by column: shares[column][row]. Only Morris' designs hold 0 and 1 themselves.
using Shares = std::vector<std::vector<double>>;

/// Independent draws.
Shares random_shares(std::int64_t n, std::size_t columns, DesignSeed seed);

/// Latin hypercube (McKay et al. 1979, doi:10.1080/00401706.1979.10489755): in each column one row in each of n equal
/// strata, at a random place in it.
Shares latin_shares(std::int64_t n, std::size_t columns, DesignSeed seed);

/// Sobol's sequence with the direction numbers of Joe and Kuo (2008, doi:10.1137/070709359), scrambled in base 2 as by
/// Owen, with hashing (Burley 2020, https://jcgt.org/published/0009/04/01/). Best where n is a power of 2.
Shares sobol_shares(std::int64_t n, std::size_t columns, DesignSeed seed);

/// The largest number of columns of sobol_shares.
inline constexpr std::size_t most_sobol_columns = 3667;

/// Saltelli's design (Saltelli et al. 2010, doi:10.1016/j.cpc.2009.09.018) for variance-based indices. From each of n
/// points of a sequence of 2 x columns, whose halves are A and B, in this order: A; A with column j of B for j = 1, 2,
/// ...; with second_order also B with column j of A; B. As in SALib.
Shares saltelli_shares(std::int64_t n, std::size_t columns, bool second_order, DesignSeed seed);

/// Rows that saltelli_shares makes of one point.
constexpr std::int64_t saltelli_rows(std::size_t columns, bool second_order) {
  return std::int64_t(second_order ? 2 * columns : columns) + 2;
}

/// Morris' design (Morris 1991, doi:10.1080/00401706.1991.10484804): n trajectories of columns + 1 rows on `levels`
/// (even) values 0, 1/(levels-1), ..., 1; each row differs from the one before in one column, by levels/(2(levels-1)).
Shares morris_shares(std::int64_t n, std::size_t columns, std::int64_t levels, DesignSeed seed);

/// Owen's scrambling of the bits of a share v/2^32, the same for all v that begin with the same bits.
std::uint32_t owen_scrambled(std::uint32_t v, std::uint32_t seed);

}  // namespace moat
