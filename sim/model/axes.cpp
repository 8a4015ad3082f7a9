#include "model/axes.hpp"

#include <algorithm>

#include "scenario/scenario.hpp"
#include "state/lines.hpp"

namespace moat {
namespace {

template <class Entry>
Labels names_of_entries(const std::vector<Entry>& entries) {
  Labels names;
  for (const Entry& entry : entries) names.push_back(entry.name);
  return names;
}

template <class Item>
Labels names_of_items() {
  return {Choices<Item>::names.begin(), Choices<Item>::names.end()};
}

}  // namespace

Axes axes_of(const Scenario& s) {
  Labels lines, slots{"none"}, firms;
  for (const FirmEntry& firm : s.firms)
    for (const LineEntry& line : firm.lines) lines.push_back(line.name);
  for (const AddedLine& added : added_lines(s.firms, s.release.kept_vintages)) lines.push_back(added.entry.name);
  slots.insert(slots.end(), lines.begin(), lines.end());
  for (std::size_t n = 0; n <= std::min(s.tasks.size(), s.firms.size()); ++n) firms.push_back(std::to_string(n));
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
          {"use", {"serving", "research", "final_run", "idle"}},
          {"firm_count", firms},
          {"firm_item", names_of_items<FirmItem>()},
          {"government_item", names_of_items<GovernmentItem>()},
          {"host_item", names_of_items<HostItem>()},
          {"outside_item", names_of_items<OutsideItem>()}};
}

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

}  // namespace moat
