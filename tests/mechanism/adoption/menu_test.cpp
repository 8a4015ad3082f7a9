// The parts of utility: choice probabilities of one developer against the formula, each part by hand.

#include <cmath>

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/adoption/offers.hpp"
#include "mechanism/adoption/plain_adoption.hpp"
#include "mechanism/adoption/tokens.hpp"

using namespace moat;

namespace {

// Utilities are floats of size up to about 10 (spacing 1e-6), weights come from an exponential good to 5e-6.
constexpr double utility_error = 2e-5;

/// Two lines with quality weight 4: at capability 120 = difficulty, the value of either is 4 x 1/2.
World market() {
  World w = little_world();
  for (SegmentEntry& s : w.society.segments) s.quality_weight = 4;
  return w;
}

Offers offers_of(const World& w, const AdoptionParams& p) {
  return make_offers(w.developers, w.market, w.society, w.governments, w.firms, w.security, w.clock, p);
}

/// A developer without a model, by its weights in nats.
Chooser nats(double price_weight, double openness_weight, double trust_weight) {
  return {float(bits_per_nat * price_weight), float(bits_per_nat * openness_weight), float(bits_per_nat * trust_weight),
          -2, 0};
}

/// Utility of a line less that of no model, for a hobbyist in the north who chats.
double utility(const World& w, Index line, const AdoptionParams& p = plain(), Chooser who = nats(1, 0, 0),
               Index region = north) {
  const Offers o = offers_of(w, p);
  Weights weights;
  weigh(o.menu(region, hobby, chat), who, weights);
  return std::log(double(weights.e[o.option[std::size_t(line) + 1]]) / double(weights.e[0]));
}

double logistic(double x) {
  return 1 / (1 + std::exp(-x));
}

}  // namespace

TEST_CASE("Value saturates in capability around a difficulty that grows") {
  World w = market();
  w.market.rating(pro, language) = 135;
  w.market.rating(pro, coding) = 90;
  CHECK_THAT(utility(w, pro), WithinAbs(4 * logistic(1.5) - 1, utility_error));  // (135 - 120)/10; price 1
  CHECK_THAT(utility(w, open_line), WithinAbs(2 - 1, utility_error));
  w.society.tasks[chat].difficulty_growth = 6;
  w.clock.step = 18;  // 9 points harder
  CHECK_THAT(utility(w, pro), WithinAbs(4 * logistic(0.6) - 1, utility_error));
}

TEST_CASE("A task weighs domains of capability") {
  World w = market();
  w.society.task_domains.row(chat) << 0.25, 0.75;
  w.market.rating.row(pro) << 100, 140;  // 0.25 x 100 + 0.75 x 140 = 130
  CHECK_THAT(utility(w, pro), WithinAbs(4 * logistic(1) - 1, utility_error));
}

TEST_CASE("Quality may rise in a line: one more for each `scale` of capability") {
  World w = market();
  w.market.rating.row(pro).setConstant(145);  // 25 above the difficulty, in steps of 10
  AdoptionParams p = plain();
  p.quality_response = QualityResponse::linear;
  CHECK_THAT(utility(w, pro, p), WithinAbs(4 * 2.5 - 1, utility_error));
  w.market.survey_quality = true;
  CHECK_THAT(offers_of(w, p).quality_slope(hobby, chat, 1), WithinAbs(4.0 / 10, 1e-12));
}

TEST_CASE("A developer's needs weigh the domains of a task in its own way") {
  World w = market();
  w.society.segments[hobby].needs = 1;
  w.society.task_domains.row(chat) << 0.25, 0.75;
  w.market.rating.row(pro) << 100, 140;
  w.developers.needs.setConstant(w.society.domain_count(), w.developers.size(), 100);
  w.developers.needs(0, 0) = 300;  // 0.25 x 300 against 0.75 x 100: half of each
  const Offers o = offers_of(w, plain());
  const Menu menu = o.menu(north, hobby, chat);
  REQUIRE(menu.needs == 2);
  const std::int32_t needs[] = {300, 100};
  float weighed[max_needs];
  weigh_needs(menu, needs, 1, weighed);
  CHECK_THAT(double(weighed[1]), WithinAbs(0.5, 1e-6));
  Chooser who = nats(1, 0, 0);
  who.needs = weighed;
  CHECK_THAT(utility(w, pro, plain(), who), WithinAbs(4 * (logistic(-2) + logistic(2)) / 2 - 1, utility_error));
  CHECK(o.menu(north, company, chat).needs == 0);
}

