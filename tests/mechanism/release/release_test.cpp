// Which lines get a new model, when, and how good. One firm, Both: line "flag" closed, line "mini" open, 5 ECI below.

#include "mechanism/release/release.hpp"

#include <cmath>

#include "catch.hpp"
#include "little_world.hpp"

using namespace moat;

namespace {

constexpr Index flag = 0, mini = 1, nano = 2;

/// The firm could train a model of 130 ECI at 10^25 FLOP. Releases are due in January, April, July, ...
World three_lines(Strategy strategy) {
  World w = empty_world();
  w.firms.firms = {firm_entry("Both", "north",
                              {line_entry("flag", Openness::closed, 0, 3), line_entry("mini", Openness::open, 5, 3),
                               line_entry("nano", Openness::open, 8, 3)}),
                   firm_entry("Rival", "south", {line_entry("theirs", Openness::open, 0, 120)})};
  w.firms.firms[0].strategy = strategy;
  size_up(w);
  w.firms.capability[0] = 130;
  w.firms.log10_run_flop[0] = 25;
  return w;
}

void decide(World& w, const ReleaseParams& p = {}) {
  decide_releases(w.market, w.firms, w.events, w.governments, w.society, w.clock, p, {100, 25, 10});
}

double capability(const World& w, Index line) {
  return w.market.vintage[std::size_t(line)].capability;
}

/// Releases of a line so far.
int releases_of(const World& w, Index line) {
  int n = 0;
  for (const ReleaseEvent& e : w.events.releases) n += e.line == line;
  return n;
}

}  // namespace

TEST_CASE("The strategy decides which lines get the new model") {
  SECTION("closed: the flagship only") {
    World w = three_lines(Strategy::closed);
    decide(w);
    CHECK((w.market.on_sale[flag] && !w.market.on_sale[mini] && !w.market.on_sale[nano]));
    CHECK(capability(w, flag) == 130);
  }
  SECTION("open: open lines only, the best of them at full capability") {
    World w = three_lines(Strategy::open);
    decide(w);
    CHECK((!w.market.on_sale[flag] && w.market.on_sale[mini] && w.market.on_sale[nano]));
    CHECK((capability(w, mini) == 130 && capability(w, nano) == 127));
  }
  SECTION("tiered: closed flagship, open models below it and smaller") {
    World w = three_lines(Strategy::tiered);
    decide(w);
    CHECK((capability(w, flag) == 130 && capability(w, mini) == 125 && capability(w, nano) == 122));
    CHECK(w.market.vintage[flag].log10_training_flop == 25);
    CHECK(w.market.vintage[mini].log10_training_flop == Approx(24.5).epsilon(1e-12));  // 5 ECI are half a tenfold
  }
  SECTION("delayed: weights follow the closed model") {
    World w = three_lines(Strategy::delayed);
    decide(w);
    CHECK((w.market.on_sale[flag] && !w.market.on_sale[mini]));
  }
  SECTION("reactive: closed at first") {
    World w = three_lines(Strategy::reactive);
    decide(w);
    CHECK((w.market.on_sale[flag] && !w.market.on_sale[mini]));
    CHECK(w.firms.strategy_of(0) == Strategy::closed);
  }
}

TEST_CASE("Firms of closed regions keep their weights, whatever their strategies, and others do not") {
  for (const Strategy strategy : {Strategy::open, Strategy::tiered, Strategy::reactive, Strategy::adaptive}) {
    World w = three_lines(strategy);
    w.firms.firms[0].strategy.points.emplace_back(Month::of(2024, 2), int(Strategy::open));
    ReleaseParams p;
    p.closed = {"north"};
    for (; w.clock.step < 6; ++w.clock.step) decide(w, p);
    CHECK((w.market.on_sale[flag] && !w.market.on_sale[mini] && !w.market.on_sale[nano]));
    CHECK(w.firms.strategy_of(0) == Strategy::closed);
    CHECK(w.events.firms.empty());  // no change of strategy either
  }
  World w = three_lines(Strategy::open);
  ReleaseParams p;
  p.closed = {"south"};
  decide(w, p);
  CHECK(w.market.on_sale[mini]);
}

TEST_CASE("A line releases every cadence months from its first") {
  World w = three_lines(Strategy::closed);
  w.firms.firms[0].lines[flag].first = january + 1;
  for (w.clock.step = 0; w.clock.step < 9; ++w.clock.step) {
    w.firms.capability[0] += 1;
    decide(w);
    CHECK(releases_of(w, flag) == (w.clock.step < 1 ? 0 : 1 + (w.clock.step - 1) / 3));  // steps 1, 4, 7
  }
  REQUIRE(w.events.releases.size() == 3);
  CHECK(w.events.releases[1].month == january + 4);
  CHECK(w.events.releases[1].capability == 135);
  CHECK(w.events.releases[1].reason == "schedule");
}

