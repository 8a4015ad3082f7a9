#include "scenario/check_uncertain.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "scenario/scenario.hpp"

namespace moat {
namespace {

bool has_both_kinds_of_lines(const FirmEntry& firm) {
  const auto has = [&](Openness o) {
    return std::any_of(firm.lines.begin(), firm.lines.end(), [&](const LineEntry& l) { return l.openness == o; });
  };
  return has(Openness::open) && has(Openness::closed);
}

}  // namespace

void check_uncertain(const Scenario& s, const Reading& reading, std::vector<Problem>& problems) {
  const auto report = [&](const std::string& path, std::string_view why) {
    problems.push_back({reading.where(path), fmt::format("{} {}", path, why)});
  };
  for (const auto& [name, rate] : s.uncertain.arrivals) {
    const std::string& region = name;  // a lambda of C++20 in clang captures no binding
    const auto waits = [&](const FirmEntry& f) { return f.entry == EntryRule::drawn && f.region == region; };
    if (rate > 0 && std::none_of(s.firms.begin(), s.firms.end(), waits))
      report("uncertain.arrivals." + region,
             fmt::format("is {} (no firm of {} waits for it: give some with `entry: drawn`)", rate, region));
  }
  for (const auto& [name, hazard] : s.uncertain.switch_hazards)
    for (const FirmEntry& firm : s.firms)
      if (firm.name == name && hazard > 0 && !has_both_kinds_of_lines(firm))
        report("uncertain.switch_hazards." + name,
               fmt::format("is {} (the firm has lines for one strategy only: add a closed and an open one)", hazard));
  const Texts& skip = s.run.skip;
  for (const FirmEntry& firm : s.firms)
    if (firm.entry == EntryRule::drawn && std::find(skip.begin(), skip.end(), "compute") != skip.end())
      report("firms." + firm.name + ".entry", "is drawn (compute is skipped, so the firm can never begin)");
}

}  // namespace moat
