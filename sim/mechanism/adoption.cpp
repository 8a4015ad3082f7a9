#include "mechanism/adoption.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "base/parallel.hpp"
#include "mechanism/adoption_survey.hpp"
#include "mechanism/purpose.hpp"

namespace moat {
namespace {

/// Whole-number counts of one thread: their sum is exact, whatever thread counted what.
struct Counts {
  Cube<std::int64_t, 4> assignments, usage;
  Cube<std::int64_t, 3> developers;
  Grid<std::int64_t> by_sector, families, flow, taken;
  std::int64_t reviews = 0;

  explicit Counts(const Market& m)
      : assignments(m.assignments.size(0), m.assignments.size(1), m.assignments.size(2), m.assignments.size(3)),
        usage(assignments),
        developers(m.developers.size(0), m.developers.size(1), m.developers.size(2)),
        by_sector(Grid<std::int64_t>::Zero(m.by_sector.rows(), m.by_sector.cols())),
        families(Grid<std::int64_t>::Zero(m.families.rows(), m.families.cols())),
        flow(Grid<std::int64_t>::Zero(m.flow.rows(), m.flow.cols())),
        taken(Grid<std::int64_t>::Zero(m.taken.rows(), m.taken.cols())) {}

  void add_to(Market& m) const {
    m.assignments.flat() += assignments.flat();
    m.usage.flat() += usage.flat();
    m.developers.flat() += developers.flat();
    m.by_sector += by_sector;
    m.families += families;
    m.flow += flow;
    m.taken += taken;
    m.reviews += reviews;
  }
};

/// Real-number sums of one chunk, added in the order of chunks.
struct Sums {
  Grid<double> demand;    ///< [option, (Q, R, S, then SurveyColumn)]
  Grid<double> surplus;   ///< [region, segment] sum of log-sums
  Grid<double> reviewed;  ///< [region, segment]
};

/// Number of different families among a developer's lines.
int family_count(const Developers& d, Index i, const Market& market) {
  int families[max_tasks], count = 0;
  for (Index t = 0; t < d.slot.rows(); ++t) {
    if (d.slot(t, i) == 0) continue;
    const int family = market.firm[d.slot(t, i) - 1];
    if (std::find(families, families + count, family) == families + count) families[count++] = family;
  }
  return count;
}

bool uses(const Developers& d, Index i, int slot) {
  for (Index t = 0; t < d.slot.rows(); ++t)
    if (d.slot(t, i) == slot) return true;
  return false;
}

class MonthOfChoices {
 public:
  MonthOfChoices(Developers& developers, Market& market, const Society& society, const Governments& g,
                 const Firms& firms, const Security& security, const Clock& clock, const AdoptionParams& params,
                 const Random& random, bool record_flows)
      : d_(developers),
        market_(market),
        society_(society),
        random_(random),
        record_flows_(record_flows),
        bill_(params.price_response == PriceResponse::bill),
        offers_(make_offers(market, society, g, firms, security, clock, params)),
        path_(society.task_count()),
        budget_(society.region_count(), society.segment_count()),
        sampled_every_(std::max<Index>(1, developers.size() / params.survey)) {
    for (Index t = 0; t < society.task_count(); ++t) path_[t] = society.tasks[std::size_t(t)].tokens.at(clock.now());
    for (Index s = 0; s < society.segment_count(); ++s) {
      const SegmentEntry& segment = society.segments[std::size_t(s)];
      const double chance = std::min(1.0, segment.review * (1 + market.attention));
      review_.push_back(std::uint64_t(std::ldexp(chance, 32)));
      for (Index r = 0; r < society.region_count(); ++r)
        budget_(r, s) = segment.budget.at(clock.now()) * society.regions[std::size_t(r)].income;
    }
  }

  void run(int threads) {
    std::vector<Counts> counts(std::size_t(std::max(threads, 1)), Counts(market_));
    std::vector<Sums> sums(std::size_t(chunk_count(d_.size())));
    for_chunks(d_.size(), threads, [&](const Chunk& chunk, int thread) {
      sums[std::size_t(chunk.number)] = review_chunk(chunk, counts[std::size_t(thread)]);
    });
    for (const Counts& c : counts) c.add_to(market_);
    settle(sums);
  }

