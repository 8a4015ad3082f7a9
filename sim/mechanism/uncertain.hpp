#pragma once
/// What is uncertain differs between runs: what the scenario says of firms, vendors and tastes is a plan, and each run
/// draws how far things go otherwise. Without a width nothing is drawn, and all runs see the plan.
///
/// From plans_from on, for each firm f, line, region r and chip c:
///
///     spending   = firm.capex exp(x)                                                             [USD/month]
///     x'         = capex_persistence x + (1 - capex_persistence^2)^(1/2) capex_sd e              [ln]
///     late       = clip(delay_sd e, -half, half)                                                 [months]
///     half       = (cadence - 1) / 2                                                             [months]
///     switches   = 1 - exp(-switch_hazard / 12 n / (n - 1))                                      [1/month]
///     leaves     = 1 - exp(-exit_hazard / 12)                                                    [1/month]
///     arrive     ~ Poisson(arrivals / 12)                                                        [firms/month]
///     growing    = exp(growth_sd e + growth_region_sd e[r] + growth_firm_sd e[f])                [1]
///     delivered  = exp(yield_sd e[r] + chip_yield_sd e[c])                                       [1]
///     tokens     = exp(volume_sd e years)                                                        [1]
///
/// and from demand_from on, for each maker f and each region of origin r:
///
///     u'         = demand_persistence u + (1 - demand_persistence^2)^(1/2) demand_sd e           [utility]
///     taste'     = taste + openness_walk e                                                       [utility]
///     trust'     = trust + origin_walk e                                                         [utility]
///
/// x, u, taste and trust begin at 0, so that the sd of x after k months is capex_sd (1 - capex_persistence^(2k))^(1/2),
/// and that of taste openness_walk k^(1/2). What is multiplied has its plan as median. A model comes late, in whole
/// months, against its place in the schedule of its line, and the next one does not wait for it; half keeps their
/// order, and the first one of a line comes when it is dated. A firm that switches takes any strategy for which it has
/// lines, each as likely, until the scenario dates another change; reactive and adaptive firms decide themselves.
/// switch_hazards and exit_hazards are those of single firms. A lab that arrives is the next of its region, in the
/// order of the scenario, of those with `entry: drawn`; without one left, nobody comes. It knows at least what firms of
/// its region know on average.
///
/// All numbers are those of (seed, replicate, month, purpose, agent), so that arms of a question see the same ones,
/// and so do points of a sweep. What is drawn of a run stands in /draws of an output file (model/draws.hpp).
///
/// Symbols     e: standard normal, of its own for each equation and month; for growing, delivered and tokens one for
///               the whole run, and for late one for each model of a line
///             f, r, c: firm, region, chip
///             x, spending: firms.capex_shock; what finance plans for the month after
///             late, half: market.delay, added to what governments impose; most months by which order is kept
///             cadence: line.cadence then [months]
///             switches, leaves: probability that the firm takes another strategy, and that it leaves
///             n: strategies for which the firm has lines
///             arrive: labs of a region that begin to work
///             growing: growth of know-how by own research over what it would be
///             delivered: what vendors of the region deliver of the chip over what they would
///             tokens, years: tokens of a developer-task over their path; since plans_from
///             u: firms.demand_shock, added to the utility of all lines of the maker
///             taste: society.openness_walk, added to the utility of open weights
///             trust: society.origin_walk, added to the utility of models of an origin in other regions
/// Sources     shocks to demand of a product and their persistence: Berry, Levinsohn & Pakes 1995, doi:10.2307/2171802;
///             entry as a Poisson process: Klette & Kortum 2004, doi:10.1086/422563; the rows name those of the widths
/// Reads       clock, firms (at work, know_how)
/// Writes      firms (capex_shock, demand_shock, growth_shift, drawn_strategy, drawn_exit, invited, know_how of
///             entries), market.delay, chips (vendor_yield, chip_yield), society (openness_walk, origin_walk,
///             growth_shift, regional_growth, volume_shift)
/// Draws       Purpose drawn_capex, drawn_demand, drawn_switch, drawn_exit: by firm and month; drawn_taste: by month,
///             of open weights and of each origin; drawn_arrival: by region and month; drawn_delay: by line and number
///             of its model; drawn_growth, drawn_yield, drawn_volume: once a run
/// Leaves out  correlation between draws, shocks that all firms share, days of a release, capacity above a chip's
///             ceiling, delays of what a government has delayed already

#include <span>

#include "base/random.hpp"
#include "mechanism/purpose.hpp"
#include "state/series.hpp"

namespace moat {

inline constexpr Purpose drawn_capex{40}, drawn_delay{41}, drawn_switch{42}, drawn_exit{43}, drawn_arrival{44},
    drawn_demand{45}, drawn_taste{46}, drawn_growth{47}, drawn_yield{48}, drawn_volume{49};
inline constexpr Purpose uncertain_draws[] = {drawn_capex,  drawn_delay, drawn_switch, drawn_exit,  drawn_arrival,
                                              drawn_demand, drawn_taste, drawn_growth, drawn_yield, drawn_volume};

struct UncertainParams {
  Month plans_from = Month::of(1900, 1);
  double capex_sd = 0;
  double capex_persistence = 0.95;
  double delay_sd = 0;
  double switch_hazard = 0;
  Numbers switch_hazards;
  double exit_hazard = 0;
  Numbers exit_hazards;
  Numbers arrivals;
  double growth_sd = 0;
  double growth_region_sd = 0;
  double growth_firm_sd = 0;
  Numbers yield_sd;
  double chip_yield_sd = 0;
  double volume_sd = 0;
  Month demand_from = Month::of(1900, 1);
  double demand_sd = 0;
  double demand_persistence = 0.75;
  double openness_walk = 0;
  double origin_walk = 0;

