#include "design/target.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "io/scenario_text/fields.hpp"
#include "io/scenario_text/values.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

/// What all points of a sweep have in common.
constexpr std::array<std::string_view, 7> shared{"record",  "arms",           "outcomes",           "run.start",
                                                 "run.end", "run.replicates", "run.first_replicate"};

/// The scenario's own words for a path that leads nowhere.
std::string unknown(Scenario& scratch, const std::string& path) {
  std::vector<Problem> problems;
  apply(
      scratch, {{path, "0"}}, "", [](const std::string&) { return Position{}; }, problems);
  if (problems.empty()) return path + " is no parameter";
  std::string text = problems.front().text;
  return text.starts_with(": ") ? text.substr(2) : text;
}

bool is_constant(const Path& path) {
  return path.points.empty() || (path.points.size() == 1 && path.points.front().first == always);
}

}  // namespace

FoundTarget find_target(const Scenario& scenario, const std::string& path) {
  Scenario scratch = scenario;
  for (const std::string_view common : shared)
    if (path == common || path.starts_with(fmt::format("{}.", common)))
      return {{}, fmt::format("{} is no factor (all points share {}; arms may change it)", path, common)};
  const std::optional<FoundValue> found = find_value(item(scratch), path);
  if (!found) return {{}, unknown(scratch, path)};
  const auto target = [&](Target::Kind kind) {
    return FoundTarget{Target{kind, found->field->text, value_text(found->ref)}, ""};
  };
  const auto refused = [&](std::string_view what) {
    return FoundTarget{{}, fmt::format("{} is {} (a factor sets single values; for more use arms)", path, what)};
  };
  return std::visit(Overloaded{
                        [&](const double*) { return target(Target::Kind::number); },
                        [&](const std::int64_t*) { return target(Target::Kind::whole); },
                        [&](const Month*) { return target(Target::Kind::date); },
                        [&](const bool*) { return target(Target::Kind::other); },
                        [&](const std::string*) { return target(Target::Kind::other); },
                        [&](const ChoiceRef&) { return target(Target::Kind::other); },
                        [&](const Path* over_time) {
                          return is_constant(*over_time) ? target(Target::Kind::number) : refused("a path over time");
                        },
                        [&](const Texts*) { return refused("a list of texts"); },
                        [&](const Numbers*) { return refused("several numbers by name"); },
                        [&](const Changes*) { return refused("several values by path"); },
                        // One choice for all months; what changes over time is no single value to start from.
                        [&](const ChoicePathRef& choices) {
                          const auto& points = *choices.points;
                          const bool constant = points.size() == 1 && points.front().first == always;
                          return FoundTarget{
                              Target{Target::Kind::other, found->field->text, constant ? value_text(found->ref) : ""},
                              ""};
                        },
                        [&](const Item&) { return refused("a part with values of its own"); },
                        [&](const ListRef&) { return refused("a list of entries"); },
                    },
                    found->ref);
}

bool overlap(std::string_view a, std::string_view b) {
  if (a.size() > b.size()) std::swap(a, b);
  return b.starts_with(a) && (a.size() == b.size() || b[a.size()] == '.');
}

std::string yaml_for(const Target& target, const std::string& text) {
  if (target.kind != Target::Kind::other || text == "true" || text == "false") return text;
  return yaml_text(text);
}

}  // namespace moat
