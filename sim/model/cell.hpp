#pragma once
/// Cells of a series by names. Outcomes, the rules of governments and `moat compare --series` name cells; all of them
/// are read and checked here.
///
///   cells = series [ "[" axis "=" label { "," axis "=" label } "]" ]      region_lag[origin=china]

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.hpp"
#include "model/axes.hpp"

namespace moat {

struct CellNames {
  std::string series;
  Changes select;  ///< label by axis
};

/// Parses names of cells at the front of a text and removes them from it, with the blanks around them. Returns what is
/// wrong with them, or an empty text. Does not check whether series, axes and labels exist (see cell_faults).
std::string take_cell_names(std::string_view& text, CellNames& names);

/// What stands between the brackets: `origin=china,openness=open`.
std::string selectors_text(const Changes& select);

/// The series of this name; null if there is none.
const Series* find_series(std::string_view name);

/// The places in a record of all cells that have the selected labels; the names must exist (see cell_faults). `dims`:
/// the axes of the series, in order.
std::vector<std::size_t> find_cells(std::span<const std::string> dims, const Changes& select, const Axes& axes);

/// Something wrong with the names of cells: what it concerns, and a predicate, such as "is 'chna' (did you mean
/// china?)".
struct CellFault {
  enum class Of { series, selection, axis } of;
  std::string axis;  ///< of an axis: its name
  std::string text;

  /// "origin is 'chna' (did you mean china?)"
  std::string sentence() const;
};

/// The fault of a series that is not among those known.
CellFault unknown_series(std::string_view series, std::span<const std::string> known);

/// Unknown axes and labels; axes without a label, unless they may be left out.
std::vector<CellFault> selector_faults(const CellNames& names, std::span<const std::string> dims, const Axes& axes,
                                       bool may_leave_out);

/// The same, and unknown series, for a series of the model.
std::vector<CellFault> cell_faults(const CellNames& names, const Axes& axes, bool may_leave_out = false);

}  // namespace moat
