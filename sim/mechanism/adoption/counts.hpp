#pragma once
/// Running counts of users, kept move by move, and what they amount to in tokens, money and downloads:
///
///     tokens    = weight usage path quantity / 1000                                                  [Mtok/month]
///     spend     = sum over s, t of tokens price                                                      [USD/month]
///     receipts  = sum over s, t of tokens served received                                            [USD/month]
///     own       = sum over s, t of tokens (1 - served) self_hosting                                  [USD/month]
///     downloads = sum over r of weight (downloads_per_user users + downloads_per_move moved)         [1/month]
///
/// Symbols     weight: real developers that a simulated one of the region stands for
///             usage: kilotokens a month of the line's simulated users in the region, segment and task
///             path, quantity: of adoption.hpp: the task's growth; tokens relative to those at the reference price
///             users, moved: simulated developers with the open line; their tasks that moved to it this month. Where
///             developers are weighted (run.sampling), each is counted as often as its weight says, here and in usage
///             price: as paid (pricing)
///             receipts, received: of makers and hosts; what they get for a Mtok (pricing)
///             own, self_hosting: what those spend who host an open line themselves; what a Mtok costs them (pricing)
///             served: part of the use that makers and hosts serve: all of closed lines, market.hosted of open ones
///             r, s, t: region, segment, task
/// Sources     accounting

#include <utility>
#include <vector>

#include "state/developers.hpp"
#include "state/market.hpp"
#include "state/society.hpp"

namespace moat {

struct AdoptionParams;
struct Clock;
struct Offers;

/// Changes of the counts of one slot among developers of one region and segment with one task, side by side so that a
/// move touches two places in memory. `distinct` is summed over tasks in the end: a developer is counted once,
/// in the first of its tasks that uses the line.
struct SlotCounts {
  std::int64_t users = 0, tokens = 0, distinct = 0, came = 0;
};

/// Whole-number counts of one thread: their sum over threads is exact, however the work was divided.
struct Counts {
  std::vector<Index> first;       ///< [region, segment, task] place of its first slot; -1 while nobody has moved
  std::vector<SlotCounts> slots;  ///< rows of slots, in the order in which they were asked for
  Grid<std::int64_t> by_sector, firms_in_use, flow;
  std::int64_t reviews = 0, trials = 0;
  /// [region, segment] sum of log-sums, in steps (menu.hpp), and the number of reviews in it.
  Grid<std::int64_t> surplus, reviewed;
  std::vector<int> firm_of_slot;  ///< -1 for no model

  explicit Counts(const Market& market);
  void add_to(Market& market) const;

  /// The counts that developers of one region and segment change with one task; until the next is asked for.
  struct Row {
    SlotCounts* slots;           ///< [slot]
    std::int64_t* firms_in_use;  ///< [number of firms]
    std::int64_t* by_sector;     ///< [slot, sector]
    Index sectors;
    std::int64_t* flow;  ///< [slot left, slot taken], or null
    Index slot_count;
    const int* firm_of_slot;
  };
  Row row(const Market& market, Index region, Index segment, int task, bool record_flow);
};

/// Counts a move of a developer that has other tasks, which decide whether it is a new user of the line, and how many
/// firms it uses.
void count_among_tasks(const Developers& d, Index i, int t, int before, int after, const Counts::Row& n);

/// Developer i takes the line of slot `after` for task t, where it uses `ktok` kilotokens.
inline void move_developer(Developers& d, Index i, int t, int after, std::int64_t ktok, const Counts::Row& n) {
  const int before = std::exchange(d.slot(t, i), std::uint8_t(after)), sector = d.sector[i];
  SlotCounts &left = n.slots[before], &taken = n.slots[after];
  const std::int64_t one = d.counts(i);
  left.users -= one;
  taken.users += one;
  left.tokens -= one * ktok;
  taken.tokens += one * ktok;
  taken.came += one;
  n.by_sector[before * n.sectors + sector] -= one;
  n.by_sector[after * n.sectors + sector] += one;
  if (n.flow) n.flow[before * n.slot_count + after] += one;
  if (d.tasks[i] != 1u << t) return count_among_tasks(d, i, t, before, after, n);
  left.distinct -= one;
  taken.distinct += one;
  n.firms_in_use[before > 0] -= one;
  n.firms_in_use[after > 0] += one;
}

/// Users and usage counted from scratch: at the start of a run, and to check the running counts.
void count_users(Market& market, const Developers& developers, const Society& society);

/// Real-world tokens, spending and downloads of the month from counts, weights and prices.
void bill_users(Market& market, const Offers& offers, const Society& society, const Clock& clock,
                const AdoptionParams& params);

}  // namespace moat