 private:
  Sums review_chunk(const Chunk& chunk, Counts& counts) {
    Sums sums{Grid<double>::Zero(offers_.count, survey_columns), Grid<double>::Zero(budget_.rows(), budget_.cols()),
              Grid<double>::Zero(budget_.rows(), budget_.cols())};
    Weights weights;
    for (Index i = chunk.begin; i < chunk.end; ++i) {
      const std::uint64_t threshold = review_[d_.segment[i]];
      const auto review = random_.words(Purpose::review, i);
      std::array<std::uint32_t, 8> draw;
      bool drawn = false;
      for (unsigned tasks = d_.tasks[i]; tasks; tasks &= tasks - 1) {
        const int t = std::countr_zero(tasks);
        const bool forced = offers_.any_lost && offers_.lost(d_.region[i], d_.segment[i], d_.slot(t, i));
        if (review[std::size_t(t)] >= threshold && !forced) continue;
        if (!drawn) draw = random_.words(Purpose::choice, i);
        drawn = true;
        review_task(i, t, draw[std::size_t(t)], weights, counts, sums);
      }
    }
    return sums;
  }

  void review_task(Index i, int t, std::uint32_t draw, Weights& weights, Counts& counts, Sums& sums) {
    const Index r = d_.region[i], s = d_.segment[i];
    const int before = d_.slot(t, i), current = offers_.option[std::size_t(before)];
    const std::int64_t ktok = task_usage(d_.usage[i], society_.intensity(d_.sector[i], t));
    const double mtok = 1e-3 * double(ktok) * path_[t];
    const double price_weight = bill_ ? d_.price_weight[i] * mtok / budget_(r, s) : double(d_.price_weight[i]);
    const Menu menu = offers_.menu(r, s, t);
    const Chooser who{float(price_weight),
                      d_.openness_weight[i],
                      d_.trust_weight[i],
                      current > 0 ? menu.family[current] : -2,
                      float(society_.segments[std::size_t(s)].switching_cost),
                      current,
                      offers_.experience(r, s, t, current)};
    weigh(menu, who, weights);
    const int after = offers_.slot[std::size_t(pick(weights, menu.padded, uniform(draw)))];
    ++counts.reviews;
    sums.surplus(r, s) += double(weights.largest) + std::log(weights.total);
    sums.reviewed(r, s) += 1;
    if (i % sampled_every_ == 0) {
      sample_demand(weights, r, s, price_weight, mtok, sums.demand);
      if (market_.survey_quality) survey_quality(offers_, weights, r, s, t, society_.weight[r] * mtok, sums.demand);
    }
    if (after != before) move(i, t, before, after, ktok, counts);
  }

  /// Expected demand, its slope in the own price, and the price weight of the buyers, for closed lines; lines of one
  /// firm are priced together, so what they lose to each other is not lost.
  void sample_demand(const Weights& w, Index r, Index s, double price_weight, double mtok, Grid<double>& demand) const {
    const double all = 1 / w.total, tokens_here = society_.weight[r] * mtok;
    double own = 0;
    for (std::size_t n = 0; n < offers_.closed.size(); ++n) {
      const int k = offers_.closed[n];
      if (n == 0 || offers_.family[std::size_t(k)] != offers_.family[std::size_t(offers_.closed[n - 1])]) {
        own = 0;  // lines of a firm stand together
        for (std::size_t m = n; m < offers_.closed.size() &&
                                offers_.family[std::size_t(offers_.closed[m])] == offers_.family[std::size_t(k)];
             ++m)
          own += double(w.e[offers_.closed[m]]);
      }
      const double tokens = tokens_here * offers_.quantity(r, s, k) * double(w.e[k]) * all;
      const double slope = tokens * price_weight * offers_.slope(r, s, k);
      demand(k, 0) += tokens;
      demand(k, 1) += slope * (1 - own * all);
      demand(k, 2) += slope;
    }
  }

  void move(Index i, int t, int before, int after, std::int64_t ktok, Counts& c) {
    const Index r = d_.region[i], s = d_.segment[i];
    const int families_before = family_count(d_, i, market_);
    const bool new_line = after > 0 && !uses(d_, i, after);
    d_.slot(t, i) = std::uint8_t(after);
    if (new_line) c.developers(after, r, s) += 1;
    if (before > 0 && !uses(d_, i, before)) c.developers(before, r, s) -= 1;
    const int families_after = family_count(d_, i, market_);
    c.families(s, families_before) -= 1;
    c.families(s, families_after) += 1;
    c.developers(0, r, s) += (families_after == 0) - (families_before == 0);
    c.assignments(before, r, s, t) -= 1;
    c.assignments(after, r, s, t) += 1;
    c.usage(before, r, s, t) -= ktok;
    c.usage(after, r, s, t) += ktok;
    c.by_sector(before, d_.sector[i]) -= 1;
    c.by_sector(after, d_.sector[i]) += 1;
    c.taken(after, r) += 1;
    if (record_flows_) c.flow(before, after) += 1;
  }

