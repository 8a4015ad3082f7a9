#pragma once
/// The points of a sweep: one row each, with the arm of the scenario and the value of every factor.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <nlohmann/json_fwd.hpp>

#include "base/describe.hpp"

namespace moat {

/// Description of a factor, for readers of the results.
struct FactorColumn {
  std::string name;          ///< as in the sweep file
  Texts paths;               ///< the parameters that take its value, dotted
  std::string unit;          ///< of the parameter; "" or "1" for none
  std::string role;          ///< "lever" or "uncertainty"
  std::string distribution;  ///< "uniform [0, 2]"
  std::string doc;           ///< the parameter's sentence
  bool is_number = false;    ///< cells are numbers; else text, dates or switches
  friend bool operator==(const FactorColumn&, const FactorColumn&) = default;
};

/// One value per point. Numbers as doubles (whole ones up to 2^53 are exact), all else as the number of a level.
struct NumberCells {
  std::vector<double> values;
};
struct LevelCells {
  Texts levels;                      ///< YAML text, each different
  std::vector<std::uint32_t> codes;  ///< into levels
};
using FactorCells = std::variant<NumberCells, LevelCells>;

/// The largest number of points of a sweep.
inline constexpr std::int64_t most_points = 10'000'000;

/// Arm-major: all rows of the first arm, then those of the next. A filter leaves points out; `row` stays the number in
/// the design as it was before.
struct DesignTable {
  std::vector<FactorColumn> columns;
  std::vector<FactorCells> cells;          ///< by column
  Texts arms;                              ///< empty: the scenario as it is
  std::vector<std::uint32_t> arm_numbers;  ///< by point; empty where there are no arms
  std::vector<std::int64_t> rows;          ///< by point
  std::string design;                      ///< what made the points, see design_json

  std::size_t size() const { return rows.size(); }
  /// Unique: "17" (the row), "strict/17" with arms, the arm alone where nothing else varies.
  std::string name(std::size_t point) const;
  /// Empty for the scenario as it is.
  std::string arm(std::size_t point) const;
  std::int64_t row(std::size_t point) const { return rows[point]; }
  /// YAML as after `--set path=`: numbers in the fewest digits that read back to the same double.
  std::string cell(std::size_t point, std::size_t column) const;
  /// The number in a column of numbers; throws ContractError for others.
  double number(std::size_t point, std::size_t column) const;
  /// The factors' values at their paths, as after `--set`. The arm's own changes come before them.
  Changes changes(std::size_t point) const;
  /// {"blocks": [{"name", "type", "n", "seed", "second_order", "levels", "factors", "rows"}], "combine", "filtered",
  /// "arms", "rows"}; rows of the design before the filter, for one arm.
  std::string design_json() const { return design; }
};

/// Header `point,arm,row,<factors>`, one line per point.
std::string to_csv(const DesignTable& table);

/// What the CSV lacks: the descriptions of columns, the arms and the design.
nlohmann::json description(const DesignTable& table);

/// The table again, equal to the one that both came from. Throws InputError at `file:line:column` for a text or a
/// description that no table has.
DesignTable read_csv(std::string_view text, const std::string& file, const nlohmann::json& described);

}  // namespace moat
