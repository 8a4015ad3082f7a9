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

/// The condition, or what is wrong with the text. Does not check whether series, axes and labels exist.
std::variant<Condition, std::string> parse_condition(std::string_view text);

/// Whether the comparison of the value with the threshold holds; false for NaN.
bool compares(double value, Comparison comparison, double threshold);

}  // namespace moat
