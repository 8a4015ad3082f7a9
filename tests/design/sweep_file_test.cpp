#include "design/sweep_file.hpp"

#include "catch.hpp"
#include "design/sweeps.hpp"
#include "scenario/scenario.hpp"

using namespace moat;

namespace {

const std::string two_arms =
    "arms: {now: {}, strict: {set: {policy.measures.chip-rule.enforcement: 0.9}}, late: {set: "
    "{policy.measures.chip-rule.from: 2025-09}}}\n";

/// The problem of one factor, from line 5.
std::string factor(const std::string& entry, const std::string& scenario = "") {
  return problems_of("factors:\n  " + entry + "\n", scenario);
}

}  // namespace

TEST_CASE("The scenario of a sweep is that of its file with its changes") {
  const TestFolder folder;
  const std::string text =
      "set: {run.developers: 500, adoption.peer_weight: 0.3}\nreplicates: 6\narms: [late, now]\n"
      "outcomes: {lag: {series: open_lag}}\n";
  const LoadedSweep sweep = load_text(folder, text, two_arms, {"adoption.peer_weight=0.4"});
  const Scenario& s = sweep.base->scenario;
  CHECK(s.run.developers == 500);
  CHECK(s.adoption.peer_weight == 0.4);  // the command line comes last
  CHECK(s.run.replicates == 6);
  REQUIRE(s.arms.size() == 2);
  CHECK((s.arms[0].name == "late" && s.arms[1].name == "now"));
  REQUIRE(s.outcomes.size() == 1);
  CHECK(s.outcomes[0].series == "open_lag");
  CHECK(sweep.base->reading.where("outcomes.lag.series").file.ends_with("sweep.yaml"));
  CHECK(sweep.base->reading.origin("run.developers") == "set");
}

TEST_CASE("What stands in a sweep file is checked") {
  CHECK(problems_of("") == "");
  CHECK(problems_of("set: {run.developers: few}\n") ==
        "4:23: set: run.developers is 'few' (expected a whole number, unit: developers)");
  CHECK(problems_of("set: {run.developrs: 5}\n") == "4:22: set: run.developrs is unknown (did you mean developers?)");
  CHECK(problems_of("replicates: 2\nuntil_ci: {outcome: lag, half_width: 1}\noutcomes: {lag: {series: open_lag}}\n") ==
        "4:13: replicates stands beside until_ci, which decides on their number (leave one out)");
  CHECK(problems_of("until_ci: {outcome: lagg, half_width: 1}\noutcomes: {lag: {series: open_lag}}\n") ==
        "4:21: until_ci.outcome is 'lagg', which is no outcome (did you mean lag?)");
  CHECK(problems_of("until_ci: {outcome: lag, half_width: 1, batch: 9, maximum: 8}\n"
                    "outcomes: {lag: {series: open_lag}}\n") ==
        "4:60: until_ci.maximum is 8 (must be at least until_ci.batch, 9)");
  CHECK(problems_of("until_ci: {half_width: 1}\n") == "4:1: until_ci.outcome is missing (the outcome to be known)");
  CHECK(problems_of("until_ci: {outcome: lag}\noutcomes: {lag: {series: open_lag}}\n") ==
        "4:1: until_ci.half_width is 0 or missing (give a width in units of the outcome)");
  CHECK(problems_of("arms: [strict, nwo, strict]\n", two_arms) ==
        "4:16: arms is 'nwo', which is no arm of the scenario (did you mean now?)\n"
        "4:21: arms names strict twice (leave one out)");
  CHECK(problems_of("outcomes: {lag: {series: open_lag}}\n", "outcomes: {lag: {series: open_lag}}\n") ==
        "4:12: outcomes.lag has the name of an outcome of the scenario (rename it)");
}

TEST_CASE("A scenario that cannot be read is the sweep's problem") {
  const TestFolder folder;
  const std::string file = folder.write("sweep.yaml", "schema_version: 2\ntitle: t\nscenario: nowhere.yaml\n");
  try {
    load_sweep(file, {}, known_names());
    FAIL("it was read");
  } catch (const InputError& error) {
    CHECK_THAT(error.what(), ContainsSubstring("sweep.yaml:3:11: scenario names "));
    CHECK_THAT(error.what(), ContainsSubstring("nowhere.yaml: cannot read (No such file or directory)"));
  }
  CHECK_THROWS_AS(load_sweep(folder.path / "none.yaml", {}, known_names()), IoError);
}

