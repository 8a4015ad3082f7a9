#pragma once
/// Developers: up to hundreds of millions of rows, so every byte counts: 16 bytes per developer and 1 per task.

#include <cstdint>
#include <vector>

#include "base/column.hpp"
#include "state/network.hpp"

namespace moat {

/// Largest number of tasks in a scenario: a developer's tasks are the bits of one byte.
inline constexpr Index max_tasks = 8;
/// Largest number of product lines in a scenario: a slot is one byte, in which 0 means "no model".
inline constexpr Index max_lines = 255;

/// Weights are counted in parts of this size: the lightest developers weigh a hundredth, and sums stay below 2^63.
inline constexpr std::int64_t counts_of_one = 4096;
/// Largest number of weighted developers.
inline constexpr Index max_weighted = 100'000'000;

/// A developer's row number identifies it throughout the run, as part of the key of its random numbers: rows are never
/// reordered or removed. They are laid out by region and, within a region, by segment (unless developers choose one by
/// one), since developers of one region and segment choose from the same menus.
struct Developers {
  Column<std::uint8_t> region;
  Column<std::uint8_t> segment;
  Column<std::uint8_t> sector;
  Column<std::uint8_t> tasks;    ///< bit t set: has task t
  Column<std::uint32_t> usage;   ///< kilotokens a month per task at task path 1 and sector intensity 1
  Column<std::uint32_t> weight;  ///< how many it counts as, in 1/`counts_of_one`; empty if each counts once
  Column<float> price_weight;    ///< utility per unit of price response
  Packed openness_weight;        ///< utility of open weights
  Packed trust_weight;           ///< utility lost per unit of distance
  Grid<std::uint16_t> needs;     ///< [domain, developer] share of all needs, in 1/65535; empty if all are alike
  Grid<std::uint8_t> slot;       ///< [task, developer] line in use + 1; 0 for no model
  Network network;               ///< who sees whom, where peers are a network

  std::vector<Index> groups;  ///< first developer of each stretch of one region and segment; then their number

  Index size() const { return region.size(); }
  /// Times that a developer is counted wherever developers are: a whole number, so that sums are exact.
  std::int64_t counts(Index i) const { return weight.size() > 0 ? weight[i] : 1; }
  /// Counts of one simulated developer of average weight.
  double counts_of_average() const { return weight.size() > 0 ? double(counts_of_one) : 1; }
  /// Updates the groups if developers were added.
  void find_groups() {
    if (!groups.empty() && groups.back() == size()) return;
    groups.clear();
    for (Index i = 0; i < size(); ++i)
      if (i == 0 || region[i] != region[i - 1] || segment[i] != segment[i - 1]) groups.push_back(i);
    groups.push_back(size());
  }
};

/// Kilotokens a month of one developer in one task at task path 1: a whole number, so that sums are exact.
inline std::int64_t task_usage(std::uint32_t usage, double intensity) {
  return std::int64_t(double(usage) * intensity + 0.5);  // NOLINT(bugprone-incorrect-roundings): lround is a call
}

}  // namespace moat
