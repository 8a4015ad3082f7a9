#include "mechanism/adoption_peers.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <numeric>

#include "base/error.hpp"
#include "mechanism/purpose.hpp"

namespace moat {
namespace {

/// A place in [0, count) from 64 random bits; uneven by less than count / 2^32.
std::uint32_t place_of(std::uint64_t bits, std::uint32_t count) {
  return std::uint32_t((bits >> 32) * count >> 32);
}

/// Places seen from `me` on a ring of `count` places that begins at `begin`.
void ring_peers(std::uint32_t me, std::uint32_t begin, std::uint32_t count, const NetworkParams& p, Draws draws,
                std::vector<std::uint32_t>& peers) {
  if (std::int64_t(count) - 1 <= p.degree) {
    for (std::uint32_t other = begin; other < begin + count; ++other)
      if (other != me) peers.push_back(other);
    return;
  }
  const auto threshold = std::uint64_t(std::ldexp(p.rewiring, 32));
  int rewired = 0;
  for (std::uint32_t edge = 0; edge < std::uint32_t(p.degree); ++edge) {
    const std::uint32_t step = edge / 2 + 1, ahead = edge % 2 == 0 ? step : count - step;
    if (draws() >> 32 < threshold)
      ++rewired;
    else
      peers.push_back(begin + std::uint32_t((std::uint64_t(me - begin) + ahead) % count));
  }
  while (rewired > 0) {
    const std::uint32_t other = begin + place_of(draws(), count);
    if (other == me || std::find(peers.begin(), peers.end(), other) != peers.end()) continue;
    peers.push_back(other);
    --rewired;
  }
}

}  // namespace

Network small_world(const Developers& d, Index regions, Index sectors, const Random& random) {
  Network network;
  network.sectors = sectors;
  const auto ring_of = [&](Index i) { return std::size_t(d.region[i] * sectors + d.sector[i]); };
  std::vector<std::vector<std::uint32_t>> rings(std::size_t(regions * sectors));
  for (Index i = 0; i < d.size(); ++i) rings[ring_of(i)].push_back(std::uint32_t(i));
  network.place.resize(std::size_t(d.size()));
  network.begin = {0};
  std::vector<std::pair<double, std::uint32_t>> order;
  for (const std::vector<std::uint32_t>& ring : rings) {
    // The n-th of m developers of a segment stands about n/m of the way round, give or take a few dozen places: who
    // stands next to whom is left to chance, while neighbours in number stay near each other in memory.
    constexpr double spread = 64;
    order.clear();
    for (std::size_t first = 0, last; first < ring.size(); first = last) {
      for (last = first; last < ring.size() && d.segment[ring[last]] == d.segment[ring[first]];) ++last;
      for (std::size_t n = first; n < last; ++n)
        order.emplace_back(
            (double(n - first) + spread * uniform(random.at(0).word(Purpose::ring, ring[n]))) / double(last - first),
            ring[n]);
    }
    std::sort(order.begin(), order.end());
    for (std::size_t n = 0; n < order.size(); ++n)
      network.place[order[n].second] = network.begin.back() + std::uint32_t(n);
    network.begin.push_back(network.begin.back() + std::uint32_t(ring.size()));
  }
  return network;
}

Network network_of(Index developers, std::span<const std::pair<std::uint32_t, std::uint32_t>> edges) {
  Network network;
  network.place.resize(std::size_t(developers));
  std::iota(network.place.begin(), network.place.end(), 0u);
  network.row.assign(std::size_t(developers) + 1, 0);
  for (const auto& [from, to] : edges) {
    expects(Index(from) < developers && Index(to) < developers && from != to, "edges join two developers that exist");
    ++network.row[from + 1];
  }
  for (std::size_t i = 1; i < network.row.size(); ++i) network.row[i] += network.row[i - 1];
  network.seen.resize(edges.size());
  std::vector<std::uint64_t> next(network.row.begin(), network.row.end() - 1);
  for (const auto& [from, to] : edges) network.seen[next[from]++] = to;
  for (std::size_t i = 0; i + 1 < network.row.size(); ++i)
    std::sort(network.seen.begin() + std::ptrdiff_t(network.row[i]),
              network.seen.begin() + std::ptrdiff_t(network.row[i + 1]));
  return network;
}

void find_peers(Index developer, const Developers& developers, const NetworkParams& params, const Random& random,
                std::vector<std::uint32_t>& peers) {
  peers.clear();
  const Network& n = developers.network;
  if (!n.row.empty()) {
    peers.assign(n.seen.begin() + std::ptrdiff_t(n.row[std::size_t(developer)]),
                 n.seen.begin() + std::ptrdiff_t(n.row[std::size_t(developer) + 1]));
    return;
  }
  const std::size_t group =
      std::size_t(developers.region[developer]) * std::size_t(n.sectors) + developers.sector[developer];
  ring_peers(n.place[std::size_t(developer)], n.begin[group], n.begin[group + 1] - n.begin[group], params,
             random.at(0)(Purpose::peers, developer), peers);
}

PeerView::PeerView(Developers& developers, const Market& market, const NetworkParams& params, const Random& random)
    : developers_(developers),
      market_(market),
      params_(params),
      random_(random),
      families_(market.firm.size() > 0 ? market.firm.maxCoeff() + 1 : 0) {
  if (!is_on()) return;
  Network& n = developers.network;
  n.tasks.resize(developers.size());
  n.last.resize(developers.size(), developers.slot.rows());
  for (Index i = 0; i < developers.size(); ++i) {
    const Index place = n.place[std::size_t(i)];
    n.tasks[place] = developers.tasks[i];
    for (Index t = 0; t < n.last.cols(); ++t) n.last(place, t) = developers.slot(t, i);
  }
}

void PeerView::see(Index developer, NetworkRoom& room, std::vector<float>& shares) const {
  const Network& n = developers_.network;
  find_peers(developer, developers_, params_, random_, room.peers);
  std::fill(shares.begin(), shares.end(), 0.0f);
  int all = 0;
  for (const std::uint32_t peer : room.peers) {
    all += std::popcount(n.tasks[peer]);
    for (Index t = 0; t < n.last.cols(); ++t)
      if (const int slot = n.last(peer, t); slot > 0) shares[std::size_t(market_.firm[slot - 1])] += 1;
  }
  const float each = 1 / float(std::max(all, 1));
  for (float& share : shares) share *= each;
}

}  // namespace moat
