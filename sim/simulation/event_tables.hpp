#pragma once
/// The events of runs as tables of columns: /releases, /policy, /incidents and /firms of an output file.

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "simulation/layout.hpp"
#include "state/events.hpp"

namespace moat {

struct Scenario;

struct EventColumn {
  std::string_view key;
  std::string_view doc;
  std::string_view unit;
  std::variant<std::vector<std::string>, std::vector<std::int64_t>, std::vector<double>> values;
};

struct EventTable {
  std::string_view name;
  std::vector<EventColumn> columns;

  std::size_t rows() const;
};

/// The tables without rows, in the order of the file.
std::vector<EventTable> empty_event_tables();

/// Adds the events of a run; firms and lines get their names from its scenario.
void append_events(std::vector<EventTable>& tables, const Events& events, const Scenario& scenario, const Axes& axes);

}  // namespace moat
