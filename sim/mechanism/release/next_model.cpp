#include "mechanism/release/next_model.hpp"

#include <algorithm>
#include <limits>

#include "base/maths.hpp"
#include "state/schedule.hpp"
#include "mechanism/release/shrink.hpp"
#include "state/lines.hpp"

namespace moat {
namespace {

/// The firm's best closed model of at least `delay` months ago.
std::optional<Vintage> aged_vintage(Index f, const Events& events, Month now, std::int64_t delay) {
  std::optional<Vintage> best;
  for (const ReleaseEvent& e : events.releases)
    if (e.firm == f && !e.open && now - e.month >= delay && (!best || e.capability > best->capability))
      best = Vintage{now, e.capability, e.log10_training_flop, e.know_how, e.active_parameters};
  return best;
}

/// The best know-how at work, by which models are as small as the field can make them.
double best_know_how(const Firms& firms) {
  double best = -std::numeric_limits<double>::infinity();
  for (Index f = 0; f < firms.size(); ++f)
    if (firms.active[f]) best = std::max(best, firms.know_how[f]);
  return best;
}

/// What limits a line's next model.
struct Size {
  double gap = 0;     ///< ECI, by a smaller training run
  double shrink = 1;  ///< times fewer parameters than are best for the run
  double log10_flop_limit = 100;
  double capability_limit = 1000;
};

/// The line's shrink: as the scenario has it, or at least what is best for the tokens that it is asked for.
double shrink_of(const LineEntry& line, Index l, const Maker& m) {
  if (m.p.shrink_rule == ShrinkRule::given) return line.shrink;
  const double training = maths::pow(10, m.firms.log10_run_flop[m.f] - line.gap / m.scale.per_tenfold);
  const double capability = m.firms.capability[m.f] - line.gap;
  const double size = active_parameters(capability, 1, best_know_how(m.firms), m.now, m.scale);
  // All tokens, whoever served them. Not the survey's demand, which is that of a sample.
  const double serving = 2e15 * size * tokens_of(m.market, l) * months_to_next(line, m.now) * m.p.training_over_serving;
  return std::max(line.shrink, best_shrink(training, serving, m.scale));
}

/// What limits a model trained for the line under its maker's strategy; nothing if the line gets none.
std::optional<Size> size_of(const LineEntry& line, Index l, const Maker& m) {
  const Strategy strategy = m.firms.strategy_of(m.f);
  const int home = m.firms.region[m.f];
  const double log10_flop_limit = m.governments.log10_open_flop_limit[home];
  const double capability_limit = m.governments.open_capability_limit[home];
  if (line.openness == Openness::closed) {
    const bool limited = m.firms.log10_run_flop[m.f] > log10_flop_limit || m.firms.capability[m.f] > capability_limit;
    if (strategy == Strategy::open && !limited) return {};
    return Size{line.gap, shrink_of(line, l, m)};
  }
  if (strategy == Strategy::closed || strategy == Strategy::delayed) return {};
  double gap = line.gap;
  if (strategy == Strategy::open) {  // an open maker's best open line gets the best model
    double least = line.gap;
    for (const LineEntry& other : m.firms.firms[std::size_t(m.f)].lines)
      if (other.openness == Openness::open) least = std::min(least, other.gap);
    gap -= least;
  }
  return Size{gap, shrink_of(line, l, m), log10_flop_limit, capability_limit};
}

/// The model of that size that the firm can make, no larger than the limits on open weights, with all that it knows.
Vintage sized(const Size& size, const Maker& m) {
  const double per_tenfold = m.scale.per_tenfold, run = m.firms.log10_run_flop[m.f];
  const double whole = m.firms.capability[m.f] - shrink_cost(size.shrink, m.scale);
  const double over_compute = std::max(0.0, run - size.log10_flop_limit) * per_tenfold;
  const double over_capability = std::max(0.0, whole - size.capability_limit);
  const double below = std::max({size.gap, over_compute, over_capability});
  return {m.now, whole - below, run - below / per_tenfold, m.firms.know_how[m.f],
          active_parameters(whole - below, size.shrink, best_know_how(m.firms), m.now, m.scale)};
}

/// Capability of the best model that one of the maker's lines would get this month, of those that are there by now.
double best_line(const Maker& m) {
  double best = -std::numeric_limits<double>::infinity();
  for (Index l = 0; l < m.market.line_count(); ++l) {
    const LineEntry& line = entry_of(m.market, m.firms, l);
    if (m.market.firm[l] != m.f || m.now < line.first) continue;
    if (const auto size = size_of(line, l, m)) best = std::max(best, sized(*size, m).capability);
  }
  return best;
}

}  // namespace

double revealed_know_how(double know_how, double gap, double reveal, double per_tenfold) {
  return know_how - (1 - reveal) * std::max(0.0, gap) / per_tenfold;
}

NextModel next_model(const LineEntry& line, Index l, const Events& events, const Maker& m) {
  const Governments& g = m.governments;
  if (line.openness == Openness::open && m.firms.strategy_of(m.f) == Strategy::delayed) {
    const int home = m.firms.region[m.f];
    auto aged = aged_vintage(m.f, events, m.now, m.firms.firms[std::size_t(m.f)].open_delay);
    if (aged &&
        (aged->log10_training_flop > g.log10_open_flop_limit[home] || aged->capability > g.open_capability_limit[home]))
      aged.reset();
    return {aged, "delay over"};
  }
  const std::optional<Size> size = size_of(line, l, m);
  if (!size) return {};
  Vintage vintage = sized(*size, m);
  vintage.know_how =
      revealed_know_how(vintage.know_how, best_line(m) - vintage.capability, m.p.reveal, m.scale.per_tenfold);
  return {vintage};
}

}  // namespace moat
