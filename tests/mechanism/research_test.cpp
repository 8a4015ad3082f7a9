// From compute and know-how to capability; and how far a pure imitator stays behind.

#include "mechanism/research.hpp"

#include <cmath>
#include <vector>

#include "base/samplers.hpp"
#include "catch.hpp"
#include "mechanism/labs.hpp"
#include "mechanism/leaderboard.hpp"
#include "mechanism/purpose.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::research_test {

using namespace labs_of_tests;

namespace {

double first_normal(const Random& random, Index firm) {
  Draws draws = random(Purpose::training_luck, firm);
  return draw_normal(draws);
}

}  // namespace

TEST_CASE("A tenfold of compute or of know-how adds per_tenfold") {
  CHECK(run_capability(25, 0, scale) == 100);
  CHECK(run_capability(26, 0, scale) == 110);
  CHECK(run_capability(25, 1, scale) == 110);
  CHECK(run_capability(24.5, 0.25, scale) == 97.5);
  const CapabilityScale gpt4;
  CHECK(run_capability(25.3, 0, gpt4) == 125.7);
  CHECK(run_capability(26.3, 1, gpt4) == Approx(125.7 + 19).epsilon(1e-12));
}

TEST_CASE("A final run takes its share of compute for its months") {
  World w = labs();
  w.firms.firms[keep].final_run = always(0.25);
  ResearchParams p = still();
  p.run_months = 4;
  research(w, p);
  CHECK(w.firms.log10_run_flop[keep] == Approx(25).epsilon(1e-12));  // 10^4 x 0.25 x 4 months x 10^21
  CHECK(w.firms.log10_run_flop[give] == Approx(25 + std::log10(4)).epsilon(1e-12));
  CHECK(w.firms.capability[keep] == Approx(100).epsilon(1e-12));

  w.firms.compute[keep] *= 10;
  research(w, p);
  CHECK(w.firms.capability[keep] == Approx(110).epsilon(1e-12));
}

TEST_CASE("Know-how grows by own effort and by imitation of what is ahead") {
  ResearchParams p = still();
  p.growth = 0.05;
  p.effort_exponent = 0.5;
  p.imitation_open = 0.1;
  p.imitation_closed = 0.2;
  // 0.05 x sqrt(1/4) + 0.1 x (1.5 - 1) + 0.2 x (2 - 1) = 0.025 + 0.05 + 0.2
  CHECK(know_how_gain(1, 0.25, 1.5, 2, p) == Approx(0.275).epsilon(1e-12));
  CHECK(know_how_gain(3, 1, 1.5, 2, p) == 0.05);   // nobody ahead
  CHECK(know_how_gain(3, 0, -100, -100, p) == 0);  // no compute, nothing published
  p.effort_exponent = 0;
  CHECK(know_how_gain(3, 1e-9, 0, 0, p) == 0.05);  // effort does not matter
}

TEST_CASE("Skill, talent, grants and what the community spares multiply own growth") {
  World w = labs();
  ResearchParams p = still();
  p.growth = 0.04;
  w.firms.firms[give].research_skill = 1.5;
  w.governments.research_grant[south] = 0.2;
  w.society.talent[south] = 0.9;
  w.firms.feedback[give] = 3e4;  // beside 10^4 of its own
  p.effort_exponent = 0.5;
  research(w, p);
  CHECK(w.firms.know_how[keep] == Approx(0.04).epsilon(1e-12));
  CHECK(w.firms.know_how[give] == Approx(0.04 * 1.5 * 0.9 * 1.2 * 2).epsilon(1e-12));
}

TEST_CASE("The open-closed lag of pure imitation is 3 months at a third a month, 4 at a quarter (benchmark B12)") {
  // Leader: a' = a + g. Follower: b' = b + g_o + lambda (a - b), where a and b are both those of last month:
  // do_research looks up the best know-how before it moves any firm. So gap' = gap + g - g_o - lambda gap settles at (g
  // - g_o)/lambda, and the lag, the months since the leader had what the follower has now, at (1 - g_o/g)/lambda.
  struct Case {
    double lambda, own_share, lag;
  };
  const Case c = GENERATE(Case{1.0 / 3, 0, 3}, Case{1.0 / 4, 0, 4}, Case{1.0 / 4, 0.5, 2}, Case{0.3, 0, 1 / 0.3});
  CAPTURE(c.lambda, c.own_share);
  ResearchParams p = still();
  p.growth = 0.05;
  p.imitation_closed = c.lambda;
  World w = labs();
  w.firms.firms[give].research_skill = c.own_share;  // g_o = own_share x g
  std::vector<double> leader;
  for (w.clock.step = 0; w.clock.step < 120; ++w.clock.step) {
    research(w, p);
    leader.push_back(w.firms.know_how[keep]);
  }
  const double gap = w.firms.know_how[keep] - w.firms.know_how[give];
  CHECK(gap == Approx(c.lag * 0.05).epsilon(1e-9));
  CHECK(gap / p.growth == Approx(c.lag).epsilon(1e-9));
  CHECK(lag_months(leader, 119, w.firms.know_how[give]) == Approx(c.lag).epsilon(1e-7));
}