TEST_CASE("Factors lead to single values") {
  CHECK(factor("adoption.peer_weight: {uniform: [0, 2]}") == "");
  CHECK(factor("adoption.peer_weigt: {uniform: [0, 2]}") ==
        "5:3: adoption.peer_weigt is unknown (did you mean peer_weight?)");
  CHECK(factor("firms.Atlsa.final_run: {uniform: [0, 0.5]}") == "5:3: firms.Atlsa is unknown (did you mean Atlas?)");
  CHECK(factor("firms.Atlas.name: {values: [a]}") ==
        "5:3: firms.Atlas.name is not written inside an entry (the entry's key is its name)");
  CHECK(factor("firms.Birch.capex: {log_uniform: [1e8, 2e8]}") == "");
  CHECK(factor("firms.Atlas.capex: {log_uniform: [1e8, 2e8]}") ==
        "5:3: firms.Atlas.capex is a path over time (a factor sets single values; for more use arms)");
  CHECK(factor("firms.Atlas: {values: [a]}") ==
        "5:3: firms.Atlas is a part with values of its own (a factor sets single values; for more use arms)");
  CHECK(factor("firms: {values: [a]}") ==
        "5:3: firms is a list of entries (a factor sets single values; for more use arms)");
  CHECK(factor("run.skip: {values: [policy]}") ==
        "5:3: run.skip is a list of texts (a factor sets single values; for more use arms)");
  CHECK(factor("tasks.chat.domains: {values: [1]}") ==
        "5:3: tasks.chat.domains is several numbers by name (a factor sets single values; for more use arms)");
  CHECK(factor("tasks.chat.domains.coding: {uniform: [0.1, 1]}") == "");
  CHECK(factor("firms.Atlas.strategy: {values: [closed, tiered]}") == "");
  CHECK(factor("finance.exit: {values: [true, false]}") == "");
  CHECK(factor("policy.measures.chip-rule.from: {dates: [2025-05, 2025-08]}") == "");
}

TEST_CASE("What all points share is no factor") {
  for (const std::string path : {"run.start", "run.end", "run.replicates", "run.first_replicate"})
    CHECK(factor(path + ": {values: [1]}") ==
          fmt::format("5:3: {0} is no factor (all points share {0}; arms may change it)", path));
  CHECK(factor("record.every: {values: [1]}") ==
        "5:3: record.every is no factor (all points share record; arms may change it)");
  CHECK(factor("run.developers: {values: [100, 200]}") == "");
  CHECK(factor("run.seed: {integer: [1, 4]}") == "");
}

TEST_CASE("Units of factors are those of their parameters") {
  CHECK(factor("run.developers: {values: [100], unit: developers}") == "");
  CHECK(
      factor("run.developers: {values: [100], unit: thousands}") ==
      "5:41: factors.run.developers.unit is 'thousands', but the unit of run.developers is 'developers' (write values "
      "in that unit)");
}

TEST_CASE("Levels and bounds are checked by the scenario") {
  CHECK(factor("adoption.token_elasticity: {uniform: [0.1, 2]}") ==
        "5:46: factors.adoption.token_elasticity: adoption.token_elasticity is 2 (must lie in [0, 0.95])");
  CHECK(factor("adoption.token_elasticity: {values: [0.1, x, 0.2]}") ==
        "5:45: factors.adoption.token_elasticity: adoption.token_elasticity is 'x' (expected a number)");
  CHECK(factor("firms.Atlas.strategy: {values: [closed, opne]}") ==
        "5:43: factors.firms.Atlas.strategy: firms.Atlas.strategy is 'opne' (must be one of closed, open, delayed, "
        "tiered, reactive, adaptive; did you mean open?)");
  CHECK(factor("firms.Atlas.region: {values: [west, wset]}") ==
        "5:39: factors.firms.Atlas.region: firms.Atlas.region is 'wset' (must be one of regions: west, east; did you "
        "mean "
        "west?)");
  CHECK(factor("policy.measures.lite-licence.from: {values: [2025-02, 2026-05]}") ==
        "5:3: point 1: policy.measures.lite-licence.until is 2026-04 (not after from, 2026-05)");
}

