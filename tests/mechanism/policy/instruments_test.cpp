// What each instrument acts on, in the little world.

#include <string>
#include <utility>

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/policy/policy.hpp"

using namespace moat;

namespace {

/// A measure of north in force from January.
MeasureEntry by_north(Instrument instrument) {
  MeasureEntry m;
  m.name = "measure";
  m.instrument = instrument;
  m.from = january;
  m.actor = "north";
  return m;
}

Governments enacted(World& w, const std::vector<MeasureEntry>& measures, double refuge = 0.5) {
  PolicyParams params;
  params.measures = measures;
  params.derivative_refuge = refuge;
  enact_policy(w.governments, w.events, w.clock, w.society, w.chips, w.firms, w.market, params);
  return w.governments;
}

Governments enacted(const MeasureEntry& m) {
  World w = little_world();
  return enacted(w, {m});
}

}  // namespace

TEST_CASE("Export control: permission now and soon, and enforcement, of the targets only") {
  World w = little_world();
  MeasureEntry m = by_north(Instrument::export_control);
  m.targets = {"south"};
  m.status = ControlStatus::licence;
  m.quota = 0.3;
  m.enforcement = 0.6;
  MeasureEntry later = m;
  later.status = ControlStatus::denial;
  later.from = january + 3;
  later.announced = january;
  const Governments g = enacted(w, {m, later});
  CHECK((g.permitted(alpha, south) == 0.3 && g.permitted(alpha, north) == 1));
  CHECK((g.permitted(beta, south) == 1 && g.permitted(beta, north) == 1));
  CHECK(g.permitted_soon(alpha, south) == 0);
  CHECK((g.enforcement(alpha, south) == 0.6 && g.enforcement(alpha, north) == 0 && g.enforcement(beta, south) == 0));
  CHECK(g.in_force == 1);
}

TEST_CASE("Instruments that are left out act nowhere, and the others as before") {
  MeasureEntry denial = by_north(Instrument::export_control), imports = by_north(Instrument::import_restriction);
  denial.targets = {"south"};
  PolicyParams params;
  params.measures = {denial, imports};
  params.without = {"export_control"};
  World w = little_world();
  enact_policy(w.governments, w.events, w.clock, w.society, w.chips, w.firms, w.market, params);
  CHECK(w.governments.permitted(alpha, south) == 1);
  CHECK(w.governments.permitted(beta, north) == 0);
  CHECK(w.governments.in_force == 1);
}

TEST_CASE("Import restriction: foreign chips at home, and a mandate for domestic ones") {
  MeasureEntry m = by_north(Instrument::import_restriction);
  CHECK(enacted(m).permitted(beta, north) == 0);
  CHECK(enacted(m).permitted(beta, south) == 1);
  m.domestic_share = 0.5;
  World w = little_world();
  const Governments g = enacted(w, {m, m});
  CHECK(g.domestic_mandate[north] == 0.75);  // 1 - (1 - 0.5)^2
  CHECK(g.domestic_mandate[south] == 0);
}

TEST_CASE("Entity list: the firm is listed and sells nothing in the actor's region and the coalition's") {
  MeasureEntry m = by_north(Instrument::entity_list);
  m.firms = {"Give"};
  Governments g = enacted(m);
  CHECK((g.listed[give] == 1 && g.listed[keep] == 0));
  CHECK((g.blocked(give, north) == 1 && g.blocked(give, south) == 0));
  m.coalition = {"south"};
  g = enacted(m);
  CHECK(g.blocked(give, south) == 1);
}

TEST_CASE("Tariff: on chips of named origins or names, or on services, rates add up") {
  MeasureEntry m = by_north(Instrument::tariff);
  m.rate = 0.25;
  m.origins = {"south"};
  Governments g = enacted(m);
  CHECK((g.chip_tariff(beta, north) == 0.25 && g.chip_tariff(alpha, north) == 0 && g.chip_tariff(beta, south) == 0));
  CHECK(g.service_tariff(south, north) == 0);
  m.origins = {};
  m.chips = {"beta"};
  CHECK(enacted(m).chip_tariff(beta, north) == 0.25);
  m.on = TariffOn::services;
  m.origins = {"south"};
  World w = little_world();
  g = enacted(w, {m, m});
  CHECK((g.service_tariff(south, north) == 0.5 && g.service_tariff(north, north) == 0));
  CHECK(g.chip_tariff(beta, north) == 0);
}