TEST_CASE("A gap closes by the factor 1 - lambda a month") {
  World w = labs();
  w.firms.know_how[keep] = 12;
  ResearchParams p = still();
  p.imitation_closed = 0.25;
  for (int month = 1; month <= 6; ++month) {
    research(w, p);
    CHECK(12 - w.firms.know_how[give] == Approx(12 * std::pow(0.75, month)).epsilon(1e-12));
  }
}

TEST_CASE("What is embodied in open weights is learnt by everybody, also by the best") {
  World w = labs();
  w.market.open_know_how = 1;
  ResearchParams p = still();
  p.imitation_open = 0.1;
  research(w, p);
  CHECK((w.firms.know_how[keep] == Approx(0.1) && w.firms.know_how[give] == Approx(0.1)));
}

TEST_CASE("Distillation closes a part of the distance to the best closed service in reach") {
  World w = labs();
  put_on_sale(w, pro, 120);
  ResearchParams p = still();
  p.distillation = 0.2;
  p.api_leak = 0.3;
  const auto capability = [&] {
    research(w, p);
    return w.firms.capability[give];
  };
  CHECK(capability() == Approx(104).epsilon(1e-12));  // 100 + 0.2 x 20
  w.governments.blocked(keep, south) = 0.5;
  CHECK(capability() == Approx(102).epsilon(1e-12));
  w.governments.blocked(keep, south) = 1;  // what is blocked leaks: access 0.3
  CHECK(capability() == Approx(101.2).epsilon(1e-12));
  w.governments.distillation_stop(north, south) = 0.5;
  CHECK(capability() == Approx(100.6).epsilon(1e-12));
  CHECK(w.firms.capability[keep] == Approx(100).epsilon(1e-12));  // nobody distils his own model

  put_on_sale(w, pro, 90);
  CHECK(capability() == Approx(100).epsilon(1e-12));  // nothing to learn from a worse one
  put_on_sale(w, open_line, 200);
  research(w, p);
  CHECK(w.firms.capability[keep] == Approx(100).epsilon(1e-12));  // open weights teach through know-how, not here
}

TEST_CASE("Luck is one normal a firm, whatever others there are") {
  const Random random{5, 1, 9};
  ResearchParams p = still();
  p.noise = 2;
  World w = labs();
  research(w, p, random);
  for (const Index f : {keep, give})
    CHECK(w.firms.capability[f] == Approx(100 + 2 * first_normal(random, f)).epsilon(1e-12));

  World more = empty_world();
  more.firms.firms.push_back(firm_entry("Third", "north", {}));
  size_up(more);
  more.firms.compute.setConstant(1e4);
  for (FirmEntry& firm : more.firms.firms) firm.final_run = always(1);
  research(more, p, random);
  for (const Index f : {keep, give}) CHECK(more.firms.capability[f] == w.firms.capability[f]);
}

TEST_CASE("Firms that are not at work, or have no compute, do no research") {
  World w = labs();
  w.firms.active[give] = 0;
  w.firms.compute[keep] = 0;
  ResearchParams p = still();
  p.growth = 0.05;
  research(w, p);
  CHECK((w.firms.know_how == 0).all());
  CHECK((w.firms.capability == 0).all());
}

TEST_CASE("A rule: laggards imitate, leaders explore, scarce compute goes into efficiency, all within bounds") {
  ResearchParams p = still();
  p.imitation_response = 0.4;
  p.efficiency_response = 0.5;
  p.shift_bound = 0.3;
  const ResearchShare by_plan = divide_research(0.2, -1, 1, p);
  CHECK((by_plan.final_run == 0.2 && by_plan.effort == 1 && by_plan.own == 1 && by_plan.imitation == 1));
  p.research_rule = ResearchRule::responsive;
  const ResearchShare laggard = divide_research(0.2, -0.5, 0.4, p);
  CHECK(laggard.own == Approx(0.8).epsilon(1e-12));
  CHECK(laggard.imitation == Approx(1.2).epsilon(1e-12));
  CHECK(laggard.final_run == Approx(0.2 * 0.8).epsilon(1e-12));
  CHECK(laggard.effort == Approx(0.84 / 0.8).epsilon(1e-12));
  const ResearchShare leader = divide_research(0.2, 1, 1, p);  // both at their bound
  CHECK(leader.own == Approx(1.3).epsilon(1e-12));
  CHECK(leader.imitation == Approx(0.7).epsilon(1e-12));
  CHECK(leader.final_run == Approx(0.2 * 0.7).epsilon(1e-12));
}

TEST_CASE("The rule in a month: a laggard catches up faster, a leader goes ahead faster") {
  World w = labs();
  w.firms.know_how << 1, 0;
  w.firms.standing << 0.5, -0.5;
  ResearchParams p = still();
  p.growth = 0.1;
  p.effort_exponent = 1;
  p.imitation_closed = 0.2;
  p.imitation_response = 0.4;
  p.research_rule = ResearchRule::responsive;
  research(w, p);
  CHECK(w.firms.know_how[keep] == Approx(1 + 0.1 * 1.2).epsilon(1e-12));
  CHECK(w.firms.know_how[give] == Approx(0.1 * 0.8 + 0.2 * 1.2 * 1).epsilon(1e-12));
}

}  // namespace moat::research_test
