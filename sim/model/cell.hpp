#pragma once
/// A cell of a series by names: the series, and a label on each of its axes. Outcomes and the rules of governments
/// name one.

#include <string>
#include <vector>

#include "model/axes.hpp"

namespace moat {

struct Cell {
  const Series* series = nullptr;
  std::size_t cells = 0;  ///< of the series in one record
  std::size_t index = 0;  ///< the one that is meant
};

/// The series of this name; null if there is none.
const Series* find_series(std::string_view name);

/// The cell; the names must be sound.
Cell find_cell(std::string_view series, const Changes& select, const Axes& axes);

/// The places in a record of all cells that have the selected labels; the names must be sound.
std::vector<std::size_t> find_cells(std::string_view series, const Changes& select, const Axes& axes);

/// Something wrong with the names of a cell: what it concerns, and a predicate, such as "is 'chna' (did you mean
/// china?)".
struct CellFault {
  enum class Of { series, selection, axis } of;
  std::string axis;  ///< of an axis: its name
  std::string text;
};

/// Unknown series, axes and labels; axes without a label, unless they may be left out.
std::vector<CellFault> cell_faults(const std::string& series, const Changes& select, const Axes& axes,
                                   bool may_leave_out = false);

}  // namespace moat
