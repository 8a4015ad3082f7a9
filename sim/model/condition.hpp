#pragma once
/// Conditions in the text of a scenario: `region_lag[origin=china] < 4`.
///
///   condition = cells comparison number      (cells: cell.hpp)
///   comparison = "<" | "<=" | ">" | ">="

#include <string>
#include <string_view>
#include <variant>

#include "model/cell.hpp"
#include "state/governments.hpp"

namespace moat {

struct Condition {
  CellNames cells;
  Comparison comparison = Comparison::below;
  double threshold = 0;
};

/// The condition, or what is wrong with the text. Whether series, axes and labels exist is another matter.
std::variant<Condition, std::string> parse_condition(std::string_view text);

/// Whether the value compares with the threshold as asked; false for a value that is not a number.
bool compares(double value, Comparison comparison, double threshold);

}  // namespace moat
