// Networks: degree, clustering and reach of the small world against Watts & Strogatz (1998), what peers' use does.

#include "mechanism/adoption/peers.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <set>

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/adoption/choice.hpp"
#include "mechanism/adoption/plain_adoption.hpp"

using namespace moat;

namespace {

using Seen = std::vector<std::vector<std::uint32_t>>;

/// n developers of the north, one sector, on one ring.
World ring_of(Index n) {
  World w = empty_world();
  add_developers(w, n, north);
  w.developers.network = small_world(w.developers, w.society.region_count(), w.society.sector_count(), {});
  return w;
}

NetworkParams network(std::int64_t degree, double rewiring) {
  NetworkParams p;
  p.degree = degree;
  p.rewiring = rewiring;
  return p;
}

/// The places that each place sees.
Seen seen_in(const World& w, const NetworkParams& p, const Random& random = {3, 1, 0}) {
  Seen seen(std::size_t(w.developers.size()));
  const Developers& d = w.developers;
  const PeerFinder finder(d.network, p, random);
  for (Index i = 0; i < d.size(); ++i)
    finder.find(i, d.region[i] * d.network.sectors + d.sector[i], seen[d.network.place[std::size_t(i)]]);
  return seen;
}

/// [place] whose it is.
std::vector<Index> holders(const World& w) {
  const auto& place = w.developers.network.place;
  std::vector<Index> holder(place.size());
  for (std::size_t i = 0; i < place.size(); ++i) holder[place[i]] = Index(i);
  return holder;
}

/// Share of the pairs of a developer's peers of which the first sees the second, mean over developers.
double clustering(const Seen& seen) {
  std::vector<std::set<std::uint32_t>> sets;
  for (const auto& peers : seen) sets.emplace_back(peers.begin(), peers.end());
  double sum = 0;
  for (const auto& peers : seen) {
    double linked = 0;
    for (const auto a : peers)
      for (const auto b : peers) linked += a != b && sets[a].contains(b);
    sum += linked / double(peers.size() * (peers.size() - 1));
  }
  return sum / double(seen.size());
}

std::vector<double> in_degrees(const Seen& seen) {
  std::vector<double> degree(seen.size(), 0.0);
  for (const auto& peers : seen)
    for (const auto other : peers) degree[other] += 1;
  return degree;
}

double variance(const std::vector<double>& x) {
  double mean = 0, sum = 0;
  for (const double v : x) mean += v / double(x.size());
  for (const double v : x) sum += (v - mean) * (v - mean);
  return sum / double(x.size());
}

}  // namespace

TEST_CASE("Without rewiring: the ring, each sees and is seen by the k nearest, clustering 3(k - 2)/(4(k - 1))") {
  const int k = GENERATE(4, 6, 10);
  CAPTURE(k);
  const World w = ring_of(101);
  const Seen seen = seen_in(w, network(k, 0));
  for (int i = 0; i < 101; ++i) {
    std::set<std::uint32_t> nearest;
    for (int step = 1; step <= k / 2; ++step) {
      nearest.insert(std::uint32_t((i + step) % 101));
      nearest.insert(std::uint32_t((i + 101 - step) % 101));
    }
    REQUIRE(std::set<std::uint32_t>(seen[std::size_t(i)].begin(), seen[std::size_t(i)].end()) == nearest);
  }
  CHECK_THAT(variance(in_degrees(seen)), WithinAbs(0, 1e-12));
  CHECK_THAT(clustering(seen), WithinAbs(3.0 * (k - 2) / (4.0 * (k - 1)), 1e-12));
}

TEST_CASE("All edges rewired: a random graph, clustering k/(n - 1), seen by a binomial number") {
  const Index n = 5000;
  const int k = 10;
  const World w = ring_of(n);
  const Seen seen = seen_in(w, network(k, 1));
  const double chance = double(k) / double(n - 1), pairs = double(n) * k * (k - 1);
  CHECK_THAT(clustering(seen), WithinAbs(chance, 4 * std::sqrt(chance * (1 - chance) / pairs)));
  // The variance of a sample variance is (fourth moment - variance^2)/n; nearly Poisson: (2 k^2 + k)/n.
  CHECK_THAT(variance(in_degrees(seen)), WithinAbs(k * (1 - chance), 4 * std::sqrt((2.0 * k * k + k) / double(n))));
}

