#include "model/cell.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "io/scenario_text/parse.hpp"
#include "model/model.hpp"

namespace moat {
namespace {

constexpr std::string_view example_cell = "such as region_lag[origin=china]";

/// The label selected on an axis; null if there is none.
const std::string* selected_label(const Changes& select, std::string_view dim) {
  for (const Change& one : select)
    if (one.path == dim) return &one.value;
  return nullptr;
}

/// The selectors between the brackets go into `select`; what is wrong with them, or nothing.
std::string read_selectors(std::string_view text, Changes& select) {
  for (const std::string& one : split(text, ',')) {
    const std::size_t equals = std::min(one.find('='), one.size());
    const std::string axis{trimmed(std::string_view(one).substr(0, equals))},
        label{trimmed(std::string_view(one).substr(std::min(equals + 1, one.size())))};
    if (!is_name(axis) || !is_name(label))
      return fmt::format("selector is '{}' (must be axis=label, {})", excerpt(trimmed(one)), example_cell);
    if (selected_label(select, axis)) return fmt::format("{} is selected twice", axis);
    select.push_back({axis, label});
  }
  return "";
}

}  // namespace

std::string take_cell_names(std::string_view& text, CellNames& names) {
  text = trimmed(text);
  const std::size_t name_end = std::min(text.find_first_of("[<>=!@ "), text.size());
  names.series = std::string(text.substr(0, name_end));
  if (!is_name(names.series)) return fmt::format("it does not begin with a series ({})", example_cell);
  text = trimmed(text.substr(name_end));
  if (!text.starts_with('[')) return "";
  const std::size_t close = text.find(']');
  if (close == text.npos) return fmt::format("its selectors lack the closing ] ({})", example_cell);
  const std::string_view inside = text.substr(1, close - 1);
  text = trimmed(text.substr(close + 1));
  return read_selectors(inside, names.select);
}

std::string selectors_text(const Changes& select) {
  std::string text;
  for (const Change& one : select) text += (text.empty() ? "" : ",") + one.path + "=" + one.value;
  return text;
}

const Series* find_series(std::string_view name) {
  const std::vector<Series>& all = all_series();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Series& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

std::vector<std::size_t> find_cells(std::span<const std::string> dims, const Changes& select, const Axes& axes) {
  std::vector<std::size_t> cells{0};
  for (const std::string& dim : dims) {
    const Labels& labels = axes.find(dim)->second;
    const std::string* label = selected_label(select, dim);
    std::vector<std::size_t> longer;
    for (const std::size_t cell : cells)
      for (std::size_t at = 0; at < labels.size(); ++at)
        if (!label || *label == labels[at]) longer.push_back(cell * labels.size() + at);
    cells = std::move(longer);
  }
  return cells;
}

std::string CellFault::sentence() const {
  return fmt::format("{} {}", of == Of::series ? "series" : of == Of::selection ? "it" : axis, text);
}

CellFault unknown_series(std::string_view series, std::span<const std::string> known) {
  return {CellFault::Of::series, "", fmt::format("is '{}', which is no series {}", series, suggestion(series, known))};
}

std::vector<CellFault> selector_faults(const CellNames& names, std::span<const std::string> dims, const Axes& axes,
                                       bool may_leave_out) {
  using Of = CellFault::Of;
  std::vector<CellFault> faults;
  for (const std::string& dim : dims) {
    const Labels& known = axes.find(dim)->second;
    const std::string* label = selected_label(names.select, dim);
    if (!label && !may_leave_out)
      faults.push_back({Of::selection, "", fmt::format("lacks {} (choose one of {})", dim, listed(known))});
    else if (label && std::find(known.begin(), known.end(), *label) == known.end())
      faults.push_back({Of::axis, dim, fmt::format("is '{}' {}", *label, suggestion(*label, known))});
  }
  for (const Change& one : names.select)
    if (std::find(dims.begin(), dims.end(), one.path) == dims.end())
      faults.push_back({Of::axis, one.path,
                        dims.empty() ? fmt::format("is no axis of {}, which has none", names.series)
                                     : fmt::format("is no axis of {} {}", names.series, suggestion(one.path, dims))});
  return faults;
}

std::vector<CellFault> cell_faults(const CellNames& names, const Axes& axes, bool may_leave_out) {
  if (const Series* found = find_series(names.series))
    return selector_faults(names, dims_of(*found), axes, may_leave_out);
  std::vector<std::string> known;
  for (const Series& one : all_series()) known.emplace_back(one.name);
  return {unknown_series(names.series, known)};
}

}  // namespace moat
