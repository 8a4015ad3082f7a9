#include "mechanism/adoption/offers.hpp"

#include <algorithm>
#include <limits>

#include "base/maths.hpp"
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
  o.price_factor.resize(regions, tasks);
  for (auto* bound : {&o.lowest_price, &o.highest_price}) bound->setZero(regions, segments);
  o.price = Cube<float, 3>(regions, segments, o.count);
  o.distance = Cube<float, 2>(regions, o.count);
  if (needs_differ(society.segments)) o.value = Cube<float, 4>(segments, tasks, society.domain_count(), o.count);
  o.slope = Cube<double, 3>(regions, segments, o.count);
  o.quantity = Cube<double, 4>(regions, segments, tasks, o.count);
  if (market.survey_quality) o.quality_slope = Cube<double, 3>(segments, tasks, o.count);
  o.lost = Cube<char, 3>(regions, segments, market.line_count() + 1);
  o.any_lost.setZero(regions, segments);
  lose_withdrawn(o, market);
  return o;
}

/// A row of options, each over the dissimilarity of its nest.
void scale(const Offers& o, float* row) {
  if (const float* const scales = o.nests.scales())
    for (int k = 0; k < o.count; ++k) row[k] *= scales[k];
}

/// What a menu shows to those whom the promotions of each mask admit: vintages in their nests, and all over the
/// dissimilarity of their nest. `common` [option], nats.
void show(Offers& o, const std::vector<Vintages>& vintages, const std::vector<double>& common, double price_weight,
          Index r, Index s, Index t, const AdoptionParams& p) {
  std::vector<double> seen;
  for (unsigned mask = 0; mask < o.masks(); ++mask) {
    seen = common;
    hide_others(o.promotions, mask, seen.data());
    nest_vintages(vintages, std::min(p.vintage_nesting, p.nesting), p.nesting, price_weight, o.price.row(r, s),
                  seen.data());
    const double shift = *std::max_element(seen.begin(), seen.end());
    o.shown[mask].shift(r, s, t) = shift;
    float* const row = o.shown[mask].common.row(r, s, t);
    for (std::size_t k = 0; k < seen.size(); ++k) row[k] = float(bits_per_nat * (seen[k] - shift));
    scale(o, row);
  }
}

/// All that menus hold by option, over the dissimilarity of the option's nest; `common` is so already.
void scale_by_nests(Offers& o) {
  const auto rows = [&](auto& column) {
    for (Index row = 0; row < column.size(); row += o.count) scale(o, column.data() + row);
  };
  rows(o.open);
  for (auto* cube : {&o.experience, &o.value}) rows(cube->flat());
  rows(o.price.flat());
  rows(o.distance.flat());
}

/// Largest and smallest of what menus bound utilities by.
void find_bounds(Offers& o) {
  for (Index r = 0; r < o.price.size(0); ++r) {
    const float* const distance = o.distance.row(r);
    o.highest_distance.push_back(std::max(0.0f, *std::max_element(distance, distance + o.count)));
    for (Index s = 0; s < o.price.size(1); ++s) {
      const auto [lowest, highest] = std::minmax_element(o.price.row(r, s), o.price.row(r, s) + o.count);
      o.lowest_price(r, s) = std::min(0.0f, *lowest);
      o.highest_price(r, s) = std::max(0.0f, *highest);
    }
  }
}

/// Fills the offers of a month, region by region and segment by segment. What does not depend on them is found once.
class OfferMaker {
 public:
  OfferMaker(Offers& offers, const Market& market, const Society& society, const Governments& g, const Firms& firms,
             const Security& security, const Clock& clock, const AdoptionParams& params)
      : o_(offers),
        market_(market),
        society_(society),
        g_(g),
        firms_(firms),
        security_(security),
        clock_(clock),
        p_(params),
        worth_(value_lines(offers.slot, market, society, firms, clock, params.quality_response)),
        vintages_(vintages_on_offer(market, offers.option)),
        deployment_(market, society, firms),
        awareness_(std::size_t(offers.count)),
        tokens_(awareness_),
        appeal_(awareness_),
        common_(awareness_),
        offered_(awareness_.size(), 0.0f),
        last_price_(awareness_.size()) {
    for (Index f = 0; f < firms.size(); ++f)
      ecosystem_.push_back(params.ecosystem_weight * maths::log1p(firms.ecosystem[f]));
    for (std::size_t k = 1; k < awareness_.size(); ++k) {
      const Index l = offers.slot[k] - 1;
      offers.open[Index(k)] = float(market.open[l]);
      awareness_[k] = maths::log(market.awareness[l]);
    }
  }

  void make() {
    for (Index r = 0; r < society_.region_count(); ++r) {
      for (int k = 1; k < o_.count; ++k) {
        const Index l = o_.slot[std::size_t(k)] - 1, origin = market_.origin[l];
        o_.distance(r, k) = float(std::max(0.0, society_.distance(r, origin) - g_.trust_gain(origin, r)) *
                                  (1 - p_.insulation * double(market_.open[l])));
      }
      for (Index s = 0; s < society_.segment_count(); ++s) {
        find_appeal(r, s);
        for (Index t = 0; t < society_.task_count(); ++t) fill(r, s, t);
      }
    }
  }

