// Old names in a tree: where they may stand, what becomes of them, what is said.

#include "io/scenario_text/renamed.hpp"

#include <set>

#include "catch.hpp"
#include "io/scenario_text/fields.hpp"
#include "io/scenario_text/parse.hpp"

using namespace moat;

namespace {

struct Renaming {
  std::string tree, warnings;  ///< one to a line
};

Renaming rename(const std::string& text) {
  const Source source{"old.yaml", text, "given"};
  std::vector<Problem> problems, warnings;
  auto root = parse_yaml(source, problems);
  REQUIRE((root && problems.empty()));
  rename_in(*root, source, warnings);
  Renaming result{yaml_of(*root), ""};
  for (const Problem& one : warnings) result.warnings += to_string(one) + "\n";
  return result;
}

}  // namespace

TEST_CASE("A parameter by its old name is read under the new one, and the place is told") {
  const Renaming r = rename("title: old\ncapability:\n  reference_flop: 25\n");
  CHECK(r.tree == "{title: old, capability: {log10_reference_flop: 25}}");
  CHECK(r.warnings == "old.yaml:3:3: 'capability.reference_flop' is now 'capability.log10_reference_flop'\n");
}

TEST_CASE("Old names in entries of lists, changes of arms, factors and their paths") {
  CHECK(rename("segments: {one: {price_spread: 1, review: 1}}").tree ==
        "{segments: {one: {price_log_sd: 1, review: 1}}}");
  CHECK(rename("arms: {a: {set: {research.flop_per_month: 21}}}").tree ==
        "{arms: {a: {set: {research.log10_flop_per_month: 21}}}}");
  CHECK(rename("arms: {a: {set: {policy.measures.m: {flop_limit: 26}}}}").tree ==
        "{arms: {a: {set: {policy.measures.m: {log10_flop_limit: 26}}}}}");
  CHECK(rename("arms: {a: {set: {capability: {reference_flop: 26}}}}").tree ==
        "{arms: {a: {set: {capability: {log10_reference_flop: 26}}}}}");
  CHECK(rename("robust: {worlds: 8, factors: {research.flop_per_month: {uniform: [20, 22]}}}").tree ==
        "{robust: {samples: 8, factors: {research.log10_flop_per_month: {uniform: [20, 22]}}}}");
  const Renaming r = rename(
      "filter: 2 * segments.a.tokens_spread < 3\n"
      "factors:\n  x: {values: [1], paths: [segments.a.trust_spread, segments.b.trust_weight]}\n");
  CHECK(r.tree == R"({filter: "2 * segments.a.tokens_log_sd < 3", )"
                  "factors: {x: {values: [1], paths: [segments.a.trust_sd, segments.b.trust_weight]}}}");
  CHECK(r.warnings ==
        "old.yaml:1:9: 'segments.a.tokens_spread' is now 'segments.a.tokens_log_sd'\n"
        "old.yaml:3:28: 'segments.a.trust_spread' is now 'segments.a.trust_sd'\n");
}

TEST_CASE("Strategies adopted later follow what the strategy begins with, wherever they stand") {
  const std::string told = "'firms.A.strategy_changes' is now 'firms.A.strategy'\n";
  const Renaming r = rename("firms: {A: {strategy_changes: {2026-01: open}, strategy: closed}}");
  CHECK(r.tree == "{firms: {A: {strategy: closed, strategy: {\"2026-01\": open}}}}");
  CHECK(r.warnings == "old.yaml:1:13: " + told);
  // Changes are kept as text, which would not say that something precedes these dates.
  for (const std::string same : {"arms: {a: {set: {firms.A.strategy_changes: {\"2026-01\": open}}}}",
                                 "arms: {a: {set: {firms.A: {strategy_changes: {\"2026-01\": open}}}}}"}) {
    const Renaming kept = rename(same);
    CHECK(kept.tree == "{" + same + "}");
    CHECK_THAT(kept.warnings, Catch::Matchers::EndsWith(told));
  }
}

TEST_CASE("Old names of series and axes where something is recorded, selected or compared") {
  CHECK(rename("record: {series: [run_flop, price]}").tree == "{record: {series: [log10_run_flop, price]}}");
  CHECK(rename("outcomes: {o: {series: families_in_use, select: {segment: a, families: 1}}}").tree ==
        "{outcomes: {o: {series: firms_in_use, select: {segment: a, firm_count: 1}}}}");
  const Renaming r = rename("policy: {rules: {r: {when: 'families_in_use[segment=a, families=2] > 0.5'}}}");
  CHECK(r.tree.find("firms_in_use[segment=a, firm_count=2] > 0.5") != r.tree.npos);
  CHECK(r.warnings ==
        "old.yaml:1:28: 'families_in_use' is now 'firms_in_use'\n"
        "old.yaml:1:28: 'families' is now 'firm_count'\n");
}

TEST_CASE("Where a name means something else it stays") {
  for (const std::string same : {"title: run_flop", "question: families", "firms: {run_flop: {region: worlds}}",
                                 "release: {worlds: 3}", "other: {flop_limit: 26}"}) {
    const Renaming r = rename(same);
    CHECK(r.tree == "{" + same + "}");
    CHECK(r.warnings.empty());
  }
}

TEST_CASE("The table: a path keeps all but its last part, and no name is old and new") {
  std::set<std::string_view> before;
  for (const Renamed& row : renamed()) CHECK(before.insert(row.before).second);
  for (const Renamed& row : renamed()) {
    CHECK_FALSE(before.contains(row.now));
    if (row.what == Renamed::What::parameter)
      CHECK(row.before.substr(0, row.before.rfind('.')) == row.now.substr(0, row.now.rfind('.')));
  }
  CHECK(path_now("segments.all.price_spread") == "segments.all.price_log_sd");
  CHECK_FALSE(path_now("segments.all.price_weight"));
  CHECK_FALSE(path_now("price_spread"));
}
