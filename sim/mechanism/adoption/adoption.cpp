#include "mechanism/adoption/adoption.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <utility>
#include <vector>

#include "base/instructions.hpp"
#include "base/parallel.hpp"
#include "mechanism/adoption/attention.hpp"
#include "mechanism/adoption/choosers.hpp"
#include "mechanism/adoption/survey.hpp"

namespace moat {
namespace {

class MonthOfChoices {
 public:
  MonthOfChoices(Developers& developers, Market& market, const Society& society, const Governments& g,
                 const Firms& firms, const Security& security, const Clock& clock, const AdoptionParams& params,
                 const Random& random, int threads, bool record_flows)
      : d_(developers),
        market_(market),
        society_(society),
        random_(random),
        record_flows_(record_flows),
        one_by_one_(params.timing == Timing::one_by_one),
        instructions_(chosen_instructions()),
        offers_(make_offers(developers, market, society, g, firms, security, clock, params)),
        launches_(market, society, offers_),
        attention_(developers, market, society, offers_, launches_, params, random),
        peers_(developers, market, params.network, random, threads),
        choosers_(developers, society, offers_, peers_, clock, params),
        sampled_every_(std::max<Index>(1, developers.size() / params.survey)) {}

  void run(int threads) {
    d_.find_groups();
    if (one_by_one_) threads = 1;  // takes the chunks in their order
    const Index chunks = chunk_count(d_.size()), firms = peers_.is_on() ? peers_.firm_count() : 0;
    std::vector<std::unique_ptr<Desk>> desks{std::size_t(std::max(threads, 1))};
    std::vector<Grid<double>> surveys{std::size_t(chunks)};  // added in the order of chunks
    for_chunks(d_.size(), threads, [&](const Chunk& chunk, int thread) {
      std::unique_ptr<Desk>& desk = desks[std::size_t(thread)];
      // Made by its own thread, so that what two threads write does not share cache lines.
      if (!desk) desk = std::make_unique<Desk>(market_, offers_, d_.needs.rows(), firms);
      review_chunk(chunk, *desk);
      surveys[std::size_t(chunk.number)] = desk->survey.take();
    });
    settle(desks, surveys);
  }

  const Offers& offers() const { return offers_; }

 private:
  void review_chunk(const Chunk& chunk, Desk& desk) {
    auto next = std::upper_bound(d_.groups.begin(), d_.groups.end(), chunk.begin);
    for (Index begin = chunk.begin, end; begin < chunk.end; begin = end) {
      const Index r = d_.region[begin], s = d_.segment[begin];
      end = std::min(chunk.end, *next++);
      std::vector<Group> groups;
      for (int t = 0; t < int(society_.task_count()); ++t)
        for (unsigned mask = 0; mask < offers_.masks(); ++mask)
          groups.push_back({begin, end, r, s, t, choosers_.price_scale(r, s, t), mask, offers_.fresh(mask), {}});
      if (one_by_one_)
        for (Index i = begin; i < end; ++i)
          for (Group& one : groups) {
            one.begin = i;
            one.end = i + 1;
            review_one(one, desk);
          }
      else
        for (Group& group : groups) review_group(group, desk);
    }
  }

  /// All developers of the group at once, each seeing what others used last month.
  void review_group(Group& g, Desk& desk) {
    attention_.for_blocks(g, [&](Index block, Flags all) {
      const Flags here = admitted(offers_.promotions, g.mask, random_, block, all);
      const Flags looking = attention_.reviewers(g, block, here), trying = attention_.triers(g, block, here & ~looking);
      if (looking.any() || trying.any()) need_menu(g, offers_);
      gather(g, block, looking, desk);
      trying.for_each([&](Index place) { try_launch(g, g.menu, block * Flags::size + place, desk); });
    });
    decide(g, desk);
  }

  /// One developer, who sees what those before it have just chosen. `g` holds nobody else.
  void review_one(Group& g, Desk& desk) {
    const Index i = g.begin;
    attention_.for_blocks(g, [&](Index block, Flags all) {
      const Flags here = admitted(offers_.promotions, g.mask, random_, block, all);
      const bool looks = attention_.reviewers(g, block, here).any();
      if (!looks && !attention_.triers(g, block, here).any()) return;
      need_menu(g, offers_);
      const int before = d_.slot(g.task, i);
      const Menu menu = with_peers(g, market_.firm_of(before), desk.own_common);
      if (looks) {
        counted(g, d_.counts(i), desk.counts);
        desk.developer[0] = i;
        decide_plainly(g, menu, 0, desk);
        ask(g, 1, desk);
      } else {
        try_launch(g, menu, i, desk);
      }
      offers_.uptake.move(g.region, g.task, market_.firm_of(before), market_.firm_of(d_.slot(g.task, i)),
                          society_.weight[g.region]);
    });
  }

