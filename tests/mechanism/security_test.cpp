// Dual use: offence, defence, incidents and the trust they cost.

#include "mechanism/security.hpp"

#include <cmath>

#include "catch.hpp"
#include "little_world.hpp"

using namespace moat;

namespace {

/// 100 developer-tasks: 30 on the closed line of 150, 20 on the open line of 145, 50 without a model.
World armed() {
  World w = little_world();
  put_on_sale(w, pro, 150);
  put_on_sale(w, open_line, 145);
  w.market.assignments.flat().setZero();
  w.market.assignments(pro + 1, north, hobby, chat) = 30;
  w.market.assignments(open_line + 1, south, company, code) = 20;
  w.market.assignments(0, south, hobby, chat) = 50;
  return w;
}

SecurityParams plain_security() {
  SecurityParams p;
  p.threshold = 140;
  p.hazard = 0;
  p.trust_loss = 0.3;
  p.openness_loss = 0.05;
  p.decay = 0.1;
  return p;
}

void assess(World& w, const SecurityParams& p, const Random& random = {}) {
  assess_security(w.security, w.firms, w.events, w.governments, w.market, w.society, w.clock, p, random);
}

}  // namespace

TEST_CASE("Offence is the best open model, defence the use of models at least as good") {
  World w = armed();
  assess(w, plain_security());
  CHECK(w.security.offence == 145);
  CHECK(w.security.defence == Approx(0.5).epsilon(1e-12));  // 30 + 20 of 100
  CHECK(w.security.index == Approx(2.5).epsilon(1e-12));    // 5 points above the threshold, half covered
  put_on_sale(w, pro, 144);
  assess(w, plain_security());
  CHECK(w.security.defence == Approx(0.2).epsilon(1e-12));
  put_on_sale(w, open_line, 139);
  assess(w, plain_security());
  CHECK(w.security.index == 0);
}

TEST_CASE("Only the domains of dual use count, where the scenario names some") {
  World w = armed();
  w.market.capability.row(open_line) << 100, 160;
  SecurityParams p = plain_security();
  p.domains = {"coding"};
  assess(w, p);
  CHECK(w.security.offence == 160);
  p.domains = {"coding", "language"};
  assess(w, p);
  CHECK(w.security.offence == 130);
}

TEST_CASE("Without open weights there is no offence") {
  World w = armed();
  w.market.on_sale[open_line] = 0;
  assess(w, plain_security());
  CHECK((w.security.offence == 0 && w.security.index == 0));
}

TEST_CASE("Lost trust fades") {
  World w = armed();
  w.firms.trust_shift << 1, 2;
  w.security.openness_shift = 0.5;
  assess(w, plain_security());
  assess(w, plain_security());
  CHECK(w.firms.trust_shift[keep] == Approx(0.81).epsilon(1e-12));
  CHECK(w.firms.trust_shift[give] == Approx(1.62).epsilon(1e-12));
  CHECK(w.security.openness_shift == Approx(0.405).epsilon(1e-12));
}

TEST_CASE("Incidents are Poisson in the index, and happen only above the threshold") {
  SecurityParams p = plain_security();
  p.hazard = 0.4;  // x index 2.5: one per month
  const int months = 20000;
  double sum = 0, squares = 0;
  for (int m = 0; m < months; ++m) {
    World w = armed();
    assess(w, p, Random{1, 0, std::uint64_t(m)});
    const double n = w.security.incidents;
    REQUIRE(w.events.incidents.size() == std::size_t(n));
    REQUIRE(w.firms.trust_shift[give] == Approx(0.3 * n).epsilon(1e-12));
    REQUIRE(w.security.openness_shift == Approx(0.05 * n).epsilon(1e-12));
    REQUIRE(w.firms.trust_shift[keep] == 0);  // closed firms are not blamed
    sum += n;
    squares += (n - 1) * (n - 1);
  }
  CHECK_THAT(sum / months, WithinAbs(1, 4 * std::sqrt(1.0 / months)));
  CHECK_THAT(squares / months, WithinAbs(1, 4 * std::sqrt(3.0 / months)));  // fourth moment of Poisson(1): 4, less 1

  p.threshold = 145;
  for (int m = 0; m < 1000; ++m) {
    World w = armed();
    assess(w, p, Random{1, 0, std::uint64_t(m)});
    REQUIRE(w.events.incidents.empty());
  }
}

TEST_CASE("The firm blamed is drawn by its users") {
  World w = armed();
  w.market.open[pro] = 1;  // 30 users against 20
  SecurityParams p = plain_security();
  p.hazard = 100;
  int blamed = 0, all = 0;
  for (int m = 0; m < 300; ++m) {
    assess(w, p, Random{2, 0, std::uint64_t(m)});
    w.market.assignments(0, south, hobby, chat) = 50;
  }
  for (const IncidentEvent& e : w.events.incidents) {
    blamed += e.firm == keep;
    ++all;
  }
  REQUIRE(all > 10000);
  CHECK_THAT(double(blamed) / all, WithinAbs(0.6, 4 * std::sqrt(0.24 / all)));
  CHECK((w.events.incidents[0].month == january && w.events.incidents[0].severity == 0.3));
}

