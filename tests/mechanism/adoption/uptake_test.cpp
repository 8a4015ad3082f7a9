// What developers see of their peers: shares, numbers and logarithms on paper; word of mouth; one after the other.

#include "mechanism/adoption/uptake.hpp"

#include <cmath>

#include "base/error.hpp"
#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/adoption/review.hpp"
#include "mechanism/adoption/plain_adoption.hpp"
#include "mechanism/purpose.hpp"

using namespace moat;

namespace {

/// Hobbyists who chat, `in_north` and `in_south` of them; both lines known, free and without quality.
World starters(Index in_north, Index in_south = 0) {
  World w = empty_world();
  for (const Index line : {pro, open_line}) put_on_sale(w, line, 120);
  w.market.price.flat().setZero();
  for (SegmentEntry& s : w.society.segments) s.quality_weight = 0;
  add_developers(w, in_north, north);
  add_developers(w, in_south, south);
  return w;
}

/// Peers everywhere, and nobody who reviews stays without a model.
AdoptionParams social(PeerResponse response, double weight, Timing timing = Timing::together) {
  AdoptionParams p = plain();
  p.peers = Peers::global;
  p.peer_response = response;
  p.peer_weight = weight;
  p.timing = timing;
  p.outside_value = -1000;
  return p;
}

void uptake_month(World& w, const AdoptionParams& p, const Random& random = {1, 0, 0}, int threads = 2) {
  choose_models(w.developers, w.market, w.society, w.governments, w.firms, w.security, w.clock, p,
                random.at(w.clock.step), threads, true);
  ++w.clock.step;
}

/// Six in the north: three with pro, one with free, two without; two in the south with free. Weights 10 and 100.
World little_crowd() {
  World w = starters(6, 2);
  w.developers.slot.row(chat) << pro + 1, pro + 1, pro + 1, open_line + 1, 0, 0, open_line + 1, open_line + 1;
  w.society.weight << 10, 100;
  count_users(w.market, w.developers, w.society);
  return w;
}

Uptake uptake(const World& w, Peers peers, PeerResponse response, double weight = 1) {
  AdoptionParams p = plain();
  p.peers = peers;
  p.peer_response = response;
  p.peer_weight = weight;
  return Uptake(w.market, w.society, w.firms, p);
}

}  // namespace

TEST_CASE("Peers' use of a firm by share, number and logarithm") {
  World w = little_crowd();
  const Uptake home = uptake(w, Peers::regional, PeerResponse::share),
               all = uptake(w, Peers::global, PeerResponse::share);
  CHECK(home.utility(keep, north) == Approx(3.0 / 6));
  CHECK(home.utility(give, south) == 1);
  CHECK(home.utility(keep, south) == 0);
  CHECK(all.utility(keep, south) == Approx(30.0 / 260));
  CHECK(all.utility(give, north) == Approx(210.0 / 260));
  CHECK(uptake(w, Peers::none, PeerResponse::count).utility(keep, north) == 0);
  CHECK(uptake(w, Peers::global, PeerResponse::count, -0.5).utility(give, north) == Approx(-105));
  w.firms.firms[keep].early_users = 5;
  w.firms.firms[give].early_users = 40;
  CHECK(uptake(w, Peers::global, PeerResponse::log, 2).utility(keep, south) == Approx(2 * std::log(35)));
  CHECK(uptake(w, Peers::regional, PeerResponse::log).utility(keep, south) == Approx(std::log(5)));
  CHECK(uptake(w, Peers::global, PeerResponse::share).utility(give, north) == Approx(250.0 / 305));
  CHECK(uptake(w, Peers::regional, PeerResponse::share).utility(give, north) == Approx(50.0 / 105));
}

