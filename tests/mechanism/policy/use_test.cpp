// Instruments on the use of models, in the little world: what a ban reaches, standards, data rules, programmes,
// permits, safeguards, gates, levies.

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/policy/policy.hpp"
#include "mechanism/policy/use.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::use_test {

namespace {

MeasureEntry act_of(const char* actor, Instrument instrument) {
  MeasureEntry m;
  m.name = "measure";
  m.instrument = instrument;
  m.from = january;
  m.actor = actor;
  return m;
}

Governments after(const std::vector<MeasureEntry>& measures, World w = little_world()) {
  PolicyParams params;
  params.measures = measures;
  enact_policy(w.governments, w.events, w.clock, w.society, w.chips, w.firms, w.market, params);
  return w.governments;
}

}  // namespace

TEST_CASE("A ban of coverage 1 reaches all that it names, and of the makers' own models what derivatives leave") {
  MeasureEntry m = act_of("north", Instrument::model_ban);
  m.firms = {"Keep", "Give"};
  struct Wanted {
    Reach weights;
    double closed, open;
  };
  for (const Wanted& r :
       {Wanted{Reach::own, 1, 0.5}, {Reach::closed, 1, 0}, {Reach::open, 0, 1}, {Reach::both, 1, 1}}) {
    m.weights = r.weights;
    const Governments g = after({m});
    CHECK((g.banned(pro, north, hobby) == r.closed && g.banned(open_line, north, hobby) == r.open));
    CHECK((g.banned(pro, south, hobby) == 0 && g.banned(open_line, south, hobby) == 0));
  }
  CHECK(reach_on_weights(m, 0.5) == 1);
  m.weights = Reach::own;
  CHECK(reach_on_weights(m, 0.3) == 0.7);
}

TEST_CASE("Standards: trust and recognition in both directions, with the targets alone") {
  MeasureEntry m = act_of("north", Instrument::standards);
  m.targets = {"south", "north"};  // itself it needs not recognise
  m.trust = 0.2;
  m.recognition = 0.5;
  const Governments g = after({m, m});
  for (const auto& [a, b] : {std::pair{north, south}, {south, north}}) {
    CHECK(g.trust_gain(a, b) == Approx(0.4).epsilon(1e-12));
    CHECK(g.recognition(a, b) == Approx(0.75).epsilon(1e-12));
  }
  CHECK((g.trust_gain(north, north) == 0 && g.recognition(north, north) == 0));
}

TEST_CASE("Data rule: closed services of the origins are kept out as far as they are not recognised") {
  MeasureEntry m = act_of("south", Instrument::data_rule), standards = act_of("north", Instrument::standards);
  m.origins = {"north", "south"};
  m.segments = {"company"};
  m.coverage = 0.8;
  m.premises = 0.3;
  Governments g = after({m, m});
  CHECK(g.banned(pro, south, company) == Approx(0.96).epsilon(1e-12));
  CHECK((g.banned(pro, south, hobby) == 0 && g.banned(pro, north, company) == 0));
  CHECK(g.banned(open_line, south, company) == 0);  // weights send no data anywhere
  CHECK((g.premises(south, company) == 0.6 && g.premises(south, hobby) == 0 && g.premises(north, company) == 0));
  standards.targets = {"south"};
  standards.recognition = 0.75;
  g = after({m, standards});  // whichever stands first
  CHECK(g.banned(pro, south, company) == Approx(0.2).epsilon(1e-12));
}

TEST_CASE("Open programme: named firms of the region, by the strictest of what was agreed") {
  MeasureEntry m = act_of("south", Instrument::open_programme), abroad = act_of("north", Instrument::open_programme);
  m.firms = abroad.firms = {"Give"};
  m.grant = abroad.grant = 5e6;
  m.compute = 100;
  m.behind = 3;
  MeasureEntry loose = m;
  loose.behind = 9;
  const Governments g = after({m, loose, abroad});
  CHECK((g.programme_grant[give] == 1e7 && g.programme_compute[give] == 200 && g.programme_behind[give] == 3));
  CHECK((g.programme_grant[keep] == 0 && g.programme_compute[keep] == 0 && g.programme_behind[keep] == 1000));
}

TEST_CASE("Permits: the lowest limit and the longest wait, a refusal is a limit on what is published") {
  MeasureEntry m = act_of("north", Instrument::publishing_permit), longer = m;
  m.capability_limit = 150;
  m.delay = 3;
  longer.log10_flop_limit = 26;
  longer.delay = 6;
  Governments g = after({m, longer});
  CHECK((g.permit_capability[north] == 150 && g.log10_permit_flop[north] == 26 && g.permit_delay[north] == 6));
  CHECK((g.permit_delay[south] == 0 && g.open_capability_limit[north] == 1000));
  m.refused = true;
  g = after({m});
  CHECK((g.open_capability_limit[north] == 150 && g.permit_delay[north] == 0 && g.permit_capability[north] == 1000));
}

TEST_CASE("Safeguards are of the actor's makers, gates of their lines above the limit, wherever users are") {
  MeasureEntry m = act_of("north", Instrument::safeguards);
  m.effectiveness = 0.5;
  Governments g = after({m, m});
  CHECK((g.safeguards[north] == 0.75 && g.safeguards[south] == 0));

  m = act_of("north", Instrument::gating);
  m.capability_limit = 140;
  m.coverage = 0.2;
  m.effectiveness = 0.9;
  World w = little_world();
  put_on_sale(w, pro, 141);
  put_on_sale(w, open_line, 150);  // of another government's maker
  g = after({m}, w);
  CHECK((g.banned(pro, north, hobby) == Approx(0.2) && g.banned(pro, south, company) == Approx(0.2)));
  CHECK((g.gated[pro] == Approx(0.9) && g.gated[open_line] == 0 && g.banned(open_line, north, hobby) == 0));
  m.targets = {"south"};
  m.segments = {"company"};
  g = after({m}, w);
  CHECK((g.banned(pro, north, company) == 0 && g.banned(pro, south, hobby) == 0));
  CHECK((g.banned(pro, south, company) == Approx(0.2) && g.gated[pro] == Approx(0.9)));
  m.capability_limit = 141;
  CHECK((after({m}, w).gated == 0).all());

  m = act_of("south", Instrument::gating);
  m.capability_limit = 140;
  m.coverage = 0.2;
  m.effectiveness = 0.9;
  g = after({m}, w);
  CHECK((g.banned(open_line, south, hobby) == Approx(0.2) && g.gated[open_line] == 0));  // weights get around
  m.weights = Reach::closed;
  CHECK(after({m}, w).banned(open_line, south, hobby) == 0);
}

TEST_CASE("Revenue levy: of what is used in the region or in the targets, each takes its part of what others leave") {
  MeasureEntry m = act_of("north", Instrument::revenue_levy), abroad = m;
  m.levy = 0.5;
  m.origins = {"north"};
  abroad.levy = 0.2;
  abroad.actor = "south";
  abroad.targets = {"north"};
  abroad.weights = Reach::closed;
  const Governments g = after({m, abroad});
  CHECK((g.revenue_levy(north, pro, north) == 0.5 && g.revenue_levy(north, pro, south) == 0));
  CHECK((g.revenue_levy(north, open_line, north) == 0 && g.revenue_levy(south, open_line, north) == 0));
  CHECK(g.revenue_levy(south, pro, north) == Approx(0.1).epsilon(1e-12));
  CHECK(g.levied(pro, north) == Approx(0.6).epsilon(1e-12));
}

}  // namespace moat::use_test
