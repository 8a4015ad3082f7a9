// What the instruments that act on the supply of compute set, in the little world.

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/policy/policy.hpp"

using namespace moat;

namespace {

/// A measure of north, against south, in force from January.
MeasureEntry against_south(Instrument instrument) {
  MeasureEntry m;
  m.name = "measure";
  m.instrument = instrument;
  m.from = january;
  m.actor = "north";
  m.targets = {"south"};
  return m;
}

Governments rules_of(const std::vector<MeasureEntry>& measures) {
  World w = little_world();
  PolicyParams params;
  params.measures = measures;
  enact_policy(w.governments, w.events, w.clock, w.society, w.chips, w.firms, w.market, params);
  return w.governments;
}

}  // namespace

TEST_CASE("Controls on memory, tools and clouds act on their targets alone, and two of them together") {
  MeasureEntry m = against_south(Instrument::memory_control);
  m.cut = 0.2;
  CHECK(rules_of({m}).memory_cut[south] == Approx(0.2).epsilon(1e-12));
  CHECK(rules_of({m}).memory_cut[north] == 0);
  CHECK(rules_of({m, m}).memory_cut[south] == Approx(0.36).epsilon(1e-12));  // 1 - 0.8 x 0.8

  m = against_south(Instrument::tool_control);
  m.slowdown = 0.3;
  CHECK((rules_of({m}).tool_slowdown[south] == 0.3 && rules_of({m}).tool_slowdown[north] == 0));
  CHECK(rules_of({m, m}).tool_slowdown[south] == Approx(0.6).epsilon(1e-12));

  m = against_south(Instrument::cloud_access);
  m.coverage = 0.5;
  CHECK((rules_of({m}).rental_stop[south] == 0.5 && rules_of({m}).rental_stop[north] == 0));
  CHECK(rules_of({m, m}).rental_stop[south] == Approx(0.75).epsilon(1e-12));
}

TEST_CASE("Deregulation and infrastructure move power and sites of the actor's region only") {
  MeasureEntry m = against_south(Instrument::deregulation);
  m.speed = 0.5;
  CHECK((rules_of({m}).site_speed[north] == 0.5 && rules_of({m}).site_speed[south] == 0));
  CHECK(rules_of({m, m}).site_speed[north] == 1);

  m = against_south(Instrument::infrastructure);
  m.power = 3;
  CHECK((rules_of({m}).sites_built[north] == 3 && rules_of({m}).sites_built[south] == 0));
  CHECK(rules_of({m, m}).sites_built[north] == 6);
}
