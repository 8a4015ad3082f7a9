#include "mechanism/adoption/peers.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <cmath>
#include <numeric>

#include "base/error.hpp"
#include "base/maths.hpp"
#include "base/parallel.hpp"
#include "mechanism/purpose.hpp"

namespace moat {
namespace {

/// Words of one developer, in order.
class Words {
 public:
  Words(const Random& random, Index developer) : random_(random.at(0)), developer_(developer) {}

  std::uint32_t operator()() {
    if (next_ % 4 == 0) {
      const int block = next_ / 4, parts = 256;
      block_ = random_.at(block / parts).key(Purpose::peers, developer_, block % parts)(std::uint32_t(developer_));
    }
    return block_[std::size_t(next_++ % 4)];
  }

 private:
  Random random_;
  Index developer_;
  int next_ = 0;
  std::array<std::uint32_t, 4> block_{};
};

/// A place in [0, count); uneven by less than count / 2^32.
std::uint32_t place_of(std::uint32_t word, std::uint32_t count) {
  return std::uint32_t(std::uint64_t(word) * count >> 32);
}

}  // namespace

PeerFinder::PeerFinder(const Network& network, const NetworkParams& params, const Random& random)
    : network_(network), random_(random) {
  for (std::int64_t gap = 0; gap <= params.degree && network.row.empty(); ++gap)
    longer_.push_back(std::uint64_t(std::ldexp(maths::pow(1 - params.rewiring, double(gap)), 32)));
}

void PeerFinder::find(Index developer, Index group, std::vector<std::uint32_t>& peers) const {
  peers.clear();
  const Network& n = network_;
  if (!n.row.empty()) {
    peers.assign(n.seen.begin() + std::ptrdiff_t(n.row[std::size_t(developer)]),
                 n.seen.begin() + std::ptrdiff_t(n.row[std::size_t(developer) + 1]));
    return;
  }
  const auto degree = std::uint32_t(longer_.size() - 1);
  const std::uint32_t begin = n.begin[std::size_t(group)], count = n.begin[std::size_t(group) + 1] - begin;
  const std::uint32_t me = n.place[std::size_t(developer)] - begin;
  if (count - 1 <= degree) {
    for (std::uint32_t other = 0; other < count; ++other)
      if (other != me) peers.push_back(begin + other);
    return;
  }
  Words words(random_, developer);
  // Edges up to the next that is rewired: at least `gap` more with probability (1 - rewiring)^gap.
  const auto next_rewired = [&](std::uint32_t from) {
    const std::uint32_t word = words();
    std::uint32_t gap = 0;
    while (from + gap < degree && word < longer_[gap + 1]) ++gap;
    return from + gap;
  };
  peers.resize(degree);
  std::uint32_t found = 0;
  for (std::uint32_t edge = 0, away = next_rewired(0); edge < degree; ++edge) {
    if (edge == away) {
      away = next_rewired(edge + 1);
      continue;
    }
    const std::uint32_t step = edge / 2 + 1, place = me + (edge % 2 == 0 ? step : count - step);
    peers[found++] = begin + (place < count ? place : place - count);
  }
  while (found < degree) {
    const std::uint32_t other = begin + place_of(words(), count);
    const auto end = peers.begin() + std::ptrdiff_t(found);
    if (other != begin + me && std::find(peers.begin(), end, other) == end) peers[found++] = other;
  }
}

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

PeerView::PeerView(Developers& developers, const Market& market, const NetworkParams& params, const Random& random,
                   int threads)
    : developers_(developers),
      finder_(developers.network, params, random),
      firm_count_(market.firm.size() > 0 ? market.firm.maxCoeff() + 1 : 0) {
  firm_of_slot_.push_back(-1);
  for (Index l = 0; l < market.line_count(); ++l) firm_of_slot_.push_back(market.firm[l]);
  one_.resize(firm_of_slot_.size());
  for (std::size_t slot = 1; slot < one_.size() && firm_count_ <= few_firms; ++slot)
    one_[slot][std::size_t(firm_of_slot_[slot] / 16)][firm_of_slot_[slot] % 16] = 1;
  if (is_on()) remember(developers, threads);
}

void PeerView::remember(Developers& developers, int threads) {
  Network& n = developers.network;
  const Index tasks = developers.slot.rows();
  if (n.last.rows() != developers.size()) {
    n.last.setZero(developers.size(), tasks + 1);
    for (Index i = 0; i < developers.size(); ++i)
      n.last(n.place[std::size_t(i)], tasks) = std::uint8_t(std::popcount(developers.tasks[i]));
  }
  std::uint8_t* const last = n.last.data();
  for_chunks(developers.size(), threads, [&](const Chunk& chunk, int) {
    for (Index t = 0; t < tasks; ++t) {
      const std::uint8_t* const slots = developers.slot.row(t).data();
      for (Index i = chunk.begin; i < chunk.end; ++i) last[Index(n.place[std::size_t(i)]) * (tasks + 1) + t] = slots[i];
    }
  });
}

void PeerView::fetch(Index developer) const {
  const Network& n = developers_.network;
  __builtin_prefetch(n.last.data() + Index(n.place[std::size_t(developer)]) * n.last.cols());
}

float PeerView::see(Index developer, std::vector<std::uint32_t>& peers, float* users, Index stride) const {
  const Network& n = developers_.network;
  const Index group = n.begin.empty() ? 0 : developers_.region[developer] * n.sectors + developers_.sector[developer];
  finder_.find(developer, group, peers);
  const Index tasks = n.last.cols() - 1;
  const std::uint8_t* const rows = n.last.data();
  int all = 0;
  for (const std::uint32_t peer : peers) all += rows[Index(peer) * (tasks + 1) + tasks];
  if (firm_count_ <= few_firms && Index(peers.size()) * tasks <= 255) {
    // One byte per firm, all of them added at once: no count waits for the one before in memory.
    const std::array<Bytes, 2>* const one = one_.data();
    Bytes low{}, high{};
    for (const std::uint32_t peer : peers) {
      const std::uint8_t* const last = rows + Index(peer) * (tasks + 1);
      for (Index t = 0; t < tasks; ++t) {
        low += one[last[t]][0];
        high += one[last[t]][1];
      }
    }
    for (Index f = 0; f < firm_count_; ++f) users[f * stride] = float(f < 16 ? low[f] : high[f - 16]);
  } else {
    for (Index f = 0; f < firm_count_; ++f) users[f * stride] = 0;
    for (const std::uint32_t peer : peers)
      for (Index t = 0; t < tasks; ++t)
        if (const int firm = firm_of_slot_[rows[Index(peer) * (tasks + 1) + t]]; firm >= 0) users[firm * stride] += 1;
  }
  return 1 / float(std::max(all, 1));
}

}  // namespace moat
