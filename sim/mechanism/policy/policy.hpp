#pragma once
/// Policy: what governments impose this month.
///
/// Each month it is rebuilt from the dated measures with from <= month < until, so nothing has to be undone. Measures
/// on call (`from: never`) get their dates from the `rules` of governments (rule.hpp). For a chip in a region, the
/// export control that came into force last decides for the vendor's side and the import restriction that came into
/// force last for the buyer's: a later one can lift or tighten an earlier one.
///
///     permitted = min(exports, imports)                           [1]
///     share     = 1 - prod over m of (1 - part[m])                [1]     bans, blocks, mandates, price support, ...
///     addition  = sum over m of amount[m]                         [unit of the key]
///
/// What rules on the use of models do stands in use.hpp. Measures of instruments in `without`, and rules of governments
/// of regions in `scripted`, do nothing.
///
/// Symbols     permitted: share of a firm's demand for the chip that it may buy (compute)
///             exports, imports: what the deciding measure lets through: 0 if it denies, its quota if it licenses, 1 if
///               it frees or if there is none
///             share, part: what measures of one kind keep away, bind or pay together, and each of them
///             addition, amount: what measures of one kind add together, such as grants, delays and tastes, and each of
///               them
///             m: measures in force
/// Sources     the measures name theirs; how they combine is assumed
/// Reads       clock, society, chips, firms, market (makers, openness and vintages of lines)
/// Writes      governments; events.policies when a measure is announced, begins or ends, a rule fires or ends
/// Draws       nothing
/// Leaves out  lobbying, courts, retaliation for which the scenario has no rule, what measures cost that move no money
///             of firms (chip programmes, infrastructure, outreach, additions to research effort, enforcement), what
///             is stocked up before a control on memory or tools begins

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
            "Part of the reach on open weights of a ban on the makers' `own` models that is undone, since developers "
            "turn to derivatives: a ban of coverage 1 then keeps 1 - derivative_refuge away. Bans whose `weights` are "
            "open or both leave none.",
            assumed("no measurement; the first ban that reaches derivatives dates from October 2026"))
            .acts_if("policy.measures.*.instrument is model_ban"),
        part("rules", &P::rules, "What governments do when a series crosses a threshold."),
        reference("scripted", &P::scripted, "regions",
                  "Regions whose governments do as the dated measures say and nothing else: their rules do not fire.")
            .acts_if("policy.rules is given"),
        value("without", &P::without,
              "Instruments that no government uses (as in `moat describe instruments`): their measures do nothing."),
    };
  }
};

/// True from the first month in force until before the first one no longer in force.
bool in_force(const MeasureEntry& measure, Month month);

/// True if the chip meets every condition of the measure on performance and name, whoever makes it.
bool meets_conditions(const MeasureEntry& measure, const ChipEntry& chip);

/// The share, in [0, 1], of demand for `chip` in `region` that the measures let through in `month`: 1 free, 0 denied.
/// With `announced_too`, measures already announced count as in force. Entity lists are not considered.
double permitted_share(std::span<const MeasureEntry> measures, const ChipEntry& chip, std::string_view region,
                       Month month, bool announced_too);

/// One month: rebuilds `governments` but for what its rules keep, and adds events. `governments.rules` has one state
/// for each of params.rules (ContractError otherwise).
void enact_policy(Governments& governments, Events& events, const Clock& clock, const Society& society,
                  const Chips& chips, const Firms& firms, const Market& market, const PolicyParams& params);

std::span<const Series> policy_series();

}  // namespace moat