TEST_CASE("In between: a part of the edges leads away, and clustering falls as (1 - rewiring)^3") {
  const Index n = 5000;
  const int k = 10;
  const double rewiring = GENERATE(0.05, 0.2);
  const World w = ring_of(n);
  const Seen seen = seen_in(w, network(k, rewiring));
  double away = 0;
  for (Index i = 0; i < n; ++i)
    for (const Index other : seen[std::size_t(i)]) {
      const Index distance = std::abs(other - i);
      away += std::min(distance, n - distance) > k / 2;
    }
  const double edges = double(n) * k;
  CHECK_THAT(away / edges,
             WithinAbs(rewiring, 4 * std::sqrt(rewiring * (1 - rewiring) / edges) + double(k) / double(n)));
  // All three edges of a triangle must be where they were (Barrat & Weigt 2000, doi:10.1007/s100510050067).
  CHECK_THAT(clustering(seen), WithinAbs(2.0 / 3 * std::pow(1 - rewiring, 3), 0.01));
}

TEST_CASE("Peers are others of the same region and sector, each once, as many as asked for or as there are") {
  World w = empty_world();
  w.society.sectors.push_back(named<SectorEntry>("other"));
  size_up(w);
  add_developers(w, 40, north);
  add_developers(w, 300, south);
  for (Index i = 0; i < 340; ++i) w.developers.sector[i] = std::uint8_t(i % 3 == 0);
  w.developers.network = small_world(w.developers, 2, 2, {});
  const double rewiring = GENERATE(0.0, 0.3, 1.0);
  const std::int64_t degree = GENERATE(1, 7, 12, 98, 1000);
  CAPTURE(rewiring, degree);
  const Seen seen = seen_in(w, network(degree, rewiring));
  Index group[2][2] = {};
  for (Index i = 0; i < 340; ++i) ++group[w.developers.region[i]][w.developers.sector[i]];
  const std::vector<Index> holder = holders(w);
  for (std::size_t place = 0; place < 340; ++place) {
    const std::set<std::uint32_t> peers(seen[place].begin(), seen[place].end());
    const Index i = holder[place];
    const Index others = group[w.developers.region[i]][w.developers.sector[i]] - 1;
    REQUIRE(peers.size() == seen[place].size());
    REQUIRE(Index(peers.size()) == std::min<Index>(degree, others));
    REQUIRE_FALSE(peers.contains(std::uint32_t(place)));
    for (const auto peer : peers) {
      const Index other = holder[peer];
      REQUIRE(w.developers.region[other] == w.developers.region[i]);
      REQUIRE(w.developers.sector[other] == w.developers.sector[i]);
    }
  }
}

TEST_CASE("A network lasts: the same in every month, another one in another replicate") {
  const World w = ring_of(500);
  const NetworkParams p = network(6, 0.5);
  const Random random{3, 1, 0};
  CHECK(seen_in(w, p, random) == seen_in(w, p, random.at(17)));
  CHECK(seen_in(w, p, random) != seen_in(w, p, Random{3, 2, 0}));
}

TEST_CASE("Edges that are given: each sees those named, in whatever region, and some see nobody") {
  World w = ring_of(3);
  add_developers(w, 2, south);
  const std::vector<std::pair<std::uint32_t, std::uint32_t>> edges{{3, 1}, {0, 4}, {3, 0}, {0, 1}};
  w.developers.network = network_of(5, edges);
  CHECK(seen_in(w, {}) == Seen{{1, 4}, {}, {}, {0, 1}, {}});
}

TEST_CASE("What peers used last month adds to a firm its share of their developer-tasks") {
  World w = little_world();  // north: a hobbyist who chats, a company that does both; south alike
  w.developers.network = network_of(4, std::vector<std::pair<std::uint32_t, std::uint32_t>>{{0, 1}, {0, 2}});
  w.developers.slot(chat, 1) = pro + 1;
  w.developers.slot(chat, 2) = open_line + 1;
  w.developers.slot(chat, 3) = pro + 1;  // not seen by the first
  const NetworkParams p;
  const PeerView view(w.developers, w.market, p, {}, 1);
  REQUIRE(view.is_on());
  w.developers.slot.setZero();  // what happens this month is not seen yet
  std::vector<std::uint32_t> room;
  std::vector<float> users(std::size_t(view.firm_count()));
  // Three developer-tasks are seen: one of each firm and one without a model.
  CHECK(view.see(0, room, users.data(), 1) == 1 / 3.0f);
  CHECK(users == std::vector<float>{1, 1});
  CHECK(view.see(3, room, users.data(), 1) == 1);
  CHECK(users == std::vector<float>{0, 0});

  // Their part in utility: peer weight x share of the option's firm.
  const float common[] = {1, 2, 3, -std::numeric_limits<float>::infinity()}, zero[4] = {};
  const std::int32_t firm[] = {-1, keep, give, keep};
  Menu menu;
  menu.count = 4;
  menu.common = common;
  menu.firm = firm;
  menu.experience = menu.price = menu.open = menu.distance = zero;
  const float seen[] = {2, 1};
  const Chooser who{0, 0, 0, -2, 0, nullptr, seen, 1};
  CHECK(utility(menu, who, 0) == 1);
  CHECK(utility(menu, who, 1) == 4);
  CHECK(utility(menu, who, 2) == 4);
  CHECK(utility(menu, who, 3) == common[3]);
}

