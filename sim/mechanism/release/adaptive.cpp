#include "mechanism/release/adaptive.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/error.hpp"
#include "base/maths.hpp"
#include "mechanism/purpose.hpp"
#include "state/schedule.hpp"

namespace moat {
namespace {

using Values = std::array<double, plain_strategies>;

constexpr int longest_cycle = 6;  // decisions
constexpr int repetitions = 3;    // two would be common among chance choices

bool model_due(const FirmEntry& firm, const Governments& g, Index region, Month now) {
  return std::any_of(firm.lines.begin(), firm.lines.end(), [&](const LineEntry& line) {
    const double gating = line.openness == Openness::closed ? g.gating_delay[region] : 0;
    return due(line, now, g.release_delay[region] + gating);
  });
}

/// A firm chooses only what it has a line for by now.
bool is_option(const FirmEntry& firm, Strategy option, Month now) {
  const auto has = [&](Openness openness) {
    return std::any_of(firm.lines.begin(), firm.lines.end(),
                       [&](const LineEntry& line) { return line.openness == openness && line.first <= now; });
  };
  const bool needs_open = option != Strategy::closed, needs_closed = option != Strategy::open;
  return (!needs_open || has(Openness::open)) && (!needs_closed || has(Openness::closed));
}

/// Corrected by experience.
double value_of(const Firms& firms, Index f, Index option) {
  const double expected = firms.expected(f, option);
  return expected > 0 ? firms.realised(f, option) * expected : expected;
}

void learn(Firms& firms, Index f, const ReleaseParams& p) {
  const auto in_force = Index(adaptive_strategy(firms, f));
  const double expected = firms.expected(f, in_force);
  if (!(expected > 0)) return;
  const double ratio = std::clamp(firms.margin[f] / expected, 1 / p.learning_bound, p.learning_bound);
  for (Index o = 0; o < plain_strategies; ++o) {
    double& realised = firms.realised(f, o);
    realised += p.learning_rate * (o == in_force ? 1 : p.forgone_weight) * (ratio - realised);
  }
}

void choose(Firms& firms, Index f, Month now, const ReleaseParams& p, const Random& random, const Foresee& foresee) {
  Values values;
  for (Index o = 0; o < plain_strategies; ++o) {
    const bool option = is_option(firms.firms[std::size_t(f)], Strategy(o), now);
    firms.expected(f, o) = option ? foresee(f, Strategy(o)) : std::numeric_limits<double>::quiet_NaN();
    ensures(!option || std::isfinite(firms.expected(f, o)), "an expected margin is finite");
    values[std::size_t(o)] = value_of(firms, f, o);
  }
  const Values chances = choice_probabilities(values, p.choice_noise);
  double left = uniform(random.words(Purpose::release_choice, f)[0]);
  Index chosen = 0;
  for (Index o = 0; o < plain_strategies; ++o) {
    if (chances[std::size_t(o)] <= 0) continue;
    chosen = o;
    left -= chances[std::size_t(o)];
    if (left < 0) break;
  }
  firms.decisions[std::size_t(f)].push_back(Strategy(chosen));
}

}  // namespace

Strategy adaptive_strategy(const Firms& firms, Index firm) {
  const std::vector<Strategy>& decisions = firms.decisions[std::size_t(firm)];
  return decisions.empty() ? Strategy::closed : decisions.back();
}

Values choice_probabilities(const Values& values, double noise) {
  double best = -std::numeric_limits<double>::infinity(), largest = 0;
  std::size_t first = 0;
  for (std::size_t o = 0; o < values.size(); ++o) {
    if (std::isnan(values[o])) continue;
    largest = std::max(largest, std::abs(values[o]));
    if (values[o] > best) best = values[o], first = o;
  }
  expects(std::isfinite(best), "there is at least one strategy to choose");
  Values chances{};
  if (noise == 0) {
    chances[first] = 1;
    return chances;
  }
  const double scale = largest > 0 ? noise * largest : 1;
  double all = 0;
  for (std::size_t o = 0; o < values.size(); ++o)
    all += chances[o] = std::isnan(values[o]) ? 0 : maths::exp((values[o] - best) / scale);
  for (double& chance : chances) chance /= all;
  return chances;
}

int cycle_period(std::span<const Strategy> decisions) {
  for (std::size_t p = 1; p <= longest_cycle && repetitions * p <= decisions.size(); ++p) {
    const std::span<const Strategy> last = decisions.last(repetitions * p);
    if (std::equal(last.begin() + std::ptrdiff_t(p), last.end(), last.begin())) return p > 1 ? int(p) : 0;
  }
  return 0;
}

void choose_strategies(Firms& firms, const Governments& g, const Clock& clock, const ReleaseParams& p,
                       const Random& random, const Foresee& foresee) {
  const Month now = clock.now();
  for (Index f = 0; f < firms.size(); ++f) {
    const FirmEntry& firm = firms.firms[std::size_t(f)];
    if (!firms.active[f] || firms.capability[f] <= 0 || firm.strategy.at(now) != Strategy::adaptive) continue;
    learn(firms, f, p);
    const bool has_choice = is_option(firm, Strategy::closed, now) || is_option(firm, Strategy::open, now);
    if (has_choice && model_due(firm, g, firms.region[f], now)) choose(firms, f, now, p, random, foresee);
  }
}

namespace {

template <int Option>
void read_value(const World& w, std::span<double> out) {
  for (std::size_t f = 0; f < out.size(); ++f) out[f] = value_of(w.firms, Index(f), Option);
}

/// Ranks from 1; equal values share their mean rank.
std::vector<double> ranks(const std::vector<double>& values) {
  std::vector<double> all;
  for (const double x : values) {
    double rank = 0.5;
    for (const double other : values) rank += other < x ? 1 : other == x ? 0.5 : 0;
    all.push_back(rank);
  }
  return all;
}

/// Spearman's rank correlation; 0 where one of the two does not vary.
double rank_correlation(const std::vector<double>& x, const std::vector<double>& y) {
  const std::vector<double> a = ranks(x), b = ranks(y);
  const double mean = (double(x.size()) + 1) / 2;
  double ab = 0, aa = 0, bb = 0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    ab += (a[i] - mean) * (b[i] - mean);
    aa += (a[i] - mean) * (a[i] - mean);
    bb += (b[i] - mean) * (b[i] - mean);
  }
  return aa > 0 && bb > 0 ? ab / std::sqrt(aa * bb) : 0;
}

/// Share of the firm's releases of the last twelve months that published weights; NaN without any.
double openness(const World& w, Index f) {
  double open = 0, all = 0;
  for (const ReleaseEvent& e : w.events.releases) {
    if (e.firm != f || w.clock.now() - e.month >= 12 || e.reason == on_market_before) continue;
    all += 1;
    open += e.open;
  }
  return all > 0 ? open / all : NAN;
}

/// ECI by which the firm could beat the best of the others; NaN if it or all others are not at work.
double lead(const World& w, Index f) {
  double best = 0;
  const auto at_work = [&](Index i) { return w.firms.active[i] && w.firms.capability[i] > 0; };
  for (Index other = 0; other < w.firms.size(); ++other)
    if (other != f && at_work(other)) best = std::max(best, w.firms.capability[other]);
  return at_work(f) && best > 0 ? w.firms.capability[f] - best : NAN;
}

void openness_by_lead(const World& w, std::span<double> out) {
  constexpr std::array<double, plain_strategies> order{0, 3, 1, 2};  // closed, delayed, tiered, open
  std::vector<double> leads, opennesses;
  for (Index f = 0; f < w.firms.size(); ++f)
    if (const double ahead = lead(w, f); std::isfinite(ahead)) {
      leads.push_back(ahead);
      opennesses.push_back(order[std::size_t(w.firms.strategy[f])]);
    }
  out[0] = rank_correlation(leads, opennesses);
}

constexpr Series adaptive_rows[] = {
    {"value_closed", "USD/month", "firm",
     "Margin that an adaptive firm expected of closed release at its last decision, corrected by experience.",
     read_value<int(Strategy::closed)>},
    {"value_open", "USD/month", "firm", "The same of open release.", read_value<int(Strategy::open)>},
    {"value_delayed", "USD/month", "firm", "The same of delayed release.", read_value<int(Strategy::delayed)>},
    {"value_tiered", "USD/month", "firm", "The same of tiered release.", read_value<int(Strategy::tiered)>},
    {"realised_margin", "1", "firm", "Realised over expected margin of the strategy in force, as learned.",
     [](const World& w, std::span<double> out) {
       for (std::size_t f = 0; f < out.size(); ++f)
         out[f] = w.firms.decisions[f].empty()
                      ? NAN
                      : w.firms.realised(Index(f), Index(adaptive_strategy(w.firms, Index(f))));
     }},
    {"strategy_cycle", "decisions", "firm", "Period of the cycle that an adaptive firm's choices end in, 0 for none.",
     [](const World& w, std::span<double> out) {
       for (std::size_t f = 0; f < out.size(); ++f) out[f] = cycle_period(w.firms.decisions[f]);
     }},
    {"firm_openness", "1", "firm", "Share of the firm's releases of the last twelve months that published weights.",
     [](const World& w, std::span<double> out) {
       for (std::size_t f = 0; f < out.size(); ++f) out[f] = openness(w, Index(f));
     }},
    {"lead", "ECI", "firm", "Capability of the best model the firm could train above that of the best other firm.",
     [](const World& w, std::span<double> out) {
       for (std::size_t f = 0; f < out.size(); ++f) out[f] = lead(w, Index(f));
     }},
    {"openness_by_lead", "1", "",
     "Rank correlation over firms (Spearman) of lead with strategy in the order closed, delayed, tiered, open; 0 if "
     "alike.",
     openness_by_lead},
};

}  // namespace

std::span<const Series> release_adaptive_series() {
  return adaptive_rows;
}

}  // namespace moat
