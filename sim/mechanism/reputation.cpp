#include "mechanism/reputation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "base/maths.hpp"
#include "state/columns.hpp"
#include "state/lines.hpp"

namespace moat {
namespace {

void lose_by_reputation(Firms& firms, double weight) {
  firms.reputation_shift = -weight * (1 - firms.reputation);
}

/// Best public rating of the lines on sale, by maker; minus infinity without one.
Column<double> best_rated(const Firms& firms, const Market& m) {
  Column<double> best = Column<double>::Constant(firms.size(), -std::numeric_limits<double>::infinity());
  for (Index l = 0; l < m.line_count(); ++l)
    if (m.on_sale[l]) best[m.firm[l]] = std::max(best[m.firm[l]], m.rating.row(l).mean());
  return best;
}

}  // namespace

void start_reputation(Firms& firms, const ReputationParams& p) {
  if (p.weight == 0) return;
  for (Index f = 0; f < firms.size(); ++f) firms.reputation.row(f).setConstant(firms.firms[std::size_t(f)].reputation);
  lose_by_reputation(firms, p.weight);
}

void follow_reputation(Firms& firms, const Market& market, const Clock& clock, const ReputationParams& p) {
  if (p.weight == 0) return;
  if (clock.now() < p.frozen_from) {
    const Grid<double> shares = shares_of_tokens(market, firms.size());
    const Column<double> best = best_rated(firms, market);
    const double pace = 1 - maths::exp2(-1 / p.half_life), frontier = best.maxCoeff();
    for (Index f = 0; f < firms.size(); ++f) {
      const double quality = std::isfinite(best[f]) ? maths::exp2((best[f] - frontier) / p.gap_scale) : 0;
      for (Index r = 0; r < shares.cols(); ++r) {
        const double use = std::min(1.0, shares(f, r) / p.use_share);
        const double target = std::isfinite(best[f]) ? p.by_use * use + (1 - p.by_use) * quality : 0;
        firms.reputation(f, r) += pace * (target - firms.reputation(f, r));
      }
    }
  }
  lose_by_reputation(firms, p.weight);
}

namespace {

constexpr Series reputation_rows[] = {
    {"reputation", "1", "firm,region", "What the maker is held for in the region: 0 unheard of, 1 the best.",
     [](const World& w, std::span<double> out) { std::copy_n(w.firms.reputation.data(), out.size(), out.begin()); }},
};

constexpr StateColumn reputation_columns[] = {
    column<&Firms::reputation>("firms.reputation", "firm,region", 0, Held::taken, a_share_rounded),
    column<&Firms::reputation_shift>("firms.reputation_shift", "firm,region", 0, Held::taken),
};

}  // namespace

std::span<const Series> reputation_series() {
  return reputation_rows;
}

std::span<const StateColumn> reputation_state() {
  return reputation_columns;
}

}  // namespace moat