TEST_CASE("Distributions fit their numbers and kinds") {
  const auto peers = [](const std::string& entry) { return factor("adoption.peer_weight: {" + entry + "}"); };
  const std::string key = "factors.adoption.peer_weight";
  CHECK(peers("role: lever") == "5:3: " + key +
                                    " has no values (give one of values, categorical, uniform, log_uniform, normal, "
                                    "triangular, integer, dates)");
  CHECK(peers("values: [1], uniform: [0, 1]") == "5:3: " + key + " has values, uniform (give one of them)");
  CHECK(peers("uniform: [0, 1, 2]") == "5:35: " + key + ".uniform has 3 elements (expected [low, high])");
  CHECK(peers("uniform: [1, 0]") == "5:35: " + key + ".uniform is [1, 0] (the low must come before the high)");
  CHECK(peers("uniform: [0, 1_0]") == "5:39: " + key + ".uniform[1] is '1_0' (expected a number without underscores)");
  CHECK(peers("log_uniform: [0, 1]") == "5:40: " + key + ".log_uniform[0] is 0 (must be positive)");
  CHECK(peers("triangular: [0, 2, 1]") == "5:42: " + key + ".triangular[1] is 2 (must lie in [0, 1])");
  CHECK(peers("integer: [0, 1.5]") == "5:39: " + key + ".integer[1] is 1.5 (must be a whole number)");
  CHECK(peers("integer: [0, 3]") == "");
  CHECK(peers("values: []") == "5:34: " + key + ".values is empty (give at least one level)");
  CHECK(peers("values: [1, 2, 1.0]") == "5:41: " + key + ".values has 1.0 twice (leave one out)");
  CHECK(peers("dates: [2025-01, 2025-02]") ==
        "5:33: " + key + ".dates is for dates, which adoption.peer_weight is not");
  CHECK(peers("uniform: [0, 1], within: [0, 1]") ==
        "5:51: " + key + ".within has no meaning for uniform (it cuts off a normal)");
  CHECK(peers("values: [0, 1], levels: 4") ==
        "5:50: " + key + ".levels has no meaning for values (the levels are those given)");
  CHECK(
      factor("run.developers: {uniform: [10, 20]}") ==
      "5:29: factors.run.developers.uniform gives fractions, but run.developers is a whole number (use integer: [low, "
      "high])");
  CHECK(factor("finance.exit: {uniform: [0, 1]}") ==
        "5:27: factors.finance.exit.uniform is for numbers, which finance.exit is not (use values)");
  CHECK(
      factor("policy.measures.chip-rule.from: {dates: [2025-08, 2025-05]}") ==
      "5:43: factors.policy.measures.chip-rule.from.dates is [2025-08, 2025-05] (the first must come before the last)");
  CHECK(factor("policy.measures.chip-rule.from: {dates: [2025-08, soon]}") ==
        "5:53: factors.policy.measures.chip-rule.from.dates[1] is 'soon', which is not a date (write 2027-01)");
}

TEST_CASE("A normal stays where its parameter may be") {
  const auto elasticity = [](const std::string& entry) { return factor("adoption.token_elasticity: {" + entry + "}"); };
  const std::string key = "factors.adoption.token_elasticity";
  CHECK(elasticity("normal: [0.5, 0.1], within: [0, 0.9]") == "");
  CHECK(elasticity("normal: [0.5, 0.1]") == "");
  CHECK(elasticity("normal: [1.5, 0.1]") ==
        "5:40: " + key + ": adoption.token_elasticity is 1.5 (must lie in [0, 0.95])");
  CHECK(elasticity("normal: [0.5, 0], within: [0, 0.9]") == "5:45: " + key + ".normal[1] is 0 (must be positive)");
  CHECK(elasticity("normal: [0.5, 0.1], within: [0, 2]") ==
        "5:63: " + key + ": adoption.token_elasticity is 2 (must lie in [0, 0.95])");
}

