#pragma once
/// Rules: what governments do when a recorded series crosses a threshold.
///
/// A rule fires in the first month in which `when` has held at the end of each of the last `for` months, counting from
/// the month before, unless it is in force, cools down, comes before `from` or fires only once. Its measures then begin
/// after `notice` months and end after `lasts` months, or earlier in the first month after their beginning in which
/// `until` held at the end of the month before. A value that is not a number fires and ends nothing. If `when` still
/// holds when the rule ends and there is no cool-down, the rule fires again in the same month.
///
/// Reads       governments.rules (conditions, filled by the model at the end of each month)
/// Writes      governments.rules, governments.rules_in_force; events.policies
/// Draws       nothing
/// Leaves out  bargaining and anticipation: governments look at one number each, and at last month's

#include <span>
#include <vector>

#include "mechanism/policy/measure.hpp"
#include "state/events.hpp"
#include "state/governments.hpp"
#include "state/society.hpp"

namespace moat {

struct RuleEntry {
  std::string name;
  std::string actor;
  std::string when;
  std::int64_t months = 1;
  Texts measures;
  Month from = Month::of(1900, 1);
  std::int64_t notice = 0;
  std::int64_t lasts = 0;
  std::string until;
  std::int64_t cool_down = 0;
  bool once = false;
  std::string description;
  Grade grade = Grade::assumed;
  std::string source;

  template <class R = RuleEntry>
  static constexpr auto rows() {
    constexpr Evidence e = by_entry();
    return std::tuple{
        entry_name(&R::name, "Rule."),
        required(reference("actor", &R::actor, "regions", "Region whose government follows the rule.", e)),
        required(value("when", &R::when,
                       "Condition, such as `region_lag[origin=china] < 4`: a series with the place on each of its "
                       "axes, one of <, <=, > and >=, and a threshold in the unit of the series.",
                       e)),
        number("for", &R::months, "months", within(1, 1200), "Months in a row that the condition must have held.", e),
        required(reference("then", &R::measures, "policy.measures",
                           "Measures that the rule enacts; each has `from: never` and belongs to no other rule.", e)),
        value("from", &R::from, "First month in which the rule may fire; from the first of the run where left out.", e),
        number("notice", &R::notice, "months", within(0, 120),
               "Months between the announcement of the measures, when the rule fires, and their beginning.", e),
        number("lasts", &R::lasts, "months", within(0, 1200), "Months that the measures stay in force; 0 for good.", e),
        value("until", &R::until, "Condition that ends the measures early, written like `when`.", e),
        number("cool_down", &R::cool_down, "months", within(0, 1200),
               "Months after the end of the measures in which the rule does not fire again.", e),
        value("once", &R::once, "Whether the rule fires only once.", e),
        value("description", &R::description, "What the government is after."),
        value("grade", &R::grade, "How well these values are known."),
        value("source", &R::source, "Where these values come from."),
    };
  }
};

/// Moves the rules on by one month, and gives the measures with the dates that rules in force put on theirs.
std::vector<MeasureEntry> follow_rules(Governments& governments, Events& events, Month now, const Society& society,
                                       std::span<const RuleEntry> rules, std::span<const MeasureEntry> measures);

}  // namespace moat
