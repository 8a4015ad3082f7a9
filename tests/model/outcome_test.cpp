// Outcomes: found in the scenario, checked with all their problems, and read off the world month by month.

#include "model/outcome.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "catch.hpp"
#include "model/little_scenario.hpp"

using namespace moat;

namespace {

/// The problems of a text about outcomes put below the little scenario, its first line being line 1.
std::string outcome_problems(const std::string& text) {
  const auto folder = std::filesystem::temp_directory_path();
  const auto base = folder / fmt::format("moat_outcome_base_{}.yaml", getpid());
  const auto file = folder / fmt::format("moat_outcome_{}.yaml", getpid());
  std::ofstream(base) << little_yaml;
  std::ofstream(file) << fmt::format("{{schema_version: 2, extends: {}, {}}}\n", base.string(), text);
  std::string problems;
  try {
    load_scenario(file, {}, known_names());
  } catch (const InputError& error) {
    for (const Problem& one : error.problems()) {
      CHECK(one.where.line == 1);
      CHECK(one.where.column > int(20 + base.string().size()));
      problems += (problems.empty() ? "" : "\n") + one.text;
    }
  }
  std::filesystem::remove(base);
  std::filesystem::remove(file);
  return problems;
}

/// What the outcomes come to if the first firm has `cash` after each month.
std::vector<double> values(const std::vector<std::string>& outcomes, const std::vector<double>& cash) {
  std::vector<std::string> sets;
  for (std::size_t i = 0; i < outcomes.size(); ++i)
    sets.push_back(fmt::format("outcomes.o{}={{series: cash, select: {{firm: Keep}}, {}}}", i, outcomes[i]));
  const Scenario s = little_scenario(sets);
  World world = initial_world(s, random_of(s), 1);
  const std::vector<Outcome> resolved = outcomes_of(s, axes_of(s));
  OutcomeReader reader(resolved);
  for (std::size_t month = 0; month < cash.size(); ++month, ++world.clock.step) {
    world.firms.cash[0] = cash[month];
    reader.see(world);
  }
  return reader.values();
}

}  // namespace

TEST_CASE("A sum over months of something per month is no longer per month") {
  CHECK(unit_over("USD/month", Over::sum) == "USD");
  CHECK(unit_over("USD/month", Over::mean) == "USD/month");
  CHECK(unit_over("ECI", Over::sum) == "ECI");
}

TEST_CASE("An outcome is a cell of a series") {
  const Scenario s =
      little_scenario({"outcomes.x={series: tokens, select: {region: south, line: give, segment: company}}",
                       "outcomes.y={series: hhi_tokens, over: max, from: 2024-03, month: 2024-05}"});
  const std::vector<Outcome> all = outcomes_of(s, axes_of(s));
  REQUIRE(all.size() == 2);
  CHECK(all[0].name == "x");
  CHECK(all[0].series->name == "tokens");
  CHECK(all[0].cells == 20);
  CHECK(all[0].chosen == std::vector<std::size_t>{(1 * 2 + 1) * 2 + 1});  // line, region, segment
  CHECK(all[0].from == s.run.start);
  CHECK(all[0].to == s.run.end);
  CHECK(all[1].cells == 1);
  CHECK(all[1].over == Over::max);
  CHECK(all[1].from == Month::of(2024, 3));
  CHECK(all[1].to == Month::of(2024, 5));
  CHECK(outcomes_of(little_scenario(), axes_of(s)).empty());
}

TEST_CASE("Outcomes are values of a month, or sums and extremes over several") {
  std::vector<double> cash;
  for (int month = 0; month < 24; ++month) cash.push_back(month == 3 ? -7 : month == 4 ? 90 : month);
  const std::vector<double> found =
      values({"over: at", "month: 2024-04", "over: min", "over: max", "over: sum", "over: mean",
              "over: sum, from: 2024-02, month: 2024-04", "over: mean, from: 2024-05, month: 2024-05",
              "over: max, month: 2024-03", "over: min, from: 2024-06", "over: at, from: 2024-01, month: 2024-05"},
             cash);
  const double sum = 23 * 24 / 2 - 3 - 4 - 7 + 90;
  CHECK(found == std::vector<double>{23, -7, -7, 90, sum, sum / 24, 1 + 2 - 7, 90, 2, 5, 90});
}

TEST_CASE("An outcome of several cells is their sum, mean, largest or smallest, or a share of all") {
  // Cash by firm: 30, 10 and 60 after the only month.
  const Scenario s =
      little_scenario({"outcomes.sum={series: cash, across: sum}", "outcomes.mean={series: cash, across: mean}",
                       "outcomes.max={series: cash, across: max}", "outcomes.min={series: cash, across: min}",
                       "outcomes.part={series: cash, select: {firm: Give}, share: true}",
                       "outcomes.whole={series: cash, across: sum, share: true}"});
  World world = initial_world(s, random_of(s), 1);
  world.clock.step = s.run.steps() - 1;
  const std::vector<Outcome> resolved = outcomes_of(s, axes_of(s));
  OutcomeReader reader(resolved);
  REQUIRE(world.firms.size() == 3);
  world.firms.cash << 30, 10, 60;
  reader.see(world);
  CHECK(reader.values() == std::vector<double>{100, 100.0 / 3, 60, 10, 0.1, 1});
}