  /// Puts developers at the end of the batch; a batch without room for them is decided first.
  void gather(const Group& g, Index block, Flags looking, Desk& desk) {
    if (desk.batch.size + Flags::size > Batch::capacity) decide(g, desk);
    const Index first = block * Flags::size;
    choosers_.fetch(g, first, std::min(first + Flags::size, d_.size()));
    int size = desk.batch.size;
    looking.for_each([&](Index place) { desk.developer[size++] = first + place; });
    desk.batch.size = size;
  }

  /// What the batch chooses, and what comes of it; empties the batch.
  void decide(const Group& g, Desk& desk) {
    const int size = std::exchange(desk.batch.size, 0);
    if (size == 0) return;
    counted(g, desk.counts_of_batch(d_, size), desk.counts);
    if (instructions_ == Instructions::plain) {
      for (int n = 0; n < size; ++n) decide_plainly(g, g.menu, n, desk);
      return ask(g, size, desk);
    }
    Batch& b = desk.batch;
    const std::uint8_t* const slots = d_.slot.row(g.task).data();
    b.size = size;
    const bool survey_some = next_sampled(desk.developer[0]) <= desk.developer[size - 1];
    const WordKey key = random_.key(Purpose::choice, desk.developer[0], g.task);
    std::copy(key.seed, key.seed + 2, b.key);
    std::copy(key.counter, key.counter + 3, b.counter);
    choosers_.fill(g, desk);
    choose_in_lanes(g.menu, b, survey_some, instructions_);
    b.size = 0;

    desk.counts.surplus(g.region, g.segment) += desk.surplus_of_batch(d_, size);
    int movers = 0;  // found first, so that the loop over them has nothing to guess
    for (int n = 0; n < size; ++n) {
      desk.mover[movers] = n;
      movers += offers_.slot[std::size_t(std::max(b.chosen[n], 0))] != slots[desk.developer[n]] || b.chosen[n] < 0;
    }
    const Counts::Row row = desk.counts.row(market_, g.region, g.segment, g.task, record_flows_);
    for (int m = 0; m < movers; ++m) {
      const int n = desk.mover[m];
      const Index i = desk.developer[n];
      if (b.chosen[n] >= 0)
        move_developer(d_, i, g.task, offers_.slot[std::size_t(b.chosen[n])], desk.ktok[n], row);
      else
        decide_plainly(g, g.menu, n, desk);
    }
    ask(g, size, desk);
  }

  /// The choice of the developer at one place of the batch, by the plain loop.
  void decide_plainly(const Group& g, const Menu& menu, int place, Desk& desk) {
    const Index i = desk.developer[place];
    Weights& w = desk.own_weights;
    weigh(menu, choosers_.one(g, i, desk), w);
    const int option = pick(menu, w, unit_float(random_.word(Purpose::choice, i, g.task)));
    desk.counts.surplus(g.region, g.segment) += d_.counts(i) * w.surplus_steps();
    Batch& b = desk.batch;  // holds what the survey asks for
    b.price_weight[place] = choosers_.price_weight(g, i);
    b.total[place] = w.total;
    for (int k = 0; k < menu.count; ++k) b.weights[k * Batch::stride + place] = w.e[k];
    desk.ktok[place] = choosers_.ktok(g, i);
    take(g, i, offers_.slot[std::size_t(option)], desk);
  }

  /// Counts reviews, each as often as its developer counts, and the part of their surplus that they share.
  void counted(const Group& g, std::int64_t reviews, Counts& counts) const {
    counts.reviews += reviews;
    counts.reviewed(g.region, g.segment) += reviews;
    counts.surplus(g.region, g.segment) += reviews * std::llround(double(surplus_steps_per_nat) * g.menu.shift);
  }

  /// The first developer of the sample from this one on.
  Index next_sampled(Index i) const { return (i + sampled_every_ - 1) / sampled_every_ * sampled_every_; }

