// Events as tables of columns.

#include "simulation/event_tables.hpp"

#include <cmath>

#include "catch.hpp"
#include "simulation/little.hpp"
#include "simulation/run.hpp"

using namespace moat;

namespace {

const EventColumn& column(const EventTable& table, std::string_view key) {
  for (const EventColumn& one : table.columns)
    if (one.key == key) return one;
  throw std::out_of_range("no column " + std::string(key));
}

template <class T>
const std::vector<T>& values(const EventTable& table, std::string_view key) {
  return std::get<std::vector<T>>(column(table, key).values);
}

Events some_events() {
  Events events;
  events.releases = {{Month::of(2025, 2), 0, 1, true, 131.5, 24.25, 0, 40, "first"},
                     {Month::of(2025, 4), 2, 4, false, 140, 25, 0, 200, "cadence"}};
  events.policies = {{Month::of(2025, 3), "chip-rule", "begins"}, {Month::of(2025, 4), "tighten", "rule fires", 3.5}};
  events.incidents = {{Month::of(2025, 5), 1, true, 0.5}};
  events.firms = {{Month::of(2025, 5), 1, "changes strategy", Strategy::tiered, 2, -10, -200},
                  {Month::of(2025, 6), 1, "leaves", Strategy::tiered, 0, -20, -300}};
  return events;
}

}  // namespace

TEST_CASE("There are four tables, empty at first") {
  const std::vector<EventTable> tables = empty_event_tables();
  REQUIRE(tables.size() == 4);
  const std::string_view names[] = {"releases", "policy", "incidents", "firms"};
  for (std::size_t t = 0; t < 4; ++t) {
    CHECK(tables[t].name == names[t]);
    CHECK(tables[t].rows() == 0);
    CHECK(tables[t].columns.front().key == "month");
    for (const EventColumn& one : tables[t].columns) CHECK_FALSE(one.doc.empty());
  }
}

TEST_CASE("Events fill the rows, with names for numbers") {
  const Little what = little();
  std::vector<EventTable> tables = empty_event_tables();
  append_events(tables, some_events(), what.scenario, what.shape.axes);
  const EventTable &releases = tables[0], &policy = tables[1], &incidents = tables[2];
  CHECK(values<std::string>(releases, "month") == Sets{"2025-02", "2025-04"});
  CHECK(values<std::string>(releases, "firm") == Sets{"Atlas", "Cedar"});
  CHECK(values<std::string>(releases, "line") == Sets{"Atlas-Mini", "Cedar"});
  CHECK(values<std::int64_t>(releases, "open") == std::vector<std::int64_t>{1, 0});
  CHECK(values<double>(releases, "capability") == std::vector<double>{131.5, 140});
  CHECK(values<double>(releases, "log10_training_flop") == std::vector<double>{24.25, 25});
  CHECK(values<double>(releases, "active_parameters") == std::vector<double>{40, 200});
  CHECK(values<std::string>(releases, "reason") == Sets{"first", "cadence"});
  CHECK(values<std::string>(policy, "measure") == Sets{"chip-rule", "tighten"});
  CHECK(values<std::string>(policy, "action") == Sets{"begins", "rule fires"});
  CHECK(std::isnan(values<double>(policy, "value")[0]));
  CHECK(values<double>(policy, "value")[1] == 3.5);
  CHECK(values<std::string>(tables[3], "firm") == Sets{"Birch", "Birch"});
  CHECK(values<std::string>(tables[3], "action") == Sets{"changes strategy", "leaves"});
  CHECK(values<std::string>(tables[3], "strategy") == Sets{"tiered", "tiered"});
  CHECK(values<std::int64_t>(tables[3], "cycle") == std::vector<std::int64_t>{2, 0});
  CHECK(values<double>(tables[3], "profit") == std::vector<double>{-10, -20});
  CHECK(values<double>(tables[3], "cash") == std::vector<double>{-200, -300});
  CHECK(values<std::string>(incidents, "firm") == Sets{"Birch"});
  CHECK(values<double>(incidents, "severity") == std::vector<double>{0.5});
}

TEST_CASE("Events of the next run stand below, and columns stay equally long") {
  const Little what = little();
  std::vector<EventTable> tables = empty_event_tables();
  for (int run = 0; run < 3; ++run) append_events(tables, some_events(), what.scenario, what.shape.axes);
  CHECK(tables[0].rows() == 6);
  CHECK(tables[1].rows() == 6);
  for (const EventTable& table : tables)
    for (const EventColumn& one : table.columns)
      CHECK(std::visit([](const auto& all) { return all.size(); }, one.values) == table.rows());
}

TEST_CASE("A whole run has events of all kinds") {
  const Little what = little({"run.developers=200", "firms.Cedar.enters=2025-03"});
  const RunResult result = run_once(what.scenario, what.shape, 0, 1, [](const World&) { return true; });
  std::vector<EventTable> tables = empty_event_tables();
  append_events(tables, result.events, what.scenario, what.shape.axes);
  for (const EventTable& table : tables) CHECK(table.rows() > 0);
  CHECK(tables[0].rows() == result.events.releases.size());
}
