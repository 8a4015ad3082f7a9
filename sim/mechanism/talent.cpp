#include "mechanism/talent.hpp"

#include <algorithm>
#include <cmath>

#include "base/maths.hpp"
#include "base/missing.hpp"
#include "state/columns.hpp"
#include "state/lines.hpp"

namespace moat {
namespace {

/// What draws researchers to each region; missing where no firm is at work.
Column<double> pull_of_regions(Index regions, const Firms& firms, const Market& market, Month now,
                               const TalentParams& p) {
  Column<double> best = Column<double>::Zero(regions), at_work = best, publish = best;
  for (Index f = 0; f < firms.size(); ++f) {
    if (!firms.active[f]) continue;
    const Index r = firms.region[f];
    best[r] = std::max(best[r], firms.capability[f]);
    at_work[r] += 1;
    publish[r] += published_lately(market, f, now);
  }
  const double frontier = best.size() > 0 ? best.maxCoeff() : 0;
  Column<double> pull = Column<double>::Constant(regions, missing_value);
  for (Index r = 0; r < regions; ++r)
    if (at_work[r] > 0) pull[r] = p.standing * (best[r] - frontier) + p.openness * publish[r] / at_work[r];
  return pull;
}

double at_start(const Society& society, Index origin, Index region) {
  return number_for(society.regions[std::size_t(origin)].researchers, society.regions[std::size_t(region)].name);
}

}  // namespace

void start_talent(Society& society) {
  for (Index o = 0; o < society.region_count(); ++o)
    for (Index r = 0; r < society.region_count(); ++r) society.researchers(o, r) = at_start(society, o, r);
}

void move_talent(Society& society, const Firms& firms, const Market& market, const Governments& g, const Clock& clock,
                 const TalentParams& p) {
  if (p.mobility == 0) return;
  const Index regions = society.region_count();
  const Column<double> pull = pull_of_regions(regions, firms, market, clock.now(), p);
  Column<double> draw = Column<double>::Ones(regions);
  for (Index r = 0; r < regions; ++r) {
    if (std::isnan(society.pull_at_start[r])) society.pull_at_start[r] = pull[r];
    if (!std::isnan(pull[r])) draw[r] = maths::exp(pull[r] - society.pull_at_start[r]);
  }
  Column<double> first = Column<double>::Zero(regions), now = first, weight(regions);
  for (Index o = 0; o < regions; ++o) {
    double all = 0, number = 0;
    for (Index r = 0; r < regions; ++r) {
      const double there = at_start(society, o, r);
      weight[r] = there * (o == r ? 1 : g.admission(o, r)) * draw[r];
      all += weight[r];
      number += society.researchers(o, r);
      first[r] += there;
    }
    for (Index r = 0; r < regions; ++r) {
      double& here = society.researchers(o, r);
      if (all > 0) here += p.mobility * (weight[r] / all * number - here);  // nobody moves where nobody may
      now[r] += here;
    }
  }
  for (Index r = 0; r < regions; ++r)
    society.talent[r] = first[r] > 0 ? maths::pow(now[r] / first[r], p.elasticity) : 1;
}

namespace {

constexpr Series talent_rows[] = {
    {"researchers", "1", "region", "Researchers who work in a region, in the unit of the entries of regions.",
     [](const World& w, std::span<double> out) {
       for (std::size_t r = 0; r < out.size(); ++r) out[r] = w.society.researchers.col(Index(r)).sum();
     }},
    {"talent", "1", "region",
     "Factor on the research skill of a region's firms by those who work there; 1 at the start.",
     [](const World& w, std::span<double> out) { std::copy_n(w.society.talent.data(), out.size(), out.begin()); }},
};

constexpr StateColumn talent_columns[] = {
    column<&Society::researchers>("society.researchers", "region,region", 0, Held::taken, positive),
    column<&Society::talent>("society.talent", "region", 1, Held::taken, positive),
    column<&Society::pull_at_start>("society.pull_at_start", "region", missing_value, Held::taken),
};

}  // namespace

std::span<const Series> talent_series() {
  return talent_rows;
}

std::span<const StateColumn> talent_state() {
  return talent_columns;
}

}  // namespace moat
