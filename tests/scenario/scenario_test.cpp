// Checks that concern more than one value: each fires once, at the place of the value at fault.

#include "catch.hpp"
#include "scenario/scenario.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>

using namespace moat;
namespace fs = std::filesystem;

namespace {

const std::string base = std::string(MOAT_SOURCE) + "/tests/little.yaml";
const KnownNames known{{"policy", "adoption"}, {"tokens", "cash"}, {}};

/// The problems of a text that amends tests/little.yaml, one to a line; its first line is line 3.
std::string problems_of(const std::string& text, const std::vector<std::string>& sets = {}) {
  const fs::path file = fs::temp_directory_path() / fmt::format("moat_scenario_{}.yaml", getpid());
  std::ofstream(file) << "schema_version: 2\nextends: " << base << "\n" << text;
  std::string problems;
  try {
    load_scenario(file, sets, known);
  } catch (const InputError& error) {
    problems = error.what();
  }
  fs::remove(file);
  for (std::size_t at; (at = problems.find(file.string() + ":")) != problems.npos;)
    problems.erase(at, file.string().size() + 1);
  for (std::size_t at; (at = problems.find(base)) != problems.npos;) problems.replace(at, base.size(), "parent");
  return problems;
}

std::size_t lines(const std::string& text) {
  return text.empty() ? 0 : std::size_t(std::count(text.begin(), text.end(), '\n')) + 1;
}

/// `count` entries of a list, made from a pattern with {} for the number.
std::string entries(const std::string& list, int count, const std::string& pattern) {
  std::string text = list + ":\n";
  for (int i = 0; i < count; ++i) text += "  " + fmt::format(fmt::runtime(pattern), i) + "\n";
  return text;
}

}  // namespace

TEST_CASE("The little scenario is sound") {
  CHECK(problems_of("") == "");
  const LoadedScenario loaded = load_scenario(base, {}, known);
  CHECK(loaded.scenario.run.steps() == 24);
  CHECK(loaded.scenario.firms.size() == 3);
  CHECK(loaded.reading.origin("run.seed") == "given");
  CHECK(loaded.reading.origin("run.skip") == "default");
}

TEST_CASE("The end comes after the start") {
  CHECK(problems_of("run: {end: 2024-12}\n") == "3:12: run.end is 2024-12 (before run.start, 2025-01)");
  CHECK(problems_of("run: {end: 2025-01}\n") == "");
  CHECK(problems_of("", {"run.end=2020-01"}) ==
        "--set run.end=2020-01: run.end is 2020-01 (before run.start, 2025-01)");
  CHECK(problems_of("run: {start: never}\n") == "3:14: run.start is never (must be a month such as 2030-12)");
  CHECK(problems_of("run: {end: never}\n") == "3:12: run.end is never (must be a month such as 2030-12)");
}

TEST_CASE("Mechanisms to skip and series to record exist") {
  CHECK(problems_of("run: {skip: [adoption]}\nrecord: {series: [cash, tokens]}\n") == "");
  CHECK(problems_of("run: {skip: [adoption, polcy]}\n") ==
        "3:24: run.skip is 'polcy', which is no mechanism (did you mean policy?)");
  CHECK(problems_of("record: {series: [weather]}\n") ==
        "3:19: record.series is 'weather', which is no series (must be one of tokens, cash)");
}

TEST_CASE("What is drawn has something to act on") {
  CHECK(problems_of(
            "uncertain: {arrivals: {east: 1}, switch_hazards: {Atlas: 0.2}}\nfirms: {Cedar: {entry: drawn}}\n") == "");
  CHECK(problems_of("uncertain: {arrivals: {east: 1, west: 0}}\n") ==
        "3:24: uncertain.arrivals.east is 1 (no firm of east waits for it: give some with `entry: drawn`)");
  CHECK(
      problems_of("uncertain: {switch_hazards: {Cedar: 0.2}}\n") ==
      "3:30: uncertain.switch_hazards.Cedar is 0.2 (the firm has lines for one strategy only: add a closed and an open "
      "one)");
  CHECK(problems_of("run: {skip: [adoption]}\nfirms: {Cedar: {entry: drawn}}\n") == "");
}

