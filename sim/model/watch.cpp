#include "model/watch.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "io/scenario_text/parse.hpp"
#include "model/cell.hpp"
#include "model/condition.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

Watched resolved(const std::string& text, const Axes& axes) {
  const auto parsed = parse_condition(text);
  expects(std::holds_alternative<Condition>(parsed), "the condition of a rule can be read");
  const auto& condition = std::get<Condition>(parsed);
  Watched watched;
  watched.series = find_series(condition.cells.series);
  expects(watched.series != nullptr, "the series of a condition exists");
  const std::vector<std::size_t> cells = find_cells(dims_of(*watched.series), condition.cells.select, axes);
  expects(cells.size() == 1, "a condition has a label on each axis");
  watched.cells = cell_count(*watched.series, axes);
  watched.cell = cells.front();
  watched.comparison = condition.comparison;
  watched.threshold = condition.threshold;
  return watched;
}

void look(Watched& watched, const World& world, std::vector<double>& record) {
  if (!watched.series) return;
  record.assign(watched.cells, 0.0);
  watched.series->read(world, record);
  watched.value = record[watched.cell];
  watched.holds = compares(watched.value, watched.comparison, watched.threshold);
}

/// What is wrong with a condition, one sentence each.
std::vector<std::string> faults_of(const std::string& text, const Axes& axes) {
  const auto parsed = parse_condition(text);
  if (const auto* fault = std::get_if<std::string>(&parsed)) return {*fault};
  std::vector<std::string> faults;
  for (const CellFault& fault : cell_faults(std::get<Condition>(parsed).cells, axes))
    faults.push_back(fault.sentence());
  return faults;
}

}  // namespace

void arm_rules(World& world, const Scenario& scenario) {
  const Texts& scripted = scenario.policy.scripted;
  const Axes axes = axes_of(scenario);
  for (const RuleEntry& rule : scenario.policy.rules) {
    RuleState state;
    if (std::find(scripted.begin(), scripted.end(), rule.actor) == scripted.end()) {
      state.when = resolved(rule.when, axes);
      if (!rule.until.empty()) state.until = resolved(rule.until, axes);
    }
    // The matrix of moves is counted only where somebody looks at it.
    for (const Watched* one : {&state.when, &state.until})
      if (one->series && one->series->dims == "from_line,to_line") world.record_flows = true;
    world.governments.rules.push_back(state);
  }
}

void watch(World& world) {
  std::vector<double> record;
  for (RuleState& rule : world.governments.rules)
    for (Watched* one : {&rule.when, &rule.until}) look(*one, world, record);
}

std::vector<Problem> check_rules(const Scenario& scenario, const Reading& reading) {
  if (scenario.policy.rules.empty()) return {};
  std::vector<Problem> problems;
  const Axes axes = axes_of(scenario);
  for (const RuleEntry& rule : scenario.policy.rules)
    for (const auto& [key, text] : {std::pair{"when", rule.when}, {"until", rule.until}}) {
      const std::string path = fmt::format("policy.rules.{}.{}", rule.name, key);
      if (reading.origin(path) == "default") continue;                       // left out
      if (rule.until.empty() && key == std::string_view("until")) continue;  // left out in a scenario in full
      for (const std::string& fault : faults_of(text, axes))
        problems.push_back({reading.where(path), fmt::format("{} is '{}': {}", path, excerpt(text), fault)});
    }
  return problems;
}

}  // namespace moat