TEST_CASE("Only some axes may be left out, and then the others select") {
  const Scenario s = little_scenario({"outcomes.x={series: tokens, select: {region: south}, across: sum}"});
  const std::vector<std::size_t> chosen = outcomes_of(s, axes_of(s))[0].chosen;
  CHECK(chosen == std::vector<std::size_t>{2, 3, 6, 7, 10, 11, 14, 15, 18, 19});  // line, region, segment
  CHECK(outcome_problems("outcomes: {a: {series: tokens, select: {region: soth}, across: sum}}") ==
        "outcomes.a.select.region is 'soth' (did you mean south?)");
  CHECK(outcome_problems("outcomes: {a: {series: price, across: max, share: true}}") ==
        "outcomes.a.across is max (a share is of a sum: sum, or leave it out)");
}

TEST_CASE("An outcome whose months never came is NaN, and one under way is what it is so far") {
  const std::vector<double> found = values(
      {"over: at", "over: mean", "over: max, from: 2024-05", "month: 2024-02", "over: sum, from: 2024-03"}, {1, 2, 6});
  CHECK(std::isnan(found[0]));
  CHECK(found[1] == 3);
  CHECK(std::isnan(found[2]));
  CHECK(found[3] == 2);
  CHECK(found[4] == 6);
}

TEST_CASE("Sound outcomes have no problems") {
  CHECK(outcome_problems("title: x") == "");
  CHECK(outcome_problems("outcomes: {a: {series: hhi_tokens}, b: {series: price, select: {line: keep}, over: sum, "
                         "from: 2024-01, month: 2025-12}, c: {series: open_lag, over: mean, month: 2024-01}}") == "");
}

TEST_CASE("The series of an outcome exists") {
  CHECK(outcome_problems("outcomes: {a: {series: hhi_token}}") ==
        "outcomes.a.series is 'hhi_token', which is no series (did you mean hhi_tokens?)");
  CHECK_THAT(outcome_problems("outcomes: {a: {over: mean}}"), ContainsSubstring("outcomes.a.series is missing"));
}

TEST_CASE("An outcome has a name of its own in the output") {
  for (const char* name :
       {"tokens",    "line",      "point",       "replicate",  "time",     "statistic",      "arm",        "design_row",
        "line_firm", "line_open", "firm_region", "run_status", "run_seed", "run_message",    "provenance", "timing",
        "releases",  "policy",    "incidents",   "firms",      "verdict",  "arm_description"}) {
    INFO(name);
    CHECK(outcome_problems(fmt::format("outcomes: {{{}: {{series: hhi_tokens}}}}", name)) ==
          fmt::format("outcomes.{} has the name of something else in outputs (choose another)", name));
  }
}

TEST_CASE("The statistics of an outcome do not take the name of another") {
  CHECK(outcome_problems("record: {statistics: [mean]}, outcomes: {a: {series: hhi_tokens}, a_statistics: "
                         "{series: hhi_tokens}}") ==
        "outcomes.a_statistics has the name of the statistics of a (choose another)");
  CHECK(outcome_problems("outcomes: {a: {series: hhi_tokens}, a_statistics: {series: hhi_tokens}}") == "");
}

TEST_CASE("An outcome selects a name on each axis of its series") {
  CHECK(outcome_problems("outcomes: {a: {series: price}}") ==
        "outcomes.a.select lacks line (choose one of keep, give, give-max, late, late-open)");
  CHECK(outcome_problems("outcomes: {a: {series: price, select: {line: kepp}}}") ==
        "outcomes.a.select.line is 'kepp' (did you mean keep?)");
  CHECK(outcome_problems("outcomes: {a: {series: price, select: {line: keep, region: north}}}") ==
        "outcomes.a.select.region is no axis of price (must be one of line)");
  CHECK(outcome_problems("outcomes: {a: {series: hhi_tokens, select: {line: keep}}}") ==
        "outcomes.a.select.line is no axis of hhi_tokens, which has none");
  CHECK(outcome_problems("outcomes: {a: {series: tokens, select: {lime: keep, region: west}}}") ==
        "outcomes.a.select lacks line (choose one of keep, give, give-max, late, late-open)\n"
        "outcomes.a.select lacks segment (choose one of hobby, company)\n"
        "outcomes.a.select.lime is no axis of tokens (did you mean line?)\n"
        "outcomes.a.select.region is 'west' (must be one of north, south)");
}

TEST_CASE("The months of an outcome lie in the run") {
  CHECK(outcome_problems("outcomes: {a: {series: hhi_tokens, month: 2026-01}}") ==
        "outcomes.a.month is 2026-01 (the run goes from 2024-01 to 2025-12)");
  CHECK(outcome_problems("outcomes: {a: {series: hhi_tokens, month: 2023-12}}") ==
        "outcomes.a.month is 2023-12 (the run goes from 2024-01 to 2025-12)");
  CHECK(outcome_problems("outcomes: {a: {series: hhi_tokens, over: sum, from: 2024-06, month: 2024-05}}") ==
        "outcomes.a.from is 2024-06 (after 2024-05)");
  CHECK(outcome_problems("outcomes: {a: {series: hhi_tokens, over: max, from: 2026-01}}") ==
        "outcomes.a.from is 2026-01 (after 2025-12)");
  CHECK(outcome_problems("outcomes: {a: {series: hhi_tokens, from: 2024-06, month: 2024-05}}") == "");  // at: not used
}

TEST_CASE("Problems of all outcomes come at once") {
  const std::string problems =
      outcome_problems("outcomes: {a: {series: x1}, tokens: {series: open_lag, month: 2030-01}}");
  CHECK(std::count(problems.begin(), problems.end(), '\n') == 2);
}