TEST_CASE("Delayed weights are those of the best closed model that is old enough") {
  World w = three_lines(Strategy::delayed);
  w.firms.firms[0].open_delay = 4;
  for (w.clock.step = 0; w.clock.step < 8; ++w.clock.step) {
    w.firms.capability[0] = 130 + 2 * w.clock.step;  // closed: 130 at step 0, 136 at step 3, 142 at step 6
    decide(w);
    const double open = w.clock.step < 4 ? 0 : w.clock.step < 7 ? 130 : 136;
    CHECK(capability(w, mini) == open);
  }
  CHECK(releases_of(w, mini) == 2);
  CHECK(w.events.releases.back().reason == "delay over");
  CHECK(w.events.releases.back().open);
}

TEST_CASE("A change of strategy releases at once, and published weights stay") {
  World w = three_lines(Strategy::closed);
  w.firms.firms[0].strategy.points = {
      {january, int(Strategy::closed)}, {january + 1, int(Strategy::open)}, {january + 4, int(Strategy::closed)}};
  for (w.clock.step = 0; w.clock.step < 8; ++w.clock.step) {
    w.firms.capability[0] = 130 + w.clock.step;
    decide(w);
  }
  CHECK(releases_of(w, mini) == 2);   // at the change and, being due, in April
  CHECK(capability(w, mini) == 133);  // the last before it closed again
  CHECK(w.market.on_sale[mini]);      // for ever
  CHECK(capability(w, flag) == 136);  // step 4 by change, step 6 by schedule
  CHECK(w.events.releases[1].month == january + 1);
  CHECK(w.events.releases[1].reason == "change of strategy");
}

TEST_CASE("Changes of strategy are events of the firm, from the second month and its second at work on") {
  World w = three_lines(Strategy::closed);
  w.firms.firms[0].strategy.points = {
      {january, int(Strategy::tiered)}, {january + 2, int(Strategy::open)}, {january + 5, int(Strategy::delayed)}};
  w.firms.firms[1].enters = january + 3;
  w.firms.firms[1].strategy.points = {{january + 3, int(Strategy::open)}, {january + 4, int(Strategy::closed)}};
  w.firms.profit << -2, 0;
  w.firms.cash << 30, 0;
  w.firms.capability[0] = 0;  // what it cannot train yet is no matter
  for (w.clock.step = 0; w.clock.step < 8; ++w.clock.step) {
    w.firms.active << (w.clock.step < 5), (w.clock.step >= 3);
    decide(w);
  }
  REQUIRE(w.events.firms.size() == 2);
  const FirmEvent &own = w.events.firms[0], &rivals = w.events.firms[1];
  CHECK((own.month == january + 2 && own.firm == 0 && own.strategy == Strategy::open && own.cycle == 0));
  CHECK(own.action == "changes strategy");
  CHECK((own.profit == -2 && own.cash == 30));
  CHECK((rivals.month == january + 4 && rivals.firm == 1 && rivals.strategy == Strategy::closed));
}

TEST_CASE("Weights above a limit are not published: the open line gets the largest model allowed") {
  World w = three_lines(Strategy::open);
  SECTION("compute") {
    w.governments.log10_open_flop_limit[north] = 24.5;
  }
  SECTION("capability") {
    w.governments.open_capability_limit[north] = 125;
  }
  decide(w);
  CHECK(capability(w, mini) == 125);
  CHECK(w.market.vintage[mini].log10_training_flop == Approx(24.5).epsilon(1e-12));
  CHECK(capability(w, flag) == 130);  // the full model is kept closed
}

TEST_CASE("Limits bind only firms at home, and hold for delayed weights too") {
  World w = three_lines(Strategy::open);
  w.governments.open_capability_limit[south] = 100;
  decide(w);
  CHECK(capability(w, mini) == 130);

  World late = three_lines(Strategy::delayed);
  late.firms.firms[0].open_delay = 1;
  late.governments.open_capability_limit[north] = 129;
  decide(late);
  late.clock.step = 1;
  decide(late);
  CHECK_FALSE(late.market.on_sale[mini]);
}

