// Reactive firms stay closed until open rivals have held enough of their markets for long enough.

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/release/release.hpp"

using namespace moat;

namespace {

constexpr Index our_flag = 0, our_mini = 1, theirs = 2;  // lines

/// Firm Both answers with tiered release when open rivals hold 30 % of tokens for `months` months in a row.
World reactive(int months) {
  World w = empty_world();
  w.firms.firms = {
      firm_entry("Both", "north",
                 {line_entry("flag", Openness::closed, 0, 120), line_entry("mini", Openness::open, 5, 120)}),
      firm_entry("Rival", "south", {line_entry("theirs", Openness::open, 0, 120)})};
  FirmEntry& both = w.firms.firms[0];
  both.strategy = Strategy::reactive;
  both.reactive_threshold = 0.3;
  both.reactive_months = months;
  both.reaction = Strategy::tiered;
  size_up(w);
  w.firms.capability[0] = 130;
  w.firms.log10_run_flop[0] = 25;
  return w;
}

/// A month in which open rivals hold `percent` of 100 Mtok in the north.
Strategy reactive_month(World& w, double percent) {
  w.market.tokens(our_flag, north, hobby, chat) = 100 - percent;
  w.market.tokens(theirs, north, hobby, chat) = percent;
  decide_releases(w.market, w.firms, w.events, w.governments, w.society, w.clock, ReleaseParams{}, {100, 25, 10});
  ++w.clock.step;
  return w.firms.strategy_of(0);
}

}  // namespace

TEST_CASE("A reactive firm opens at the threshold, and once is for good") {
  World w = reactive(1);
  CHECK(reactive_month(w, 29) == Strategy::closed);
  CHECK(reactive_month(w, 29.99) == Strategy::closed);
  CHECK(reactive_month(w, 30) == Strategy::tiered);
  CHECK(w.market.vintage[our_mini].capability == 125);
  CHECK(w.events.releases.back().reason == "change of strategy");
  CHECK(reactive_month(w, 0) == Strategy::tiered);
  REQUIRE(w.events.firms.size() == 1);
  CHECK((w.events.firms[0].month == january + 2 && w.events.firms[0].strategy == Strategy::tiered));
}

TEST_CASE("The threshold must be held for its months in a row") {
  World w = reactive(3);
  for (const double percent : {50, 50, 10, 50, 50}) CHECK(reactive_month(w, percent) == Strategy::closed);
  CHECK(reactive_month(w, 50) == Strategy::tiered);
}

TEST_CASE("Its own open models, and markets that its service is shut out of, do not count") {
  World w = reactive(1);
  w.market.tokens(our_mini, north, hobby, chat) = 1000;
  w.market.tokens(theirs, south, hobby, chat) = 1000;
  w.governments.blocked(0, south) = 1;
  CHECK(reactive_month(w, 20) == Strategy::closed);
  w.governments.blocked(0, south) = 0.9;  // still in reach of some
  CHECK(reactive_month(w, 20) == Strategy::tiered);
}

TEST_CASE("Without any tokens sold nothing triggers") {
  World w = reactive(1);
  w.market.tokens.flat().setZero();
  decide_releases(w.market, w.firms, w.events, w.governments, w.society, w.clock, ReleaseParams{}, {100, 25, 10});
  CHECK(w.firms.strategy_of(0) == Strategy::closed);
}