TEST_CASE("Price enters linearly, by its logarithm, or as the bill's part of the budget") {
  World w = market();
  w.market.price(pro, north, hobby) = 2.5;
  AdoptionParams p = plain();
  const Chooser who = nats(0.8f, 0, 0);
  CHECK_THAT(utility(w, pro, p, who), WithinAbs(2 - 0.8 * 2.5, utility_error));
  p.price_response = PriceResponse::log;
  CHECK_THAT(utility(w, pro, p, who), WithinAbs(2 - 0.8 * std::log(2.5), utility_error));
  // Bill: the weight that the developer brings is price_weight x Mtok / budget; the menu holds price x tokens bought.
  p.price_response = PriceResponse::bill;
  p.token_elasticity = 0.5;
  p.reference_price = 10;
  CHECK_THAT(utility(w, pro, p, who), WithinAbs(2 - 0.8 * 2.5 * 2, utility_error));  // (2.5/10)^-0.5 = 2
}

TEST_CASE("Openness: own taste, promotion, incidents, ecosystem, closed lines have none of it") {
  World w = market();
  w.governments.open_taste[north] = 0.2;
  w.security.openness_shift = 0.05;
  w.firms.ecosystem.setConstant(std::exp(2) - 1);
  AdoptionParams p = plain();
  p.ecosystem_weight = 0.3;
  const Chooser who = nats(1, 0.7f, 0);
  CHECK_THAT(utility(w, open_line, p, who), WithinAbs(1 + 0.7 + 0.2 - 0.05 + 0.3 * 2, utility_error));
  CHECK_THAT(utility(w, pro, p, who), WithinAbs(1, utility_error));
  CHECK_THAT(utility(w, open_line, p, who, south), WithinAbs(1 + 0.7 - 0.05 + 0.3 * 2, utility_error));
}

TEST_CASE("Fine-tunes of the community add to the capability of open models") {
  World w = market();
  w.firms.community_gain.setConstant(5);
  CHECK_THAT(utility(w, open_line), WithinAbs(4 * logistic(0.5) - 1, utility_error));
  CHECK_THAT(utility(w, pro), WithinAbs(1, utility_error));
}

TEST_CASE("Trust: distance to the maker, less what was gained by promotion and what open weights insulate") {
  World w = market();
  w.society.distance(north, south) = 2;
  w.society.distance(south, north) = 2;
  const Chooser who = nats(1, 0, 0.5f);
  AdoptionParams p = plain();
  CHECK_THAT(utility(w, open_line, p, who), WithinAbs(1 - 0.5 * 2, utility_error));
  CHECK_THAT(utility(w, pro, p, who), WithinAbs(1, utility_error));  // at home
  p.insulation = 0.75;
  CHECK_THAT(utility(w, open_line, p, who), WithinAbs(1 - 0.5 * 2 * 0.25, utility_error));
  CHECK_THAT(utility(w, pro, p, who, south), WithinAbs(1 - 0.5 * 2, utility_error));  // closed: no insulation
  w.governments.trust_gain(south, north) = 1.2;
  CHECK_THAT(utility(w, open_line, p, who), WithinAbs(1 - 0.5 * 0.8 * 0.25, utility_error));
  w.governments.trust_gain(south, north) = 5;  // distance is never negative
  CHECK_THAT(utility(w, open_line, p, who), WithinAbs(1, utility_error));
  w.firms.trust_shift[give] = 0.3;
  CHECK_THAT(utility(w, open_line, p, who), WithinAbs(1 - 0.3, utility_error));
}

TEST_CASE("Awareness and availability are chances of being considered: they multiply the odds") {
  World w = market();
  w.market.awareness[pro] = 0.25;
  w.market.available(pro, north, hobby) = 0.4;
  CHECK_THAT(utility(w, pro), WithinAbs(1 + std::log(0.25) + std::log(0.4), utility_error));
}

TEST_CASE("Who uses a line knows it: its true capability, and no need to hear of it") {
  World w = market();
  w.market.rating.row(pro).setConstant(140);  // flattered; the truth is 120
  w.market.awareness[pro] = 0.25;
  const Offers o = offers_of(w, plain());
  const int option = o.option[pro + 1];
  Chooser user = nats(1, 0, 0);
  user.firm = keep;
  user.current = option;
  CHECK_THAT(utility(w, pro), WithinAbs(4 * logistic(2) - 1 + std::log(0.25), utility_error));
  CHECK_THAT(utility(w, pro, plain(), user), WithinAbs(4 * 0.5 - 1, utility_error));
}