TEST_CASE("The network of everybody: the shares of the region, without oneself") {
  const Index n = 400;
  World w = ring_of(n);
  for (Index i = 0; i < n; ++i)
    w.developers.slot(chat, i) = std::uint8_t(i % 5 < 2 ? pro + 1 : i % 5 < 3 ? open_line + 1 : 0);
  const NetworkParams p = network(n, 0.4);
  const PeerView view(w.developers, w.market, p, {}, 1);
  std::vector<std::uint32_t> room;
  std::vector<float> users(std::size_t(view.firm_count()));
  for (const Index i : {Index(0), Index(2), Index(399)}) {
    const auto share = double(view.see(i, room, users.data(), 1));
    CHECK_THAT(share * double(users[keep]), WithinAbs((160.0 - (i % 5 < 2)) / (n - 1), 1e-6));  // regional: 160/400
    CHECK_THAT(share * double(users[give]), WithinAbs((80.0 - (i % 5 == 2)) / (n - 1), 1e-6));
  }
}

TEST_CASE("Peers are counted alike for few firms and for more than a byte can tell apart") {
  const Index n = 50;
  World w = ring_of(n);
  for (Index i = 0; i < n; ++i) w.developers.slot(chat, i) = std::uint8_t(i % 3);
  const NetworkParams p = network(12, 0.3);
  std::vector<std::uint32_t> room;
  const auto counted = [&](Index i, Index firm) {
    const PeerView view(w.developers, w.market, p, {}, 1);
    std::vector<float> users(std::size_t(view.firm_count()));
    view.see(i, room, users.data(), 1);
    return users[std::size_t(firm)];
  };
  for (Index i = 0; i < n; ++i) {
    w.market.firm << keep, give;
    const float few[] = {counted(i, keep), counted(i, give)};
    CHECK(few[0] + few[1] > 0);
    w.market.firm << 299, 40;
    REQUIRE(counted(i, 299) == few[0]);
    REQUIRE(counted(i, 40) == few[1]);
  }
}

TEST_CASE("On a ring the segments are mixed: a developer's neighbours are of its own segment as often as any") {
  World w = empty_world();
  add_developers(w, 3000, north, hobby);
  add_developers(w, 1000, north, company);
  w.developers.network = small_world(w.developers, 2, 1, {});
  double alike = 0, all = 0;
  const Seen seen = seen_in(w, network(2, 0));
  const std::vector<Index> holder = holders(w);
  for (std::size_t place = 0; place < 4000; ++place)
    for (const auto peer : seen[place]) {
      if (w.developers.segment[holder[place]] != hobby) continue;
      alike += w.developers.segment[holder[peer]] == hobby;
      all += 1;
    }
  CHECK_THAT(alike / all, WithinAbs(0.75, 0.02));
}

TEST_CASE("Choices among peers: the same bits for any number of threads, other ones than without a network") {
  const auto run = [](int threads, Peers peers) {
    World w = empty_world();
    for (const Index line : {pro, open_line}) put_on_sale(w, line, 120);
    for (SegmentEntry& s : w.society.segments) s.quality_weight = 0;
    add_developers(w, 40'000, north, hobby, 3);
    w.developers.network = small_world(w.developers, 2, 1, {});
    AdoptionParams p = plain();
    p.peers = peers;
    p.peer_weight = peers == Peers::none ? 0 : 5;
    p.network = network(8, 1);  // peers are in other chunks
    for (; w.clock.step < 4; ++w.clock.step)
      choose_models(w.developers, w.market, w.society, w.governments, w.firms, w.security, w.clock, p,
                    Random{5, 0, 0}.at(w.clock.step), threads, false);
    return w;
  };
  const World one = run(1, Peers::network), none = run(1, Peers::none);
  CHECK_FALSE((one.developers.slot == none.developers.slot).all());
  for (const int threads : {2, 8}) {
    const World w = run(threads, Peers::network);
    CHECK((w.developers.slot == one.developers.slot).all());
    CHECK((w.market.surplus.cwiseEqual(one.market.surplus) || one.market.surplus.isNaN()).all());
    CHECK((w.market.demand == one.market.demand).all());
  }
}
