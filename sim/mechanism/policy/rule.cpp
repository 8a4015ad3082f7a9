#include "mechanism/policy/rule.hpp"

#include <limits>

#include "base/error.hpp"

namespace moat {
namespace {

bool in_force_or_announced(const RuleState& state) {
  return state.from < never;
}

void end_if_due(RuleState& state, const RuleEntry& rule, Month now, Events& events) {
  if (!in_force_or_announced(state)) return;
  const bool lifted = state.from < now && state.until.holds;
  if (now < state.ends && !lifted) return;
  const double value = lifted ? state.until.value : std::numeric_limits<double>::quiet_NaN();
  events.policies.push_back({now, rule.name, "rule ends", value});
  for (const std::string& measure : rule.measures) events.policies.push_back({now, measure, "ends"});
  state.announced = state.from = state.ends = never;
  state.ready = now + int(rule.cool_down);
}

void fire_if_due(RuleState& state, const RuleEntry& rule, Month now, Events& events) {
  state.held = state.when.holds ? state.held + 1 : 0;
  if (state.held < rule.months || in_force_or_announced(state)) return;
  if (now < rule.from || now < state.ready || (rule.once && state.fired)) return;
  events.policies.push_back({now, rule.name, "rule fires", state.when.value});
  state.fired = true;
  state.announced = now;
  state.from = now + int(rule.notice);
  state.ends = rule.lasts > 0 ? state.from + int(rule.lasts) : never;
}

}  // namespace

std::vector<MeasureEntry> follow_rules(Governments& g, Events& events, Month now, const Society& society,
                                       std::span<const RuleEntry> rules, std::span<const MeasureEntry> measures) {
  expects(g.rules.size() == rules.size(), "every rule has its state");
  std::vector<MeasureEntry> dated(measures.begin(), measures.end());
  for (std::size_t i = 0; i < rules.size(); ++i) {
    RuleState& state = g.rules[i];
    end_if_due(state, rules[i], now, events);
    fire_if_due(state, rules[i], now, events);
    if (state.from <= now) g.rules_in_force[find_entry(society.regions, rules[i].actor)] += 1;
    for (const std::string& name : rules[i].measures) {
      MeasureEntry& measure = dated[std::size_t(find_entry(dated, name))];
      measure.announced = state.announced;
      measure.from = state.from;
      measure.until = state.ends;
    }
  }
  return dated;
}

}  // namespace moat
