#include "run/layout.hpp"

#include <algorithm>
#include <set>

namespace moat {
namespace {

template <class Entry>
Labels names_of_entries(const std::vector<Entry>& entries) {
  Labels names;
  for (const Entry& entry : entries) names.push_back(entry.name);
  return names;
}

Axes axes_of(const Scenario& s) {
  Labels lines, slots{"none"}, families;
  for (const FirmEntry& firm : s.firms)
    for (const LineEntry& line : firm.lines) lines.push_back(line.name);
  slots.insert(slots.end(), lines.begin(), lines.end());
  for (std::size_t n = 0; n <= std::min(s.tasks.size(), s.firms.size()); ++n) families.push_back(std::to_string(n));
  const Labels regions = names_of_entries(s.regions);
  return {{"region", regions},
          {"origin", regions},
          {"segment", names_of_entries(s.segments)},
          {"sector", names_of_entries(s.sectors)},
          {"task", names_of_entries(s.tasks)},
          {"domain", names_of_entries(s.domains)},
          {"chip", names_of_entries(s.chips)},
          {"stack", names_of_entries(s.stacks)},
          {"firm", names_of_entries(s.firms)},
          {"line", lines},
          {"from_line", slots},
          {"to_line", slots},
          {"openness", {"closed", "open"}},
          {"families", families}};
}

bool wanted(const Scenario& s, std::string_view name) {
  const Texts& list = s.record.series;
  if (name == "switching_flow") return s.record.flows;
  return list.empty() || std::find(list.begin(), list.end(), name) != list.end();
}

void add_missing(Labels& labels, const Labels& more) {
  for (const std::string& label : more)
    if (std::find(labels.begin(), labels.end(), label) == labels.end()) labels.push_back(label);
}

}  // namespace

std::vector<std::string> dims_of(const Series& series) {
  std::vector<std::string> dims;
  std::string_view rest = series.dims;
  while (!rest.empty()) {
    const std::size_t comma = std::min(rest.find(','), rest.size());
    dims.emplace_back(rest.substr(0, comma));
    rest.remove_prefix(std::min(comma + 1, rest.size()));
  }
  return dims;
}

std::size_t cell_count(const Series& series, const Axes& axes) {
  std::size_t count = 1;
  for (const std::string& dim : dims_of(series)) count *= axes.find(dim)->second.size();
  return count;
}

Point make_point(std::string name, LoadedScenario loaded) {
  Point point;
  point.name = std::move(name);
  point.loaded = std::move(loaded);
  const Scenario& s = point.scenario();
  point.axes = axes_of(s);
  for (const Series& series : all_series())
    if (wanted(s, series.name)) point.series.push_back(&series);
  for (int step = 0; step < s.run.steps(); ++step)
    if ((step + 1) % s.record.every == 0 || step + 1 == s.run.steps()) point.months.push_back(s.run.start + step);
  return point;
}

Layout make_layout(const std::vector<Point>& points) {
  Layout layout;
  std::set<int> months;
  std::set<std::int64_t> replicates;
  for (const Point& point : points) {
    for (const auto& [axis, labels] : point.axes) add_missing(layout.axes[axis], labels);
    for (const Month month : point.months) months.insert(month.index);
    const RunParams& run = point.scenario().run;
    for (std::int64_t r = 0; r < run.replicates; ++r) replicates.insert(run.first_replicate + r);
  }
  for (const int index : months) layout.months.push_back({index});
  layout.replicates.assign(replicates.begin(), replicates.end());
  for (const Series& series : all_series())
    if (std::any_of(points.begin(), points.end(), [&](const Point& p) {
          return std::find(p.series.begin(), p.series.end(), &series) != p.series.end();
        }))
      layout.series.push_back(&series);
  return layout;
}

std::size_t Layout::values_per_run() const {
  std::size_t values = 0;
  for (const Series* one : series) values += cell_count(*one, axes) * months.size();
  return values;
}

}  // namespace moat
