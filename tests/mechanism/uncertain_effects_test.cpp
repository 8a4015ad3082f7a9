// What each draw moves, by hand, where it is read: budgets, capacity, know-how, schedules, strategies, exits, utility,
// tokens.

#include <cmath>

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/adoption/offers.hpp"
#include "mechanism/adoption/plain_adoption.hpp"
#include "mechanism/compute/capacity.hpp"
#include "mechanism/finance/finance.hpp"
#include "mechanism/release/release.hpp"
#include "mechanism/research.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::uncertain_effects_test {

namespace {

/// Utility [nats] of a line above no model, for those in the region who chat, apart from tastes and price.
double utility(const World& w, Index line, Index region) {
  const Offers o = make_offers(w.developers, w.market, w.society, w.governments, w.firms, w.security, w.clock, plain());
  const auto k = o.option[std::size_t(line) + 1];
  return double(o.shown[0].common(region, hobby, chat, k) - o.shown[0].common(region, hobby, chat, 0)) / bits_per_nat;
}

int releases_of(const World& w, Index line) {
  int n = 0;
  for (const ReleaseEvent& e : w.events.releases) n += e.line == line;
  return n;
}

}  // namespace

TEST_CASE("Planned spending is multiplied") {
  World w = little_world();
  for (FirmEntry& firm : w.firms.firms) firm.capex = always(100);
  w.firms.capex_budget.setZero();
  w.firms.capex_shock << std::log(1.5), 0;
  settle_accounts(w.firms, w.market, w.events, w.ledger, w.governments, w.chips, w.clock, {}, 9.5);
  CHECK(w.firms.capex_budget[keep] == Approx(150).epsilon(1e-12));
  CHECK(w.firms.capex_budget[give] == 100);
}

TEST_CASE("Capacity is multiplied by vendor and chip") {
  World w = empty_world();
  w.chips.vendor_yield << 0, std::log(0.5);
  w.chips.chip_yield << std::log(1.2), std::log(1.2);
  set_capacity(w.chips, w.governments, w.clock, {});
  CHECK(w.chips.supply[alpha] == Approx(1.2).epsilon(1e-12));
  CHECK(w.chips.supply[beta] == Approx(0.6).epsilon(1e-12));
}

TEST_CASE("Own growth of know-how is multiplied for all, by region and by firm, imitation is not") {
  const auto gain = [](double common, double region, double own, double imitation) {
    World w = empty_world();
    w.firms.compute.setConstant(1000);
    w.firms.know_how << 1, 0;
    for (FirmEntry& firm : w.firms.firms) firm.final_run = always(0.1);
    w.society.growth_shift = common;
    w.society.regional_growth[south] = region;
    w.firms.growth_shift[give] = own;
    ResearchParams p;
    p.noise = 0;
    p.imitation_closed = imitation;
    do_research(w.firms, w.society, w.governments, w.market, w.clock, {}, p, {});
    return w.firms.know_how[give];
  };
  const double usual = gain(0, 0, 0, 0), two = std::log(2);
  CHECK(gain(two, 0, 0, 0) == Approx(2 * usual).epsilon(1e-12));
  CHECK(gain(0, two, 0, 0) == Approx(2 * usual).epsilon(1e-12));
  CHECK(gain(two, two, two, 0) == Approx(8 * usual).epsilon(1e-12));
  CHECK(gain(0, 0, two, 0.1) == Approx(2 * usual + 0.1).epsilon(1e-12));
}

TEST_CASE("A model comes as late as is drawn") {
  for (const int late : {0, 2, -2}) {
    INFO(late);
    World w = empty_world();  // both lines are due in January and July
    w.firms.firms[give].strategy = Strategy::open;
    w.firms.strategy[give] = int(Strategy::open);
    w.firms.capability.setConstant(130);
    w.firms.log10_run_flop.setConstant(25);
    int month = 0;
    for (; month < 12 && releases_of(w, open_line) < 2; ++month, ++w.clock.step) {
      w.firms.capability += 1;
      w.market.delay.setConstant(month > 2 ? late : 0);  // what is due in July
      decide_releases(w.market, w.firms, w.events, w.governments, w.society, w.clock, {}, {100, 25, 10});
    }
    CHECK(month - 1 == 6 + late);
  }
}

TEST_CASE("A drawn strategy is in force, unless a region's firms are all closed") {
  World w = empty_world();
  w.firms.firms[keep].lines.push_back(line_entry("gift", Openness::open));
  size_up(w);
  w.firms.capability.setConstant(130);
  w.firms.log10_run_flop.setConstant(25);
  w.firms.drawn_strategy[keep] = int(Strategy::open);
  World closed = w;
  decide_releases(w.market, w.firms, w.events, w.governments, w.society, w.clock, {}, {100, 25, 10});
  CHECK(w.firms.strategy_of(keep) == Strategy::open);
  CHECK(w.market.on_sale[1] == 1);
  ReleaseParams p;
  p.closed = {"north"};
  decide_releases(closed.market, closed.firms, closed.events, closed.governments, closed.society, closed.clock, p,
                  {100, 25, 10});
  CHECK(closed.firms.strategy_of(keep) == Strategy::closed);
}

TEST_CASE("Who is drawn to leave leaves, rich or not, with its closed lines, its weights stay") {
  World w = little_world();
  w.firms.cash.setConstant(1e12);
  w.firms.drawn_exit.setOnes();
  settle_accounts(w.firms, w.market, w.events, w.ledger, w.governments, w.chips, w.clock, {}, 9.5);
  CHECK((w.firms.active == 0).all());
  CHECK(w.market.on_sale[pro] == 0);
  CHECK(w.market.on_sale[open_line] == 1);
  CHECK(w.events.firms.size() == 2);
  settle_accounts(w.firms, w.market, w.events, w.ledger, w.governments, w.chips, w.clock, {}, 9.5);
  CHECK(w.events.firms.size() == 2);  // once
}

TEST_CASE("Demand for a maker, open weights and an origin abroad is utility") {
  const World usual = little_world();
  World w = usual;
  const auto gain = [&](Index line, Index region) { return utility(w, line, region) - utility(usual, line, region); };
  const double error = 1e-5;
  w.firms.demand_shock << 0.7, 0;
  CHECK(gain(pro, north) == Approx(0.7).margin(error));
  CHECK(gain(open_line, north) == Approx(0).margin(error));
  w.society.openness_walk = -0.4;
  CHECK(gain(pro, south) == Approx(0.7).margin(error));
  CHECK(gain(open_line, south) == Approx(-0.4).margin(error));
  w.society.origin_walk << 0, 0.25;  // of models from the south
  CHECK(gain(open_line, south) == Approx(-0.4).margin(error));
  CHECK(gain(open_line, north) == Approx(-0.15).margin(error));
}

TEST_CASE("Volume multiplies tokens, and choices stay") {
  const auto played = [](double shift) {
    World w = little_world();
    w.society.volume_shift = shift;
    choose_models(w.developers, w.market, w.society, w.governments, w.firms, w.security, w.clock, plain(), {1, 0, 0}, 1,
                  false);
    return w;
  };
  const World usual = played(0), more = played(std::log(3));
  CHECK((usual.developers.slot == more.developers.slot).all());
  CHECK(usual.market.tokens.flat().sum() > 0);
  CHECK(more.market.tokens.flat().sum() == Approx(3 * usual.market.tokens.flat().sum()).epsilon(1e-12));
}

}  // namespace moat::uncertain_effects_test
