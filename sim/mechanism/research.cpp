#include "mechanism/research.hpp"

#include <algorithm>

#include "base/maths.hpp"
#include "base/samplers.hpp"
#include "mechanism/purpose.hpp"
#include "state/columns.hpp"

namespace moat {
namespace {

/// Best closed service of others, weighted by the firm's access to it: the gain from distilling it.
double distilled_gain(Index f, double own, const Firms& firms, const Governments& g, const Market& market,
                      const ResearchParams& p) {
  double gain = 0;
  for (Index l = 0; l < market.line_count(); ++l) {
    const int maker = market.firm[l];
    if (maker == f || market.open[l] || !market.on_sale[l]) continue;
    const double reach = std::max(1 - g.blocked(maker, firms.region[f]), p.api_leak);
    const double access = reach * (1 - g.distillation_stop(market.origin[l], firms.region[f]));
    gain = std::max(gain, p.distillation * access * (market.vintage[std::size_t(l)].capability - own));
  }
  return gain;
}

/// Orders of magnitude by which a published run was worth more than the usual share of the firm's compute.
double deviation(const FirmEntry& firm, const RunEntry& run, const ResearchParams& p) {
  const double usual = run.compute * p.run_months * firm.final_run.at(run.month);
  return usual > 0 ? run.log10_flop + run.worth - maths::log10(usual) - p.log10_flop_per_month : 0;
}

double own_growth(double know_how, double effort, const ResearchParams& p) {
  return p.growth * maths::pow(effort, p.effort_exponent) * maths::pow(10, -p.harder * std::max(0.0, know_how));
}

}  // namespace

double usual_run(const FirmEntry& firm, Month now, const ResearchParams& p) {
  const double usual = firm.final_run.at(now);
  const RunEntry *last = nullptr, *next = nullptr;
  for (const RunEntry& run : firm.runs) {
    if (run.month <= now && (!last || run.month > last->month)) last = &run;
    if (run.month > now && (!next || run.month < next->month)) next = &run;
  }
  if (!last && !next) return usual;
  const double d = last && next ? std::lerp(deviation(firm, *last, p), deviation(firm, *next, p),
                                            double(now - last->month) / double(next->month - last->month))
                   : last       ? deviation(firm, *last, p) * maths::exp2(-double(now - last->month) / p.run_half_life)
                                : deviation(firm, *next, p);
  return std::min(1.0, usual * maths::pow(10, d));
}

double run_capability(double log10_flop, double know_how, const CapabilityScale& scale) {
  return scale.reference + scale.per_tenfold * (log10_flop + know_how - scale.log10_reference_flop);
}

double know_how_gain(double know_how, double effort, double open, double best, const ResearchParams& p) {
  return own_growth(know_how, effort, p) + p.imitation_open * std::max(0.0, open - know_how) +
         p.imitation_closed * std::max(0.0, best - know_how);
}

ResearchShare divide_research(double planned_run, double standing, double scarcity, const ResearchParams& p) {
  if (p.research_rule == ResearchRule::path) return {planned_run};
  const double m = std::clamp(-p.imitation_response * standing, -p.shift_bound, p.shift_bound);
  const double h = std::clamp(p.efficiency_response * scarcity, 0.0, p.shift_bound);
  const double run = planned_run * (1 - h);
  return {run, planned_run < 1 ? (1 - run) / (1 - planned_run) : 1, 1 - m, 1 + m};
}

void do_research(Firms& firms, const Society& society, const Governments& g, const Market& market, const Clock& clock,
                 const CapabilityScale& scale, const ResearchParams& p, const Random& random) {
  double largest = 0, best = -100;
  for (Index f = 0; f < firms.size(); ++f) {
    if (!firms.active[f]) continue;
    largest = std::max(largest, firms.compute[f] - firms.serving[f]);
    best = std::max(best, firms.know_how[f]);
  }
  const double yardstick = p.yardstick > 0 ? p.yardstick : largest;
  for (Index f = 0; f < firms.size(); ++f) {
    const double compute = firms.compute[f] - firms.serving[f];
    if (!firms.active[f] || compute <= 0) continue;
    const FirmEntry& firm = firms.firms[std::size_t(f)];
    const Index region = firms.region[f];
    const double support = firm.research_skill * society.talent[region] * (1 + g.research_grant[region]);
    const ResearchShare share =
        divide_research(usual_run(firm, clock.now(), p), firms.standing[f], firms.scarcity[f], p);
    ResearchParams shifted = p;
    shifted.growth *=
        share.own * maths::exp(society.growth_shift + society.regional_growth[region] + firms.growth_shift[f]);
    shifted.imitation_open = std::min(1.0, p.imitation_open * share.imitation);
    shifted.imitation_closed = std::min(1.0, p.imitation_closed * share.imitation);
    firms.final_run[f] = share.final_run;
    const double effort = (compute + firms.feedback[f]) / yardstick * share.effort;
    firms.know_how[f] += know_how_gain(firms.know_how[f], effort, market.open_know_how, best, shifted) +
                         (support - 1) * own_growth(firms.know_how[f], effort, shifted);
    const double h100e_months = compute * share.final_run * p.run_months;
    firms.log10_run_flop[f] = h100e_months > 0 ? maths::log10(h100e_months) + p.log10_flop_per_month : 0;
    Draws draws = random(Purpose::training_luck, f);
    const double luck = draw_normal(draws) * p.noise;
    const double trained = run_capability(firms.log10_run_flop[f], firms.know_how[f], scale) + luck;
    firms.capability[f] = std::max(0.0, trained + distilled_gain(f, trained, firms, g, market, p));
  }
}

namespace {

constexpr Series research_rows[] = {
    {"know_how", "log10", "firm", "Algorithmic efficiency against the reference run, orders of magnitude.",
     [](const World& w, std::span<double> out) { std::copy_n(w.firms.know_how.data(), out.size(), out.begin()); }},
    {"compute_use", "H100e", "firm,use",
     "What realised compute is used for: serving, research, a final run; idle while nothing is done with it.",
     [](const World& w, std::span<double> out) {
       for (Index f = 0; f < w.firms.size(); ++f) {
         const double serving = std::min(w.firms.serving[f], w.firms.compute[f]);  // who has left has none
         const double rest = w.firms.compute[f] - serving;
         const double at_work = w.firms.active[f] ? rest : 0, run = at_work * w.firms.final_run[f];
         const double uses[] = {serving, at_work - run, run, rest - at_work};
         std::copy_n(uses, 4, out.begin() + 4 * f);
       }
     }},
    {"log10_run_flop", "log10 FLOP", "firm", "Compute of a final training run that the firm could begin now.",
     [](const World& w, std::span<double> out) {
       std::copy_n(w.firms.log10_run_flop.data(), out.size(), out.begin());
     }},
    {"firm_capability", "ECI", "firm", "Capability of the best model that the firm could train now.",
     [](const World& w, std::span<double> out) { std::copy_n(w.firms.capability.data(), out.size(), out.begin()); }},
};

constexpr StateColumn research_columns[] = {
    column<&Firms::final_run>("firms.final_run", "firm", 0, Held::taken, a_share),
    column<&Firms::log10_run_flop>("firms.log10_run_flop", "firm", 0, Held::taken),
    column<&Firms::capability>("firms.capability", "firm", 0, Held::taken, {true, 0, 1e4}),
    column<&Firms::know_how>("firms.know_how", "firm", 0, Held::added, any_finite),
};

}  // namespace

std::span<const Series> research_series() {
  return research_rows;
}

std::span<const StateColumn> research_state() {
  return research_columns;
}

}  // namespace moat
