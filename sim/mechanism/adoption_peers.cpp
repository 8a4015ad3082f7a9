#include "mechanism/adoption_peers.hpp"

#include <algorithm>
#include <bit>
#include <cmath>

#include "base/error.hpp"
#include "mechanism/adoption_choice.hpp"
#include "mechanism/purpose.hpp"

namespace moat {
namespace {

/// A place in [0, count) from 64 random bits; uneven by less than count / 2^32.
std::uint32_t place_of(std::uint64_t bits, std::uint32_t count) {
  return std::uint32_t((bits >> 32) * count >> 32);
}

void ring_peers(std::uint32_t me, std::span<const std::uint32_t> ring, const NetworkParams& p, Draws draws,
                std::vector<std::uint32_t>& peers) {
  const auto count = std::uint32_t(ring.size());
  if (std::int64_t(count) - 1 <= p.degree) {
    for (const std::uint32_t other : ring)
      if (other != me) peers.push_back(other);
    return;
  }
  const auto place = std::uint32_t(std::lower_bound(ring.begin(), ring.end(), me) - ring.begin());
  const auto threshold = std::uint64_t(std::ldexp(p.rewiring, 32));
  int rewired = 0;
  for (std::uint32_t edge = 0; edge < std::uint32_t(p.degree); ++edge) {
    const std::uint32_t step = edge / 2 + 1, ahead = edge % 2 == 0 ? step : count - step;
    if (draws() >> 32 < threshold)
      ++rewired;
    else
      peers.push_back(ring[std::uint32_t((std::uint64_t(place) + ahead) % count)]);
  }
  while (rewired > 0) {
    const std::uint32_t other = ring[place_of(draws(), count)];
    if (other == me || std::find(peers.begin(), peers.end(), other) != peers.end()) continue;
    peers.push_back(other);
    --rewired;
  }
}

}  // namespace

Network small_world(const Developers& d, Index regions, Index sectors) {
  Network network;
  std::vector<std::uint32_t> next(std::size_t(regions * sectors) + 1, 0);
  const auto group = [&](Index i) { return std::size_t(d.region[i] * sectors + d.sector[i]); };
  for (Index i = 0; i < d.size(); ++i) ++next[group(i) + 1];
  for (std::size_t g = 1; g < next.size(); ++g) next[g] += next[g - 1];
  network.sectors = sectors;
  network.begin = next;
  network.ring.resize(std::size_t(d.size()));
  for (Index i = 0; i < d.size(); ++i) network.ring[next[group(i)]++] = std::uint32_t(i);
  return network;
}

Network network_of(Index developers, std::span<const std::pair<std::uint32_t, std::uint32_t>> edges) {
  Network network;
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
  const std::span<const std::uint32_t> ring(n.ring.data() + n.begin[group], n.begin[group + 1] - n.begin[group]);
  ring_peers(std::uint32_t(developer), ring, params, random.at(0)(Purpose::peers, developer), peers);
}

PeerView::PeerView(Developers& developers, const Market& market, const NetworkParams& params, double weight,
                   const Random& random)
    : developers_(developers), market_(market), params_(params), weight_(weight), random_(random) {
  if (is_on()) developers.network.last = developers.slot;
}

const float* PeerView::common(Index developer, const Menu& menu, NetworkRoom& room) const {
  find_peers(developer, developers_, params_, random_, room.peers);
  room.users.assign(std::size_t(market_.firm.size() > 0 ? market_.firm.maxCoeff() + 1 : 0), 0);
  room.common.assign(menu.common, menu.common + menu.padded);
  int all = 0;
  for (const std::uint32_t peer : room.peers)
    for (unsigned tasks = developers_.tasks[peer]; tasks; tasks &= tasks - 1) {
      const int slot = developers_.network.last(std::countr_zero(tasks), peer);
      ++all;
      if (slot > 0) ++room.users[std::size_t(market_.firm[slot - 1])];
    }
  if (all > 0)
    for (int k = 1; k < menu.padded; ++k)
      if (menu.family[k] >= 0)
        room.common[std::size_t(k)] += float(weight_ * double(room.users[std::size_t(menu.family[k])]) / double(all));
  return room.common.data();
}

}  // namespace moat