TEST_CASE("There is at least one of each, and not too many") {
  CHECK_THAT(problems_of("regions: null\n"), ContainsSubstring("3:1: regions is empty (at least one is needed)"));
  CHECK_THAT(problems_of("segments: null\n"), ContainsSubstring("3:1: segments is empty (at least one is needed)"));
  const std::string task = "t{}: {{domains: {{coding: 1}}, difficulty: 100, scale: 10, tokens: 1}}";
  CHECK(problems_of(entries("tasks", 6, task)) == "");
  CHECK(problems_of(entries("tasks", 7, task)) == "3:1: tasks has 9 entries (at most 8)");
  CHECK(problems_of(entries("domains", 63, "d{}: {{}}")) == "3:1: domains has 65 entries (at most 64)");
  CHECK(problems_of(entries("sectors", 254, "s{}: {{tasks: {{chat: 1}}}}")) ==
        "3:1: sectors has 256 entries (at most 255)");
  const std::string region = "r{}: {{developers: 10, sectors: {{office: 1}}, segments: {{enterprise: 1}}}}";
  CHECK(problems_of(entries("regions", 254, region)) == "3:1: regions has 256 entries (at most 255)");
  const std::string firm = "f{}: {{region: west, capex: 1, final_run: 0.1, strategy: closed}}";
  CHECK(problems_of(entries("firms", 997, firm)) == "");
  CHECK(problems_of(entries("firms", 998, firm)) == "3:1: firms has over 1000 entries");
}

TEST_CASE("Weights have something to weigh") {
  CHECK(problems_of("tasks: {code: {domains: {coding: 0}}}\n") ==
        "3:25: tasks.code.domains has no positive weight (give at least one)");
  CHECK(problems_of("sectors: {office: {tasks: {}}}\n") ==
        "3:27: sectors.office.tasks has no positive weight (give at least one)");
  CHECK(problems_of("regions:\n  east: {sectors: {software: 0}}\n") ==
        "4:19: regions.east.sectors has no positive weight (give at least one)");
  CHECK(problems_of("regions:\n  east: {segments: {}}\n") ==
        "4:20: regions.east.segments has no positive weight (give at least one)");
}

TEST_CASE("Product lines have names of their own") {
  const std::string problems = problems_of("firms: {Atlas: {lines: {Cedar: {openness: open, first: 2026-01}}}}\n");
  CHECK(lines(problems) == 1);
  CHECK_THAT(problems, ContainsSubstring("firms.Cedar.lines.Cedar has the name of a line of Atlas"));
  CHECK_THAT(problems_of("firms: {Cedar: {lines: {none: {openness: open, first: 2026-01}}}}\n"),
             ContainsSubstring("3:25: firms.Cedar.lines.none"));
  std::string many = "firms:\n  Cedar:\n    lines:\n";
  for (int i = 0; i < 250; ++i) many += fmt::format("      c{}: {{openness: open, first: 2026-01}}\n", i);
  CHECK(problems_of(many) == "");
  CHECK(problems_of(many + "      one-more: {openness: open, first: 2026-01}\n") ==
        "3:1: firms have 256 lines (at most 255)");
}

TEST_CASE("A strategy has the lines it needs") {
  CHECK(problems_of("firms: {Cedar: {strategy: delayed}}\n") ==
        "3:27: firms.Cedar.strategy is delayed (the firm has no closed line: add one under lines)");
  CHECK(problems_of("firms: {Cedar: {lines: {Cedar: {openness: closed}}}}\n") ==
        "parent:155:15: firms.Cedar.strategy is open (the firm has no open line: add one under lines)");
  CHECK(problems_of("firms: {Cedar: {strategy: {2026-01: open, 2026-06: delayed}}}\n") ==
        "3:52: firms.Cedar.strategy.2026-06 is delayed (the firm has no closed line: add one under lines)");
  CHECK(problems_of("firms: {Cedar: {lines: null}}\n") == "");  // a firm that only trains
}

TEST_CASE("A reaction is a strategy that the firm can follow") {
  CHECK(problems_of("firms: {Cedar: {strategy: reactive, reaction: tiered}}\n") == "");
  CHECK(problems_of("firms: {Cedar: {strategy: reactive, reaction: delayed}}\n") ==
        "3:47: firms.Cedar.reaction is delayed (the firm has no closed line: add one under lines)");
  CHECK(problems_of("firms: {Cedar: {strategy: {2026-01: reactive}, reaction: delayed}}\n") ==
        "3:58: firms.Cedar.reaction is delayed (the firm has no closed line: add one under lines)");
  CHECK(problems_of("firms: {Cedar: {strategy: reactive, reaction: reactive}}\n") ==
        "3:47: firms.Cedar.reaction is reactive (name the strategy that follows)");
}

