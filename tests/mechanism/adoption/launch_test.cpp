// Trials of launched lines: how many, between what, for whom; the same bits for any number of threads.

#include "mechanism/adoption/launch.hpp"

#include <cmath>

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/adoption/plain_adoption.hpp"

using namespace moat;

namespace {

/// n hobbyists who chat with the closed line; lines are alike, and hardly anybody reviews.
World settled(Index n, double review = 1e-6) {
  World w = empty_world();
  for (const Index line : {pro, open_line}) put_on_sale(w, line, 120);
  w.market.price.flat().setZero();
  for (SegmentEntry& s : w.society.segments) {
    s.quality_weight = 0;
    s.review = review;
  }
  add_developers(w, n, north);
  w.developers.slot.row(chat).setConstant(std::uint8_t(pro + 1));
  count_users(w.market, w.developers, w.society);
  return w;
}

void launch_month(World& w, const AdoptionParams& p = plain(), int threads = 2) {
  choose_models(w.developers, w.market, w.society, w.governments, w.firms, w.security, w.clock, p,
                Random{4, 1, 0}.at(w.clock.step), threads, true);
}

}  // namespace

TEST_CASE("A mention is a chance of a review: 1 - (1 - review)^buzz of those who do not review try the launch") {
  const Index n = 200'000;
  World w = settled(n, 0.2);
  w.market.buzz[open_line] = 3;
  launch_month(w);
  const double reviews = double(w.market.reviews), tries = 1 - std::pow(0.8, 3);
  CHECK_THAT(reviews / double(n), WithinAbs(0.2, four_errors(0.2, double(n))));
  // Users of the launched line have nothing to try: there are none before this month.
  CHECK_THAT(double(w.market.trials) / (double(n) - reviews), WithinAbs(tries, four_errors(tries, 0.8 * double(n))));
}

TEST_CASE("A trial is between the line in use and the launched one, whoever tries it knows of it") {
  const Index n = 200'000;
  World w = settled(n);
  w.society.segments[hobby].switching_cost = 1;
  w.market.awareness[open_line] = 0.01;
  w.market.buzz[open_line] = 1e6;  // so that 1 - 1/e try it
  launch_month(w);
  const double tries = 1 - std::exp(-1), moves = tries / (1 + std::exp(1));
  CHECK_THAT(double(w.market.trials) / double(n), WithinAbs(tries, four_errors(tries, double(n))));
  CHECK_THAT(double(w.market.flow(pro + 1, open_line + 1)) / double(n),
             WithinAbs(moves, four_errors(moves, double(n))));
  CHECK(w.market.flow(pro + 1, 0) <= 1);  // a trial never ends in using nothing
  CHECK(w.market.assignments(open_line + 1, north, hobby, chat) == w.market.flow(pro + 1, open_line + 1));
}

TEST_CASE("Whoever tries a launch learns what it is worth, whatever its rating says") {
  const Index n = 100'000;
  World w = settled(n);
  w.society.segments[hobby].quality_weight = 8;
  w.market.rating.row(open_line).setConstant(60);  // worth 8/(1 + e^6) by the rating, 4 in truth, as the other line
  w.market.buzz[open_line] = 1e6;
  launch_month(w);
  const double moves = (1 - std::exp(-1)) / 2;
  CHECK_THAT(double(w.market.flow(pro + 1, open_line + 1)) / double(n),
             WithinAbs(moves, four_errors(moves, double(n))));
}

TEST_CASE("Who has no model tries a launch too, against none") {
  const Index n = 100'000;
  World w = settled(n);
  w.developers.slot.setZero();
  count_users(w.market, w.developers, w.society);
  w.market.buzz[open_line] = 1e6;
  AdoptionParams p = plain();
  p.outside_value = 2;
  launch_month(w, p);
  const double takes = (1 - std::exp(-1)) / (1 + std::exp(2));
  CHECK_THAT(double(w.market.assignments(open_line + 1, north, hobby, chat)) / double(n),
             WithinAbs(takes, four_errors(takes, double(n))));
  CHECK(w.market.assignments(pro + 1, north, hobby, chat) <= 1);
}

TEST_CASE("Two launches share the attention of a month where both together would ask for more than all of it") {
  World w = settled(1, 0.9);
  w.market.buzz << 2, 1;
  const Offers offers =
      make_offers(w.developers, w.market, w.society, w.governments, w.firms, w.security, w.clock, plain());
  const Launches launches(w.market, w.society, offers);
  const double first = 1 - 0.01, second = 1 - 0.1, split = first / (first + second);
  CHECK(launches.chance(hobby) == 1);
  CHECK(launches.which(hobby, split - 1e-6) == offers.option[pro + 1]);
  CHECK(launches.which(hobby, split + 1e-6) == offers.option[open_line + 1]);
  CHECK(launches.which(hobby, 1 - 1e-6) == offers.option[open_line + 1]);
}

TEST_CASE("Trials: the same bits for any number of threads, without a launch there are none") {
  const auto run = [](int threads, double buzz) {
    World w = settled(30'000, 0.3);
    for (; w.clock.step < 3; ++w.clock.step) {
      w.market.buzz << 0, buzz;
      launch_month(w, plain(), threads);
    }
    return w;
  };
  const World one = run(1, 1);
  CHECK(one.market.trials > 1000);
  CHECK(run(1, 0).market.trials == 0);
  for (const int threads : {2, 8}) {
    const World w = run(threads, 1);
    CHECK((w.developers.slot == one.developers.slot).all());
    CHECK(w.market.trials == one.market.trials);
  }
}
