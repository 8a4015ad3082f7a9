#include "mechanism/leaderboard.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "base/maths.hpp"
#include "base/samplers.hpp"
#include "mechanism/purpose.hpp"
#include "state/columns.hpp"

namespace moat {
namespace {

constexpr double nothing = -std::numeric_limits<double>::infinity();

double mean_rating(const Market& market, Index line) {
  return market.rating.row(line).mean();
}

void rate(Market& market, const Firms& firms, Index line, const Clock& clock, const LeaderboardParams& p,
          const Random& random) {
  const Vintage& vintage = market.vintage[std::size_t(line)];
  const double flattery =
      firms.firms[std::size_t(market.firm[line])].optimism + (market.open[line] ? p.open_optimism : 0);
  const bool unrated = !std::isfinite(market.rating(line, 0));
  if (clock.now() - vintage.released >= p.delay && market.rated_since[line] < 0) {
    Draws draws = random(Purpose::rating_noise, line);
    const double noise = draw_normal(draws) * p.noise;
    market.rating.row(line) = market.capability.row(line) + flattery + noise;
    market.rated_since[line] = 0;
  } else if (market.rated_since[line] >= 0) {
    market.rated_since[line] += 1;
  } else if (unrated) {
    market.rating.row(line) = market.capability.row(line) + flattery;
  }
}

/// Best so far by openness and origin, carried forward from the month before.
void note_frontier(Cube<double, 3>& frontier, const Market& market, int step, bool rated) {
  for (Index o = 0; o < 2; ++o)
    for (Index r = 0; r < frontier.size(2); ++r) {
      double best = step > 0 ? frontier(step - 1, o, r) : nothing;
      for (Index l = 0; l < market.line_count(); ++l)
        if (market.on_sale[l] && market.open[l] == o && market.origin[l] == r)
          best = std::max(best, rated ? mean_rating(market, l) : market.vintage[std::size_t(l)].capability);
      frontier(step, o, r) = best;
    }
}

/// Share of all developer-tasks that use a line of the firm.
double user_share(const Market& market, const Society& society, int firm) {
  double users = 0, all = 0;
  const Cube<std::int64_t, 4>& a = market.assignments;
  for (Index slot = 0; slot < a.size(0); ++slot)
    for (Index r = 0; r < a.size(1); ++r)
      for (Index s = 0; s < a.size(2); ++s)
        for (Index t = 0; t < a.size(3); ++t) {
          const double n = double(a(slot, r, s, t)) * society.weight[r];
          all += n;
          users += slot > 0 && market.firm[slot - 1] == firm ? n : 0;
        }
  return all > 0 ? users / all : 0;
}

/// ECI by which the line's vintage is above the best of its kind until last month; 0 where there was none.
double gain_at_launch(const Market& market, Index line, int step) {
  double best = nothing;
  for (Index r = 0; r < market.frontier.size(2); ++r)
    best = std::max(best, market.frontier(step - 1, Index(market.open[line]), r));
  return std::isfinite(best) ? std::max(0.0, market.vintage[std::size_t(line)].capability - best) : 0;
}

void spread_news(Market& market, Index line, const Society& society, const Clock& clock, const LeaderboardParams& p) {
  double& buzz = market.buzz[line];
  buzz *= 1 - p.launch_decay;
  if (buzz < 1e-3) buzz = 0;  // one developer in a thousand: the tail would cost time and move nobody
  const bool launched = market.vintage[std::size_t(line)].released == clock.now() && !clock.first();
  if (launched && p.launch_per_eci > 0) buzz += p.launch_per_eci * gain_at_launch(market, line, clock.step);
  if (launched && p.launch_per_user > 0) buzz += p.launch_per_user * user_share(market, society, market.firm[line]);
}

}  // namespace

double lag_months(std::span<const double> leader, int step, double level) {
  const auto first =
      std::find_if(leader.begin(), leader.begin() + step + 1, [&](double x) { return x >= level - 1e-9; });
  const auto t = first - leader.begin();
  if (t > step) return 0;
  const double before = t > 0 ? *(first - 1) : nothing;
  // Leaders who had nothing before, or who are where the follower is, got there at the end of the month.
  const double early = std::isfinite(before) ? std::clamp((*first - level) / (*first - before), 0.0, 1.0) : 0;
  return double(step - t) + early;
}

void publish_ratings(Market& market, const Firms& firms, const Society& society, const Clock& clock,
                     const LeaderboardParams& p, const Random& random) {
  for (Index l = 0; l < market.line_count(); ++l) {
    if (!market.on_sale[l]) continue;
    if (const Index line = market.terms_of[l]; line >= 0) {  // stands behind the line that it offers
      market.rating.row(l) = market.rating.row(line);
      market.rated_since[l] = market.rated_since[line];
      market.awareness[l] = 1;  // whoever is admitted knows
      continue;
    }
    rate(market, firms, l, clock, p, random);
    double& awareness = market.awareness[l];
    awareness = awareness > 0 ? awareness + p.awareness_growth * (1 - awareness) : p.awareness_start;
    spread_news(market, l, society, clock, p);
    if (market.buzz[l] > 0) awareness += (1 - maths::exp(-market.buzz[l])) * (1 - awareness);
  }
  note_frontier(market.frontier, market, clock.step, false);
  note_frontier(market.rated_frontier, market, clock.step, true);
}

namespace {

/// Best of all groups that `in(openness, origin)` selects, by step.
template <class In>
std::vector<double> best_of(const Cube<double, 3>& frontier, int step, In in) {
  std::vector<double> best(std::size_t(step) + 1, nothing);
  for (int t = 0; t <= step; ++t)
    for (Index o = 0; o < 2; ++o)
      for (Index r = 0; r < frontier.size(2); ++r)
        if (in(o, r)) best[std::size_t(t)] = std::max(best[std::size_t(t)], frontier(t, o, r));
  return best;
}

template <class Leader, class Follower>
double lag(const World& w, const Cube<double, 3>& frontier, Leader leader, Follower follower) {
  const int step = w.clock.step;
  const std::vector<double> ahead = best_of(frontier, step, leader), behind = best_of(frontier, step, follower);
  const double level = behind.back();
  return std::isfinite(level) && std::isfinite(ahead.back()) ? lag_months(ahead, step, level) : NAN;
}

void open_lag(const World& w, const Cube<double, 3>& frontier, std::span<double> out) {
  out[0] = lag(
      w, frontier, [](Index o, Index) { return o == 0; }, [](Index o, Index) { return o == 1; });
}

void region_lag(const World& w, const Cube<double, 3>& frontier, std::span<double> out) {
  for (std::size_t r = 0; r < out.size(); ++r)
    out[r] = lag(
        w, frontier, [&](Index, Index o) { return o != Index(r); }, [&](Index, Index o) { return o == Index(r); });
}

void frontier_now(const World& w, const Cube<double, 3>& frontier, std::span<double> out) {
  for (Index i = 0; i < Index(out.size()); ++i) {
    const double best = frontier(w.clock.step, i / frontier.size(2), i % frontier.size(2));
    out[std::size_t(i)] = std::isfinite(best) ? best : NAN;
  }
}

constexpr Series leaderboard_rows[] = {
    {"frontier", "ECI", "openness,origin", "Best capability on offer so far.",
     [](const World& w, std::span<double> out) { frontier_now(w, w.market.frontier, out); }},
    {"rated_frontier", "ECI", "openness,origin", "Best public rating so far.",
     [](const World& w, std::span<double> out) { frontier_now(w, w.market.rated_frontier, out); }},
    {"open_lag", "months", "",
     "Months since closed models first reached the best open model of today, within a month in proportion.",
     [](const World& w, std::span<double> out) { open_lag(w, w.market.frontier, out); }},
    {"open_lag_rated", "months", "", "The same on public ratings.",
     [](const World& w, std::span<double> out) { open_lag(w, w.market.rated_frontier, out); }},
    {"region_lag", "months", "origin",
     "Months since another region's models first reached the region's best of today, within a month in proportion; 0 "
     "for the leader.",
     [](const World& w, std::span<double> out) { region_lag(w, w.market.frontier, out); }},
    {"region_lag_rated", "months", "origin", "The same on public ratings.",
     [](const World& w, std::span<double> out) { region_lag(w, w.market.rated_frontier, out); }},
    {"rating", "ECI", "line", "Public rating, mean over domains.",
     [](const World& w, std::span<double> out) {
       for (std::size_t l = 0; l < out.size(); ++l)
         out[l] = w.market.on_sale[Index(l)] ? mean_rating(w.market, Index(l)) : NAN;
     }},
    {"rating_by_domain", "ECI", "line,domain", "Public rating by domain.",
     [](const World& w, std::span<double> out) {
       std::size_t at = 0;
       for (Index l = 0; l < w.market.line_count(); ++l)
         for (Index d = 0; d < w.market.rating.cols(); ++d)
           out[at++] = w.market.on_sale[l] ? w.market.rating(l, d) : NAN;
     }},
    {"rank", "1", "line",
     "Place on the public leaderboard, 1 for the best; kept older vintages and promotions take no place from others.",
     [](const World& w, std::span<double> out) {
       for (std::size_t l = 0; l < out.size(); ++l) {
         if (!w.market.on_sale[Index(l)]) {
           out[l] = NAN;
           continue;
         }
         out[l] = 1;
         for (Index other = 0; other < w.market.line_count(); ++other)
           out[l] += w.market.on_sale[other] && w.market.newer[other] < 0 && w.market.terms_of[other] < 0 &&
                     mean_rating(w.market, other) > mean_rating(w.market, Index(l));
       }
     }},
    {"buzz", "1", "line", "Mentions of the line's launch that reach a developer this month, on average.",
     [](const World& w, std::span<double> out) { std::copy_n(w.market.buzz.data(), out.size(), out.begin()); }},
    {"awareness", "1", "line", "Share of developers who know the line.",
     [](const World& w, std::span<double> out) { std::copy_n(w.market.awareness.data(), out.size(), out.begin()); }},
};

constexpr double not_rated = std::numeric_limits<double>::quiet_NaN(),
                 before_any = -std::numeric_limits<double>::infinity();

constexpr StateColumn leaderboard_columns[] = {
    column<&Market::rating>("market.rating", "line,domain", not_rated, Held::taken),
    column<&Market::rated_since>("market.rated_since", "line", -1, Held::taken),
    column<&Market::awareness>("market.awareness", "line", 0, Held::taken, a_share),
    column<&Market::buzz>("market.buzz", "line", 0, Held::taken, positive),
    column<&Market::frontier>("market.frontier", "step,openness,region", before_any, Held::taken),
    column<&Market::rated_frontier>("market.rated_frontier", "step,openness,region", before_any, Held::taken),
    single<&Market::truth_is_public>("market.truth_is_public", Held::here),
};

}  // namespace

std::span<const Series> leaderboard_series() {
  return leaderboard_rows;
}

std::span<const StateColumn> leaderboard_state() {
  return leaderboard_columns;
}

}  // namespace moat
