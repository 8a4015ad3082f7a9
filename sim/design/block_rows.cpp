#include "design/block_rows.hpp"

#include <algorithm>

#include "design/sampling.hpp"

namespace moat {
namespace {

std::vector<double> grid_of(const Factor& factor) {
  return factor.distribution.grid(factor.grid_levels);
}

/// Levels other than the scenario's own value, which is the first row.
std::vector<double> others(const Factor& factor) {
  std::vector<double> levels = grid_of(factor);
  std::erase_if(levels, [&](double level) { return level == factor.own; });
  return levels;
}

/// Number of levels, without making them.
std::int64_t grid_count(const Factor& factor) {
  const std::int64_t count = factor.distribution.count();
  if (factor.distribution.is_continuous()) return factor.grid_levels;
  return factor.grid_levels == 0 ? count : std::min(count, factor.grid_levels);
}

RowValues grid_rows(const Block& block) {
  const auto rows = std::size_t(count_rows(block));
  RowValues values;
  std::size_t repeats = rows;  // of each level in a row
  for (const Factor& factor : block.factors) {
    const std::vector<double> levels = grid_of(factor);
    repeats /= levels.size();
    std::vector<double>& column = values.emplace_back(rows);
    for (std::size_t r = 0; r < rows; ++r) column[r] = levels[r / repeats % levels.size()];
  }
  return values;
}

RowValues one_at_a_time(const Block& block) {
  RowValues values(block.factors.size());
  const auto base_row = [&] {
    for (std::size_t f = 0; f < values.size(); ++f) values[f].push_back(block.factors[f].own.value_or(0));
  };
  base_row();
  for (std::size_t f = 0; f < values.size(); ++f)
    for (const double level : others(block.factors[f])) {
      base_row();
      values[f].back() = level;
    }
  return values;
}

RowValues listed_rows(const Block& block) {
  RowValues values;
  for (const Factor& factor : block.factors) values.push_back(factor.listed);
  return values;
}

RowValues from_shares(Shares shares, const Block& block) {
  for (std::size_t f = 0; f < block.factors.size(); ++f)
    for (double& value : shares[f]) value = block.factors[f].distribution.quantile(value);
  return shares;
}

}  // namespace

double count_rows(const Block& block) {
  const DesignParams& d = block.design;
  const auto factors = double(block.factors.size());
  double rows = 1;
  switch (d.type) {
    case DesignType::grid:
      for (const Factor& factor : block.factors) rows *= double(grid_count(factor));
      return rows;
    case DesignType::list:
      return block.factors.empty() ? 0 : double(block.factors.front().listed.size());
    case DesignType::random:
    case DesignType::lhs:
    case DesignType::qmc:
      return double(d.n);
    case DesignType::sobol:
      return double(d.n) * double(saltelli_rows(block.factors.size(), d.second_order));
    case DesignType::morris:
      return double(d.n) * (factors + 1);
    case DesignType::oat:
      for (const Factor& factor : block.factors) rows += double(grid_count(factor));
      if (rows > double(most_points) + factors) return rows;
      for (const Factor& factor : block.factors) rows += double(std::ssize(others(factor)) - grid_count(factor));
      return rows;
  }
  return rows;
}

RowValues block_rows(const Block& block, std::uint64_t block_number) {
  const DesignParams& d = block.design;
  const DesignSeed seed{std::uint64_t(d.seed), block_number};
  const std::size_t factors = block.factors.size();
  switch (d.type) {
    case DesignType::grid:
      return grid_rows(block);
    case DesignType::list:
      return listed_rows(block);
    case DesignType::random:
      return from_shares(random_shares(d.n, factors, seed), block);
    case DesignType::lhs:
      return from_shares(latin_shares(d.n, factors, seed), block);
    case DesignType::qmc:
      return from_shares(sobol_shares(d.n, factors, seed), block);
    case DesignType::sobol:
      return from_shares(saltelli_shares(d.n, factors, d.second_order, seed), block);
    case DesignType::morris:
      return from_shares(morris_shares(d.n, factors, d.levels, seed), block);
    case DesignType::oat:
      return one_at_a_time(block);
  }
  return {};
}

}  // namespace moat
