// Crowds choosing: shares against multinomial and mixed logit, reviews, draws, forced moves, peers.

#include "mechanism/adoption/adoption.hpp"

#include <boost/random/normal_distribution.hpp>

#include <cmath>

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/adoption/offers.hpp"
#include "mechanism/adoption/review.hpp"
#include "mechanism/adoption/plain_adoption.hpp"
#include "mechanism/purpose.hpp"

using namespace moat;

namespace {

/// n hobbyists in the north who chat; both lines known, free and without quality, so that every utility is 0.
World hobbyists(Index n) {
  World w = empty_world();
  for (const Index line : {pro, open_line}) put_on_sale(w, line, 120);
  w.market.price.flat().setZero();
  for (SegmentEntry& s : w.society.segments) s.quality_weight = 0;
  add_developers(w, n, north);
  return w;
}

void adoption_month(World& w, const AdoptionParams& p, const Random& random = {1, 0, 0}) {
  choose_models(w.developers, w.market, w.society, w.governments, w.firms, w.security, w.clock, p,
                random.at(w.clock.step), 2, true);
  ++w.clock.step;
}

double share_of_slot(const World& w, Index slot) {
  return double(w.market.assignments(slot, north, hobby, chat)) / double(w.developers.size());
}

}  // namespace

TEST_CASE("A crowd of equal developers: shares of the multinomial logit") {
  const Index n = 100'000;
  World w = hobbyists(n);
  w.market.price(pro, north, hobby) = 0.5;
  w.market.price(open_line, north, hobby) = 2;
  AdoptionParams p = plain();
  p.outside_value = -1;
  adoption_month(w, p);
  const double e[] = {std::exp(-1), std::exp(-0.5), std::exp(-2)}, all = e[0] + e[1] + e[2];
  for (Index slot = 0; slot < 3; ++slot) {
    CAPTURE(slot);
    CHECK_THAT(share_of_slot(w, slot), WithinAbs(e[slot] / all, four_errors(e[slot] / all, double(n))));
  }
  CHECK(w.market.reviews == n);
  CHECK_THAT(w.market.surplus(north, hobby), WithinAbs(std::log(all), 1e-5));  // the log-sum
}

TEST_CASE("Developers of normal taste for openness: the mixed logit E[1/(1 + e^-N(1,1))] = .69673467 (benchmark B7)") {
  const double spread = GENERATE(1.0, 2.0);
  const double expected = spread == 1 ? .69673467 : .64772644;
  const Index n = 200'000;
  World w = hobbyists(n);
  w.market.on_sale[pro] = 0;
  for (Index i = 0; i < n; ++i) {
    Draws draws = Random{2, 0, 0}(Purpose::tastes, i);
    w.developers.openness_weight.set(i, 1 + spread * boost::random::normal_distribution<double>{}(draws));
  }
  adoption_month(w, plain());
  CHECK_THAT(share_of_slot(w, open_line + 1), WithinAbs(expected, four_errors(expected, double(n))));
}

TEST_CASE("With the bill in utility, heavy users mind the price more") {
  const Index n = 100'000;
  World w = hobbyists(2 * n);
  for (Index i = n; i < 2 * n; ++i) w.developers.usage[i] = 4000;  // kilotokens, against 1000
  w.market.on_sale[open_line] = 0;
  w.market.price(pro, north, hobby) = 5;
  AdoptionParams p = plain();
  p.price_response = PriceResponse::bill;
  adoption_month(w, p);
  // Bills: 1 Mtok x 5 USD and 4 Mtok x 5 USD of a budget of 10 USD.
  const double light = 1 / (1 + std::exp(0.5)), heavy = 1 / (1 + std::exp(2));
  double users[2] = {0, 0};
  for (Index i = 0; i < 2 * n; ++i) users[i >= n] += w.developers.slot(chat, i) == pro + 1;
  CHECK_THAT(users[0] / double(n), WithinAbs(light, four_errors(light, double(n))));
  CHECK_THAT(users[1] / double(n), WithinAbs(heavy, four_errors(heavy, double(n))));
}

TEST_CASE("Who reviews and what is chosen are counter-based draws: one word per developer and task") {
  const Random random{9, 4, 0};
  World w = hobbyists(0);
  w.society.segments[company].review = 0.3;
  w.market.attention = 0.5;  // 0.3 x (1 + 0.5)
  add_developers(w, 3000, north, company, 1u << chat | 1u << code);
  adoption_month(w, plain(), random);
  std::int64_t reviews = 0;
  for (Index i = 0; i < 3000; ++i) {
    for (int t = 0; t < 2; ++t) {
      const bool looks = uniform(number_of(random, Purpose::review, i, t)) < 0.45;
      reviews += looks;
      // Three options of equal utility: thirds of (0, 1), in the order none, pro, free.
      const int expected = looks ? int(3 * uniform(random.word(Purpose::choice, i, t))) : 0;
      REQUIRE(int(w.developers.slot(t, i)) == expected);
    }
  }
  CHECK(w.market.reviews == reviews);
}

