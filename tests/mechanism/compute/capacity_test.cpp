// Capacity that answers orders, in the little world. Vendors make 1000 alphas (north) and 1000 betas (south) a month; Give
// wants alphas alone, which cost 100 USD.

#include "mechanism/compute/capacity.hpp"

#include <cmath>

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/compute/compute.hpp"

using namespace moat;

namespace {

/// A tenth of what is missing is added each month, four months later.
ComputeParams answering() {
  ComputeParams p;
  p.learning_rate = p.retirement = p.other_buyers = p.smuggling = p.rental = p.stockpiling = 0;
  p.capacity_response = 0.1;
  p.capacity_lead = 4;
  p.capacity_decay = 0;
  return p;
}

World buying_alphas(double units) {
  World w = empty_world();
  w.chips.chips[beta].markets = {"north"};
  w.firms.capex_budget[give] = 100 * units;
  return w;
}

void pass_month(World& w, const ComputeParams& p) {
  deliver_compute(w.firms, w.chips, w.governments, w.society, w.clock, p);
  ++w.clock.step;
}

/// Alphas that were bought in each month.
std::vector<double> alphas_bought(World w, const ComputeParams& p, int months) {
  std::vector<double> units;
  for (int month = 0; month < months; ++month) {
    pass_month(w, p);
    units.push_back(w.chips.bought(alpha, south));
  }
  return units;
}

}  // namespace

TEST_CASE("Tripled demand raises output after the lead time and not before") {
  const ComputeParams p = answering();
  // 3000 ordered, 1000 made: 200 more a month from the fifth month on, and less once those of the fifth have come.
  const double expected[] = {1000, 1000, 1000, 1000, 1200, 1400, 1600, 1800, 1980, 2140};
  const std::vector<double> units = alphas_bought(buying_alphas(3000), p, 10);
  for (std::size_t month = 0; month < 10; ++month) CHECK(units[month] == Approx(expected[month]).epsilon(1e-12));
  World w = buying_alphas(1000);
  for (int month = 0; month < 3; ++month) pass_month(w, p);
  w.firms.capex_budget[give] *= 3;
  CHECK(alphas_bought(w, p, 5) == std::vector<double>{1000, 1000, 1000, 1000, 1200});
}

TEST_CASE("What orders built fades without them") {
  ComputeParams p = answering();
  p.capacity_decay = 0.5;
  World w = buying_alphas(2000);
  pass_month(w, p);
  w.firms.capex_budget[give] = 0;
  for (int month = 1; month < 4; ++month) pass_month(w, p);
  CHECK(w.chips.supply[alpha] == 1);
  for (const double supply : {1.1, 1.05, 1.025}) {
    pass_month(w, p);
    CHECK(w.chips.supply[alpha] == Approx(supply).epsilon(1e-12));
  }
}

TEST_CASE("Without a response capacity is the path to the bit") {
  ComputeParams p = answering();
  p.capacity_response = 0;
  World w = buying_alphas(1e6);
  w.chips.chips[alpha].capacity = {{{january, 700}, {january + 12, 1300}}};
  for (int month = 0; month < 12; ++month) {
    pass_month(w, p);
    CHECK(w.chips.supply[alpha] == 1);
    CHECK(w.chips.bought(alpha, south) == Approx(w.chips.chips[alpha].capacity.at(january + month)).epsilon(1e-12));
  }
}

TEST_CASE("Capacity never exceeds its ceiling, which a chip programme lifts") {
  World w = buying_alphas(1e6);
  w.chips.chips[alpha].ceiling = {{{january, 1}, {january + 8, 2}}};
  w.governments.chip_growth[north] = 0.12;
  for (int month = 0; month < 12; ++month) {
    pass_month(w, answering());
    const double most = w.chips.programme[alpha] * w.chips.chips[alpha].ceiling.at(january + month);
    CHECK(w.chips.supply[alpha] <= most);
    if (month >= 4) CHECK(w.chips.supply[alpha] == Approx(most).epsilon(1e-12));
  }
  CHECK(w.chips.programme[alpha] == Approx(std::pow(1.01, 12)).epsilon(1e-12));
}

TEST_CASE("A vendor's chips share its lines, and a new chip begins with what is built") {
  World w = buying_alphas(3000);
  w.chips.chips.push_back(chip_entry("gamma", "north", "wide", 2, 400));
  w.chips.chips[2].on_sale = january + 6;
  w.chips.chips.push_back(chip_entry("delta", "north", "wide", 1, 100));
  w.chips.chips[3].vendor = "another";
  w.chips.chips[3].markets = {"north"};
  w.governments = {};  // which keep their rules on chips from month to month
  size_up(w);
  w.firms.capex_budget[give] = 100 * 3000;
  for (int month = 0; month < 6; ++month) pass_month(w, answering());
  CHECK(w.chips.supply[2] == w.chips.supply[alpha]);
  CHECK(w.chips.supply[alpha] == Approx(1.4).epsilon(1e-12));
  CHECK(w.chips.supply[beta] == 1);
  CHECK(w.chips.supply[3] == 1);
}

TEST_CASE("Buyers outside of the model order as many times their part as firms do") {
  ComputeParams p = answering();
  p.other_buyers = 0.5;
  World w = buying_alphas(1500);  // three times the 500 that are for firms
  for (int month = 0; month < 5; ++month) pass_month(w, p);
  CHECK(w.chips.bought(alpha, south) == Approx(600).epsilon(1e-12));
  CHECK(w.chips.bought_by_others.row(alpha).sum() == Approx(600).epsilon(1e-12));
}

TEST_CASE("Controls on memory and tools lower the capacity of the targets' vendors and nobody else's") {
  const ComputeParams p = answering();
  World w = buying_alphas(100);
  w.governments.memory_cut[north] = 0.25;
  pass_month(w, p);
  CHECK(w.chips.supply[alpha] == 0.75);
  CHECK(w.chips.supply[beta] == 1);
  w.governments.memory_cut[north] = 0;
  w.governments.tool_slowdown[north] = 0.12;
  pass_month(w, p);
  CHECK(w.chips.supply[alpha] == Approx(0.99).epsilon(1e-12));
  pass_month(w, p);
  CHECK(w.chips.supply[alpha] == Approx(0.99 * 0.99).epsilon(1e-12));
  CHECK(w.chips.supply[beta] == 1);
}