TEST_CASE("A chip is withdrawn after it came") {
  CHECK(problems_of("chips: {B1: {withdrawn: 2024-01}}\n") ==
        "3:25: chips.B1.withdrawn is 2024-01 (not after on_sale, 2024-01)");
  CHECK(problems_of("chips: {B1: {withdrawn: 2024-02}}\n") == "");
  CHECK(problems_of("chips: {B1: {on_sale: never, withdrawn: 2024-02}}\n") == "");
}

TEST_CASE("Measures have their dates in order") {
  const std::string open = "policy: {measures: {office-ban: {";
  CHECK(problems_of(open + "until: 2026-01}}}\n") ==
        "3:41: policy.measures.office-ban.until is 2026-01 (not after from, 2026-01)");
  CHECK(problems_of(open + "announced: 2026-02}}}\n") ==
        "3:45: policy.measures.office-ban.announced is 2026-02 (after from, 2026-01)");
  CHECK(problems_of(open + "announced: 2026-01, until: 2026-02}}}\n") == "");
  CHECK(problems_of(open + "from: never, announced: 2026-01, until: 2026-02}}}\n") == "");
}

TEST_CASE("Measures have the keys of their instrument and what they need") {
  CHECK(problems_of("policy: {measures: {chip-fund: {rate: 0.1}}}\n") ==
        "3:39: policy.measures.chip-fund.rate has no meaning for chip_programme (its own keys: growth)");
  CHECK(problems_of("policy: {measures: {new: {instrument: tariff, from: 2026-01, actor: west}}}\n") ==
        "3:21: policy.measures.new.rate is missing (tariff does nothing without it)");
  CHECK(problems_of("policy: {measures: {new: {instrument: model_ban, from: 2026-01, actor: west}}}\n") ==
        "3:21: policy.measures.new bans nothing (give origins or firms)");
}

TEST_CASE("Every instrument names keys that exist, and needs one of its own") {
  CHECK(instruments().size() == Choices<Instrument>::names.size());
  for (std::size_t i = 0; i < instruments().size(); ++i) {
    const InstrumentRow& row = instruments()[i];
    INFO(Choices<Instrument>::names[i]);
    CHECK(std::size_t(row.instrument) == i);
    std::string keys;
    for (const Field& field : fields<MeasureEntry>())
      if (!field.text.is_name) keys += fmt::format(" {} ", field.key);
    std::istringstream words{std::string(row.keys)};
    for (std::string word; words >> word;) CHECK_THAT(keys, ContainsSubstring(" " + word + " "));
    std::istringstream needed{std::string(row.needs)};
    for (std::string word; needed >> word;) {
      CHECK(key_applies(row.instrument, word));
      CHECK(key_needed(row.instrument, word));
    }
  }
}

TEST_CASE("All problems of all kinds come together, in the order of the file") {
  const std::string problems = problems_of(
      "run: {seed: 007, skip: [nothing]}\n"
      "firms:\n  Cedar: {strategy: delayed, region: nowhere}\n"
      "policy: {measures: {chip-fund: {until: 2025-01}}}\n"
      "record: {every: 0}\n");
  CHECK(lines(problems) == 6);
  std::vector<std::size_t> places;
  for (const char* part : {"3:13: run.seed", "3:25: run.skip", "5:21: firms.Cedar.strategy", "5:38: firms.Cedar.region",
                           "6:40: policy.measures.chip-fund.until", "7:17: record.every"})
    places.push_back(problems.find(part));
  CHECK(std::is_sorted(places.begin(), places.end()));
  CHECK(places.back() != problems.npos);
}

TEST_CASE("A scenario in full reads to the same scenario") {
  LoadedScenario loaded = load_scenario(base, {}, known);
  const std::string full = to_yaml(item(loaded.scenario));
  const fs::path file = fs::temp_directory_path() / fmt::format("moat_full_{}.yaml", getpid());
  std::ofstream(file) << full;
  LoadedScenario again = load_scenario(file, {}, known);
  fs::remove(file);
  CHECK(to_yaml(item(again.scenario)) == full);
}