  /// What firms learn of those in the batch who belong to the sample.
  void ask(const Group& g, int size, Desk& desk) const {
    int count = 0;
    Index sampled = next_sampled(desk.developer[0]);
    for (int n = 0; n < size; ++n) {
      while (sampled < desk.developer[n]) sampled += sampled_every_;
      desk.asked[count] = n;
      count += sampled == desk.developer[n];
    }
    if (count == 0) return;
    const Batch& b = desk.batch;
    for (int k = 0; k < offers_.count && count < size; ++k) {  // those asked stand side by side
      float* const column = b.weights + k * Batch::stride;
      for (int m = 0; m < count; ++m) column[m] = column[desk.asked[m]];
    }
    Asked& asked = desk.survey.asked;
    asked.size = count;
    asked.weights = b.weights;
    const auto mtok = float(society_.weight[g.region] * choosers_.mtok_per_ktok(g.task));
    for (int m = 0; m < count; ++m) {
      const int n = desk.asked[m];
      asked.share[m] = 1 / b.total[n];
      const auto counted = float(d_.counts(desk.developer[n]));
      asked.tokens[m] = mtok * float(desk.ktok[n]) * counted * asked.share[m];
      asked.priced[m] = asked.tokens[m] * (b.price_weight[n] * float(1 / bits_per_nat));
    }
    desk.survey.add(offers_, g.menu, g.region, g.segment, g.task, instructions_);
  }

  void take(const Group& g, Index i, int slot, Desk& desk) {
    if (slot == d_.slot(g.task, i)) return;
    move_developer(d_, i, g.task, slot, choosers_.ktok(g, i),
                   desk.counts.row(market_, g.region, g.segment, g.task, record_flows_));
  }

  /// The choice between the option in use and a launched one (launch.hpp).
  void try_launch(const Group& g, const Menu& menu, Index i, Desk& desk) {
    const auto words = random_.key(Purpose::trial_choice, i, g.task)(std::uint32_t(i));
    const int tried = launches_.which(g.segment, uniform(words[0]));
    if (tried == offers_.option[d_.slot(g.task, i)]) return;
    desk.counts.trials += d_.counts(i);
    if (takes_launch(menu, choosers_.one(g, i, desk), tried, unit_float(words[1])))
      take(g, i, offers_.slot[std::size_t(tried)], desk);
  }

  /// The group's menu with what peers use at this moment, without the developer itself, whose firm in use is `own`.
  Menu with_peers(const Group& g, int own, std::vector<float>& common) const {
    Menu menu = g.menu;
    const double self = society_.weight[g.region];
    for (int k = 0; k < menu.count; ++k) {
      const int firm = menu.firm[k];
      const double peers = firm < 0 ? 0 : offers_.uptake.utility(firm, g.region, self, own);
      common[std::size_t(k)] = menu.common[k] + float(bits_per_nat * peers) * offers_.nests.scale(k);
      menu.highest_common = std::max(menu.highest_common, g.menu.highest_common + common[std::size_t(k)]);
    }
    menu.common = common.data();
    return menu;
  }

  void settle(const std::vector<std::unique_ptr<Desk>>& desks, const std::vector<Grid<double>>& surveys) {
    Grid<std::int64_t> surplus = Grid<std::int64_t>::Zero(society_.region_count(), society_.segment_count()),
                       reviewed = surplus;
    for (const auto& desk : desks) {
      if (!desk) continue;
      desk->counts.add_to(market_);
      surplus += desk->counts.surplus;
      reviewed += desk->counts.reviewed;
    }
    market_.surplus =
        (reviewed > 0)
            .select(surplus.cast<double>() / surplus_steps_per_nat / reviewed.cast<double>().max(1.0), std::nan(""));
    Grid<double> all = Grid<double>::Zero(offers_.count, survey_columns);
    for (const Grid<double>& chunk : surveys) all += chunk;
    for (auto* column : {&market_.demand, &market_.demand_slope, &market_.demand_weight, &market_.demand_gain})
      column->setZero();
    for (int k = 1; k < offers_.count; ++k) {
      const Index l = offers_.slot[std::size_t(k)] - 1;
      if (!market_.open[l]) market_.demand[l] = all(k, demand_column);
      market_.demand_slope[l] = all(k, slope_column);
      market_.demand_weight[l] = all(k, weight_column);
      if (all(k, demand_column) > 0) market_.demand_gain[l] = all(k, gain_column) / all(k, demand_column);
    }
  }

  Developers& d_;
  Market& market_;
  const Society& society_;
  const Random& random_;
  bool record_flows_;
  bool one_by_one_;
  Instructions instructions_;
  Offers offers_;
  Launches launches_;
  Attention attention_;
  PeerView peers_;
  Choosers choosers_;
  Index sampled_every_;
};

}  // namespace

void choose_models(Developers& developers, Market& market, const Society& society, const Governments& g,
                   const Firms& firms, const Security& security, const Clock& clock, const AdoptionParams& params,
                   const Random& random, int threads, bool record_flows) {
  market.flow.setZero();
  market.taken.setZero();
  market.reviews = market.trials = 0;
  MonthOfChoices month(developers, market, society, g, firms, security, clock, params, random, threads, record_flows);
  month.run(threads);
  bill_users(market, month.offers(), society, clock, params);
}

}  // namespace moat