TEST_CASE("Leaving a firm costs the switching cost, a newer vintage or a sister line does not") {
  const Index n = 100'000;
  World w = hobbyists(n);
  w.society.segments[hobby].switching_cost = 1.5;
  AdoptionParams p = plain();
  p.outside_value = -1000;
  adoption_month(w, p);  // without a model in use nobody pays
  CHECK_THAT(share_of_slot(w, pro + 1), WithinAbs(0.5, four_errors(0.5, double(n))));
  put_on_sale(w, pro, 125);  // a newer vintage
  adoption_month(w, p, {2, 0, 0});
  const double stays = 1 / (1 + std::exp(-1.5));
  const double left = double(w.market.flow(pro + 1, open_line + 1)),
               came = double(w.market.flow(open_line + 1, pro + 1));
  CHECK_THAT((left + came) / double(n), WithinAbs(1 - stays, four_errors(stays, double(n))));

  // Two lines of one firm: moving between them is free, so half of all move.
  w.market.firm.setConstant(int(keep));
  adoption_month(w, p, {3, 0, 0});
  CHECK_THAT(double(w.market.taken.sum()) / double(n), WithinAbs(0.5, four_errors(0.5, double(n))));
}

TEST_CASE("Beginning with a model costs nothing, giving one up costs as much as changing it") {
  const Index n = 100'000;
  World w = hobbyists(n);
  w.society.segments[hobby].switching_cost = 1.5;
  adoption_month(w, plain());
  for (Index slot = 0; slot < 3; ++slot)
    CHECK_THAT(share_of_slot(w, slot), WithinAbs(1.0 / 3, four_errors(1.0 / 3, double(n))));
  const double users = double(w.market.assignments(pro + 1, north, hobby, chat));
  adoption_month(w, plain(), {2, 0, 0});
  const double leaves = 1 / (std::exp(1.5) + 2);
  for (const Index to : {Index(0), open_line + 1})
    CHECK_THAT(double(w.market.flow(pro + 1, to)) / users, WithinAbs(leaves, four_errors(leaves, users)));
}

TEST_CASE("A line that is withdrawn from a developer forces a review, and nobody keeps it") {
  World w = hobbyists(1000);
  AdoptionParams p = plain();
  p.outside_value = -1000;
  adoption_month(w, p);
  w.society.segments[hobby].review = 0;  // nobody looks on his own
  const auto users = w.market.assignments(pro + 1, north, hobby, chat);
  adoption_month(w, p);
  CHECK(w.market.reviews == 0);
  w.market.available(pro, north, hobby) = 0;
  adoption_month(w, p);
  CHECK(w.market.reviews == users);
  CHECK(w.market.assignments(pro + 1, north, hobby, chat) == 0);
  CHECK(w.market.flow(pro + 1, open_line + 1) == users);
  w.market.available(open_line, north, hobby) = 0;
  adoption_month(w, p);
  CHECK(w.market.assignments(0, north, hobby, chat) == 1000);  // nothing is left but no model
}

TEST_CASE("Conformity: above the critical weight a leader stays, below it the shares meet (benchmark B5)") {
  // Two products, utility a x share: share' = logistic(a (2 share - 1)), so m = 2 share - 1 = tanh(a m / 2), beta J =
  // a/2.
  const Index n = 100'000;
  const double a = GENERATE(1.8, 3.0, 4.0);
  const double expected = a == 3.0 ? .929280 : a == 4.0 ? .978752 : 0.5;
  World w = hobbyists(n);
  for (Index i = 0; i < n; ++i) w.developers.slot(chat, i) = std::uint8_t(i < n / 20 ? open_line + 1 : pro + 1);
  count_users(w.market, w.developers, w.society);
  AdoptionParams p = plain();
  p.outside_value = -1000;
  p.peers = Peers::global;
  p.peer_weight = a;
  for (int m = 0; m < 150; ++m) adoption_month(w, p);
  // Each month adds sampling noise, which dies out by the slope of the map at the fixed point, beta J (1 - m^2).
  const double m = 2 * expected - 1, slope = a / 2 * (1 - m * m);
  const double error = four_errors(expected, double(n)) / std::sqrt(1 - slope * slope);
  CHECK_THAT(share_of_slot(w, pro + 1), WithinAbs(expected, error));
}

TEST_CASE("Nobody moves when nobody reviews") {
  World w = hobbyists(100);
  w.society.segments[hobby].review = 0;
  adoption_month(w, plain());
  CHECK((w.developers.slot == 0).all());
  CHECK(w.market.reviews == 0);
  CHECK(std::isnan(w.market.surplus(north, hobby)));
}
