// What makers are held for: targets by hand, the pace, and what stands still.

#include "mechanism/reputation.hpp"

#include <cmath>

#include "catch.hpp"
#include "little_world.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::reputation_test {

namespace {

ReputationParams heard() {
  ReputationParams p;
  p.weight = 2;
  p.half_life = 4;
  p.by_use = 0.5;
  p.use_share = 0.1;
  p.gap_scale = 10;
  return p;
}

/// Keep at 120, Give 10 ECI behind; Keep has 95 % of the north's tokens and none of the south's.
World two_makers() {
  World w = little_world();
  w.market.rating.row(open_line).setConstant(110);
  w.market.tokens(pro, north, hobby, chat) = 95;
  w.market.tokens(open_line, north, hobby, chat) = 5;
  w.market.tokens(open_line, south, hobby, chat) = 100;
  return w;
}

void months(World& w, const ReputationParams& p, int count) {
  for (int m = 0; m < count; ++m, ++w.clock.step) follow_reputation(w.firms, w.market, w.clock, p);
}

}  // namespace

TEST_CASE("A gap to the target halves in the half-life, in each region by its own use") {
  World w = two_makers();
  start_reputation(w.firms, heard());
  months(w, heard(), 4);
  CHECK_THAT(w.firms.reputation(keep, north), WithinAbs(0.5 * (0.5 * 1 + 0.5 * 1), 1e-12));
  CHECK_THAT(w.firms.reputation(keep, south), WithinAbs(0.5 * (0.5 * 0 + 0.5 * 1), 1e-12));
  CHECK_THAT(w.firms.reputation(give, north), WithinAbs(0.5 * (0.5 * 0.5 + 0.5 * 0.5), 1e-12));  // 5 % of 10, 10 ECI
  CHECK_THAT(w.firms.reputation(give, south), WithinAbs(0.5 * (0.5 * 1 + 0.5 * 0.5), 1e-12));
  CHECK_THAT(w.firms.reputation_shift(keep, north), WithinAbs(-2 * (1 - 0.5), 1e-12));
}

TEST_CASE("With constant use and quality it stays, a step in quality moves it for months, in the step's direction") {
  World w = two_makers();
  months(w, heard(), 400);
  const Grid<double> rest = w.firms.reputation;
  months(w, heard(), 50);
  CHECK(((w.firms.reputation - rest).abs() < 1e-12).all());
  w.market.rating.row(open_line).setConstant(120);
  double last = rest(give, north);
  for (int m = 0; m < 12; ++m) {
    months(w, heard(), 1);
    CHECK(w.firms.reputation(give, north) > last);
    last = w.firms.reputation(give, north);
  }
  const double target = 0.5 * 0.5 + 0.5;
  CHECK_THAT(last, WithinAbs(target + (rest(give, north) - target) * std::exp2(-12.0 / 4), 1e-12));
}

TEST_CASE("A maker that falls behind or has nothing on sale loses its name, a new one begins as its entry says") {
  World w = two_makers();
  w.firms.firms[keep].reputation = 0.8;
  start_reputation(w.firms, heard());
  CHECK((w.firms.reputation.row(keep) == 0.8).all());
  CHECK((w.firms.reputation.row(give) == 0).all());
  w.market.on_sale[pro] = 0;
  months(w, heard(), 8);
  CHECK_THAT(w.firms.reputation(keep, north), WithinAbs(0.8 / 4, 1e-12));
}

TEST_CASE("Frozen, it stays from that month on, with no weight nothing is followed") {
  World w = two_makers();
  ReputationParams p = heard();
  p.frozen_from = Month::of(2024, 3);
  months(w, p, 2);
  const Grid<double> then = w.firms.reputation;
  months(w, p, 10);
  CHECK((w.firms.reputation == then).all());
  World still = two_makers();
  p.weight = 0;
  months(still, p, 5);
  CHECK((still.firms.reputation == 0).all());
  CHECK((still.firms.reputation_shift == 0).all());
}

}  // namespace moat::reputation_test
