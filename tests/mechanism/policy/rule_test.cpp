// Rules of governments: when they fire, how long their measures last, and what is written down, in the little world.

#include "mechanism/policy/rule.hpp"

#include <cmath>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/policy/policy.hpp"

using namespace moat;

namespace {

RuleEntry rule_of(std::string name, std::string measure) {
  RuleEntry rule;
  rule.name = std::move(name);
  rule.actor = "north";
  rule.measures = {std::move(measure)};
  return rule;
}

MeasureEntry subsidy_on_call(std::string name, double share = 0.25) {
  MeasureEntry m;
  m.name = std::move(name);
  m.instrument = Instrument::subsidy;
  m.actor = "north";
  m.capex_share = share;
  return m;
}

/// What the conditions say at the end of each month: a letter a month, '.' for no.
struct Course {
  std::string when;
  std::string until = "";
};

/// Months in which the subsidy of the rule is in force, a letter each. The events stay in the world.
std::string followed(World& w, const RuleEntry& rule, const Course& course) {
  PolicyParams params;
  params.rules = {rule};
  params.measures = {subsidy_on_call("help")};
  w.governments.rules.assign(1, {});
  std::string months;
  for (w.clock.step = 0; w.clock.step < int(course.when.size()); ++w.clock.step) {
    enact_policy(w.governments, w.events, w.clock, w.society, w.chips, w.firms, w.market, params);
    const bool on = w.governments.capex_subsidy[north] > 0;
    CHECK(w.governments.rules_in_force[north] == double(on));
    CHECK(w.governments.rules_in_force[south] == 0);
    CHECK(w.governments.in_force == int(on));
    months += on ? 'x' : '.';
    const auto at = std::size_t(w.clock.step);
    RuleState& state = w.governments.rules[0];
    state.when.holds = course.when[at] != '.';
    state.when.value = w.clock.step;
    state.until.holds = at < course.until.size() && course.until[at] != '.';
    state.until.value = 100 + w.clock.step;
  }
  return months;
}

std::string followed(const RuleEntry& rule, const Course& course) {
  World w = little_world();
  return followed(w, rule, course);
}

}  // namespace

TEST_CASE("A rule fires in the month after its condition has held for n months in a row") {
  RuleEntry rule = rule_of("react", "help");
  CHECK(followed(rule, {"..x....."}) == "...xxxxx");
  rule.months = 3;
  CHECK(followed(rule, {"xx.xx.xxx."}) == ".........x");
  CHECK(followed(rule, {"xxx......."}) == "...xxxxxxx");
  CHECK(followed(rule, {"xx.xx.xx.x"}) == "..........");
}

TEST_CASE("Nothing is known in the first month") {
  CHECK(followed(rule_of("react", "help"), {"xxx"}) == ".xx");
}

TEST_CASE("Measures end after the months they last, and a rule fires again once its cool-down is over") {
  RuleEntry rule = rule_of("react", "help");
  rule.lasts = 2;
  CHECK(followed(rule, {"x........."}) == ".xx.......");
  CHECK(followed(rule, {"x...x....."}) == ".xx..xx...");
  CHECK(followed(rule, {"xxxxxxxxxx"}) == ".xxxxxxxxx");  // renewed as long as the condition holds
  rule.cool_down = 3;
  CHECK(followed(rule, {"xxxxxxxxxxxxx"}) == ".xx...xx...xx");
  rule.cool_down = 0;
  rule.once = true;
  CHECK(followed(rule, {"x...x....."}) == ".xx.......");
}

TEST_CASE("The months of a condition are counted while measures are in force and while the rule cools down") {
  RuleEntry rule = rule_of("react", "help");
  rule.months = 4;
  rule.lasts = 2;
  rule.cool_down = 1;
  CHECK(followed(rule, {"xxxxxxxxxx"}) == "....xx.xx.");
  CHECK(followed(rule, {"xxxxx.xxxx"}) == "....xx....");
}