TEST_CASE("Gating delays closed models, friction all, and deregulation brings them forward") {
  const auto first_month = [](World w, Index line) {
    for (w.clock.step = 0; w.clock.step < 12; ++w.clock.step) {
      decide(w);
      if (w.market.on_sale[line]) return w.clock.step;
    }
    return -1;
  };
  World w = three_lines(Strategy::tiered);
  w.governments.gating_delay[north] = 2;
  CHECK((first_month(w, flag) == 2 && first_month(w, mini) == 0));
  w.governments.release_delay[north] = 1;
  CHECK((first_month(w, flag) == 3 && first_month(w, mini) == 1));
  for (LineEntry& line : w.firms.firms[0].lines) line.first = january + 6;
  w.governments.release_delay[north] = -2;
  CHECK((first_month(w, flag) == 6 && first_month(w, mini) == 4));
}

TEST_CASE("A model no better than the last is held back until it is") {
  World w = three_lines(Strategy::closed);
  const double possible[] = {130, 130, 130, 129, 130, 131, 140, 141};
  const double on_sale[] = {130, 130, 130, 130, 130, 131, 140, 140};  // due at steps 0, 3, 6; step 5 makes up for 3
  for (w.clock.step = 0; w.clock.step < 8; ++w.clock.step) {
    w.firms.capability[0] = possible[w.clock.step];
    decide(w);
    CHECK(capability(w, flag) == on_sale[w.clock.step]);
    CHECK(bool(w.market.held_back[flag]) == (w.clock.step == 3 || w.clock.step == 4));
  }
}

TEST_CASE("Firms that are not at work, or can train nothing, release nothing") {
  World w = three_lines(Strategy::closed);
  w.firms.active[0] = 0;
  decide(w);
  w.firms.active[0] = 1;
  w.firms.capability[0] = 0;
  decide(w);
  CHECK(w.events.releases.empty());
}

TEST_CASE("Attention: so much per point that a release moves its frontier, then it decays") {
  World w = three_lines(Strategy::closed);
  ReleaseParams p;
  p.attention_per_eci = 0.2;
  p.attention_decay = 0.5;
  decide(w, p);
  CHECK(w.market.attention == 0);  // the first model moves no frontier
  w.clock.step = 3;
  w.firms.capability[0] = 134;
  decide(w, p);
  CHECK(w.market.attention == Approx(0.8).epsilon(1e-12));
  w.clock.step = 4;
  decide(w, p);
  CHECK(w.market.attention == Approx(0.4).epsilon(1e-12));
}

TEST_CASE("A published model: capability by domain with focus of mean zero, lineage, event") {
  World w = three_lines(Strategy::open);
  w.firms.firms[0].focus = {{"coding", 4}};
  w.firms.know_how[0] = 0.6;
  w.market.rated_since.setConstant(7);
  decide(w);
  CHECK((w.market.capability(mini, language) == 128 && w.market.capability(mini, coding) == 132));
  CHECK(w.market.rated_since[mini] == -1);
  CHECK(w.market.open_know_how == 0.6);
  const ReleaseEvent& e = w.events.releases.front();
  CHECK((e.month == january && e.firm == 0 && e.line == mini && e.open && e.capability == 130));
  CHECK((e.log10_training_flop == 25 && e.know_how == 0.6));

  World closed = three_lines(Strategy::closed);
  closed.firms.know_how[0] = 0.6;
  closed.market.truth_is_public = true;
  decide(closed);
  CHECK(closed.market.open_know_how == -100);        // closed weights embody nothing for others
  CHECK(closed.market.rating(flag, coding) == 130);  // no leaderboard: the truth is known at once
}

TEST_CASE("A closed service ends when its model is old and its maker has a newer one, and comes back with its next") {
  World w = three_lines(Strategy::tiered);
  ReleaseParams p;
  p.service_life = 6;
  decide(w, p);
  w.firms.firms[0].strategy = Strategy::open;  // the flagship gets no more models
  const auto month = [&] {
    ++w.clock.step;
    w.firms.capability[0] += 1;
    decide(w, p);
  };
  for (int m = 0; m < 5; ++m) month();
  CHECK(w.market.on_sale[flag]);
  month();
  CHECK((!w.market.on_sale[flag] && w.market.on_sale[mini] && w.market.on_sale[nano]));
  w.firms.firms[0].strategy = Strategy::tiered;
  month();
  CHECK(w.market.on_sale[flag]);
}

TEST_CASE("The last of a maker's models stays in service, and so do weights, however old") {
  World w = three_lines(Strategy::tiered);
  ReleaseParams p;
  p.service_life = 6;
  decide(w, p);
  for (int m = 0; m < 24; ++m) ++w.clock.step, decide(w, p);  // nothing better is trained
  CHECK((w.market.on_sale[flag] && w.market.on_sale[mini]));
  w.firms.firms[0].strategy = Strategy::closed;
  for (int m = 0; m < 24; ++m) ++w.clock.step, w.firms.capability[0] += 1, decide(w, p);
  CHECK((w.market.on_sale[flag] && w.market.on_sale[mini]));
}
