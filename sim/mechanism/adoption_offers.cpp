#include "mechanism/adoption_offers.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace moat {
namespace {

constexpr float never_chosen = -std::numeric_limits<float>::infinity();

/// Saturating value of capability c for a task: 1/2 at its difficulty, 1 far above.
double task_value(const TaskEntry& task, double capability, double years) {
  const double difficulty = task.difficulty + task.difficulty_growth * years;
  return 1 / (1 + std::exp(-(capability - difficulty) / task.scale));
}

/// Utility per ECI.
double value_slope(const TaskEntry& task, double value) {
  return value * (1 - value) / task.scale;
}

/// Users of a line that its maker withdrew must choose anew.
void lose_withdrawn(Offers& o, const Market& market) {
  for (Index l = 0; l < market.line_count(); ++l) {
    if (market.on_sale[l]) continue;
    for (Index r = 0; r < market.developers.size(1); ++r)
      for (Index s = 0; s < market.developers.size(2); ++s)
        if (market.developers(l + 1, r, s) > 0) {
          o.lost(r, s, l + 1) = 1;
          o.any_lost = true;
        }
  }
}

double weighted(const Society& society, Index task, const Grid<double>& by_domain, Index line) {
  return (society.task_domains.row(task) * by_domain.row(line)).sum();
}

void set_price_response(Offers& o, Index r, Index s, int k, double price, double list_price, const AdoptionParams& p) {
  const double factor = token_factor(price, p), per_list = list_price > 0 ? price / list_price : 1;
  o.quantity(r, s, k) = factor;
  switch (p.price_response) {
    case PriceResponse::bill:
      o.price(r, s, k) = float(price * factor);
      o.slope(r, s, k) = (1 - p.token_elasticity) * factor * per_list;
      break;
    case PriceResponse::log:
      o.price(r, s, k) = float(std::log(price > 0 ? price : p.reference_price));
      o.slope(r, s, k) = 1;
      break;
    case PriceResponse::linear:
      o.price(r, s, k) = float(price);
      o.slope(r, s, k) = per_list;
      break;
  }
  if (price <= 0) o.slope(r, s, k) = 0;
}

Offers empty_offers(const Market& market, const Society& society) {
  Offers o;
  o.slot = {0};
  o.family = {-1};
  o.option.assign(std::size_t(market.line_count()) + 1, 0);
  for (Index l = 0; l < market.line_count(); ++l)
    if (market.on_sale[l]) {
      o.option[std::size_t(l) + 1] = int(o.slot.size());
      if (!market.open[l]) o.closed.push_back(int(o.slot.size()));
      o.slot.push_back(int(l) + 1);
      o.family.push_back(market.firm[l]);
    }
  o.count = int(o.slot.size());
  o.padded = (o.count + lanes - 1) / lanes * lanes;
  o.family.resize(std::size_t(o.padded), -1);
  const Index regions = society.region_count(), segments = society.segment_count(), tasks = society.task_count();
  o.open.setZero(o.padded);
  o.common = Cube<float, 4>(regions, segments, tasks, o.padded);
  o.common.flat().setConstant(never_chosen);
  o.price = Cube<float, 3>(regions, segments, o.padded);
  o.distance = Cube<float, 2>(regions, o.padded);
  o.experience = Cube<float, 4>(regions, segments, tasks, o.padded);
  o.slope = Cube<double, 3>(regions, segments, o.padded);
  o.quantity = Cube<double, 3>(regions, segments, o.padded);
  if (market.survey_quality) o.quality_slope = Cube<double, 4>(regions, segments, tasks, o.padded);
  o.lost = Cube<char, 3>(regions, segments, market.line_count() + 1);
  lose_withdrawn(o, market);
  return o;
}

}  // namespace

double token_factor(double price, const AdoptionParams& p) {
  return price > 0 ? std::pow(price / p.reference_price, -p.token_elasticity) : p.free_allowance;
}

Offers make_offers(const Market& market, const Society& society, const Governments& g, const Firms& firms,
                   const Security& security, const Clock& clock, const AdoptionParams& p) {
  Offers o = empty_offers(market, society);
  o.uptake = Uptake(market, society, firms, p);
  for (Index r = 0; r < society.region_count(); ++r)
    for (Index s = 0; s < society.segment_count(); ++s)
      for (int k = 0; k < o.count; ++k) {
        if (k == 0) {
          for (Index t = 0; t < society.task_count(); ++t) o.common(r, s, t, 0) = float(p.outside_value);
          continue;
        }
        const Index l = o.slot[std::size_t(k)] - 1;
        const int f = market.firm[l];
        const double open = market.open[l], origin_distance = society.distance(r, market.origin[l]);
        o.open[k] = float(open);
        o.distance(r, k) =
            float(std::max(0.0, origin_distance - g.trust_gain(market.origin[l], r)) * (1 - p.insulation * open));
        set_price_response(o, r, s, k, market.price(l, r, s), market.list_price[l], p);
        const double available = market.available(l, r, s);
        if (available <= 0) {
          o.lost(r, s, l + 1) = 1;
          o.any_lost = true;
          continue;
        }
        const double appeal =
            open * (g.open_taste[r] - security.openness_shift + p.ecosystem_weight * std::log1p(firms.ecosystem[f])) -
            firms.trust_shift[f] + (p.timing == Timing::together ? o.uptake.utility(f, r) : 0) + std::log(available) +
            (market.price(l, r, s) > 0 ? 0 : p.free_appeal);
        const double bonus = open * firms.community_gain[f], weight = society.segments[std::size_t(s)].quality_weight;
        for (Index t = 0; t < society.task_count(); ++t) {
          const TaskEntry& task = society.tasks[std::size_t(t)];
          const double rated = task_value(task, weighted(society, t, market.rating, l) + bonus, clock.years());
          const double known = task_value(task, weighted(society, t, market.capability, l) + bonus, clock.years());
          if (market.survey_quality) o.quality_slope(r, s, t, k) = weight * value_slope(task, rated);
          o.common(r, s, t, k) = float(weight * rated + appeal + std::log(market.awareness[l]));
          o.experience(r, s, t, k) = float(weight * (known - rated) - std::log(market.awareness[l]));
        }
      }
  return o;
}

}  // namespace moat