TEST_CASE("Who looks around leaves itself out, what others choose is seen at once") {
  World w = little_crowd();
  Uptake seen = uptake(w, Peers::global, PeerResponse::share);
  CHECK(seen.utility(keep, north, 10, keep) == Approx(20.0 / 250));
  CHECK(seen.utility(give, north, 10, keep) == Approx(210.0 / 250));
  CHECK(seen.utility(keep, north, 10, -1) == Approx(30.0 / 250));
  CHECK(seen.share_with_model(north, chat) == Approx(240.0 / 260));
  CHECK(seen.share_with_model(north, chat, 10) == Approx(240.0 / 250));
  CHECK(seen.share_with_model(north, code) == 0);
  seen.move(north, chat, keep, give, 10);
  CHECK(seen.utility(keep, south) == Approx(20.0 / 260));
  CHECK(seen.utility(give, south) == Approx(220.0 / 260));
  seen.move(south, chat, give, -1, 100);
  CHECK(seen.utility(give, south) == Approx(120.0 / 260));
  CHECK(seen.share_with_model(south, chat) == Approx(140.0 / 260));
  Uptake home = uptake(w, Peers::regional, PeerResponse::count);
  home.move(south, chat, -1, keep, 100);
  CHECK(home.utility(keep, south) == 100);
  CHECK(home.utility(keep, north) == 30);
}

TEST_CASE("The logarithm of users needs early users of every firm") {
  World w = little_crowd();
  w.firms.firms[keep].early_users = 1;
  CHECK_THROWS_AS(uptake(w, Peers::global, PeerResponse::log), ContractError);
  CHECK_NOTHROW(uptake(w, Peers::none, PeerResponse::log));
}

TEST_CASE("Word of mouth: who has no model reviews with chance p + q x share of users, the others with p") {
  const Index n = 2000;
  World w = starters(n);
  for (Index i = 0; i < n; i += 4) w.developers.slot(chat, i) = pro + 1;
  count_users(w.market, w.developers, w.society);
  w.society.segments[hobby].review = 0.1;
  AdoptionParams p = social(PeerResponse::share, 0);
  p.word_of_mouth = 0.6;
  const Random random{5, 1, 0};
  uptake_month(w, p, random);
  std::int64_t reviews = 0;
  for (Index i = 0; i < n; ++i) {
    const double chance = i % 4 == 0 ? 0.1 : 0.1 + 0.6 * 0.25;
    const bool looks = uniform(number_of(random, Purpose::review, i, chat)) < chance;
    reviews += looks;
    if (i % 4 != 0) REQUIRE((w.developers.slot(chat, i) > 0) == looks);
  }
  CHECK(w.market.reviews == reviews);
}

TEST_CASE("Word of mouth is regional where peers are, and certain at most") {
  World w = starters(500, 500);
  for (Index i = 0; i < 250; ++i) w.developers.slot(chat, i) = pro + 1;
  count_users(w.market, w.developers, w.society);
  w.society.segments[hobby].review = 0;
  AdoptionParams p = social(PeerResponse::share, 0);
  p.peers = Peers::regional;
  p.word_of_mouth = 2;
  uptake_month(w, p);
  CHECK(w.market.reviews == 250);
  CHECK((w.developers.slot.row(chat).head(500) > 0).all());
  CHECK((w.developers.slot.row(chat).tail(500) == 0).all());
}

TEST_CASE("One by one, each choice is a draw from the urn that all before have filled, without the chooser") {
  const Index n = 300;
  World w = starters(n);
  w.firms.firms[keep].early_users = 2;
  w.firms.firms[give].early_users = 1;
  const AdoptionParams p = social(PeerResponse::log, 1, Timing::one_by_one);
  std::vector<int> slot(std::size_t(n), 0);
  double balls[] = {0, 2, 1};
  const Random random{3, 0, 0};
  for (int m = 0; m < 3; ++m) {
    const Random now = random.at(w.clock.step);
    uptake_month(w, p, random);
    for (Index i = 0; i < n; ++i) {
      int& mine = slot[std::size_t(i)];
      if (mine > 0) balls[mine] -= 1;
      mine = uniform(now.word(Purpose::choice, i, chat)) < balls[1] / (balls[1] + balls[2]) ? 1 : 2;
      balls[mine] += 1;
      CAPTURE(m, i, balls[1], balls[2]);
      REQUIRE(int(w.developers.slot(chat, i)) == mine);
    }
  }
}

