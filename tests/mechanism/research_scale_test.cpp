// What research is measured against, how ideas get harder, and which share of compute a final run takes.

#include <cmath>

#include "catch.hpp"
#include "mechanism/labs.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::research_scale_test {

using namespace labs_of_tests;

TEST_CASE("Against a yardstick half the compute slows everybody, against the largest firm it slows nobody") {
  const auto grown = [](double compute, double yardstick) {
    World w = labs();
    w.firms.compute << compute, compute / 10;
    ResearchParams p = still();
    p.growth = 0.05;
    p.effort_exponent = 0.5;
    p.yardstick = yardstick;
    research(w, p);
    return w.firms.know_how;
  };
  CHECK(grown(1e4, 1e4)[keep] == Approx(0.05).epsilon(1e-12));
  for (const Index f : {keep, give}) {
    CHECK(grown(5e3, 1e4)[f] == Approx(grown(1e4, 1e4)[f] * std::sqrt(0.5)).epsilon(1e-12));
    CHECK(grown(5e3, 0)[f] == grown(1e4, 0)[f]);
  }
}

TEST_CASE(
    "Ideas get harder: with compute that grows tenfold while know-how does, growth keeps its pace if the two match") {
  ResearchParams p = still();
  p.growth = 0.05;
  p.effort_exponent = 0.2;
  p.harder = 0.2;
  CHECK(know_how_gain(0, 1, 0, 0, p) == Approx(0.05).epsilon(1e-12));
  CHECK(know_how_gain(1, 10, 0, 0, p) == Approx(0.05).epsilon(1e-12));
  CHECK(know_how_gain(2, 10, 0, 0, p) == Approx(0.05 * std::pow(10, -0.2)).epsilon(1e-12));
  CHECK(know_how_gain(-1, 1, -1, -1, p) ==
        Approx(0.05).epsilon(1e-12));  // what the reference knew was no harder to find
}

TEST_CASE("A published run says what share of its compute the firm takes, around that month") {
  FirmEntry firm = named<FirmEntry>("Lab");
  firm.final_run = always(0.1);
  ResearchParams p = still();  // 10^21 FLOP a H100e-month, runs of a month
  p.run_half_life = 6;
  CHECK(usual_run(firm, january, p) == 0.1);

  RunEntry run;
  run.month = january + 12;
  run.compute = 1e4;
  run.log10_flop = 24 + std::log10(4);  // 0.4 of 10^4 H100e
  firm.runs = {run};
  CHECK(usual_run(firm, january, p) == Approx(0.4).epsilon(1e-12));
  CHECK(usual_run(firm, january + 12, p) == Approx(0.4).epsilon(1e-12));
  CHECK(usual_run(firm, january + 18, p) == Approx(0.2).epsilon(1e-12));  // half of the way back, in logarithms
  CHECK(usual_run(firm, january + 240, p) == Approx(0.1).epsilon(1e-9));

  RunEntry small = run;
  small.month = january + 6;
  small.worth = -std::log10(16);
  firm.runs.push_back(small);  // in any order
  CHECK(usual_run(firm, january + 6, p) == Approx(0.025).epsilon(1e-12));
  CHECK(usual_run(firm, january + 9, p) == Approx(0.1).epsilon(1e-12));  // midway, in logarithms
  firm.runs[0].log10_flop = 30;
  CHECK(usual_run(firm, january + 12, p) == 1);  // no more than there is
}

TEST_CASE("Twice the compute of the world in which a run was made makes it twice as large") {
  World w = labs();
  RunEntry run;
  run.month = january;
  run.compute = 1e4;
  run.log10_flop = 24.6;
  for (FirmEntry& firm : w.firms.firms) firm.runs = {run};
  w.firms.compute[give] = 2e4;
  research(w, still());
  CHECK(w.firms.log10_run_flop[keep] == Approx(24.6).epsilon(1e-12));
  CHECK(w.firms.log10_run_flop[give] == Approx(24.6 + std::log10(2)).epsilon(1e-12));
}

}  // namespace moat::research_scale_test
