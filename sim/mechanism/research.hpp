#pragma once
/// Research: firms turn compute, know-how and what others have published into capability.
///
/// Each month, for each active firm:
///
///     R      = log10(compute run run_months) + log10_flop_per_month                                  [log10 FLOP]
///     a'     = a + growth own drawn skill (1 + grant) effort^effort_exponent 10^(-harder max(0, a))
///              + copy imitation_open max(0, a_open - a)
///              + copy imitation_closed max(0, a_best - a)                                      [log10]
///     skill  = firm.research_skill talent                                                      [1]
///     effort = (compute + feedback) / yardstick                                                [1]
///     c0     = reference + per_tenfold (R + a' - log10_reference_flop) + noise z                     [ECI]
///     c      = c0 + distillation max over l of access[l] max(0, c[l] - c0)                     [ECI]
///     access = max(1 - blocked, api_leak) (1 - stop)                                           [1]
///
///     usual  = firm.final_run 10^d                                                             [1]
///     d[k]   = log10_flop + worth - log10(compute[k] run_months firm.final_run)
///              - log10_flop_per_month                                                          [log10]
///
/// d is d[k] in the month of a published run k, linear in time between two of them, as at the first before it, and
/// halves every run_half_life months after the last; 0 without one. compute[k] is what the firm had when it made the
/// run, so that a firm with twice that makes a run twice as large.
///
/// Ideas get harder: with compute that grows by a factor G and know-how by A a year, growth of know-how stays what it
/// is if harder = effort_exponent log10 G / log10 A. `harder` 0 and `yardstick` 0, the largest firm of the month, let a
/// firm's know-how grow by the rank of its compute alone, also if nobody buys any.
///
/// With research_rule `path`, run = usual and own = copy = 1. With `responsive`, laggards imitate and leaders explore,
/// and scarce compute goes into efficiency:
///
///     m      = clip(-imitation_response standing, -shift_bound, shift_bound)                   [1]
///     h      = clip(efficiency_response scarcity, 0, shift_bound)                              [1]
///     own    = 1 - m                                                                           [1]
///     copy   = 1 + m                                                                           [1]
///     run    = usual (1 - h)                                                                   [1]
///     effort = (compute + feedback) / yardstick (1 - run) / (1 - usual)                        [1]
///
/// Both rates of imitation stay within 1. The gap of pure imitation settles at (g - g_own) / imitation, where g is the
/// leaders' rate of growth and g_own the follower's own (tests/mechanism/research_test.cpp).
///
/// Symbols     R: compute of a final training run begun now
///             run: share of the firm's compute that such a run takes
///             a: firms.know_how, algorithmic efficiency in orders of magnitude against the reference run
///             a_open, a_best: the best of published weights, the best of all firms
///             c0, c: capability of a model trained now, on the Epoch Capabilities Index; before and after distillation
///             l: closed lines of others on sale, with capability c[l]
///             access: to a closed service: blocked by rules in the firm's region, and distillation stopped by its own
///             blocked, stop: governments.blocked of the maker in the firm's region; distillation_stop of the origin
///               there
///             compute: H100e that the firm realises and does not serve with; yardstick: of the largest firm then, if 0
///             effort: research effort relative to the yardstick
///             grant, talent: governments.research_grant and society.talent of the firm's region
///             feedback: firms.feedback, research that the community does for the firm [H100e]
///             k: published runs of the firm, firm.runs
///             log10_flop, worth: compute of such a run, and what the model was worth beyond it
///             standing, scarcity: of the firm last month (finance) and this month (compute)
///             own, copy: factors on own research and on imitation; m: shift between them
///             drawn: what goes otherwise than planned (uncertain); 1 without
///             m, h: shift to imitation; part of a final run given up for efficiency
///             z: standard normal
/// Sources     algorithmic efficiency: Ho et al. 2024, arXiv:2403.05812; capability index: arXiv:2512.00193; ideas get
///             harder: Bloom et al. 2020, doi:10.1257/aer.20180338
/// Reads       clock, chips through firms.compute and serving, governments, market (open know-how, closed services),
///             society (talent, what is drawn)
/// Writes      firms.know_how, log10_run_flop, final_run, capability
/// Draws       Purpose::training_luck: one normal number z per firm and month
/// Leaves out  data, staff moving between firms of a region, failed runs, inference-time compute as an input

#include <span>

#include "base/random.hpp"
#include "state/scale.hpp"
#include "state/series.hpp"

namespace moat {

enum class ResearchRule : int { path, responsive };
template <>
struct Choices<ResearchRule> {
  static constexpr std::array<std::string_view, 2> names{"path", "responsive"};
};

struct ResearchParams {
  double log10_flop_per_month = 21.02;
  double run_months = 3;
  double growth = 0.05;
  double effort_exponent = 0.15;
  double yardstick = 0;
  double harder = 0;
  double run_half_life = 12;
  double imitation_open = 0.08;
  double imitation_closed = 0.04;
  double distillation = 0.2;
  double api_leak = 0.5;
  double noise = 0.8;
  ResearchRule research_rule = ResearchRule::path;
  double imitation_response = 0.3;
  double efficiency_response = 0.3;
  double shift_bound = 0.5;

