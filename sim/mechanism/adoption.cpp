#include "mechanism/adoption.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <vector>

#include "base/parallel.hpp"
#include "mechanism/adoption_counts.hpp"
#include "mechanism/adoption_launch.hpp"
#include "mechanism/adoption_offers.hpp"
#include "mechanism/adoption_survey.hpp"
#include "mechanism/purpose.hpp"

namespace moat {
namespace {

/// Real-number sums of one chunk, added in the order of chunks.
struct Sums {
  Grid<double> demand;    ///< [option, (Q, R, S, then SurveyColumn)]
  Grid<double> surplus;   ///< [region, segment] sum of log-sums
  Grid<double> reviewed;  ///< [region, segment]
};

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
        one_by_one_(params.timing == Timing::one_by_one),
        word_of_mouth_(params.word_of_mouth),
        offers_(make_offers(market, society, g, firms, security, clock, params)),
        launches_(market, society, offers_),
        peers_(developers, market, params.network, params.peer_weight, random),
        path_(society.task_count()),
        budget_(society.region_count(), society.segment_count()),
        sampled_every_(std::max<Index>(1, developers.size() / params.survey)) {
    for (Index t = 0; t < society.task_count(); ++t) path_[t] = society.tasks[std::size_t(t)].tokens.at(clock.now());
    for (Index s = 0; s < society.segment_count(); ++s) {
      const SegmentEntry& segment = society.segments[std::size_t(s)];
      const double chance = std::min(1.0, segment.review * (1 + market.attention));
      chance_.push_back(chance);
      review_.push_back(threshold(chance));
      for (Index r = 0; r < society.region_count(); ++r)
        budget_(r, s) = segment.budget.at(clock.now()) * society.regions[std::size_t(r)].income;
    }
  }

  void run(int threads) {
    if (one_by_one_) threads = 1;  // takes the chunks in their order
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
    Room room;
    for (Index i = chunk.begin; i < chunk.end; ++i) {
      const std::uint64_t usual = review_[d_.segment[i]];
      const auto review = random_.words(Purpose::review, i);
      std::array<std::uint32_t, 8> draw;
      bool drawn = false;
      for (unsigned tasks = d_.tasks[i]; tasks; tasks &= tasks - 1) {
        const int t = std::countr_zero(tasks);
        const bool forced = offers_.any_lost && offers_.lost(d_.region[i], d_.segment[i], d_.slot(t, i));
        const bool hears = word_of_mouth_ > 0 && d_.slot(t, i) == 0;
        if (review[std::size_t(t)] >= (hears ? hearsay(i, t) : usual) && !forced) {
          if (launches_.any()) try_launch(i, t, room, counts, sums);
          continue;
        }
        if (!drawn) draw = random_.words(Purpose::choice, i);
        drawn = true;
        review_task(i, t, draw[std::size_t(t)], -1, room, counts, sums);
      }
    }
    return sums;
  }

  /// The smallest 32-bit word, of 2^32, that does not lead to a review of this chance.
  static std::uint64_t threshold(double chance) { return std::uint64_t(std::ldexp(chance, 32)); }

  /// The same for a task without a model, of which the developer hears from its peers.
  std::uint64_t hearsay(Index i, int t) const {
    const Index r = d_.region[i];
    const double share = offers_.uptake.share_with_model(r, t, one_by_one_ ? society_.weight[r] : 0);
    return threshold(std::min(1.0, chance_[d_.segment[i]] + word_of_mouth_ * share));
  }

  /// The menu with what peers use at this moment, without the developer itself, whose family in use is `own`.
  Menu with_peers(Menu menu, Index r, int own, float* common) const {
    for (int k = 0; k < menu.padded; ++k) {
      const int family = menu.family[k];
      common[k] =
          menu.common[k] + (family < 0 ? 0.0f : float(offers_.uptake.utility(family, r, society_.weight[r], own)));
    }
    menu.common = common;
    return menu;
  }

  void try_launch(Index i, int t, Room& room, Counts& counts, Sums& sums) {
    const int tried = launches_.tried(d_.segment[i], random_.words(Purpose::trial, i)[std::size_t(t)]);
    if (tried < 0 || tried == offers_.option[d_.slot(t, i)]) return;
    review_task(i, t, random_.words(Purpose::trial_choice, i)[std::size_t(t)], tried, room, counts, sums);
  }

  /// Among all options, or between the one in use and `tried` (adoption_launch.hpp).
  void review_task(Index i, int t, std::uint32_t draw, int tried, Room& room, Counts& counts, Sums& sums) {
    const Index r = d_.region[i], s = d_.segment[i];
    const int before = d_.slot(t, i), current = offers_.option[std::size_t(before)];
    const std::int64_t ktok = task_usage(d_.usage[i], society_.intensity(d_.sector[i], t));
    const double mtok = 1e-3 * double(ktok) * path_[t];
    const double price_weight = bill_ ? d_.price_weight[i] * mtok / budget_(r, s) : double(d_.price_weight[i]);
    Menu menu = offers_.menu(r, s, t);
    const int family = current > 0 ? menu.family[current] : -2;
    if (one_by_one_) menu = with_peers(menu, r, family_of(before), room.common);
    if (peers_.is_on()) menu.common = peers_.common(i, menu, room.network);
    if (tried >= 0) menu.common = Launches::pair(menu, current, tried, offers_.experience(r, s, t, tried), room.pair);
    const Chooser who{float(price_weight),
                      d_.openness_weight[i],
                      d_.trust_weight[i],
                      family,
                      float(society_.segments[std::size_t(s)].switching_cost),
                      current,
                      offers_.experience(r, s, t, current)};
    Weights& weights = room.weights;
    weigh(menu, who, weights);
    const int after = offers_.slot[std::size_t(pick(weights, menu.padded, uniform(draw)))];
    if (tried >= 0) {
      ++counts.trials;
    } else {
      ++counts.reviews;
      sums.surplus(r, s) += double(weights.largest) + std::log(weights.total);
      sums.reviewed(r, s) += 1;
      if (i % sampled_every_ == 0) {
        sample_demand(weights, r, s, price_weight, mtok, sums.demand);
        if (market_.survey_quality) survey_quality(offers_, weights, r, s, t, society_.weight[r] * mtok, sums.demand);
      }
    }
    if (after == before) return;
    counts.move(d_, market_, i, t, after, ktok, record_flows_);
    if (one_by_one_) offers_.uptake.move(r, t, family_of(before), family_of(after), society_.weight[r]);
  }

  int family_of(int slot) const { return slot > 0 ? market_.firm[slot - 1] : -1; }

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
  bool one_by_one_;
  double word_of_mouth_;
  Offers offers_;
  Launches launches_;
  PeerView peers_;
  Column<double> path_;                ///< [task] growth of tokens
  Grid<double> budget_;                ///< [region, segment] USD/month
  std::vector<double> chance_;         ///< [segment] chance of a review
  std::vector<std::uint64_t> review_;  ///< [segment] its threshold
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

void choose_models(Developers& developers, Market& market, const Society& society, const Governments& g,
                   const Firms& firms, const Security& security, const Clock& clock, const AdoptionParams& params,
                   const Random& random, int threads, bool record_flows) {
  market.flow.setZero();
  market.taken.setZero();
  market.reviews = market.trials = 0;
  MonthOfChoices(developers, market, society, g, firms, security, clock, params, random, record_flows).run(threads);
  bill_users(market, society, clock, params);
}

}  // namespace moat