TEST_CASE("A second condition ends the measures early, at the earliest in the month after they began") {
  RuleEntry rule = rule_of("react", "help");
  CHECK(followed(rule, {"x.........", "....x....."}) == ".xxxx.....");
  CHECK(followed(rule, {"x.........", "x........."}) == ".xxxxxxxxx");  // held before they began
  CHECK(followed(rule, {"x.........", ".x........"}) == ".x........");
  rule.lasts = 2;
  CHECK(followed(rule, {"x.........", "....x....."}) == ".xx.......");
}

TEST_CASE("A rule may not fire before its first month, but the months before count") {
  RuleEntry rule = rule_of("react", "help");
  rule.months = 2;
  rule.from = january + 4;
  CHECK(followed(rule, {"xxx......."}) == "..........");
  CHECK(followed(rule, {"xxxxx....."}) == "....xxxxxx");
}

TEST_CASE("With notice, measures are announced when the rule fires and begin later") {
  RuleEntry rule = rule_of("react", "help");
  rule.notice = 2;
  rule.lasts = 3;
  World w = little_world();
  CHECK(followed(w, rule, {".x........"}) == "....xxx...");
  const auto& events = w.events.policies;
  REQUIRE(events.size() == 5);
  const std::pair<int, std::string> expected[] = {
      {2, "rule fires"}, {2, "announced"}, {4, "begins"}, {7, "rule ends"}, {7, "ends"}};
  for (std::size_t i = 0; i < 5; ++i) {
    CHECK(events[i].month == january + expected[i].first);
    CHECK(events[i].action == expected[i].second);
    CHECK(events[i].measure == (events[i].action.starts_with("rule") ? "react" : "help"));
  }
}

TEST_CASE("Events hold the value that fired a rule, and the one that ended it") {
  RuleEntry rule = rule_of("react", "help");
  World w = little_world();
  followed(w, rule, {"..x.....", "....x..."});
  const auto& events = w.events.policies;
  REQUIRE(events.size() == 4);
  CHECK((events[0].action == "rule fires" && events[0].value == 2 && events[0].month == january + 3));
  CHECK((events[1].action == "begins" && std::isnan(events[1].value)));
  CHECK((events[2].action == "rule ends" && events[2].value == 104 && events[2].month == january + 5));
  CHECK((events[3].action == "ends" && std::isnan(events[3].value)));
  w.events = {};
  rule.lasts = 1;
  followed(w, rule, {"x..."});
  REQUIRE(w.events.policies.size() == 4);
  CHECK((w.events.policies[2].action == "rule ends" && std::isnan(w.events.policies[2].value)));
}

TEST_CASE("A rule that fires puts its measures in force like dated ones, and leaves the others alone") {
  World w = little_world();
  PolicyParams params;
  MeasureEntry tight = subsidy_on_call("tight"), old = tight;
  for (MeasureEntry* m : {&tight, &old}) {
    m->instrument = Instrument::export_control;
    m->capex_share = 0;
    m->targets = {"south"};
  }
  old.name = "old";
  old.from = january + -5;
  old.status = ControlStatus::free;
  params.measures = {tight, old, subsidy_on_call("help")};
  params.rules = {rule_of("first", "help"), rule_of("second", "tight")};
  params.rules[1].actor = "south";
  w.governments.rules.assign(2, {});
  w.governments.rules[1].when = {nullptr, 0, 0, Comparison::below, 1, 0.5, true};
  enact_policy(w.governments, w.events, w.clock, w.society, w.chips, w.firms, w.market, params);
  CHECK(w.governments.permitted(alpha, south) == 0);  // it came last, so it decides
  CHECK(w.governments.capex_subsidy[north] == 0);     // the other rule is independent
  CHECK(w.governments.rules_in_force[north] == 0);
  CHECK(w.governments.rules_in_force[south] == 1);
  CHECK(w.governments.in_force == 2);
}

TEST_CASE("Every rule needs its state") {
  World w = little_world();
  PolicyParams params;
  params.measures = {subsidy_on_call("help")};
  params.rules = {rule_of("react", "help")};
  CHECK_THROWS_AS(enact_policy(w.governments, w.events, w.clock, w.society, w.chips, w.firms, w.market, params),
                  ContractError);
}
