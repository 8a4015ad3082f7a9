#pragma once
/// What developers see of their peers: how many real developer-tasks use models of each maker, and how many use any.
///
/// With `peers: regional` or `global`, the utility of a line by its maker f is, by peer_response:
///
///     peer_utility = peer_weight n[f] / all                                                          [utility]   share
///     peer_utility = peer_weight n[f]                                                                [utility]   count
///     peer_utility = peer_weight ln n[f]                                                             [utility]   log
///
/// With `log` the odds of two makers are (n[1] / n[2])^peer_weight: Polya's urn for a weight of 1.
///
/// Symbols     n: developer-tasks of the peers with a line of the maker, and its early users (firm.early_users): as
///               they stood at the end of last month, the developer itself included; one by one: now, itself excluded
///             all: all developer-tasks of the peers, with a model or without, and all early users
///             f: maker
/// Sources     urns: Arthur, Ermoliev & Kaniovski 1987, European J. Operational Research 30: 294-303

#include "mechanism/adoption/params.hpp"
#include "state/firms.hpp"
#include "state/market.hpp"
#include "state/society.hpp"

namespace moat {

/// Peers of a region: all developers, or the region's own. With Peers::none nobody is seen; in a network a developer
/// hears of models from its region, and what its own peers use enters elsewhere (peers.hpp).
class Uptake {
 public:
  Uptake() = default;
  Uptake(const Market& market, const Society& society, const Firms& firms, const AdoptionParams& params);

  /// Utility of a firm for a developer of region r. `self` real developer-tasks are left out: the developer's own, of
  /// firm `own` (-1 for no model).
  double utility(int firm, Index r, double self = 0, int own = -1) const;

  /// Share of the peers' tasks t that have a model; `self` developer-tasks without one are left out.
  double share_with_model(Index r, Index t, double self = 0) const;

  /// `n` real developer-tasks of task t in region r went from one firm to another (-1 for no model).
  void move(Index r, Index t, int from, int to, double n);

 private:
  Index seen_from(Index r) const { return peers_ == Peers::global ? 0 : r; }

  Peers peers_ = Peers::none;
  PeerResponse response_ = PeerResponse::share;
  double weight_ = 0;
  Column<double> early_;     ///< [firm] early users
  Grid<double> users_;       ///< [firm, region or 0] with the maker's early users
  Column<double> all_;       ///< [region or 0] with all early users
  Grid<double> with_model_;  ///< [task, region or 0] without early users, whose tasks are not known
  Grid<double> tasks_;       ///< [task, region or 0] with a model or without
};

}  // namespace moat
