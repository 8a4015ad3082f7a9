#include "design/point.hpp"

#include <limits>

#include "catch.hpp"
#include "design/sweeps.hpp"
#include "scenario/scenario.hpp"

using namespace moat;

namespace {

const WhereOfChange nowhere = [](const std::string&) { return Position{}; };

/// The scenario in full after each point, and the problems.
std::string made(const LoadedSweep& sweep, const DesignTable& table, bool as_text) {
  std::string all;
  for (std::size_t p = 0; p < table.size(); ++p) {
    Scenario scenario = sweep.base->scenario;
    std::vector<Problem> problems;
    if (as_text)
      apply(scenario, table.changes(p), "point", nowhere, problems);
    else
      put_point(scenario, table, p, "point", nowhere, problems);
    all += to_yaml(item(scenario));
    for (const Problem& problem : problems) all += problem.text + "\n";
  }
  return all;
}

}  // namespace

TEST_CASE("Points set what the same values as text would set, of every kind") {
  const TestFolder folder;
  const LoadedSweep sweep = load_text(folder,
                                      "factors:\n"
                                      "  adoption.peer_weight: {uniform: [0, 2]}\n"
                                      "  run.developers: {integer: [100, 2000]}\n"
                                      "  sectors.software.intensity.code: {uniform: [0.5, 3]}\n"
                                      "  segments.independent.budget: {log_uniform: [10, 30]}\n"
                                      "  firms.Atlas.strategy: {categorical: [closed, tiered]}\n"
                                      "  policy.measures.chip-rule.from: {dates: [2025-05, 2025-09]}\n"
                                      "  finance.exit: {values: [true, false]}\n"
                                      "  question: {values: ['a: b, c', plain]}\n"
                                      "design: {type: lhs, n: 32, seed: 5}\n");
  const DesignTable table = make_design(sweep);
  CHECK(made(sweep, table, false) == made(sweep, table, true));
  CHECK(made(sweep, table, false).find("point: ") == std::string::npos);
}

TEST_CASE("A point that the scenario does not take is refused in the words of a file, and the rest is set") {
  const TestFolder folder;
  const LoadedSweep sweep = load_text(
      folder, "factors: {adoption.token_elasticity: {values: [0.5]}, run.developers: {values: [100, 200, 300]}}\n");
  DesignTable table = make_design(sweep);
  std::get<NumberCells>(table.cells[0]).values[0] = -0.1;
  std::get<NumberCells>(table.cells[1]).values[1] = 100.5;
  std::get<NumberCells>(table.cells[1]).values[2] = std::numeric_limits<double>::infinity();
  const std::string found = made(sweep, table, false);
  CHECK(found == made(sweep, table, true));
  CHECK_THAT(found, ContainsSubstring("point: adoption.token_elasticity is -0.1 (must lie in [0, 0.95])"));
  CHECK_THAT(found, ContainsSubstring("point: run.developers is '100.5' (expected a whole number without a fraction"));
  CHECK_THAT(found, ContainsSubstring("point: run.developers is 'inf' (expected a whole number that is finite"));
}

TEST_CASE("A factor of several paths sets them all") {
  const TestFolder folder;
  const LoadedSweep sweep = load_text(folder,
                                      "factors: {both: {values: [0.5], paths: [segments.independent.price_log_sd, "
                                      "segments.enterprise.price_log_sd]}}\n");
  Scenario scenario = sweep.base->scenario;
  std::vector<Problem> problems;
  put_point(scenario, make_design(sweep), 0, "point", nowhere, problems);
  CHECK(problems.empty());
  for (const SegmentEntry& segment : scenario.segments)
    CHECK((segment.name == "independent" || segment.name == "enterprise") == (segment.price_log_sd == 0.5));
}