  void settle(const std::vector<Sums>& sums) {
    Grid<double> demand = Grid<double>::Zero(offers_.count, survey_columns);
    Grid<double> surplus = Grid<double>::Zero(budget_.rows(), budget_.cols()), reviewed = surplus;
    for (const Sums& chunk : sums) {
      demand += chunk.demand;
      surplus += chunk.surplus;
      reviewed += chunk.reviewed;
    }
    market_.surplus = (reviewed > 0).select(surplus / reviewed.max(1.0), std::nan(""));
    for (auto* column : {&market_.demand, &market_.demand_slope, &market_.demand_weight, &market_.demand_gain})
      column->setZero();
    for (int k = 1; k < offers_.count; ++k) {
      const Index l = offers_.slot[std::size_t(k)] - 1;
      market_.demand[l] = demand(k, 0);
      market_.demand_slope[l] = demand(k, 1);
      market_.demand_weight[l] = demand(k, 2);
      if (demand(k, tokens_column) > 0) market_.demand_gain[l] = demand(k, gain_column) / demand(k, tokens_column);
    }
  }

  Developers& d_;
  Market& market_;
  const Society& society_;
  const Random& random_;
  bool record_flows_;
  bool bill_;
  Offers offers_;
  Column<double> path_;                ///< [task] growth of tokens
  Grid<double> budget_;                ///< [region, segment] USD/month
  std::vector<std::uint64_t> review_;  ///< [segment] chance of a review x 2^32
  Index sampled_every_;
};

/// Real-world tokens, spending and downloads from counts, weights and prices.
void bill_users(Market& m, const Society& society, const Clock& clock, const AdoptionParams& p) {
  m.spend.setZero();
  m.downloads.setZero();
  for (Index l = 0; l < m.line_count(); ++l)
    for (Index r = 0; r < society.region_count(); ++r) {
      std::int64_t users = 0;
      for (Index s = 0; s < society.segment_count(); ++s) {
        const double factor = 1e-3 * society.weight[r] * token_factor(m.price(l, r, s), p);
        for (Index t = 0; t < society.task_count(); ++t) {
          const double path = society.tasks[std::size_t(t)].tokens.at(clock.now());
          m.tokens(l, r, s, t) = double(m.usage(l + 1, r, s, t)) * path * factor;
          m.spend(l, r) += m.tokens(l, r, s, t) * m.price(l, r, s);
        }
        users += m.developers(l + 1, r, s);
      }
      if (m.open[l])
        m.downloads[l] += society.weight[r] *
                          (p.downloads_per_user * double(users) + p.downloads_per_move * double(m.taken(l + 1, r)));
    }
}

}  // namespace

void count_users(Market& m, const Developers& d, const Society& society) {
  m.assignments.flat().setZero();
  m.usage.flat().setZero();
  m.developers.flat().setZero();
  m.by_sector.setZero();
  m.families.setZero();
  for (Index i = 0; i < d.size(); ++i) {
    const Index r = d.region[i], s = d.segment[i];
    const int families = family_count(d, i, m);
    m.families(s, families) += 1;
    m.developers(0, r, s) += families == 0;
    for (Index slot = 1; slot <= m.line_count(); ++slot) m.developers(slot, r, s) += uses(d, i, int(slot));
    for (Index t = 0; t < d.slot.rows(); ++t) {
      if (!(d.tasks[i] >> t & 1)) continue;
      const int slot = d.slot(t, i);
      m.assignments(slot, r, s, t) += 1;
      m.usage(slot, r, s, t) += task_usage(d.usage[i], society.intensity(d.sector[i], t));
      m.by_sector(slot, d.sector[i]) += 1;
    }
  }
}

void choose_models(Developers& developers, Market& market, const Society& society, const Governments& g,
                   const Firms& firms, const Security& security, const Clock& clock, const AdoptionParams& params,
                   const Random& random, int threads, bool record_flows) {
  market.flow.setZero();
  market.taken.setZero();
  market.reviews = 0;
  MonthOfChoices(developers, market, society, g, firms, security, clock, params, random, record_flows).run(threads);
  bill_users(market, society, clock, params);
}

}  // namespace moat