TEST_CASE("Export levy: on chips of the actor's vendors that meet all conditions, sold to the targets, rates add up") {
  MeasureEntry m = by_north(Instrument::export_levy);
  m.targets = {"south"};
  m.rate = 0.25;
  World w = little_world();
  Governments g = enacted(w, {m, m});
  CHECK((g.export_levy(alpha, south) == 0.5 && g.export_levy(alpha, north) == 0));
  CHECK(g.export_levy(beta, south) == 0);  // not of a vendor of the north
  CHECK((g.chip_tariff == 0).all());
  m.tpp_min = 1;
  CHECK(enacted(m).export_levy(alpha, south) == 0);
  m.tpp_min = 0;
  m.chips = {"beta"};
  CHECK((enacted(m).export_levy == 0).all());
}

TEST_CASE("Subsidy, chip programme, deregulation, distillation enforcement: the actor's region only") {
  MeasureEntry m = by_north(Instrument::subsidy);
  m.capex_share = 0.2;
  m.research = 0.1;
  Governments g = enacted(m);
  CHECK((g.capex_subsidy[north] == 0.2 && g.capex_subsidy[south] == 0));
  CHECK((g.research_grant[north] == 0.1 && g.research_grant[south] == 0));

  m = by_north(Instrument::chip_programme);
  m.growth = 0.3;
  CHECK((enacted(m).chip_growth[north] == 0.3 && enacted(m).chip_growth[south] == 0));

  m = by_north(Instrument::deregulation);
  m.delay = -2;
  m.capex_share = 0.05;
  g = enacted(m);
  CHECK((g.release_delay[north] == -2 && g.release_delay[south] == 0));
  CHECK(g.capex_subsidy[north] == 0.05);

  m = by_north(Instrument::distillation_enforcement);
  m.effectiveness = 0.6;
  World w = little_world();
  enacted(w, {m, m});
  const Grid<double>& stop = w.governments.distillation_stop;
  CHECK((stop(north, south) == Approx(0.84).epsilon(1e-12) &&
         stop(north, north) == stop(north, south)));  // 1 - 0.4 x 0.4
  CHECK((stop(south, north) == 0 && stop(south, south) == 0));
}

TEST_CASE("IP protection: the actor's own firms may not distil, whose models ever, or those of named origins") {
  MeasureEntry m = by_north(Instrument::ip_protection);
  m.effectiveness = 0.6;
  World w = little_world();
  enacted(w, {m});
  const Grid<double>& stop = w.governments.distillation_stop;
  CHECK((stop(south, north) == 0.6 && stop(north, north) == 0.6));
  CHECK((stop(north, south) == 0 && stop(south, south) == 0));
  m.origins = {"south"};
  MeasureEntry guard = by_north(Instrument::distillation_enforcement);
  guard.effectiveness = 0.5;
  guard.actor = "south";
  enacted(w, {m, guard});
  CHECK(stop(south, north) == Approx(1 - 0.4 * 0.5).epsilon(1e-12));  // the law here and the guard there
  CHECK((stop(north, north) == 0 && stop(south, south) == 0.5));
}

TEST_CASE("Immigration: admissions of researchers from elsewhere, or of named origins, multiply") {
  MeasureEntry m = by_north(Instrument::immigration);
  m.admission = 0.4;
  World w = little_world();
  enacted(w, {m, m});
  const Grid<double>& admission = w.governments.admission;
  CHECK(admission(south, north) == Approx(0.16).epsilon(1e-12));
  CHECK((admission(north, north) == 1 && admission(north, south) == 1 && admission(south, south) == 1));
  m.origins = {"north"};  // its own people need no admission
  CHECK((enacted(w, {m}).admission == 1).all());
  CHECK((enacted(w, {}).admission == 1).all());
}

TEST_CASE("Stack opening: the stack is open source") {
  MeasureEntry m = by_north(Instrument::stack_opening);
  m.stack = "young";
  const Governments g = enacted(m);
  CHECK((g.stack_open[young] == 1 && g.stack_open[wide] == 0));
}

TEST_CASE("Model ban: by origin or firm, segment and coverage, derivatives are a refuge for open weights") {
  MeasureEntry m = by_north(Instrument::model_ban);
  m.origins = {"south"};
  m.coverage = 0.8;
  Governments g = enacted(m);
  CHECK(g.banned(open_line, north, hobby) == Approx(0.4).epsilon(1e-12));  // 0.8 x (1 - refuge 0.5)
  CHECK((g.banned(open_line, south, hobby) == 0 && g.banned(pro, north, hobby) == 0));
  m.weights = Reach::both;
  CHECK(enacted(m).banned(open_line, north, hobby) == Approx(0.8).epsilon(1e-12));

  m.origins = {};
  m.firms = {"Keep"};  // closed: no derivatives, no refuge
  m.weights = Reach::own;
  m.segments = {"company"};
  m.coalition = {"south"};
  g = enacted(m);
  CHECK((g.banned(pro, north, company) == Approx(0.8) && g.banned(pro, south, company) == Approx(0.8)));
  CHECK((g.banned(pro, north, hobby) == 0 && g.banned(open_line, north, company) == 0));

  World w = little_world();
  CHECK(enacted(w, {m, m}).banned(pro, north, company) == Approx(0.96).epsilon(1e-12));  // 1 - 0.2 x 0.2
}

