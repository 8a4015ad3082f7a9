#include "mechanism/adoption/offers.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "mechanism/adoption/deployment.hpp"
#include "mechanism/adoption/tokens.hpp"
#include "mechanism/adoption/value.hpp"
#include "mechanism/adoption/vintages.hpp"

namespace moat {
namespace {

/// Users of a line that its maker withdrew must choose again.
void lose_withdrawn(Offers& o, const Market& market) {
  for (Index l = 0; l < market.line_count(); ++l) {
    if (market.on_sale[l]) continue;
    for (Index r = 0; r < market.developers.size(1); ++r)
      for (Index s = 0; s < market.developers.size(2); ++s)
        if (market.developers(l + 1, r, s) > 0) o.lost(r, s, l + 1) = o.any_lost(r, s) = 1;
  }
}

double weighted(const Society& society, Index task, const Grid<double>& by_domain, Index line) {
  return (society.task_domains.row(task) * by_domain.row(line)).sum();
}

/// Cheapest price that is paid for a line on offer, USD/Mtok: where a free line stands in logarithms.
double cheapest_paid(const Market& market, Index r, Index s, double otherwise) {
  double least = 0;
  for (Index l = 0; l < market.line_count(); ++l) {
    const double price = market.price(l, r, s);
    if (market.on_sale[l] && market.available(l, r, s) > 0 && price > 0 && (least <= 0 || price < least)) least = price;
  }
  return least > 0 ? least : otherwise;
}

void set_price_response(Offers& o, Index r, Index s, int k, double price, double list_price, double cheapest,
                        TokenFactor& token_factor, const AdoptionParams& p) {
  const double factor = token_factor(price), per_list = list_price > 0 ? price / list_price : 1;
  for (Index t = 0; t < o.quantity.size(2); ++t) o.quantity(r, s, t, k) = factor;
  switch (p.price_response) {
    case PriceResponse::bill:
      o.price(r, s, k) = float(price * factor);
      o.slope(r, s, k) = (1 - p.token_elasticity) * factor * per_list;
      break;
    case PriceResponse::log:
      o.price(r, s, k) =
          float(p.price_offset > 0 ? std::log1p(price / p.price_offset) : std::log(price > 0 ? price : cheapest));
      o.slope(r, s, k) = price / (price + p.price_offset);
      break;
    case PriceResponse::linear:
      o.price(r, s, k) = float(price);
      o.slope(r, s, k) = per_list;
      break;
  }
  if (price <= 0) o.slope(r, s, k) = 0;
}

Offers empty_offers(const Market& market, const Society& society, double nesting) {
  Offers o;
  o.slot = {0};
  o.firm = {-1};
  o.option.assign(std::size_t(market.line_count()) + 1, 0);
  std::vector<Index> lines;
  for (Index l = 0; l < market.line_count(); ++l)
    if (market.on_sale[l]) lines.push_back(l);
  if (nesting < 1)
    std::stable_sort(lines.begin(), lines.end(), [&](Index a, Index b) { return market.firm[a] < market.firm[b]; });
  for (const Index l : lines) {
    o.option[std::size_t(l) + 1] = int(o.slot.size());
    o.slot.push_back(int(l) + 1);
    o.firm.push_back(market.firm[l]);
  }
  o.nests = Nests(o.firm, nesting);
  o.count = int(o.slot.size());
  for (const int k : o.option) o.firm_in_use.push_back(k > 0 ? o.firm[std::size_t(k)] : -2);
  const Index regions = society.region_count(), segments = society.segment_count(), tasks = society.task_count();
  o.open.setZero(o.count);
  o.experience = Cube<float, 4>(regions, segments, tasks, o.count);
  o.switching_bonus.resize(segments, tasks);
  o.entry.resize(tasks);
  o.price = Cube<float, 3>(regions, segments, o.count);
  o.distance = Cube<float, 2>(regions, o.count);
  if (needs_differ(society.segments)) o.value = Cube<float, 4>(segments, tasks, society.domain_count(), o.count);
  o.slope = Cube<double, 3>(regions, segments, o.count);
  o.quantity = Cube<double, 4>(regions, segments, tasks, o.count);
  if (market.survey_quality) o.quality_slope = Cube<double, 4>(regions, segments, tasks, o.count);
  o.lost = Cube<char, 3>(regions, segments, market.line_count() + 1);
  o.any_lost.setZero(regions, segments);
  lose_withdrawn(o, market);
  return o;
}

/// What a line is worth for a task to developers of quality weight 1, by its rating and in truth.
struct Worth {
  double rated, known, slope;
};

/// [line, task] of the lines on offer. What the community adds to open weights counts as capability.
std::vector<Worth> value_lines(const Offers& o, const Market& market, const Society& society, const Firms& firms,
                               const Clock& clock, QualityResponse response) {
  std::vector<Worth> worth(std::size_t(market.line_count() * society.task_count()));
  for (Index t = 0; t < society.task_count(); ++t) {
    const Value value(society.tasks[std::size_t(t)], clock.years(), response);
    for (int k = 1; k < o.count; ++k) {
      const Index l = o.slot[std::size_t(k)] - 1;
      const double bonus = market.open[l] * firms.community_gain[market.firm[l]];
      const double rated = weighted(society, t, market.rating, l) + bonus;
      worth[std::size_t(l * society.task_count() + t)] = {
          value(rated), value(weighted(society, t, market.capability, l) + bonus), value.slope(rated)};
    }
  }
  return worth;
}

double quality_weight(const Society& society, Index s, Index t) {
  return society.segments[std::size_t(s)].quality_weight * society.tasks[std::size_t(t)].quality_weight;
}

/// Where developers differ in their needs, quality is worth v[0] + sum over the other domains of need x (v[d] - v[0]):
/// the first part belongs to `common`, the differences stand apart. Returns the first part for quality weight 1.
double value_by_domain(Offers& o, const Market& market, const Society& society, const Value& value, Index s, Index t,
                       int k, double bonus) {
  const Index l = o.slot[std::size_t(k)] - 1;
  const double weight = quality_weight(society, s, t), first = value(market.rating(l, 0) + bonus);
  for (Index d = 1; d < society.domain_count(); ++d)
    o.value(s, t, d, k) = float(bits_per_nat * weight * (value(market.rating(l, d) + bonus) - first));
  return first;
}

/// What a menu shows to those whom the promotions of each mask admit: vintages in their nests, and all over the
/// dissimilarity of their nest.
void show(Offers& o, const std::vector<Vintages>& vintages, const Grid<double>& common, double price_weight, Index r,
          Index s, Index t, const AdoptionParams& p) {
  std::vector<double> seen(std::size_t(o.count));
  for (unsigned mask = 0; mask < o.masks(); ++mask) {
    std::copy_n(common.row(t).data(), o.count, seen.data());
    hide_others(o.promotions, mask, seen.data());
    nest_vintages(vintages, std::min(p.vintage_nesting, p.nesting), p.nesting, price_weight, o.price.row(r, s),
                  seen.data());
    const double shift = *std::max_element(seen.begin(), seen.end());
    o.shown[mask].shift(r, s, t) = shift;
    for (int k = 0; k < o.count; ++k)
      o.shown[mask].common(r, s, t, k) = float(bits_per_nat * (seen[std::size_t(k)] - shift)) * o.nests.scale(k);
  }
}

/// All that menus hold by option, over the dissimilarity of the option's nest.
void scale_by_nests(Offers& o) {
  if (!o.nests.any()) return;
  const auto scale = [&](auto& column) {
    for (Index i = 0; i < column.size(); ++i) column[i] *= o.nests.scale(int(i % o.count));
  };
  scale(o.open);
  for (auto* cube : {&o.experience, &o.value}) scale(cube->flat());
  scale(o.price.flat());
  scale(o.distance.flat());
}

}  // namespace

Offers make_offers(const Developers& developers, const Market& market, const Society& society, const Governments& g,
                   const Firms& firms, const Security& security, const Clock& clock, const AdoptionParams& p) {
  Offers o = empty_offers(market, society, p.nesting);
  o.promotions = promotions_on_offer(market, firms, o.option, clock.now());
  const Shown nothing{Cube<float, 4>(society.region_count(), society.segment_count(), society.task_count(), o.count),
                      Cube<double, 3>(society.region_count(), society.segment_count(), society.task_count())};
  o.shown.assign(std::size_t(1) << o.promotions.size(), nothing);
  o.uptake = Uptake(market, society, firms, p);
  o.demand = society.task_domains.cast<float>();
  o.openness_unit = float(bits_per_nat) * developers.openness_weight.unit;
  o.trust_unit = float(bits_per_nat) * developers.trust_weight.unit;
  o.peer_weight = p.peers == Peers::network ? float(bits_per_nat * p.peer_weight) : 0;
  const std::vector<Worth> worth = value_lines(o, market, society, firms, clock, p.quality_response);
  const Index tasks = society.task_count();
  Grid<double> common(tasks, o.count);  // nats
  TokenFactor token_factor(p);
  const std::vector<Vintages> vintages = vintages_on_offer(market, o.option);
  for (Index t = 0; t < tasks; ++t) o.entry[t] = entered(market, society.tasks[std::size_t(t)], t);
  for (Index s = 0; s < society.segment_count(); ++s) {
    const SegmentEntry& segment = society.segments[std::size_t(s)];
    for (Index t = 0; t < tasks; ++t)
      o.switching_bonus(s, t) = float(bits_per_nat * segment.switching_cost * society.tasks[std::size_t(t)].habit);
    o.needs.push_back(segment.needs > 0 ? int(society.domain_count()) : 0);
    for (Index r = 0; r < society.region_count(); ++r) {
      const double cheapest = cheapest_paid(market, r, s, p.reference_price);
      common.setConstant(-std::numeric_limits<double>::infinity());
      common.col(0).setConstant(p.outside_value + segment.outside);
      for (int k = 1; k < o.count; ++k) {
        const Index l = o.slot[std::size_t(k)] - 1;
        const int f = market.firm[l];
        const double open = market.open[l], origin_distance = society.distance(r, market.origin[l]);
        o.open[k] = float(open);
        o.distance(r, k) =
            float(std::max(0.0, origin_distance - g.trust_gain(market.origin[l], r)) * (1 - p.insulation * open));
        set_price_response(o, r, s, k, market.price(l, r, s), market.list_price[l], cheapest, token_factor, p);
        const double available = market.available(l, r, s);
        if (available <= 0) {
          o.lost(r, s, l + 1) = o.any_lost(r, s) = 1;
          continue;
        }
        const double awareness = std::log(market.awareness[l]);
        const double drawn = firms.demand_shock[f] + open * society.openness_walk +
                             (market.origin[l] != r ? society.origin_walk[market.origin[l]] : 0);
        const double appeal = open * (g.open_taste[r] + g.premises(r, s) * (1 - market.hosted(l, r, s)) -
                                      security.openness_shift + p.ecosystem_weight * std::log1p(firms.ecosystem[f])) -
                              firms.trust_shift[f] + (p.timing == Timing::together ? o.uptake.utility(f, r) : 0) +
                              std::log(available) + (market.price(l, r, s) > 0 ? 0 : p.free_appeal) + awareness +
                              deployment_value(market, society, firms, l, r, s) + firms.reputation_shift(f, r) + drawn;
        for (Index t = 0; t < tasks; ++t) {
          const Worth& line = worth[std::size_t(l * tasks + t)];
          double quality = line.rated;
          if (segment.needs > 0) {
            const Value value(society.tasks[std::size_t(t)], clock.years(), p.quality_response);
            quality = value_by_domain(o, market, society, value, s, t, k, open * firms.community_gain[f]);
          }
          const double weight = quality_weight(society, s, t);
          if (market.survey_quality) o.quality_slope(r, s, t, k) = weight * line.slope;
          common(t, k) = weight * quality + appeal;
          o.experience(r, s, t, k) = float(bits_per_nat * (weight * (line.known - line.rated) - awareness));
          if (const double rise = society.tasks[std::size_t(t)].token_value; rise != 0)
            o.quantity(r, s, t, k) *= std::exp(rise * (line.rated - 0.5));
        }
      }
      for (Index t = 0; t < tasks; ++t)
        show(o, vintages, common,
             segment.price_weight * price_scale(society, clock, p, r, s, t) * price_factor(society, p, r, t), r, s, t,
             p);
    }
  }
  scale_by_nests(o);
  return o;
}

Menu Offers::menu(Index r, Index s, Index t, unsigned mask) const {
  Menu m;
  m.count = count;
  m.common = shown[mask].common.row(r, s, t);
  m.experience = experience.row(r, s, t);
  m.price = price.row(r, s);
  m.open = open.data();
  m.distance = distance.row(r);
  m.firm = firm.data();
  m.peer_weight = peer_weight;
  for (std::size_t p = 0; p < promotions.size(); ++p) m.fresh |= (mask >> p & 1) && promotions[p].fresh;
  m.switching_bonus = m.fresh ? 0 : switching_bonus(s, t);
  m.needs = needs[std::size_t(s)];
  for (int d = 0; d < m.needs; ++d) {
    m.demand[d] = demand(t, d);
    m.value[d] = value.row(s, t, d);
  }
  m.openness_unit = openness_unit;
  m.trust_unit = trust_unit;
  m.shift = shown[mask].shift(r, s, t);
  nests.put_into(m);
  float most_experience = 0;
  for (int k = 0; k < count; ++k) {
    most_experience = std::max(most_experience, m.experience[k]);
    m.lowest_price = std::min(m.lowest_price, m.price[k]);
    m.highest_price = std::max(m.highest_price, m.price[k]);
    m.highest_distance = std::max(m.highest_distance, m.distance[k]);
    for (int d = 0; d < m.needs; ++d) m.highest_value = std::max(m.highest_value, m.value[d][k]);
  }
  m.highest_common = most_experience;  // the largest common is 0
  return m;
}

}  // namespace moat
