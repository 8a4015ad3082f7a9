#include "design/sampling.hpp"

#include <algorithm>
#include <boost/random/sobol.hpp>
#include <numeric>

#include "base/error.hpp"
#include "base/random.hpp"

namespace moat {
namespace {

/// Random numbers of one column: 64 bits for each row.
class ColumnDraws {
 public:
  ColumnDraws(DesignSeed seed, std::size_t column) : random_{seed.seed, seed.block, column} {}
  std::uint64_t bits(DesignPurpose purpose, std::int64_t agent) const {
    const auto words = random_.words(purpose, agent);
    return words[0] | (std::uint64_t(words[1]) << 32);
  }
  /// In (0, 1).
  double share(DesignPurpose purpose, std::int64_t agent) const {
    return (double(bits(purpose, agent) >> 12) + 0.5) * 0x1p-52;
  }

 private:
  Random random_;
};

/// 0, 1, ..., n - 1 in the order of random keys.
template <class Key>
std::vector<std::uint32_t> shuffled(std::int64_t n, Key&& key) {
  std::vector<std::pair<std::uint64_t, std::uint32_t>> keyed;
  keyed.reserve(std::size_t(n));
  for (std::int64_t i = 0; i < n; ++i) keyed.emplace_back(key(i), std::uint32_t(i));
  std::sort(keyed.begin(), keyed.end());
  std::vector<std::uint32_t> order;
  order.reserve(keyed.size());
  for (const auto& [drawn, i] : keyed) order.push_back(i);
  return order;
}

Shares empty_shares(std::int64_t rows, std::size_t columns) {
  return Shares(columns, std::vector<double>(std::size_t(rows)));
}

constexpr std::uint32_t reversed(std::uint32_t x) {
  x = (x << 16) | (x >> 16);
  x = ((x & 0x00FF00FFu) << 8) | ((x & 0xFF00FF00u) >> 8);
  x = ((x & 0x0F0F0F0Fu) << 4) | ((x & 0xF0F0F0F0u) >> 4);
  x = ((x & 0x33333333u) << 2) | ((x & 0xCCCCCCCCu) >> 2);
  return ((x & 0x55555555u) << 1) | ((x & 0xAAAAAAAAu) >> 1);
}

}  // namespace

std::uint32_t owen_scrambled(std::uint32_t v, std::uint32_t seed) {
  // Laine and Karras' hash changes a bit by those below it alone; so on reversed bits by those above.
  std::uint32_t x = reversed(v) + seed;
  x ^= x * 0x6C50B47Cu;
  x ^= x * 0xB82F1E52u;
  x ^= x * 0xC7AFE638u;
  x ^= x * 0x8D22F6E6u;
  return reversed(x);
}

Shares random_shares(std::int64_t n, std::size_t columns, DesignSeed seed) {
  Shares shares = empty_shares(n, columns);
  for (std::size_t c = 0; c < columns; ++c) {
    const ColumnDraws draws(seed, c);
    for (std::int64_t r = 0; r < n; ++r) shares[c][std::size_t(r)] = draws.share(DesignPurpose::random, r);
  }
  return shares;
}

Shares latin_shares(std::int64_t n, std::size_t columns, DesignSeed seed) {
  Shares shares = empty_shares(n, columns);
  for (std::size_t c = 0; c < columns; ++c) {
    const ColumnDraws draws(seed, c);
    const auto strata = shuffled(n, [&](std::int64_t r) { return draws.bits(DesignPurpose::latin_stratum, r); });
    for (std::int64_t r = 0; r < n; ++r)
      shares[c][std::size_t(r)] = (strata[std::size_t(r)] + draws.share(DesignPurpose::latin_jitter, r)) / double(n);
  }
  return shares;
}

Shares sobol_shares(std::int64_t n, std::size_t columns, DesignSeed seed) {
  expects(columns <= most_sobol_columns, "the sequence has that many columns");
  Shares shares = empty_shares(n, columns);
  if (columns == 0) return shares;
  std::vector<std::uint32_t> scrambles, point(columns, 0);  // Boost leaves out the first point, the origin
  for (std::size_t c = 0; c < columns; ++c)
    scrambles.push_back(Random{seed.seed, seed.block, 0}.words(DesignPurpose::scramble, std::int64_t(c))[0]);
  boost::random::sobol_engine<std::uint32_t, 32> sequence(columns);
  for (std::int64_t r = 0; r < n; ++r) {
    for (std::size_t c = 0; c < columns; ++c) {
      if (r > 0) point[c] = sequence();
      shares[c][std::size_t(r)] = uniform(owen_scrambled(point[c], scrambles[c]));
    }
  }
  return shares;
}

Shares saltelli_shares(std::int64_t n, std::size_t columns, bool second_order, DesignSeed seed) {
  const Shares base = sobol_shares(n, 2 * columns, seed);
  const std::int64_t each = saltelli_rows(columns, second_order);
  Shares shares = empty_shares(n * each, columns);
  for (std::size_t c = 0; c < columns; ++c)
    for (std::int64_t r = 0; r < n; ++r) {
      const double a = base[c][std::size_t(r)], b = base[columns + c][std::size_t(r)];
      double* const rows = &shares[c][std::size_t(r * each)];
      rows[0] = a;
      for (std::size_t j = 0; j < columns; ++j) rows[1 + j] = j == c ? b : a;
      for (std::size_t j = 0; second_order && j < columns; ++j) rows[1 + columns + j] = j == c ? a : b;
      rows[each - 1] = b;
    }
  return shares;
}

Shares morris_shares(std::int64_t n, std::size_t columns, std::int64_t levels, DesignSeed seed) {
  expects(levels >= 2 && levels % 2 == 0, "an even number of levels");
  Shares shares = empty_shares(n * std::int64_t(columns + 1), columns);
  const std::int64_t half = levels / 2;
  for (std::int64_t t = 0; t < n; ++t) {
    const auto turn = shuffled(std::int64_t(columns), [&](std::int64_t c) {
      return ColumnDraws(seed, std::size_t(c)).bits(DesignPurpose::morris_order, t);
    });
    for (std::size_t step = 0; step < columns; ++step) {
      const std::size_t c = turn[step];
      // One of `half` pairs of levels that lie half of all apart, and its lower or upper one first.
      const double draw = ColumnDraws(seed, c).share(DesignPurpose::morris_start, t) * double(levels);
      const auto start = std::int64_t(draw), end = start < half ? start + half : start - half;
      double* const rows = &shares[c][std::size_t(t) * (columns + 1)];
      for (std::size_t r = 0; r <= columns; ++r) rows[r] = double(r <= step ? start : end) / double(levels - 1);
    }
  }
  return shares;
}

}  // namespace moat