TEST_CASE("A short name may stand for several parameters alike") {
  CHECK(
      factor(
          "spread: {uniform: [0, 2], paths: [segments.independent.price_log_sd, segments.enterprise.price_log_sd]}") ==
      "");
  CHECK(factor("spread: {uniform: [0, 2]}") ==
        "5:3: spread is unknown (must be one of title, question, description, run, record, outcomes, arms, verdict, "
        "robust, capability, domains, tasks, ...)");
  CHECK(factor("two: {values: [100, 200], paths: [run.developers, run.seed]}") ==
        "5:53: factors.two: run.seed is of another kind or unit than run.developers (a factor sets values that are "
        "alike)");
  CHECK(factor("two: {values: [100, 200], paths: [run.developers, run.nothing]}") ==
        "5:53: factors.two: run.nothing is unknown (must be one of start, end, seed, replicates, first_replicate, "
        "developers, sampling, skip)");
}

TEST_CASE("Nothing else sets the parameter of a factor") {
  const std::string x = "factors:\n  adoption.peer_weight: {uniform: [0, 2]}\n";
  CHECK(problems_of(x + "  twice: {uniform: [0, 1], paths: [adoption.peer_weight]}\n") ==
        "6:36: factors.twice: adoption.peer_weight is set by factors.adoption.peer_weight too (leave one out)");
  CHECK(problems_of(x + "set: {adoption.peer_weight: 1}\n") ==
        "5:3: adoption.peer_weight is set by set too (leave one out)");
  CHECK(problems_of(x, "arms: {a: {}, b: {set: {adoption: {peer_weight: 1}}}}\n") ==
        "5:3: adoption.peer_weight is set by arm b too (leave one out)");
  CHECK(problems_of(x + "arms: [a]\n", "arms: {a: {}, b: {set: {adoption.peer_weight: 1}}}\n") == "");
  CHECK(
      problems_of("factors:\n  policy.measures.new.rate: {uniform: [0, 0.2]}\n",
                  "arms: {a: {}, b: {set: {policy.measures.new: {instrument: tariff, from: 2026-01, actor: west, rate: "
                  "0.1}}}}\n") ==
      "5:3: policy.measures.new is unknown (must be one of chip-rule, lite-licence, chip-fund, "
      "office-ban, open-schools) in arm a");
}

TEST_CASE("Keys of a design belong to its type") {
  const std::string x = "factors: {adoption.peer_weight: {uniform: [0, 2]}}\n";
  CHECK(problems_of(x + "design: {type: grid, n: 4}\n") ==
        "5:25: design.n has no meaning for grid (it has no keys of its own)");
  CHECK(problems_of(x + "design: {type: lhs, second_order: true}\n") ==
        "5:35: design.second_order has no meaning for lhs (its own keys: n, seed)");
  CHECK(problems_of(x + "design: {type: sobol, n: 100}\n") ==
        "5:26: design.n is 100 (must be a power of 2, such as 64 or 128)");
  CHECK(problems_of(x + "design: {type: morris, n: 5, levels: 5}\n") == "5:38: design.levels is 5 (must be even)");
  CHECK(problems_of("design: {type: lhs}\n") ==
        "4:1: design is lhs, but there are no factors (name what varies under factors)");
  CHECK(problems_of("design: {type: list}\n") == "4:1: design.file is missing (the CSV file with the points)");
  CHECK(problems_of(x + "combine: zip\n") == "5:10: combine has nothing to combine (there are no blocks)");
  CHECK(problems_of(x + "blocks: {a: {}}\n") ==
        "4:1: factors stands beside blocks (put it into a block, or leave "
        "blocks out)");
  const std::string again =
      "blocks:\n  a: {" + x.substr(0, x.size() - 1) + "}\n  b: {" + x.substr(0, x.size() - 1) + "}\n";
  CHECK(problems_of(again) ==
        "6:17: adoption.peer_weight is set by blocks.a.factors.adoption.peer_weight too (leave one out)");
  CHECK(problems_of(again + "combine: concat\n") == "");
}

TEST_CASE("All problems come at once, in the order of the file") {
  CHECK(problems_of("factors:\n"
                    "  adoption.peer_weigt: {uniform: [0, 2]}\n"
                    "  run.developers: {values: [100, few]}\n"
                    "arms: [a]\n") ==
        "5:3: adoption.peer_weigt is unknown (did you mean peer_weight?)\n"
        "6:34: factors.run.developers: run.developers is 'few' (expected a whole number, unit: developers)\n"
        "7:8: arms is 'a', which is no arm of the scenario (there is none)");
}
