// Promotions that admit a share of developers: the exact mixture, the same people, afresh, and what is left afterwards.

#include "mechanism/adoption/promotions.hpp"

#include <cmath>

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/adoption/offers.hpp"
#include "mechanism/adoption/plain_adoption.hpp"
#include "mechanism/leaderboard.hpp"
#include "mechanism/pricing.hpp"
#include "mechanism/release/release.hpp"
#include "state/lines.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::promotions_test {

namespace {

/// Keep's line is free for a share of developers from March to May 2024; hobbyists of the north use what they like.
World with_promotion(double reach, Index line) {
  World w = empty_world();
  LineEntry& entry = w.firms.firms[std::size_t(line == pro ? keep : give)].lines[0];
  entry.promotion = {{{Month::of(2024, 3), 0}, {Month::of(2024, 5), 0}}};
  entry.reach = reach;
  for (AddedLine& added : added_lines(w.firms.firms, 0))
    w.firms.firms[std::size_t(added.firm)].lines.push_back(std::move(added.entry));
  size_up(w);
  return w;
}

/// Index of a line by its name.
Index line_of(const World& w, const std::string& name) {
  return std::find(w.market.lines.begin(), w.market.lines.end(), name) - w.market.lines.begin();
}

struct Months {
  World w;
  Index plain_line, terms, other;
  AdoptionParams p = plain();

  Months(double reach, Index developers, Index line = pro) : w(with_promotion(reach, line)) {
    const bool closed = line == pro;
    plain_line = line_of(w, closed ? "pro" : "free");
    terms = line_of(w, closed ? "pro-promoted" : "free-promoted");
    other = line_of(w, closed ? "free" : "pro");
    for (const Index l : {plain_line, other}) put_on_sale(w, l, 120);
    w.market.terms_of[terms] = int(plain_line);
    for (SegmentEntry& s : w.society.segments) s.quality_weight = 0, s.review = 0.1;
    add_developers(w, developers, north);
    p.outside_value = -1000;
  }

  void month() {
    offer_promoted(w.market, w.firms, w.clock.now());
    if (w.market.on_sale[terms]) {
      w.market.rating.row(terms) = w.market.rating.row(plain_line);
      w.market.price(terms, north, hobby) = 0;
    }
    choose_models(w.developers, w.market, w.society, w.governments, w.firms, w.security, w.clock, p,
                  Random{3, 0, 0}.at(w.clock.step), 2, false);
    ++w.clock.step;
  }

  double share(Index line) const {
    return double(w.market.assignments(line + 1, north, hobby, chat)) / double(w.developers.size());
  }
};

}  // namespace

TEST_CASE("The share is the exact mixture: those admitted by the free price, all others by the list price") {
  const Index n = 200'000;
  const double reach = 0.3;
  Months m(reach, n);
  m.w.society.segments[hobby].review = 1;
  for (int i = 0; i < 2; ++i) m.month();
  CHECK(m.share(m.terms) == 0);
  CHECK_THAT(m.share(m.plain_line), WithinAbs(0.5, four_errors(0.5, double(n))));
  m.month();  // March
  const double free = 1 / (1 + std::exp(-1)), listed = 0.5;
  CHECK_THAT(m.share(m.terms), WithinAbs(reach * free, four_errors(reach * free, double(n))));
  CHECK_THAT(m.share(m.plain_line), WithinAbs((1 - reach) * listed, four_errors((1 - reach) * listed, double(n))));
}

TEST_CASE("In the first month all who are admitted choose, without habit, afterwards as others, and then anew") {
  const Index n = 100'000;
  const double reach = 0.25;
  Months m(reach, n);
  SegmentEntry& hobbyists = m.w.society.segments[hobby];
  hobbyists.review = 1;
  m.month();
  hobbyists.review = 0.5;
  hobbyists.switching_cost = 50;
  CHECK(m.w.market.assignments(0, north, hobby, chat) == 0);
  m.w.clock.step = 2;
  m.month();
  const double free = reach / (1 + std::exp(-1));
  CHECK_THAT(m.share(m.terms), WithinAbs(free, four_errors(free, double(n))));  // though nobody would switch
  const double first = m.share(m.terms);
  m.month();
  m.month();
  CHECK(m.share(m.terms) == first);  // habit holds all
  m.month();                         // June: it is over
  CHECK(m.share(m.terms) == 0);
  CHECK(m.w.market.assignments(0, north, hobby, chat) == 0);
}

TEST_CASE("The same developers are admitted each month, and others for another line") {
  const Promotion one{3, 1, 0, 0.3, false}, two{4, 2, 1, 0.5, false};
  const Promotion both[] = {one, two};
  const Random random{7, 2, 0};
  Index count[4] = {};
  for (Index block = 0; block < 400; ++block) {
    Flags all;
    for (unsigned mask = 0; mask < 4; ++mask) {
      const Flags here = admitted(both, mask, random, block, Flags::all());
      const Flags later = admitted(both, mask, random.at(9), block, Flags::all());
      CHECK((here.half[0] == later.half[0] && here.half[1] == later.half[1]));
      CHECK(!(all & here).any());
      all = all | here;
      here.for_each([&](Index) { ++count[mask]; });
    }
    CHECK(!(~all).any());  // each is in one group
  }
  const double n = 400 * 128, expected[] = {0.35, 0.15, 0.35, 0.15};
  for (int mask = 0; mask < 4; ++mask)
    CHECK_THAT(double(count[mask]) / n, WithinAbs(expected[mask], four_errors(expected[mask], n)));
}

TEST_CASE("Any line: open weights can be served free by their maker, who bears what it costs") {
  Months m(1, 1000, open_line);
  CHECK(admits(m.w.firms.firms[give].lines[0]));
  m.w.clock.step = 3;
  m.month();
  CHECK((m.w.market.on_sale[m.terms] == 1 && m.share(m.plain_line) == 0));
  CHECK(first_party_of(m.w.market, m.w.firms, m.terms) == 1);
  CHECK(first_party_of(m.w.market, m.w.firms, m.plain_line) == m.w.firms.firms[give].first_party);
  PricingParams pricing;
  set_prices(m.w.market, m.w.firms, m.w.chips, m.w.governments, m.w.society, m.w.clock, {}, pricing,
             PriceResponse::linear, 0);
  CHECK((m.w.market.price(m.terms, north, hobby) == 0 && m.w.market.received(m.terms, north) == 0));
  CHECK((m.w.market.hosted(m.terms, north, hobby) == 1 && m.w.market.price(m.plain_line, north, hobby) > 0));
  publish_ratings(m.w.market, m.w.firms, m.w.society, m.w.clock, {}, Random{1, 0, 0});
  CHECK(m.w.market.awareness[m.terms] == 1);
  CHECK((m.w.market.rating.row(m.terms) == m.w.market.rating.row(m.plain_line)).all());
}

TEST_CASE("A promotion of a closed line that admits all takes the place of its price, as ever") {
  LineEntry line = line_entry("line", Openness::closed);
  CHECK(!admits(line));
  line.promotion = {{{january, 0}}};
  CHECK(!admits(line));
  line.reach = 0.5;
  CHECK(admits(line));
  line.promotion = {};
  CHECK(!admits(line));
}

}  // namespace moat::promotions_test
