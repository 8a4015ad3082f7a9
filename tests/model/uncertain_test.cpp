// What is drawn in whole runs: nothing without a width, the same in all arms, and no part of what firms or hybrids
// imagine.

#include "catch.hpp"
#include "model/axes.hpp"
#include "model/draws.hpp"
#include "model/foresight.hpp"
#include "model/little_scenario.hpp"
#include "model/switching.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::uncertain_runs_test {

namespace {

const std::vector<std::string> all_on{
    "uncertain.capex_sd=0.4",         "uncertain.delay_sd=1",          "uncertain.switch_hazard=1",
    "uncertain.exit_hazard=0.5",      "uncertain.arrivals={north: 2}", "uncertain.growth_sd=0.3",
    "uncertain.growth_region_sd=0.2", "uncertain.growth_firm_sd=0.2",  "uncertain.yield_sd={south: 0.4}",
    "uncertain.chip_yield_sd=0.2",    "uncertain.volume_sd=0.3",       "uncertain.demand_sd=0.5",
    "uncertain.openness_walk=0.1",    "uncertain.origin_walk=0.1",     "firms.Late.entry=drawn"};

std::vector<std::string> with(std::vector<std::string> sets, const std::vector<std::string>& more) {
  sets.insert(sets.end(), more.begin(), more.end());
  return sets;
}

World played(const Scenario& s, int months = 18, std::uint64_t replicate = 0) {
  World w = initial_world(s, random_of(s, replicate), 1);
  run_months(w, s, months, replicate);
  return w;
}

/// All series of the state, bit for bit.
bool same_series(const World& a, const World& b, const Scenario& s) {
  const Axes axes = axes_of(s);
  for (const Series& one : all_series()) {
    std::vector<double> x(cell_count(one, axes), 0.0), y = x;
    one.read(a, x);
    one.read(b, y);
    if (std::memcmp(x.data(), y.data(), x.size() * sizeof(double)) != 0) {
      UNSCOPED_INFO(one.name);
      return false;
    }
  }
  return true;
}

void same_draws(const World& a, const World& b) {
  CHECK(same(a.firms.capex_shock, b.firms.capex_shock));
  CHECK(same(a.firms.demand_shock, b.firms.demand_shock));
  CHECK(same(a.firms.growth_shift, b.firms.growth_shift));
  CHECK(same(a.market.delay, b.market.delay));
  CHECK(same(a.chips.vendor_yield, b.chips.vendor_yield));
  CHECK(same(a.chips.chip_yield, b.chips.chip_yield));
  CHECK(same(a.society.origin_walk, b.society.origin_walk));
  CHECK(a.society.openness_walk == b.society.openness_walk);
  CHECK(a.society.volume_shift == b.society.volume_shift);
  CHECK(a.firms.invited == b.firms.invited);
}

}  // namespace

TEST_CASE("A run without widths is the run without the mechanism, to the bit") {
  const Scenario plain = little_scenario(), dated = little_scenario({"uncertain.plans_from=2024-06"}),
                 skipping = little_scenario({"run.skip=[uncertain]"});
  const World w = played(plain);
  CHECK(same_series(w, played(skipping), plain));
  CHECK(same_series(w, played(dated), plain));
  CHECK(draws_of(plain).empty());
  CHECK(draws_of(little_scenario(with(all_on, {"run.skip=[uncertain]"}))).empty());
}

TEST_CASE("Each width moves the run") {
  const World plain = played(little_scenario());
  for (const std::string& one : all_on) {
    if (one.starts_with("firms")) continue;
    INFO(one);
    std::vector<std::string> sets{one};
    if (one.starts_with("uncertain.arrivals")) sets.push_back("firms.Late.entry=drawn");
    const Scenario s = little_scenario(sets);
    CHECK_FALSE(draws_of(s).empty());
    bool differs = false;
    for (std::uint64_t replicate = 0; replicate < 4 && !differs; ++replicate)  // events may not come in one
      differs = !same_series(played(little_scenario(), 18, replicate), played(s, 18, replicate), s);
    CHECK(differs);
  }
}

TEST_CASE("Arms and points see the same draws, replicates see others") {
  const Scenario s = little_scenario(all_on),
                 arm = little_scenario(with(all_on, {"firms.Keep.capex=1e7", "firms.Give.strategy=closed",
                                                     "policy.measures=null", "adoption.peers=none"}));
  const World a = played(s), b = played(arm);
  same_draws(a, b);
  CHECK_FALSE(same_series(a, b, s));
  CHECK_FALSE(same(a.firms.capex_shock, played(s, 18, 1).firms.capex_shock));
  // A line more, or a firm more at the end, takes no draws from others.
  const Scenario more =
      little_scenario(with(all_on, {"firms.Keep.lines.extra={openness: open, first: 2024-05, cadence: 5}"}));
  const World c = played(more);
  CHECK(same(a.firms.demand_shock, c.firms.demand_shock));
  CHECK(a.market.delay[1] == c.market.delay[2]);  // give's
}

TEST_CASE("Firms that look ahead take what is drawn as it is") {
  const Scenario s = little_scenario(with(all_on, {"uncertain.switch_hazard=0", "firms.Give.strategy=adaptive",
                                                   "release.horizon=3", "release.sample=200"}));
  const World w = played(s, 12);
  const World imagined = imagined_world(w, s);
  same_draws(w, imagined);
  CHECK_FALSE(w.firms.decisions[1].empty());
}

TEST_CASE("Held to its own path, a run with draws is itself") {
  const Scenario s = little_scenario(all_on);
  World baseline = initial_world(s, random_of(s), 1);
  std::vector<Hybrid> hybrids;
  for (unsigned responding = 0; responding < hybrid_count(); ++responding)
    hybrids.push_back(begin_hybrid(baseline, baseline, responding));
  for (int month = 0; month < 18; ++month) {
    run_switched_month(baseline, s, hybrids, s, random_of(s).at(month));
    ++baseline.clock.step;
    for (Hybrid& one : hybrids) ++one.world.clock.step;
  }
  for (const Hybrid& one : hybrids) {
    INFO(one.responding);
    CHECK(same(one.world.firms.active, baseline.firms.active));
    CHECK(same(one.world.market.on_sale, baseline.market.on_sale));
    CHECK(same(one.world.market.tokens.flat(), baseline.market.tokens.flat()));
  }
}

}  // namespace moat::uncertain_runs_test
