#pragma once
/// Policy: what governments impose this month.
///
/// Each month the rules in force are made anew from the dated measures with `from <= month < until`. Chips: the last
/// measure in force that meets a chip decides what the target may buy (a later rule can lift or tighten an earlier
/// one). Measures on call (`from: never`) get their dates from the rules of governments, see policy_rule.hpp. Legal
/// supply = min(export permission, import permission). Shares of several measures of one kind combine as
/// 1 - prod(1 - share); additions add up.
///
/// Reads       clock, society, chips, firms, market (makers of lines)
/// Writes      governments; events.policies when a measure is announced, begins or ends, a rule fires or ends
/// Draws       nothing
/// Leaves out  lobbying, courts, retaliation for which the scenario has no rule

#include <span>
#include <vector>

#include "mechanism/policy/measure.hpp"
#include "mechanism/policy/rule.hpp"
#include "state/series.hpp"

namespace moat {

struct PolicyParams {
  std::vector<MeasureEntry> measures;
  double derivative_refuge = 0.5;
  std::vector<RuleEntry> rules;
  Texts scripted;
  Texts without;

  template <class P = PolicyParams>
  static constexpr auto rows() {
    return std::tuple{
        part("measures", &P::measures, "Dated measures, in the order of their dates."),
        number(
            "derivative_refuge", &P::derivative_refuge, "1", share(),
            "Part of a ban on open weights that developers escape by using derivatives, where these are not covered.",
            assumed("no measurement; the first ban that reaches derivatives dates from October 2026")),
        part("rules", &P::rules, "What governments do when a series crosses a threshold."),
        reference("scripted", &P::scripted, "regions",
                  "Regions whose governments do as the dated measures say and nothing else: their rules do not fire."),
        value("without", &P::without,
              "Instruments that no government uses (as in `moat describe instruments`): their measures do nothing."),
    };
  }
};

bool in_force(const MeasureEntry& measure, Month month);

/// True if the chip meets every condition of the measure (conditions alone; who made it is not looked at).
bool meets_conditions(const MeasureEntry& measure, const ChipEntry& chip);

/// The share of demand for `chip` in `region` that the measures let through in `month`: 1 free, 0 denied.
/// With `announced_too`, measures already announced count as in force.
double permitted_share(std::span<const MeasureEntry> measures, const ChipEntry& chip, std::string_view region,
                       Month month, bool announced_too);

void enact_policy(Governments& governments, Events& events, const Clock& clock, const Society& society,
                  const Chips& chips, const Firms& firms, const Market& market, const PolicyParams& params);

std::span<const Series> policy_series();

}  // namespace moat
