#include "state/columns.hpp"

#include <algorithm>

namespace moat {
namespace {

struct Axis {
  std::string_view name;
  Index (*size)(const World& world, int steps);
};

constexpr Axis state_axes[] = {
    {"firm", [](const World& w, int) { return w.firms.size(); }},
    {"line", [](const World& w, int) { return w.market.line_count(); }},
    {"slot", [](const World& w, int) { return w.market.line_count() + 1; }},
    {"region", [](const World& w, int) { return w.society.region_count(); }},
    {"segment", [](const World& w, int) { return w.society.segment_count(); }},
    {"sector", [](const World& w, int) { return w.society.sector_count(); }},
    {"task", [](const World& w, int) { return w.society.task_count(); }},
    {"domain", [](const World& w, int) { return w.society.domain_count(); }},
    {"chip", [](const World& w, int) { return w.chips.chip_count(); }},
    {"stack", [](const World& w, int) { return w.chips.stack_count(); }},
    {"strategy", [](const World&, int) { return Index(plain_strategies); }},
    {"openness", [](const World&, int) { return Index(Choices<Openness>::names.size()); }},
    {"firm_count", [](const World& w, int) { return std::min(w.society.task_count(), w.firms.size()) + 1; }},
    {"firm_item", [](const World&, int) { return Index(Choices<FirmItem>::names.size()); }},
    {"government_item", [](const World&, int) { return Index(Choices<GovernmentItem>::names.size()); }},
    {"host_item", [](const World&, int) { return Index(Choices<HostItem>::names.size()); }},
    {"outside_item", [](const World&, int) { return Index(Choices<OutsideItem>::names.size()); }},
    {"step", [](const World&, int steps) { return Index(steps); }},
    {"developer", [](const World& w, int) { return w.developers.size(); }},
};

constexpr std::string_view or_none = " or none";

std::vector<std::string_view> names_of(std::string_view axes) {
  std::vector<std::string_view> names;
  if (axes.ends_with(or_none)) axes.remove_suffix(or_none.size());
  while (!axes.empty()) {
    const std::size_t end = std::min(axes.find(','), axes.size());
    names.push_back(axes.substr(0, end));
    axes.remove_prefix(std::min(end + 1, axes.size()));
  }
  return names;
}

Extents extents_along(std::string_view axes, const World& world, int steps) {
  Extents sizes;
  for (const std::string_view axis : names_of(axes)) sizes.push_back(axis_size(axis, world, steps));
  return sizes;
}

}  // namespace

bool StateColumn::lies_along(std::string_view axis) const {
  const std::vector<std::string_view> names = names_of(axes);
  return std::find(names.begin(), names.end(), axis) != names.end();
}

Index axis_size(std::string_view axis, const World& world, int steps) {
  for (const Axis& one : state_axes)
    if (one.name == axis) return one.size(world, steps);
  contract_broken("expects", "the state has an axis " + std::string(axis), __FILE__, __LINE__);
}

void size_up(World& world, std::span<const StateColumn> columns, int steps) {
  for (const StateColumn& column : columns)
    if (column.owned && !column.first.by_start)
      column.acts->fill(world, extents_along(column.axes, world, steps), column.first.value);
}

bool is_sized(const World& world, const StateColumn& column, int steps) {
  return !column.owned || column.axes.empty() || column.axes == "any" || column.axes.ends_with(or_none) ||
         column.acts->extents(world) == extents_along(column.axes, world, steps);
}

}  // namespace moat