  template <class P = UncertainParams>
  static constexpr auto rows() {
    return std::tuple{
        value("plans_from", &P::plans_from,
              "Month from which firms and vendors go otherwise than planned; until then what they did is known."),
        number("capex_sd", &P::capex_sd, "ln", within(0, 3),
               "Sd of spending on compute over its path, in the long run.",
               assumed("0: none is drawn. Plans of the large buyers for 2025 were raised by a quarter to a half within "
                       "that year (quarterly reports): 0.3")),
        number("capex_persistence", &P::capex_persistence, "1/month", within(0, 0.999),
               "Part of it that is left a month later.",
               assumed("budgets are made for a year: half is left after 14 months"))
            .acts_if("uncertain.capex_sd is not 0"),
        number("delay_sd", &P::delay_sd, "months", within(0, 60),
               "Sd of the months by which a model comes late, or early, against the schedule of its line.",
               assumed("0: none. Intervals between flagships of one maker in 2023-25 differ by about two months from "
                       "their mean: 1.5")),
        number("switch_hazard", &P::switch_hazard, "1/year", within(0, 12),
               "How often a firm takes another release strategy than planned.",
               estimated("0: never. In 2023-25 eleven of 18 firms changed theirs once: 0.2"))
            .acts_if("run.skip lacks release"),
        numbers("switch_hazards", &P::switch_hazards, "firms", "1/year", within(0, 12),
                "The same of single firms, instead.", assumed("none"))
            .acts_if("run.skip lacks release"),
        number("exit_hazard", &P::exit_hazard, "1/year", within(0, 12), "How often a firm leaves the market.",
               assumed("0: never. In 2024-25 one of 18 stopped training large models (Baichuan), and of about a dozen "
                       "others three were bought for their staff (Inflection, Adept, Character): 0.04"))
            .acts_if("run.skip lacks finance"),
        numbers("exit_hazards", &P::exit_hazards, "firms", "1/year", within(0, 12),
                "The same of single firms, instead.", assumed("none"))
            .acts_if("run.skip lacks finance"),
        numbers(
            "arrivals", &P::arrivals, "regions", "1/year", within(0, 120),
            "New labs that begin to work, by region: the next of its firms with entry drawn.",
            assumed(
                "none. Five of 18 firms began in 2023; with labs that first trained a large model since, about three "
                "a year, of which a half come to be of note"))
            .acts_if("firms.*.entry is drawn and run.skip lacks compute"),
        number("growth_sd", &P::growth_sd, "ln", within(0, 3),
               "Sd of the growth of know-how over research.growth, common to all firms, for the whole run.",
               estimated("0: none. Growth of 1.8 to 5.3 times a year in 2012-23 (Ho et al. 2024, arXiv:2403.05812, 95 "
                         "%), so that its logarithm is known within a factor of 1.7: 0.25"))
            .acts_if("run.skip lacks research"),
        number("growth_region_sd", &P::growth_region_sd, "ln", within(0, 3), "The same by region of the firm, beside.",
               assumed("0: none. Slopes of regions differ by about 2 ECI a year: 0.15"))
            .acts_if("run.skip lacks research"),
        number("growth_firm_sd", &P::growth_firm_sd, "ln", within(0, 3), "The same by firm, beside.",
               assumed("0: none. Slopes of makers differ by about 3 ECI a year: 0.2"))
            .acts_if("run.skip lacks research"),
        numbers("yield_sd", &P::yield_sd, "regions", "ln", within(0, 3),
                "Sd of what vendors of a region deliver over their capacity, common to its chips, for the whole run.",
                assumed("none. Estimates of Ascend's output in 2025 range from 0.2 to 0.8 million (US officials, "
                        "SemiAnalysis): 0.4"))
            .acts_if("run.skip lacks compute"),
        number("chip_yield_sd", &P::chip_yield_sd, "ln", within(0, 3), "The same by chip, beside.",
               assumed("0: none. Ramps of new chips slip by a quarter or two: 0.1"))
            .acts_if("run.skip lacks compute"),
        number(
            "volume_sd", &P::volume_sd, "1/year", within(0, 3),
            "Sd of the growth of tokens over that of the paths of tasks, for the whole run.",
            assumed("0: none. Tokens served by Google grew 50-fold in a year to May 2025 (Google I/O 2025); forecasts "
                    "of growth differ by a factor of two a year: 0.2"))
            .acts_if("run.skip lacks adoption"),
        value("demand_from", &P::demand_from, "Month from which demand differs between runs; until then it is fitted."),
        number("demand_sd", &P::demand_sd, "utility", within(0, 10),
               "Sd of what moves the demand for all lines of a maker, in the long run.",
               estimated("0: none. 0.6-1.5 in a mean-field fit of a router's shares in 2025, whose share of open "
                         "weights changes by 6 points a month: 1")),
        number("demand_persistence", &P::demand_persistence, "1/month", within(0, 0.999),
               "Part of it that is left a month later.", estimated("in the same fit"))
            .acts_if("uncertain.demand_sd is not 0"),
        number("openness_walk", &P::openness_walk, "utility", within(0, 10),
               "Sd by which the taste for open weights moves in a month.",
               assumed("0: none. Lognormal, median 0.1, upper 95 % 0.25, by what shares of 2025 allow")),
        number("origin_walk", &P::origin_walk, "utility", within(0, 10),
               "Sd by which the taste for models of an origin moves in a month in other regions.",
               assumed("0: none. As for open weights")),
    };
  }
};

/// One month, after policy.
void draw_uncertain(Firms& firms, Market& market, Chips& chips, Society& society, const Clock& clock,
                    const UncertainParams& params, const Random& random);

std::span<const Series> uncertain_series();
std::span<const StateColumn> uncertain_state();

}  // namespace moat