 private:
  /// Prices, and what lines add to utility in all tasks of a region and segment; -inf where nobody may use them.
  void find_appeal(Index r, Index s) {
    const double cheapest = p_.price_offset > 0 ? 0 : cheapest_paid(market_, r, s, p_.reference_price);
    for (std::size_t k = 1; k < appeal_.size(); ++k) {
      const Index l = o_.slot[k] - 1, option = Index(k);
      const int f = market_.firm[l];
      const double open = market_.open[l], price = market_.price(l, r, s), available = market_.available(l, r, s);
      const Priced& of = last_price_[k](price, market_.list_price[l], cheapest, p_);
      tokens_[k] = of.tokens;
      o_.price(r, s, option) = of.response;
      o_.slope(r, s, option) = of.slope;
      offered_[k] = available > 0 ? 1 : 0;
      if (available <= 0) {
        o_.lost(r, s, l + 1) = o_.any_lost(r, s) = 1;
        appeal_[k] = -std::numeric_limits<double>::infinity();
        continue;
      }
      const double drawn = firms_.demand_shock[f] + open * society_.openness_walk +
                           (market_.origin[l] != r ? society_.origin_walk[market_.origin[l]] : 0);
      appeal_[k] = open * (g_.open_taste[r] + g_.premises(r, s) * (1 - market_.hosted(l, r, s)) -
                           security_.openness_shift + ecosystem_[std::size_t(f)]) -
                   firms_.trust_shift[f] + (p_.timing == Timing::together ? o_.uptake.utility(f, r) : 0) +
                   (available < 1 ? maths::log(available) : 0) + (price > 0 ? 0 : p_.free_appeal) + awareness_[k] +
                   deployment_(l, r, s) + firms_.reputation_shift(f, r) + drawn;
    }
  }

  /// What the menu of a region, segment and task holds.
  void fill(Index r, Index s, Index t) {
    const SegmentEntry& segment = society_.segments[std::size_t(s)];
    const double weight = quality_weight(society_, s, t);
    double* const quantity = o_.quantity.row(r, s, t);
    float* const experience = o_.experience.row(r, s, t);
    common_[0] = p_.outside_value + segment.outside;
    const double *const rated = worth_.rated.row(t).data(), *const known = worth_.known.row(t).data(),
                        *const rise = worth_.tokens.row(t).data();
    for (std::size_t k = 1; k < common_.size(); ++k) common_[k] = weight * rated[k] + appeal_[k];
    for (std::size_t k = 1; k < common_.size(); ++k) quantity[k] = tokens_[k] * rise[k];
    for (std::size_t k = 1; k < common_.size(); ++k)
      experience[k] = offered_[k] > 0 ? float(bits_per_nat * (weight * (known[k] - rated[k]) - awareness_[k])) : 0;
    if (market_.survey_quality)
      std::transform(worth_.slope.row(t).begin(), worth_.slope.row(t).end(), o_.quality_slope.row(s, t),
                     [&](double slope) { return weight * slope; });
    if (segment.needs > 0) {
      const Value value(society_.tasks[std::size_t(t)], clock_.years(), p_.quality_response);
      for (std::size_t k = 1; k < common_.size(); ++k)
        if (offered_[k] > 0)
          common_[k] =
              weight * value_by_domain(o_.value, o_.slot, market_, firms_, society_, value, s, t, int(k)) + appeal_[k];
    }
    show(o_, vintages_, common_,
         segment.price_weight * price_scale(society_, clock_, p_, r, s, t) * o_.price_factor(r, t), r, s, t, p_);
  }

  Offers& o_;
  const Market& market_;
  const Society& society_;
  const Governments& g_;
  const Firms& firms_;
  const Security& security_;
  const Clock& clock_;
  const AdoptionParams& p_;
  const Worth worth_;
  const std::vector<Vintages> vintages_;
  const Deployment deployment_;
  std::vector<double> ecosystem_;  ///< [firm] utility
  std::vector<double> awareness_;  ///< [option] ln awareness; the next are of the region and segment at hand
  std::vector<double> tokens_, appeal_, common_;
  std::vector<float> offered_;  ///< 1 or 0
  std::vector<LastPrice> last_price_;
};

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
  for (Index t = 0; t < society.task_count(); ++t) {
    const TaskEntry& task = society.tasks[std::size_t(t)];
    o.entry[t] = entered(market, task, t);
    for (Index s = 0; s < society.segment_count(); ++s)
      o.switching_bonus(s, t) = float(bits_per_nat * society.segments[std::size_t(s)].switching_cost * task.habit);
    for (Index r = 0; r < society.region_count(); ++r) o.price_factor(r, t) = price_factor(society, p, r, t);
  }
  for (const SegmentEntry& segment : society.segments)
    o.needs.push_back(segment.needs > 0 ? int(society.domain_count()) : 0);
  OfferMaker(o, market, society, g, firms, security, clock, p).make();
  scale_by_nests(o);
  find_bounds(o);
  return o;
}

bool Offers::fresh(unsigned mask) const {
  for (std::size_t p = 0; p < promotions.size(); ++p)
    if ((mask >> p & 1) && promotions[p].fresh) return true;
  return false;
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
  m.fresh = fresh(mask);
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
  m.lowest_price = lowest_price(r, s);
  m.highest_price = highest_price(r, s);
  m.highest_distance = highest_distance[std::size_t(r)];
  float most_experience = 0;
  for (int k = 0; k < count; ++k) {
    most_experience = std::max(most_experience, m.experience[k]);
    for (int d = 0; d < m.needs; ++d) m.highest_value = std::max(m.highest_value, m.value[d][k]);
  }
  m.highest_common = most_experience;  // the largest common is 0
  return m;
}

}  // namespace moat
