// What published weights reveal of their maker's know-how. One firm, Both, could train a model of 130 ECI: line "flag" is
// closed, "mini" open and 5 ECI below it, "nano" open and 8 below.

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/release/next_model.hpp"
#include "mechanism/release/release.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::reveal_test {

namespace {

constexpr Index flag = 0, mini = 1, nano = 2;

/// Releases are due in January and April; the firm knows 0.6.
World three_lines(Strategy strategy) {
  World w = empty_world();
  w.firms.firms.resize(1);
  FirmEntry& firm = w.firms.firms[0] = firm_entry("Both", "north", {line_entry("flag", Openness::closed, 0, 3)});
  for (const auto& [name, gap] : {std::pair{"mini", 5}, {"nano", 8}})
    firm.lines.push_back(line_entry(name, Openness::open, gap, 3));
  firm.strategy = strategy;
  size_up(w);
  w.firms.know_how[0] = 0.6;
  w.firms.capability[0] = 130;
  w.firms.log10_run_flop[0] = 25;
  return w;
}

void decide(World& w, const ReleaseParams& p) {
  decide_releases(w.market, w.firms, w.events, w.governments, w.society, w.clock, p, {100, 25, 10});
}

}  // namespace

TEST_CASE("Weights of a smaller model reveal less than its maker knows") {
  const double reveal = GENERATE(0.0, 0.25, 0.5, 1.0);
  CAPTURE(reveal);
  ReleaseParams p;
  p.reveal = reveal;
  World w = three_lines(Strategy::tiered);
  decide(w, p);
  const auto& vintage = w.market.vintage;
  CHECK(vintage[flag].know_how == 0.6);
  // mini is 5 ECI below flag, nano 8; ten are a tenfold
  CHECK(vintage[mini].know_how == Approx(0.6 - (1 - reveal) * 0.5).epsilon(1e-12));
  CHECK(vintage[nano].know_how == Approx(0.6 - (1 - reveal) * 0.8).margin(1e-12));
  CHECK(w.market.open_know_how == vintage[mini].know_how);

  SECTION("The best line of an open maker reveals all, the next does not") {
    World open = three_lines(Strategy::open);
    decide(open, p);
    CHECK(open.market.vintage[mini].know_how == 0.6);
    CHECK(open.market.vintage[nano].know_how == Approx(0.6 - (1 - reveal) * 0.3).epsilon(1e-12));
    CHECK(open.market.open_know_how == 0.6);
  }
  SECTION("So does the best line of a maker with nothing better, whatever its gap") {
    World small = three_lines(Strategy::tiered);
    small.firms.firms[0].lines[flag].first = january + 6;  // not there yet
    decide(small, p);
    CHECK(small.market.vintage[mini].know_how == 0.6);
  }
  SECTION(
      "A limit on weights makes a model smaller than the closed one, an aged vintage is as it was when it was new") {
    World limited = three_lines(Strategy::open);
    limited.governments.open_capability_limit.setConstant(126);
    decide(limited, p);
    CHECK(limited.market.vintage[flag].know_how == 0.6);
    CHECK(limited.market.vintage[mini].know_how == Approx(0.6 - (1 - reveal) * 0.4).epsilon(1e-12));
    World aged = three_lines(Strategy::delayed);
    aged.firms.firms[0].open_delay = 3;
    decide(aged, p);
    aged.firms.know_how[0] = 0.9;
    aged.firms.capability[0] = 140;
    aged.clock.step = 3;
    decide(aged, p);
    CHECK(aged.market.open_know_how == 0.6);
  }
}

TEST_CASE("What is on the market when a run starts reveals by the same rule") {
  World w = three_lines(Strategy::tiered);
  w.firms.firms[0].know_how = 0.6;
  w.firms.firms[0].lines[flag].capability = 130;
  w.firms.firms[0].lines[mini].capability = 120;
  ReleaseParams p;
  p.reveal = 0.25;
  const CapabilityScale scale{.reference = 120, .log10_reference_flop = 24, .per_tenfold = 10};
  start_release(w.market, w.firms, w.events, w.society, w.clock, scale, p);
  CHECK(w.market.vintage[flag].know_how == 0.6);
  CHECK(w.market.vintage[mini].know_how == Approx(0.6 - 0.75).epsilon(1e-12));
  CHECK(w.market.vintage[mini].log10_training_flop == Approx(23.4).epsilon(1e-12));  // what it took is not hidden
}

TEST_CASE("What users add comes on top of what weights reveal") {
  ReleaseParams p;
  p.reveal = 0;
  World w = three_lines(Strategy::tiered);
  decide(w, p);
  w.market.open_know_how += 0.02;  // the commons of some months
  decide(w, p);
  CHECK(w.market.open_know_how == Approx(0.12).epsilon(1e-12));
  w.clock.step = 3;
  w.firms.know_how[0] = 0.61;
  w.firms.capability[0] = 131;
  decide(w, p);
  CHECK(w.market.open_know_how == Approx(0.12).epsilon(1e-12));  // 0.11 is no news
}

}  // namespace moat::reveal_test
