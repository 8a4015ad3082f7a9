// What rules watch: found in the scenario, checked, read off the world each month; and rules in whole runs.

#include "model/watch.hpp"

#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "catch.hpp"
#include "model/little_scenario.hpp"

using namespace moat;

namespace {

/// A rule of north with a subsidy on call; `more` are further keys.
std::vector<std::string> rule(const std::string& when, const std::string& more = "lasts: 3") {
  return {"policy.measures.fund={instrument: subsidy, from: never, actor: north, capex_share: 0.5}",
          fmt::format("policy.rules.react={{actor: north, when: '{}', then: [fund], {}}}", when, more)};
}

World watched_after(const Scenario& s, int months, int threads = 1) {
  World w = initial_world(s, random_of(s), threads);
  run_months(w, s, months);
  return w;
}

bool same_course(const World& a, const World& b) {
  return (a.market.tokens.flat() == b.market.tokens.flat()).all() &&
         (a.market.list_price == b.market.list_price).all() && (a.firms.cash == b.firms.cash).all() &&
         (a.firms.compute == b.firms.compute).all() && (a.firms.know_how == b.firms.know_how).all() &&
         (a.developers.slot == b.developers.slot).all();
}

/// Months in which rules fired, counted from the first of the run.
std::vector<int> fired(const World& w, const std::string& name) {
  std::vector<int> months;
  for (const PolicyEvent& e : w.events.policies)
    if (e.measure == name && e.action == "rule fires") months.push_back(e.month - w.clock.start);
  return months;
}

std::string rule_problems(const std::vector<std::string>& sets) {
  std::string problems;
  try {
    little_scenario(sets);
  } catch (const InputError& error) {
    for (const Problem& one : error.problems()) problems += (problems.empty() ? "" : "\n") + one.text;
  }
  return problems;
}

}  // namespace

TEST_CASE("A watched cell is read at the end of the month") {
  const Scenario s = little_scenario(rule("cash[firm=Give] <= 5", "until: 'cash[firm=Keep] > 7'"));
  World w = initial_world(s, random_of(s), 1);
  REQUIRE(w.governments.rules.size() == 1);
  const RuleState& state = w.governments.rules[0];
  CHECK(state.when.series->name == "cash");
  CHECK((state.when.cells == 3 && state.when.cell == 1 && state.until.cell == 0));
  CHECK((std::isnan(state.when.value) && !state.when.holds && !state.until.holds));  // nothing is known yet
  w.firms.cash << 7, 5, 0;
  watch(w);
  CHECK((state.when.value == 5 && state.when.holds));
  CHECK((state.until.value == 7 && !state.until.holds));
  w.firms.cash << 7.5, std::numeric_limits<double>::quiet_NaN(), 0;
  watch(w);
  CHECK((std::isnan(state.when.value) && !state.when.holds));
  CHECK((state.until.value == 7.5 && state.until.holds));
}

TEST_CASE("A rule acts in the month after, with the value of the month before in its event") {
  // The dated control of the little scenario begins in month 5, so two measures are in force at the end of none before.
  const Scenario s = little_scenario(rule("measures_in_force >= 1", "for: 2, lasts: 3, once: true"));
  const World w = watched_after(s, 12);
  CHECK(fired(w, "react") == std::vector<int>{7});
  for (const PolicyEvent& e : w.events.policies) {
    if (e.measure == "fund") CHECK(e.month - s.run.start == (e.action == "begins" ? 7 : 10));
    if (e.action == "rule fires") CHECK(e.value == 1);
  }
}

TEST_CASE("What a rule enacts changes the world from the month in which it fires, not before") {
  const Scenario plain = little_scenario(), s = little_scenario(rule("measures_in_force >= 1", "for: 2"));
  CHECK(same_course(watched_after(plain, 7), watched_after(s, 7)));
  CHECK_FALSE(same_course(watched_after(plain, 9), watched_after(s, 9)));
}

