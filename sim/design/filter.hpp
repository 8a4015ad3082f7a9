#pragma once
/// The filter of a sweep: which points of its design to keep.

#include <string>
#include <vector>

#include "design/expression.hpp"
#include "design/sweep_file.hpp"
#include "design/table.hpp"

namespace moat {

class Filter {
 public:
  /// `table` has columns and levels, `dates` says which columns hold dates. Throws InputError for a text that is no
  /// condition on them.
  Filter(const LoadedSweep& sweep, const DesignTable& table, const std::vector<bool>& dates);

  /// `values` by column: numbers, or numbers of levels.
  bool keeps(const std::string& arm, const std::vector<double>& values) const;

 private:
  std::optional<Expression> condition_;                 ///< none keeps all
  std::vector<std::vector<Expression::Value>> levels_;  ///< by column; empty for numbers
};

}  // namespace moat
