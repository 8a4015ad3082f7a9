#include "simulation/event_tables.hpp"

#include "scenario/scenario.hpp"

namespace moat {
namespace {

using Words = std::vector<std::string>;
using Wholes = std::vector<std::int64_t>;
using Reals = std::vector<double>;

/// Adds one value to each column, in their order.
template <class... Values>
void add_row(EventTable& table, const Values&... values) {
  std::size_t column = 0;
  const auto add = [&]<class T>(const T& value) {
    std::get<std::vector<T>>(table.columns[column++].values).push_back(value);
  };
  (add(values), ...);
}

}  // namespace

std::size_t EventTable::rows() const {
  return std::visit([](const auto& values) { return values.size(); }, columns.front().values);
}

std::vector<EventTable> empty_event_tables() {
  return {{"releases",
           {{"month", "month", "", Words{}},
            {"firm", "maker", "", Words{}},
            {"line", "product line", "", Words{}},
            {"open", "1 if weights are published", "", Wholes{}},
            {"capability", "capability", "ECI", Reals{}},
            {"log10_training_flop", "training compute", "log10 FLOP", Reals{}},
            {"active_parameters", "parameters that each token passes", "1e9", Reals{}},
            {"reason", "why in this month", "", Words{}}}},
          {"policy",
           {{"month", "month", "", Words{}},
            {"measure", "measure or rule", "", Words{}},
            {"action", "announced, begins or ends; rule fires or rule ends", "", Words{}},
            {"value", "value of the watched series that fired or ended the rule, in its unit", "", Reals{}}}},
          {"incidents",
           {{"month", "month", "", Words{}},
            {"firm", "firm blamed", "", Words{}},
            {"open", "1 if open weights", "", Wholes{}},
            {"severity", "trust lost", "utility", Reals{}}}},
          {"firms",
           {{"month", "month", "", Words{}},
            {"firm", "firm", "", Words{}},
            {"action", "enters, changes strategy or leaves", "", Words{}},
            {"strategy", "release strategy in force from then on; until then if the firm leaves", "", Words{}},
            {"cycle", "period of the cycle that the choices of an adaptive firm that changes end in, 0 for none",
             "decisions", Wholes{}},
            {"profit", "profit: expected by an entrant, or of the last month", "USD/month", Reals{}},
            {"cash", "cash", "USD", Reals{}}}}};
}

void append_events(std::vector<EventTable>& tables, const Events& events, const Scenario& scenario, const Axes& axes) {
  const auto firm = [&](int number) { return scenario.firms[std::size_t(number)].name; };
  const Labels& lines = axes.find("line")->second;
  for (const ReleaseEvent& e : events.releases)
    add_row(tables[0], to_string(e.month), firm(e.firm), lines[std::size_t(e.line)], std::int64_t(e.open), e.capability,
            e.log10_training_flop, e.active_parameters, e.reason);
  for (const PolicyEvent& e : events.policies) add_row(tables[1], to_string(e.month), e.measure, e.action, e.value);
  for (const IncidentEvent& e : events.incidents)
    add_row(tables[2], to_string(e.month), firm(e.firm), std::int64_t(e.open), e.severity);
  for (const FirmEvent& e : events.firms)
    add_row(tables[3], to_string(e.month), firm(e.firm), e.action,
            std::string(Choices<Strategy>::names[std::size_t(e.strategy)]), std::int64_t(e.cycle), e.profit, e.cash);
}

}  // namespace moat
