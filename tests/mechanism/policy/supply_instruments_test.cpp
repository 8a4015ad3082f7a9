// What the instruments that act on the supply of compute set, in the little world.

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/policy/policy.hpp"

using namespace moat;

namespace {

/// A measure of north, against south, in force from January.
MeasureEntry by_north(Instrument instrument) {
  MeasureEntry m;
  m.name = "measure";
  m.instrument = instrument;
  m.from = january;
  m.actor = "north";
  m.targets = {"south"};
  return m;
}

Governments enacted(const std::vector<MeasureEntry>& measures) {
  World w = little_world();
  PolicyParams params;
  params.measures = measures;
  enact_policy(w.governments, w.events, w.clock, w.society, w.chips, w.firms, w.market, params);
  return w.governments;
}

}  // namespace

TEST_CASE("Controls on memory, tools and clouds act on their targets alone, and two of them together") {
  MeasureEntry m = by_north(Instrument::memory_control);
  m.cut = 0.2;
  CHECK((enacted({m}).memory_cut[south] == 0.2 && enacted({m}).memory_cut[north] == 0));
  CHECK(enacted({m, m}).memory_cut[south] == Approx(0.36).epsilon(1e-12));  // 1 - 0.8 x 0.8

  m = by_north(Instrument::tool_control);
  m.slowdown = 0.3;
  CHECK((enacted({m}).tool_slowdown[south] == 0.3 && enacted({m}).tool_slowdown[north] == 0));
  CHECK(enacted({m, m}).tool_slowdown[south] == Approx(0.6).epsilon(1e-12));

  m = by_north(Instrument::cloud_access);
  m.coverage = 0.5;
  CHECK((enacted({m}).rental_stop[south] == 0.5 && enacted({m}).rental_stop[north] == 0));
  CHECK(enacted({m, m}).rental_stop[south] == Approx(0.75).epsilon(1e-12));
}

TEST_CASE("Deregulation and infrastructure move power and sites of the actor's region only") {
  MeasureEntry m = by_north(Instrument::deregulation);
  m.speed = 0.5;
  CHECK((enacted({m}).site_speed[north] == 0.5 && enacted({m}).site_speed[south] == 0));
  CHECK(enacted({m, m}).site_speed[north] == 1);

  m = by_north(Instrument::infrastructure);
  m.power = 3;
  CHECK((enacted({m}).sites_built[north] == 3 && enacted({m}).sites_built[south] == 0));
  CHECK(enacted({m, m}).sites_built[north] == 6);
}