TEST_CASE("An arm has a scenario of its own") {
  const fs::path file = fs::temp_directory_path() / fmt::format("moat_scenario_arms_{}.yaml", getpid());
  std::ofstream(file) << "schema_version: 2\nextends: " << base << R"(
arms:
  plain: {description: as it is}
  other:
    set:
      run.seed: 9
      tasks.chat.domains: {coding: 1}
      tasks.chat.domains.coding: 0.5
      policy.measures.chip-fund: null
      firms.Cedar.lines.Cedar.cadence: 7
      policy.measures.office-ban: {coverage: 0.25}
      segments.independent.budget: {2025-01: 1, 2026-01: 2}
)";
  const LoadedScenario loaded = load_scenario(file, {}, known);
  fs::remove(file);
  REQUIRE(loaded.scenario.arms.size() == 2);
  CHECK(loaded.scenario.arms[0].set.empty());
  std::vector<Problem> problems;
  const Scenario other = changed(
      loaded, loaded.scenario.arms[1].set, "arms.other", [](const std::string&) { return Position{}; }, known,
      problems);
  CHECK(problems.empty());
  CHECK(other.run.seed == 9);
  CHECK(other.run.end == loaded.scenario.run.end);
  CHECK(other.tasks[0].domains == Numbers{{"coding", 0.5}});
  CHECK(other.policy.measures.size() == 4);
  CHECK(other.firms[2].lines[0].cadence.at({}) == 7);
  CHECK(other.segments[0].budget.points.size() == 2);
  CHECK(other.policy.measures[2].coverage == 0.25);
  CHECK(loaded.scenario.run.seed == 7);  // the scenario itself is as it was
  CHECK(loaded.scenario.policy.measures.size() == 5);
}

TEST_CASE("Each arm is checked where its values stand") {
  const auto arm = [](const std::string& set) { return problems_of("arms:\n  x: {set: {" + set + "}}\n"); };
  CHECK(arm("run.seed: 3") == "");
  CHECK(arm("run.seed: -3") == "4:23: arms.x: run.seed is -3 (must lie in [0, 9.0072e+15])");
  CHECK(arm("run.seed: 3, firms.Cedar.strategy: opne") ==
        "4:48: arms.x: firms.Cedar.strategy is 'opne' (must be one of closed, open, delayed, tiered, reactive, "
        "adaptive; did you "
        "mean open?)");
  CHECK(arm("adoption.peer_wait: 3") == "4:33: arms.x: adoption.peer_wait is unknown (did you mean peer_weight?)");
  CHECK_THAT(arm("firms.Ceder.strategy: open"), ContainsSubstring("4:35: arms.x: firms.Ceder"));
  CHECK_THAT(arm("firms.Ceder: null"), ContainsSubstring("4:26: arms.x: firms.Ceder"));
  CHECK(arm("arms.x.description: me") == "4:33: arms.x: arms.x.description cannot be changed by an arm");
  CHECK(arm("arms: null") == "4:19: arms.x: arms cannot be changed by an arm");
  CHECK_THAT(arm("\"run. seed\": 3"), ContainsSubstring("4:13: arms.x.set.run. seed is no dotted path"));
}

TEST_CASE("What an arm upsets elsewhere is found") {
  const auto arm = [](const std::string& set) { return problems_of("arms:\n  x: {set: {" + set + "}}\n"); };
  CHECK(arm("run.end: 2024-12") == "4:22: arms.x: run.end is 2024-12 (before run.start, 2025-01)");
  CHECK(arm("firms.Cedar.strategy: delayed") ==
        "4:35: arms.x: firms.Cedar.strategy is delayed (the firm has no closed line: add one under lines)");
  CHECK_THAT(arm("chips.R1-lite: null"), ContainsSubstring("arms.x: policy.measures.lite-licence.chips"));
  CHECK_THAT(arm("record.statistics: [mode]"), ContainsSubstring("4:32: arms.x: record.statistics is 'mode'"));
}

TEST_CASE("All arms are checked") {
  CHECK(lines(problems_of("arms:\n  x: {set: {run.seed: -3}}\n  y: {set: {run.seed: a, run.developers: 0}}\n")) == 3);
}

TEST_CASE("Statistics have names that are known, once each") {
  CHECK(problems_of("record: {statistics: [mean, sd, min, max, q05, q50, q5, q975]}\n") == "");
  CHECK(problems_of("record: {statistics: [mean, median]}\n") ==
        "3:29: record.statistics is 'median' (must be mean, sd, min, max or a quantile such as q05 or q50)");
  CHECK(problems_of("record: {statistics: [mean, q05, mean]}\n") == "3:34: record.statistics has mean twice");
  for (const char* name : {"q", "q0", "q00", "q-5", "Q05", "q0.5", "q05 ", "q12345678", ""}) {
    INFO(name);
    CHECK_FALSE(is_statistic(name));
  }
  for (const char* name : {"q05", "q5", "q1234567"}) CHECK(is_statistic(name));
}
