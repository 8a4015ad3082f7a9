#include "model/cell.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "io/scenario_text/parse.hpp"
#include "model/model.hpp"

namespace moat {
namespace {

/// The label selected on an axis; null if there is none.
const std::string* selected(const Changes& select, std::string_view dim) {
  for (const Change& one : select)
    if (one.path == dim) return &one.value;
  return nullptr;
}

std::size_t place_of(const Labels& labels, const std::string& label) {
  return std::size_t(std::find(labels.begin(), labels.end(), label) - labels.begin());
}

}  // namespace

const Series* find_series(std::string_view name) {
  const std::vector<Series>& all = all_series();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Series& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

Cell find_cell(std::string_view series, const Changes& select, const Axes& axes) {
  Cell cell{find_series(series)};
  expects(cell.series != nullptr, "the series of a cell exists");
  cell.cells = cell_count(*cell.series, axes);
  for (const std::string& dim : dims_of(*cell.series)) {
    const Labels& labels = axes.find(dim)->second;
    const std::string* label = selected(select, dim);
    const std::size_t at = label ? place_of(labels, *label) : labels.size();
    expects(at < labels.size(), "a cell has a label on each axis");
    cell.index = cell.index * labels.size() + at;
  }
  return cell;
}

std::vector<std::size_t> find_cells(std::string_view series, const Changes& select, const Axes& axes) {
  const Series* found = find_series(series);
  expects(found != nullptr, "the series of cells exists");
  std::vector<std::size_t> cells{0};
  for (const std::string& dim : dims_of(*found)) {
    const Labels& labels = axes.find(dim)->second;
    const std::string* label = selected(select, dim);
    std::vector<std::size_t> longer;
    for (const std::size_t cell : cells)
      for (std::size_t at = 0; at < labels.size(); ++at)
        if (!label || *label == labels[at]) longer.push_back(cell * labels.size() + at);
    cells = std::move(longer);
  }
  return cells;
}

std::vector<CellFault> cell_faults(const std::string& series, const Changes& select, const Axes& axes,
                                   bool may_leave_out) {
  using Of = CellFault::Of;
  const Series* found = find_series(series);
  if (!found) {
    std::vector<std::string> names;
    for (const Series& one : all_series()) names.emplace_back(one.name);
    return {{Of::series, "", fmt::format("is '{}', which is no series {}", series, suggestion(series, names))}};
  }
  std::vector<CellFault> faults;
  const std::vector<std::string> dims = dims_of(*found);
  for (const std::string& dim : dims) {
    const Labels& known = axes.find(dim)->second;
    const std::string* label = selected(select, dim);
    if (!label && !may_leave_out)
      faults.push_back({Of::selection, "", fmt::format("lacks {} (choose one of {})", dim, listed(known))});
    else if (label && place_of(known, *label) == known.size())
      faults.push_back({Of::axis, dim, fmt::format("is '{}' {}", *label, suggestion(*label, known))});
  }
  for (const Change& one : select)
    if (std::find(dims.begin(), dims.end(), one.path) == dims.end())
      faults.push_back({Of::axis, one.path,
                        dims.empty() ? fmt::format("is no axis of {}, which has none", series)
                                     : fmt::format("is no axis of {} {}", series, suggestion(one.path, dims))});
  return faults;
}

}  // namespace moat
