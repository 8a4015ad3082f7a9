// How prices, incomes and tasks weigh, and how tokens answer.

#include "mechanism/adoption/tokens.hpp"

#include <cmath>

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/adoption/offers.hpp"
#include "mechanism/adoption/plain_adoption.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::tokens_test {

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

TEST_CASE(
    "With an offset a price is what is lost against none: half of its logarithm at the offset, nothing when free") {
  World w = market();
  AdoptionParams p = plain();
  p.price_response = PriceResponse::log;
  p.price_offset = 0.5;
  const Chooser who = nats(0.8f, 0, 0);
  for (const double price : {0.0, 0.5, 2.5}) {
    w.market.price(pro, north, hobby) = price;
    CHECK_THAT(utility(w, pro, p, who), WithinAbs(2 - 0.8 * std::log1p(price / 0.5), utility_error));
  }
  // Slope per unit of log price: p / (p + offset).
  const Offers o = offers_of(w, p);
  CHECK_THAT(o.slope(north, hobby, o.option[pro + 1]), WithinAbs(2.5 / 3, 1e-12));
}

TEST_CASE("Income and the task weigh prices, the task quality and habit") {
  World w = market();
  w.society.regions[south].income = 0.25;
  w.society.tasks[chat].price_weight = 1.5;
  AdoptionParams p = plain();
  p.income_elasticity = 0.5;
  CHECK_THAT(price_factor(w.society, p, north, chat), WithinAbs(1.5, 1e-12));
  CHECK_THAT(price_factor(w.society, p, south, chat), WithinAbs(1.5 * 2, 1e-12));
  CHECK_THAT(price_factor(w.society, p, south, code), WithinAbs(2, 1e-12));
  w.society.tasks[chat].quality_weight = 0.5;
  CHECK_THAT(utility(w, pro, p), WithinAbs(4 * 0.5 * 0.5 - 1, utility_error));
  w.society.segments[hobby].switching_cost = 2;
  w.society.tasks[chat].habit = 0.25;
  const Offers o = offers_of(w, p);
  CHECK_THAT(double(o.menu(north, hobby, chat).switching_bonus), WithinAbs(bits_per_nat * 0.5, 1e-5));
  CHECK_THAT(double(o.menu(north, hobby, code).switching_bonus), WithinAbs(bits_per_nat * 2, 1e-5));
}

TEST_CASE("Reputation, deployment and the segment's outside value are in the menu") {
  World w = market();
  w.firms.reputation_shift(keep, north) = -0.7;
  w.firms.firms[keep].service_value = 0.4;
  w.society.segments[hobby].outside = 0.3;
  CHECK_THAT(utility(w, pro), WithinAbs(1 - 0.7 + 0.4 - 0.3, utility_error));
  CHECK_THAT(utility(w, pro, plain(), nats(1, 0, 0), south), WithinAbs(1 + 0.4 - 0.3, utility_error));
}

TEST_CASE("Tokens of a task rise with what the model solves, and with work that enters once it is cheap") {
  World w = market();
  w.society.tasks[chat].token_value = 0.8;
  w.market.rating.row(pro).setConstant(130);
  Offers o = offers_of(w, plain());
  CHECK_THAT(o.quantity(north, hobby, chat, o.option[pro + 1]), WithinAbs(std::exp(0.8 * (logistic(1) - 0.5)), 1e-12));
  CHECK(o.quantity(north, hobby, code, o.option[pro + 1]) == 1);
  CHECK(o.entry[chat] == 1);
  w.society.tasks[chat].entry_elasticity = 0.5;
  w.society.tasks[chat].entry_price = 2;
  CHECK(offers_of(w, plain()).entry[chat] == 1);  // nobody has paid yet
  w.market.tokens(pro, north, hobby, chat) = 3;
  w.market.tokens(open_line, north, hobby, chat) = 1;
  w.market.price(open_line, north, hobby) = 0.2;
  CHECK_THAT(offers_of(w, plain()).entry[chat], WithinAbs(std::pow((3 + 0.2) / 4 / 2, -0.5), 1e-12));
}

}  // namespace moat::tokens_test
