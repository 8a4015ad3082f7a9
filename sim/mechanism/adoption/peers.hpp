#pragma once
/// Peers as a network: whom a developer sees, and what they use.
///
/// By default a small world within region and sector: the developers of one region and sector stand on a ring, its
/// segments well mixed, and each sees the `degree` nearest; each of these edges leads, with probability `rewiring`, to
/// another developer of the ring instead, drawn evenly among those not seen yet. Edges have a direction: a developer
/// sees exactly `degree` others (all others of a smaller ring), and is seen by `degree` others on average, in a number
/// that varies the more the more edges are rewired (Poisson at rewiring 1). Edges are computed from the developer's key
/// whenever they are needed, so none is stored. Or the edges stand in the file `edges`, across regions and sectors as
/// it says. Peers' use enters utility (adoption.hpp) with
///
///     peer_utility[f] = peer_weight n[f] / all                            [utility]
///
/// The number of peers does not grow with the number of simulated developers: shares among few peers stay as noisy in a
/// large population as in a small one, unlike regional shares. With a degree that grows towards the whole ring they
/// approach the shares of the region's sector.
///
/// Symbols     n, all: the peers' developer-tasks that used a line of maker f at the end of last month, and all of
///               theirs, with a model or without
///             f: maker
/// Sources     small worlds: Watts & Strogatz 1998, doi:10.1038/30918
/// Reads       developers (region, sector, tasks, network)
/// Writes      developers.network
/// Draws       Purpose::ring at step 0: one number per developer, its place; Purpose::peers: one number for the stretch
///             before each rewired edge and for the last stretch, and one or more for where a rewired edge leads
/// Leaves out  ties that form and break, strength of ties, employers

#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/random.hpp"
#include "mechanism/adoption/params.hpp"
#include "state/developers.hpp"
#include "state/market.hpp"

namespace moat {

/// The rings of a small world.
Network small_world(const Developers& developers, Index regions, Index sectors, const Random& random);

/// A network of given edges (from, to), each once and between two different developers.
Network network_of(Index developers, std::span<const std::pair<std::uint32_t, std::uint32_t>> edges);

/// Finds the places (network.hpp) of the developers whom one sees.
class PeerFinder {
 public:
  PeerFinder(const Network& network, const NetworkParams& params, const Random& random);

  /// In a fixed order. `group`: the developer's region x sectors + sector.
  void find(Index developer, Index group, std::vector<std::uint32_t>& peers) const;

 private:
  const Network& network_;
  Random random_;
  std::vector<std::uint64_t> longer_;  ///< [gap] 2^32 x probability that so many edges in a row are not rewired
};

/// What a developer's peers used last month. Off unless there is a network.
class PeerView {
 public:
  PeerView(Developers& developers, const Market& market, const NetworkParams& params, const Random& random,
           int threads);
  bool is_on() const { return developers_.network.is_on(); }
  Index firm_count() const { return firm_count_; }

  /// Prefetches what see() reads of the developer's neighbours, ahead of a call.
  void fetch(Index developer) const;

  /// Sets users[firm x stride] to the number of the peers' developer-tasks with the firm; returns 1 / (number of all
  /// their developer-tasks, those without a model included). `peers` is working memory.
  float see(Index developer, std::vector<std::uint32_t>& peers, float* users, Index stride) const;

 private:
  static void remember(Developers& developers, int threads);

  using Bytes [[gnu::vector_size(16)]] = std::uint8_t;
  static constexpr int few_firms = 32;

  const Developers& developers_;
  PeerFinder finder_;
  Index firm_count_;
  std::vector<int> firm_of_slot_;          ///< -1 for no model
  std::vector<std::array<Bytes, 2>> one_;  ///< [slot] one in the byte of its firm, if these are few
};

}  // namespace moat
