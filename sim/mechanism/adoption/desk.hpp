#pragma once
/// Working memory of one thread: the developers that choose together, their weights, and the thread's counts.

#include <algorithm>
#include <vector>

#include "mechanism/adoption/choice.hpp"
#include "mechanism/adoption/counts.hpp"
#include "mechanism/adoption/lanes.hpp"
#include "mechanism/adoption/offers.hpp"
#include "mechanism/adoption/survey.hpp"

namespace moat {

/// Consecutive developers of one region and segment within one chunk, one of their tasks, and its menu.
struct Group {
  Index begin, end, region, segment;
  int task;
  float price_scale;  ///< bits per unit of price weight, and per kilotoken where prices enter as bills
  unsigned mask;      ///< promotions that admit them
  bool fresh;         ///< all choose, since a promotion has just admitted them
  Menu menu;          ///< empty until somebody chooses: most groups of a small run need none in a month
};

inline void need_menu(Group& g, const Offers& offers) {
  if (g.menu.count == 0) g.menu = offers.menu(g.region, g.segment, g.task, g.mask);
}

/// Working memory and counts of one thread.
struct Desk {
  Counts counts;
  Survey survey;
  Batch batch;
  Index developer[Batch::stride];    ///< of the batch, ascending
  std::int64_t ktok[Batch::stride];  ///< kilotokens a month of its task
  int mover[Batch::stride + 1];      ///< places in the batch of those who change lines
  int asked[Batch::stride];          ///< places in the batch of those who are asked
  std::vector<std::int32_t> needs;   ///< columns of the batch, as are the next
  std::vector<float> peers, weights;
  Weights own_weights;  ///< of one developer in the plain loop, as are the next
  float own_needs[max_needs];
  std::vector<float> own_peers, own_common;
  std::vector<std::uint32_t> own_seen;

  Desk(const Market& market, const Offers& offers, Index needs_apart, Index firms)
      : counts(market),
        survey(offers),
        needs(std::size_t(needs_apart * Batch::stride)),
        peers(std::size_t(firms * Batch::stride)),
        weights(std::size_t(offers.count * Batch::stride)),
        own_peers(std::size_t(firms)),
        own_common(std::size_t(offers.count)) {
    batch.needs = needs.data();
    batch.peers = firms > 0 ? peers.data() : nullptr;
    batch.weights = weights.data();
  }

  /// How many the first `size` developers of the batch count as.
  std::int64_t counts_of_batch(const Developers& d, int size) const {
    if (d.weight.size() == 0) return size;
    std::int64_t sum = 0;
    for (int n = 0; n < size; ++n) sum += d.weight[developer[n]];
    return sum;
  }

  /// The sum of their log-sums, in steps, but of those who are still to choose by the plain loop.
  std::int64_t surplus_of_batch(const Developers& d, int size) const {
    std::int64_t sum = 0;
    if (d.weight.size() == 0)
      for (int n = 0; n < size; ++n) sum += batch.chosen[n] < 0 ? 0 : batch.surplus[n];
    else
      for (int n = 0; n < size; ++n)
        sum += batch.chosen[n] < 0 ? 0 : std::int64_t(batch.surplus[n]) * d.weight[developer[n]];
    return sum;
  }
};

}  // namespace moat