TEST_CASE("An incident without a user of open weights is nobody's") {
  World w = armed();
  w.market.assignments(open_line + 1, south, company, code) = 0;
  SecurityParams p = plain_security();
  p.hazard = 10;
  assess(w, p);
  CHECK(w.security.incidents == 0);
  CHECK(w.events.incidents.empty());
}

TEST_CASE("Users keep up smoothly, and with scale 0 all or not at all") {
  World w = armed();
  SecurityParams p = plain_security();
  p.smoothing = 5;
  assess(w, p);
  CHECK(w.security.offence == 145);
  CHECK(w.security.defence == Approx((30 / (1 + std::exp(-1.0)) + 20 * 0.5) / 100).epsilon(1e-12));
  p.smoothing = 1e-9;  // users of what attackers have stand in the middle whatever the scale
  assess(w, p);
  CHECK(w.security.defence == Approx(0.3 + 0.1).epsilon(1e-9));
}

TEST_CASE("Services leak: a share e times smaller is worth leak_worth less, nothing leaks, nothing is there") {
  World w = armed();
  SecurityParams p = plain_security();
  p.leak_worth = 10;
  p.leak = std::exp(-0.2);
  assess(w, p);
  CHECK(w.security.offence == Approx(148).epsilon(1e-12));
  CHECK((w.security.offence_open == 145 && w.security.offence_closed == w.security.offence));
  p.leak = std::exp(-1.0);
  assess(w, p);
  CHECK(w.security.offence == 145);
  CHECK(w.security.offence_closed == Approx(140).epsilon(1e-12));
  p.leak = 0;
  assess(w, p);
  CHECK((w.security.offence == 145 && w.security.offence_closed == 0));
  p.derivative_loss = 2;  // what taking the safeguards off costs
  assess(w, p);
  CHECK(w.security.offence == 143);
}

TEST_CASE("Safeguards of the maker's region and screening stop what leaks of services, and not of weights") {
  World w = armed();
  SecurityParams p = plain_security();
  p.leak_worth = 10;
  p.leak = 1;
  w.governments.safeguards << 0.5, 0.9;
  w.governments.gated << 0.2, 0.9;
  assess(w, p);
  CHECK(w.security.offence_closed == Approx(150 + 10 * std::log(0.5 * 0.8)).epsilon(1e-12));
  CHECK(w.security.offence_open == 145);
  w.governments.safeguards[north] = 1;
  assess(w, p);
  CHECK(w.security.offence_closed == 0);
}

TEST_CASE("A limit on weights does not raise defence where services leak, and would if they did not") {
  SecurityParams p = plain_security();
  p.smoothing = 8;
  const auto defence = [&](double leak, double weights) {
    World w = armed();
    put_on_sale(w, open_line, weights);
    p.leak = leak;
    assess(w, p);
    return w.security.defence;
  };
  CHECK(defence(0.86, 140) < defence(0.86, 145));  // attackers keep what leaks, users of weights fall behind it
  CHECK(defence(0, 140) > defence(0, 145));
}

TEST_CASE("An incident is blamed on services too, by what leaks of them, and then openness loses nothing") {
  SecurityParams p = plain_security();
  p.hazard = 100;
  p.leak = 0.5;
  p.leak_worth = 1;
  int blamed = 0, all = 0;
  World w = armed();
  for (int m = 0; m < 300; ++m) assess(w, p, Random{3, 0, std::uint64_t(m)});
  for (const IncidentEvent& e : w.events.incidents) {
    blamed += e.firm == keep;
    REQUIRE(e.open == (e.firm == give));
    ++all;
  }
  REQUIRE(all > 10000);
  CHECK_THAT(double(blamed) / all, WithinAbs(15.0 / 35, 4 * std::sqrt(0.25 / all)));  // 30 users x 0.5 against 20
  w = armed();
  w.market.assignments(open_line + 1, south, company, code) = 0;
  assess(w, p);
  CHECK((w.security.incidents > 0 && w.security.openness_shift == 0));
}

TEST_CASE("A backdoor costs trust in the month in which it is found, and it fades like any loss") {
  World w = armed();
  SecurityParams p = plain_security();
  p.backdoors.push_back({"door", january + 1, "Give", 0.5, 0.2, "", Grade::assumed, ""});
  p.backdoors.push_back({"none", never, "Keep", 3, 0, "", Grade::assumed, ""});
  const double expected[] = {0, 0.5, 0.45};
  for (w.clock.step = 0; w.clock.step < 3; ++w.clock.step) {
    assess(w, p);
    CHECK(w.firms.trust_shift[give] == Approx(expected[w.clock.step]).epsilon(1e-12));
    CHECK(w.security.openness_shift == Approx(0.4 * expected[w.clock.step]).epsilon(1e-12));
    CHECK(w.firms.trust_shift[keep] == 0);
  }
  REQUIRE(w.events.incidents.size() == 1);
  const IncidentEvent& e = w.events.incidents[0];
  CHECK((e.month == january + 1 && e.firm == give && e.open && e.severity == 0.5));
  CHECK(w.security.incidents == 0);
}