TEST_CASE("API block: closed services of the actor's or the named firms for the targets") {
  MeasureEntry m = by_north(Instrument::api_block);
  m.targets = {"south"};
  m.coverage = 0.9;
  Governments g = enacted(m);
  CHECK((g.blocked(keep, south) == Approx(0.9) && g.blocked(keep, north) == 0 && g.blocked(give, south) == 0));
  m.firms = {"Give"};
  g = enacted(m);
  CHECK((g.blocked(keep, south) == 0 && g.blocked(give, south) == Approx(0.9)));
}

TEST_CASE("Release control: limits on published weights and delay, the tightest limit counts") {
  MeasureEntry m = by_north(Instrument::release_control), tighter = m;
  m.log10_flop_limit = 26;
  m.capability_limit = 150;
  m.delay = 3;
  tighter.log10_flop_limit = 25;
  World w = little_world();
  const Governments g = enacted(w, {m, tighter});
  CHECK((g.log10_open_flop_limit[north] == 25 && g.open_capability_limit[north] == 150 && g.gating_delay[north] == 3));
  CHECK(
      (g.log10_open_flop_limit[south] == 100 && g.open_capability_limit[south] == 1000 && g.gating_delay[south] == 0));
}

TEST_CASE("Open promotion acts in the actor's region, export promotion and outreach on the targets") {
  MeasureEntry m = by_north(Instrument::open_promotion);
  m.openness = 0.2;
  m.hosting = 0.1;
  m.developers = 0.05;
  m.grant = 3e6;
  m.targets = {"south"};  // means nothing here
  Governments g = enacted(m);
  CHECK((g.open_taste[north] == 0.2 && g.hosting[north] == 0.1 && g.developer_growth[north] == 0.05));
  CHECK((g.open_taste[south] == 0 && g.hosting[south] == 0 && g.developer_growth[south] == 0));
  CHECK((g.open_grant[north] == 3e6 && g.open_grant[south] == 0));
  MeasureEntry another = m;
  another.grant = 2e6;
  World two = little_world();
  for (int month = 0; month < 2; ++month) CHECK(enacted(two, {m, another}).open_grant[north] == 5e6);
  CHECK(enacted(two, {}).open_grant[north] == 0);

  m.instrument = Instrument::outreach;
  m.trust = 0.3;
  g = enacted(m);
  CHECK((g.trust_gain(north, south) == 0.3 && g.hosting[south] == 0.1 && g.developer_growth[south] == 0.05));
  CHECK((g.trust_gain(south, north) == 0 && g.hosting[north] == 0 && g.open_taste[south] == 0));

  m = by_north(Instrument::export_promotion);
  m.targets = {"south"};
  m.trust = 0.3;
  m.price_support = 0.5;
  World w = little_world();
  g = enacted(w, {m, m});
  CHECK((g.trust_gain(north, south) == 0.6 && g.price_support(north, south) == 0.75));  // sum; 1 - 0.5 x 0.5
  CHECK((g.price_support(south, north) == 0 && g.price_support(north, north) == 0));
}

TEST_CASE("Rules are rebuilt each month, and their beginning and end are events") {
  World w = little_world();
  MeasureEntry m = by_north(Instrument::subsidy);
  m.capex_share = 0.2;
  m.from = january + 2;
  m.until = january + 4;
  m.announced = january + 1;
  const double expected[] = {0, 0, 0.2, 0.2, 0, 0};
  for (w.clock.step = 0; w.clock.step < 6; ++w.clock.step) {
    const Governments g = enacted(w, {m});
    CHECK(g.capex_subsidy[north] == expected[w.clock.step]);
    CHECK(g.in_force == (expected[w.clock.step] > 0));
  }
  REQUIRE(w.events.policies.size() == 3);
  const std::pair<int, std::string> actions[] = {{1, "announced"}, {2, "begins"}, {4, "ends"}};
  for (std::size_t i = 0; i < 3; ++i) {
    CHECK(w.events.policies[i].month == january + actions[i].first);
    CHECK(w.events.policies[i].action == actions[i].second);
    CHECK(w.events.policies[i].measure == "measure");
  }
}