TEST_CASE("Peers: nobody's, all developers' or the region's choices of last month, by firm") {
  World w = market();
  // North: 1 developer-task on Keep's line, 3 without a model; south: 3 on Keep's. South's developers weigh double.
  w.market.assignments.flat().setZero();
  w.market.assignments(pro + 1, north, company, code) = 1;
  w.market.assignments(0, north, hobby, chat) = 3;
  w.market.assignments(pro + 1, south, hobby, chat) = 3;
  w.market.assignments(open_line + 1, south, hobby, chat) = 1;
  w.society.weight << 1, 2;
  AdoptionParams p = plain();
  p.peer_weight = 1.5;
  CHECK_THAT(utility(w, pro, p), WithinAbs(1, utility_error));
  p.peers = Peers::regional;
  CHECK_THAT(utility(w, pro, p), WithinAbs(1 + 1.5 * 1 / 4, utility_error));
  CHECK_THAT(utility(w, open_line, p), WithinAbs(1, utility_error));
  p.peers = Peers::global;
  CHECK_THAT(utility(w, pro, p), WithinAbs(1 + 1.5 * (1 + 6) / 12, utility_error));
  CHECK_THAT(utility(w, open_line, p), WithinAbs(1 + 1.5 * 2 / 12, utility_error));
}

TEST_CASE("What is not available is not on the menu, and its users have lost it") {
  World w = market();
  w.market.available(pro, north, hobby) = 0;
  const Offers o = offers_of(w, plain());
  CHECK((o.any_lost != 0).any());
  CHECK((o.lost(north, hobby, pro + 1) == 1 && o.lost(north, company, pro + 1) == 0 &&
         o.lost(south, hobby, pro + 1) == 0));
  CHECK(std::isinf(o.shown[0].common(north, hobby, chat, o.option[pro + 1])));
  w.market.on_sale[open_line] = 0;
  CHECK(offers_of(w, plain()).count == 2);  // no model, and Keep's
}

TEST_CASE("Tokens fall with the price by the elasticity, from the reference price") {
  AdoptionParams p;
  p.token_elasticity = 0.5;
  p.reference_price = 4;
  CHECK(token_factor(p, 4) == 1);
  CHECK(token_factor(p, 1) == Approx(2).epsilon(1e-12));
  CHECK(token_factor(p, 16) == Approx(0.5).epsilon(1e-12));
  CHECK(token_factor(p, 0) == 1);  // free: as at the reference price
  p.token_elasticity = 0;
  CHECK(token_factor(p, 123) == 1);
}

TEST_CASE("Demand in the list price follows the price as paid: tariffs and support are in its slope") {
  World w = little_world();
  const double list = 2, step = 1e-4, paid = 0.5 * 1.3;  // per USD of the list price, in the south
  for (const PriceResponse response : {PriceResponse::bill, PriceResponse::log, PriceResponse::linear}) {
    AdoptionParams p = plain();
    p.price_response = response;
    p.token_elasticity = 0.3;
    p.reference_price = 1.5;
    const auto offers = [&](double price) {
      w.market.list_price[pro] = price;
      w.market.price.flat().setConstant(price);
      w.market.price(pro, south, hobby) = price * paid;
      return offers_of(w, p);
    };
    const Offers up = offers(list + step), down = offers(list - step), here = offers(list);
    const int k = here.option[pro + 1];
    const double per = response == PriceResponse::log ? std::log((list + step) / (list - step)) : 2 * step;
    for (const Index r : {north, south})
      CHECK(here.slope(r, hobby, k) == Approx((up.price(r, hobby, k) - down.price(r, hobby, k)) / per).epsilon(5e-3));
  }
}

TEST_CASE("Zero is not a small price: no response, an appeal of its own, an allowance of tokens, no slope") {
  const PriceResponse response = GENERATE(PriceResponse::bill, PriceResponse::log, PriceResponse::linear);
  CAPTURE(int(response));
  World w = market();
  w.market.price(pro, north, hobby) = 0;
  AdoptionParams p = plain();
  p.price_response = response;
  p.token_elasticity = 0.5;
  p.free_appeal = 0.7;
  p.free_allowance = 3;
  CHECK_THAT(utility(w, pro, p), WithinAbs(2 + 0.7, utility_error));
  CHECK(token_factor(p, 0) == 3);
  CHECK_THAT(token_factor(p, 0.25), WithinAbs(2, 1e-12));
  const Offers o = offers_of(w, p);
  CHECK(o.quantity(north, hobby, chat, o.option[pro + 1]) == 3);
  CHECK(o.slope(north, hobby, o.option[pro + 1]) == 0);
  CHECK(o.slope(south, hobby, o.option[pro + 1]) > 0);
  // A price of next to nothing has no appeal, and with the logarithm no bound.
  w.market.price(pro, north, hobby) = 1e-6;
  const double nearly = response == PriceResponse::log ? 2 - std::log(1e-6) : 2;
  CHECK_THAT(utility(w, pro, p), WithinAbs(nearly, response == PriceResponse::bill ? 2e-3 : utility_error));
  // In logarithms a free line stands where the cheapest one does that is paid for.
  w.market.price(pro, north, hobby) = 0;
  w.market.price(open_line, north, hobby) = 0.5;
  CHECK_THAT(utility(w, pro, p), WithinAbs(response == PriceResponse::log ? 2.7 - std::log(0.5) : 2.7, utility_error));
}