  template <class P = ResearchParams>
  static constexpr auto rows() {
    return std::tuple{
        number("log10_flop_per_month", &P::log10_flop_per_month, "log10 FLOP/H100e-month", within(10, 30),
               "Training FLOP of one H100e in a month at 40 % utilisation.",
               measured("989e12 FLOP/s x 0.4 x 2.63e6 s = 1.04e21")),
        number("run_months", &P::run_months, "months", within(0.1, 36), "Length of a final training run.",
               measured("about 100 days for GPT-4 class runs")),
        number("growth", &P::growth, "log10/month", within(0, 1),
               "Growth of know-how by the own research of a firm with the compute of the yardstick.",
               estimated("0.05 a month is 4x a year; 3-6x a year measured (Epoch AI 2024-25)")),
        number("effort_exponent", &P::effort_exponent, "1", within(0, 2),
               "Elasticity of know-how growth in research compute.",
               assumed("small: followers with a tenth of the compute keep most of the pace"))
            .acts_if("research.growth is not 0"),
        number("yardstick", &P::yardstick, "H100e", within(0, 1e12),
               "Research compute with which know-how grows at that rate; 0: that of the largest firm, month by month.",
               estimated("compute of the largest firm when the run starts"))
            .acts_if("research.growth is not 0 and research.effort_exponent is not 0"),
        number("harder", &P::harder, "1", within(0, 2),
               "By how many orders of magnitude own research falls per order of magnitude of know-how above the "
               "reference: ideas get harder to find.",
               estimated("0: they do not; effort_exponent x 0.52/0.72 keeps the pace of 2023-25, when compute of the "
                         "largest firm grew by 0.52 and know-how by 0.72 orders of magnitude a year"))
            .acts_if("research.growth is not 0"),
        number("run_half_life", &P::run_half_life, "months", within(0.1, 1200),
               "Time in which the share of a final run goes halfway from that of the last published run back to usual.",
               assumed("two generations of models"))
            .acts_if("firms.*.runs is given"),
        number("imitation_open", &P::imitation_open, "1/month", share(),
               "Part of the distance to the know-how that open weights reveal, learnt each month.",
               assumed("open methods are copied within a year"))
            .acts_if("firms.*.lines.*.openness is open"),
        number("imitation_closed", &P::imitation_closed, "1/month", share(),
               "Part of the distance to the best firm that leaks by papers, people and imitation each month.",
               assumed("half the rate of open weights")),
        number("distillation", &P::distillation, "1", share(),
               "Part of the distance to the best closed service in reach that training on its outputs closes.",
               assumed("alleged and contested; sweep it from 0"))
            .acts_if("firms.*.lines.*.openness is closed"),
        number("api_leak", &P::api_leak, "1", share(),
               "Access to a closed service that is blocked in the firm's region, by intermediaries.",
               assumed("alleged large-scale use through proxies, 2025-26"))
            .acts_if("research.distillation is not 0 and run.skip lacks policy and policy.measures.*.instrument is "
                     "api_block or policy.measures.*.instrument is entity_list"),
        number("noise", &P::noise, "ECI", within(0, 20), "Standard deviation of the outcome of a run.",
               assumed("about a month of frontier progress")),
        value("research_rule", &P::research_rule, "Whether research follows the plan alone or also rank and scarcity.",
              setting()),
        number("imitation_response", &P::imitation_response, "1", within(-1, 1),
               "Shift from own research to imitation at the worst standing, back at the best.",
               assumed("followers search near the frontier that others have shown; no measurement"))
            .acts_if("research.research_rule is responsive"),
        number("efficiency_response", &P::efficiency_response, "1", within(0, 1),
               "Part of a final run given up for efficiency where no compute can be had.",
               assumed("induced innovation is contested; sweep it from 0"))
            .acts_if("research.research_rule is responsive and run.skip lacks compute"),
        number("shift_bound", &P::shift_bound, "1", within(0, 0.99), "Largest shift of either kind.",
               assumed("firms keep to their ways by half"))
            .acts_if("research.research_rule is responsive"),
    };
  }
};

/// ECI of a final run of 10^log10_flop FLOP with know-how a, before noise.
double run_capability(double log10_flop, double know_how, const CapabilityScale& scale);

/// Share of its compute that a final run of the firm usually takes in this month, by its published runs.
double usual_run(const FirmEntry& firm, Month now, const ResearchParams& params);

/// One month of know-how: growth by own effort (relative to the yardstick) and imitation.
double know_how_gain(double know_how, double effort, double open, double best, const ResearchParams& params);

/// How a firm divides its research this month, see above.
struct ResearchShare {
  double final_run = 0;  ///< share of its compute that a final run takes
  double effort = 1;     ///< factor on research effort
  double own = 1;        ///< factor on growth by its own research
  double imitation = 1;  ///< factor on both rates of imitation
};
ResearchShare divide_research(double planned_run, double standing, double scarcity, const ResearchParams& params);

/// One month, after compute.
void do_research(Firms& firms, const Society& society, const Governments& governments, const Market& market,
                 const Clock& clock, const CapabilityScale& scale, const ResearchParams& params, const Random& random);

std::span<const Series> research_series();
std::span<const StateColumn> research_state();

}  // namespace moat