TEST_CASE("One by one, a crowd follows its first member, together, it does not know it") {
  World w = starters(1000), same = starters(1000);
  uptake_month(w, social(PeerResponse::count, 100, Timing::one_by_one));
  CHECK((w.developers.slot.row(chat) == w.developers.slot(chat, 0)).all());
  uptake_month(same, social(PeerResponse::count, 100));
  CHECK(same.market.assignments(pro + 1, north, hobby, chat) > 400);
  CHECK(same.market.assignments(open_line + 1, north, hobby, chat) > 400);
}

TEST_CASE("One by one, the south sees nothing of the north when peers are regional") {
  World w = starters(500, 500), south_alone = starters(500, 500);
  AdoptionParams p = social(PeerResponse::count, 100, Timing::one_by_one);
  p.peers = Peers::regional;
  for (World* world : {&w, &south_alone}) world->market.available(open_line, north, hobby) = world == &w ? 0 : 1;
  uptake_month(w, p);
  uptake_month(south_alone, p);
  CHECK((w.developers.slot.row(chat).head(500) == pro + 1).all());
  CHECK((w.developers.slot.row(chat).tail(500) == south_alone.developers.slot.row(chat).tail(500)).all());
}

TEST_CASE("One by one, running counts stay right while lines come and go") {
  World w = starters(800, 700);
  add_developers(w, 600, south, company, 1u << chat | 1u << code);
  w.society.weight << 10, 3;
  for (SegmentEntry& s : w.society.segments) s.review = 0.4;
  AdoptionParams p = social(PeerResponse::share, 3, Timing::one_by_one);
  p.word_of_mouth = 0.3;
  p.outside_value = 0;
  for (int m = 0; m < 12; ++m) {
    w.market.available(pro, south, company) = m % 5 == 2 ? 0 : 1;
    w.market.on_sale[open_line] = m % 4 != 3;
    for (Index r : {north, south})
      for (Index s : {hobby, company}) w.market.available(open_line, r, s) = w.market.on_sale[open_line];
    uptake_month(w, p);
    const Market running = w.market;
    count_users(w.market, w.developers, w.society);
    REQUIRE((running.assignments.flat() == w.market.assignments.flat()).all());
    REQUIRE((running.developers.flat() == w.market.developers.flat()).all());
    REQUIRE((running.firms_in_use == w.market.firms_in_use).all());
  }
}

TEST_CASE("Peers and word of mouth: the same choices for 1, 2 and 8 threads") {
  const Timing timing = GENERATE(Timing::together, Timing::one_by_one);
  const PeerResponse response = GENERATE(PeerResponse::share, PeerResponse::count, PeerResponse::log);
  const auto run = [&](int threads) {
    World w = starters(20'000, 11'000);
    for (FirmEntry& firm : w.firms.firms) firm.early_users = 3;
    w.society.segments[hobby].review = 0.2;
    AdoptionParams p = social(response, response == PeerResponse::count ? 1e-4 : 1.5, timing);
    p.peers = Peers::regional;
    p.word_of_mouth = 0.5;
    for (int m = 0; m < 4; ++m) uptake_month(w, p, {7, 3, 0}, threads);
    return w;
  };
  const World one = run(1);
  for (const int threads : {2, 8}) {
    const World other = run(threads);
    CHECK((one.developers.slot == other.developers.slot).all());
    CHECK((one.market.assignments.flat() == other.market.assignments.flat()).all());
    CHECK((one.market.surplus.row(north)(hobby) == other.market.surplus.row(north)(hobby)));
  }
}
