#pragma once
/// Research: firms turn compute, know-how and what others have published into capability.
///
///   log10 E = log10(compute x final_run x run_months) + flop_per_month                 a final run, log10 FLOP
///   da = growth x skill x (1 + grant) x (compute / largest compute)^effort_exponent
///        + imitation_open max(0, a_open - a) + imitation_closed max(0, a_best - a) + feedback       per month
///   c = reference + per_tenfold (log10 E + a - reference_flop) + noise                              ECI
///   c += distillation x access x max(0, c_api - c)
///
/// With research_rule responsive, laggards imitate and leaders explore, and scarce compute goes into efficiency:
///   m = -imitation_response x standing;  own growth x (1 - m), imitation x (1 + m)
///   h = efficiency_response x scarcity;  final_run x (1 - h), and what it leaves is added to research effort
/// both within +-shift_bound; standing and scarcity are those of last month (finance) and this month (compute).
///
/// a: orders of magnitude of algorithmic efficiency (Ho et al. 2024, arXiv:2403.05812; capability on the Epoch
/// Capabilities Index, arXiv:2512.00193). The gap of pure imitation settles at (g - g_own)/imitation (see tests).
///
/// Reads       clock, chips through firms.compute, governments, market (open know-how, closed services)
/// Writes      firms.know_how, run_flop, capability
/// Draws       Purpose::training_luck: one normal a firm and month
/// Leaves out  compute for serving, data, staff moving between firms, failed runs, inference-time compute as a separate
/// input

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
  double flop_per_month = 21.02;
  double run_months = 3;
  double growth = 0.05;
  double effort_exponent = 0.15;
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
        number("flop_per_month", &P::flop_per_month, "log10 FLOP/H100e-month", within(10, 30),
               "Training FLOP of one H100e in a month at 40 % utilisation.",
               measured("989e12 FLOP/s x 0.4 x 2.63e6 s = 1.04e21")),
        number("run_months", &P::run_months, "months", within(0.1, 36), "Length of a final training run.",
               measured("about 100 days for GPT-4 class runs")),
        number("growth", &P::growth, "log10/month", within(0, 1),
               "Growth of know-how of the firm with the most compute by its own research.",
               estimated("0.05 a month is 4x a year; 3-6x a year measured (Epoch AI 2024-25)")),
        number("effort_exponent", &P::effort_exponent, "1", within(0, 2),
               "Elasticity of know-how growth in the firm's compute relative to the largest.",
               assumed("small: followers with a tenth of the compute keep most of the pace")),
        number("imitation_open", &P::imitation_open, "1/month", share(),
               "Part of the distance to know-how embodied in open weights that is learnt each month.",
               assumed("open methods are copied within a year")),
        number("imitation_closed", &P::imitation_closed, "1/month", share(),
               "Part of the distance to the best firm that leaks by papers, people and imitation each month.",
               assumed("half the rate of open weights")),
        number("distillation", &P::distillation, "1", share(),
               "Part of the distance to the best closed service in reach that training on its outputs closes.",
               assumed("alleged and contested; sweep it from 0")),
        number("api_leak", &P::api_leak, "1", share(),
               "Access to a closed service that is blocked in the firm's region, by intermediaries.",
               assumed("alleged large-scale use through proxies, 2025-26")),
        number("noise", &P::noise, "ECI", within(0, 20), "Standard deviation of the outcome of a run.",
               assumed("about a month of frontier progress")),
        value("research_rule", &P::research_rule, "Whether research follows the plan alone or also rank and scarcity.",
              setting()),
        number("imitation_response", &P::imitation_response, "1", within(-1, 1),
               "Shift from own research to imitation at the worst standing, back at the best (responsive).",
               assumed("followers search near the frontier that others have shown; no measurement")),
        number("efficiency_response", &P::efficiency_response, "1", within(0, 1),
               "Part of a final run given up for efficiency where no compute can be had (responsive).",
               assumed("induced innovation is contested; sweep it from 0")),
        number("shift_bound", &P::shift_bound, "1", within(0, 0.99), "Largest shift of either kind (responsive).",
               assumed("firms keep to their ways by half")),
    };
  }
};

/// ECI of a final run of 10^log_flop FLOP with know-how a, before noise.
double run_capability(double log_flop, double know_how, const CapabilityScale& scale);

/// One month of know-how: growth by own effort (relative compute in [0, 1]) and imitation.
double know_how_gain(double know_how, double effort, double open, double best, const ResearchParams& params);

/// How a firm divides its research this month.
struct ResearchShare {
  double final_run = 0;  ///< share of its compute that a final run takes
  double effort = 1;     ///< factor on research effort
  double own = 1;        ///< factor on growth by its own research
  double imitation = 1;  ///< factor on both rates of imitation
};
ResearchShare divide_research(double planned_run, double standing, double scarcity, const ResearchParams& params);

void do_research(Firms& firms, const Governments& governments, const Market& market, const Clock& clock,
                 const CapabilityScale& scale, const ResearchParams& params, const Random& random);

std::span<const Series> research_series();

}  // namespace moat
