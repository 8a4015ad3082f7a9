#pragma once
/// The factors of a sweep, checked against its scenario: the values that each may take, and the scenario's own.

#include <optional>
#include <string>
#include <vector>

#include "design/distribution.hpp"
#include "design/sweep_file.hpp"
#include "design/table.hpp"

namespace moat {

/// Something that varies, ready to be sampled. Values are numbers or, for other kinds, places in `levels` from 0.
struct Factor {
  FactorColumn column;
  Distribution distribution;
  Texts levels;                  ///< YAML text of each category; empty for numbers
  bool is_date = false;          ///< levels are months
  std::int64_t grid_levels = 0;  ///< in a grid; 0 for all there are
  std::optional<double> own;     ///< the scenario's value, where it has one; a level of its own if it is no number
  std::vector<double> listed;    ///< by row, in a list
  std::string key;               ///< where it stands in the sweep file: `factors.adoption.peer_weight`

  /// The value that a text stands for; adds a level for a new one. Nothing where a number is needed and it is none.
  std::optional<double> value_of(const std::string& text);
};

/// A design and its factors.
struct Block {
  std::string name;  ///< empty where there is one
  DesignParams design;
  std::vector<Factor> factors;
  std::string key;  ///< where it stands in the sweep file: `blocks.policy`, empty at the root
};

/// Every block of the sweep, one where it has none. Problems with factors are added: paths, units, numbers, levels and
/// bounds that the scenario does not take; the factors in question are left out.
std::vector<Block> resolve(const LoadedSweep& sweep, std::vector<Problem>& problems);

}  // namespace moat