TEST_CASE("Armed rules that never fire change no bit") {
  const World plain = watched_after(little_scenario(), 24);
  CHECK(same_course(plain, watched_after(little_scenario(rule("hhi_tokens > 1")), 24)));
  CHECK(
      same_course(plain, watched_after(little_scenario(rule("switching_flow[from_line=none,to_line=keep] < 0")), 24)));
}

TEST_CASE("Rules of scripted governments watch nothing") {
  std::vector<std::string> sets = rule("hhi_tokens <= 1");
  CHECK_FALSE(fired(watched_after(little_scenario(sets), 3), "react").empty());
  sets.emplace_back("policy.scripted=[north]");
  CHECK(fired(watched_after(little_scenario(sets), 24), "react").empty());
  sets.back() = "policy.scripted=[south]";
  CHECK_FALSE(fired(watched_after(little_scenario(sets), 3), "react").empty());
}

TEST_CASE("Without the mechanism there are no rules") {
  std::vector<std::string> sets = rule("hhi_tokens <= 1");
  sets.emplace_back("run.skip=[policy]");
  const World w = watched_after(little_scenario(sets), 5);
  CHECK(w.governments.rules.empty());
  CHECK(w.events.policies.empty());
}

TEST_CASE("One government may answer the rules of another") {
  std::vector<std::string> sets = rule("measures_in_force >= 1", "lasts: 3, once: true");
  sets.emplace_back(
      "policy.measures.answer={instrument: tariff, from: never, actor: south, on: chips, origins: [north], rate: 0.5}");
  sets.emplace_back(
      "policy.rules.retaliate={actor: south, when: 'rules_in_force[region=north] >= 1', then: [answer], "
      "until: 'rules_in_force[region=north] < 1'}");
  const World w = watched_after(little_scenario(sets), 12);
  CHECK(fired(w, "react") == std::vector<int>{6});
  CHECK(fired(w, "retaliate") == std::vector<int>{7});
  CHECK(w.events.policies.back().measure == "answer");
  CHECK(w.events.policies.back().action == "ends");
  CHECK(w.events.policies.back().month - w.clock.start == 10);  // fund ends in month 9
}

TEST_CASE("Results with rules do not depend on threads") {
  const Scenario s =
      little_scenario(rule("open_token_share[region=south,segment=hobby] < 2", "lasts: 2, cool_down: 2"));
  const World one = watched_after(s, 24);
  CHECK(fired(one, "react").size() > 3);
  for (const int threads : {2, 8}) CHECK(same_course(one, watched_after(s, 24, threads)));
}

TEST_CASE("A flow is watched without being recorded") {
  const World w = watched_after(little_scenario(rule("switching_flow[from_line=none,to_line=keep] > 0")), 3);
  CHECK(fired(w, "react") == std::vector<int>{1});
}

TEST_CASE("Conditions that cannot be read or name nothing are problems") {
  const auto problem = [](const std::string& when, const std::string& said) {
    CHECK(rule_problems(rule(when)) == fmt::format("policy.rules.react.when is '{}': {}", when, said));
  };
  problem("region_lagg[origin=south] < 4", "series is 'region_lagg', which is no series (did you mean region_lag?)");
  problem("region_lag < 4", "it lacks origin (choose one of north, south)");
  problem("region_lag[origin=sout] < 4", "origin is 'sout' (did you mean south?)");
  problem("region_lag[origin=south,firm=Keep] < 4", "firm is no axis of region_lag (must be one of origin)");
  problem("hhi_tokens[region=south] < 4", "region is no axis of hhi_tokens, which has none");
  problem("hhi_tokens = 4", "comparison is '=' (must be one of <, <=, >, >=)");
  CHECK_THAT(rule_problems(rule("hhi_tokens < 4", "until: 2027-01")),
             ContainsSubstring("policy.rules.react.until is '2027-01': "));
  CHECK(rule_problems(rule("hhi_tokens < 4", "until: 'tokenz > 1'")) ==
        "policy.rules.react.until is 'tokenz > 1': series is 'tokenz', which is no series (did you mean tokens?)");
}
