// Power and sites, in the little world: alpha draws 1 kW, beta 2, and sites nothing beside. Keep, in north, has 3 million alphas,
// others there 1 million; Give, in south, has 1 million betas.

#include "mechanism/compute/power.hpp"

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/compute/compute.hpp"
#include "mechanism/compute/others.hpp"

using namespace moat;

namespace {

ComputeParams plain_power() {
  ComputeParams p;
  p.power_overhead = 1;
  return p;
}

World powered_world() {
  World w = empty_world();
  w.chips.chips[alpha].power = 1;
  w.chips.chips[beta].power = 2;
  w.firms.stock(keep, alpha) = 3e6;
  w.firms.stock(give, beta) = 1e6;
  w.chips.others(alpha, north) = 1e6;
  return w;
}

void run_power(World& w, const ComputeParams& p = plain_power()) {
  power_up(w.chips, w.firms, w.governments, w.society, w.clock.now(), p);
  realise_compute(w.firms, w.chips);
  ++w.clock.step;
}

/// Months until all chips of north run.
int months_of_wait(World w) {
  for (int month = 0; month < 48; ++month) {
    run_power(w);
    if (w.chips.powered[north] == 1) return month;
  }
  return 48;
}

}  // namespace

TEST_CASE("Without a path there is power for all, to the bit") {
  World w = powered_world();
  realise_compute(w.firms, w.chips);
  const Column<double> before = w.firms.compute, others = compute_of_others(w.chips);
  run_power(w);
  CHECK((w.firms.compute == before).all());
  CHECK((compute_of_others(w.chips) == others).all());
  CHECK(w.chips.power_use[north] == Approx(4).epsilon(1e-12));
  CHECK(w.chips.power_use[south] == Approx(2).epsilon(1e-12));
  CHECK(std::isnan(w.chips.power_limit[north]));
}

TEST_CASE("A ceiling of power binds where it is set and not elsewhere") {
  World w = powered_world();
  w.society.regions[north].power = always(3);
  run_power(w);
  CHECK(w.chips.powered[north] == Approx(0.75).epsilon(1e-12));
  CHECK(w.firms.compute[keep] == Approx(0.75 * 3e6).epsilon(1e-12));
  CHECK(compute_of_others(w.chips)[north] == Approx(0.75 * 1e6).epsilon(1e-12));
  CHECK(w.chips.powered[south] == 1);
  CHECK(w.firms.compute[give] == Approx(1e6 * 0.5 * 0.5).epsilon(1e-12));
  ComputeParams all_in = plain_power();
  all_in.power_overhead = 2;
  run_power(w, all_in);
  CHECK(w.chips.powered[north] == Approx(3.0 / 8).epsilon(1e-12));
  w.society.regions[north].power = always(8);
  run_power(w, all_in);
  CHECK(w.chips.powered[north] == 1);
}

TEST_CASE("Deregulation shortens the wait for power, at home alone") {
  World w = powered_world();
  for (RegionEntry& region : w.society.regions) region.power = {{{january, 2}, {january + 24, 8}}};
  // 2 x 4^(t/24) GW: 4 after 12 months
  CHECK(months_of_wait(w) == 12);
  w.governments.site_speed[north] = 0.5;  // the month's gain counts at once: after t + 1 months 0.5 (t + 1) ahead
  CHECK(months_of_wait(w) == 8);
  w.governments.site_speed[north] = 1;
  CHECK(months_of_wait(w) == 6);
  w.governments.site_speed[north] = 0;
  w.governments.site_speed[south] = 1;
  CHECK(months_of_wait(w) == 12);
}

TEST_CASE("Infrastructure adds to the plan, and stays") {
  World w = powered_world();
  w.society.regions[north].power = always(3);
  w.governments.sites_built[north] = 6;
  run_power(w);
  CHECK(w.chips.power_limit[north] == Approx(3.5).epsilon(1e-12));
  run_power(w);
  CHECK(w.chips.powered[north] == 1);
  w.governments.sites_built[north] = 0;
  run_power(w);
  CHECK(w.chips.power_limit[north] == Approx(4).epsilon(1e-12));
}

TEST_CASE("A plan that is ahead by part of a month gives part of its growth") {
  World w = powered_world();
  w.society.regions[north].power = {{{january, 0}, {january + 1, 2}}};
  w.governments.site_speed[north] = 0.25;
  run_power(w);
  CHECK(w.chips.power_limit[north] == Approx(0.5).epsilon(1e-12));
}

TEST_CASE("What the month's deliveries draw counts at once, and rented compute is powered where it stands") {
  World w = powered_world();
  w.society.regions[south].power = always(1);
  ComputeParams p = plain_power();
  p.other_buyers = 0;
  w.clock.step = 1;  // in the first month firms enter with the stock of their entry
  deliver_compute(w.firms, w.chips, w.governments, w.society, w.clock, p);
  CHECK(w.chips.powered[south] == Approx(1 / w.chips.power_use[south]).epsilon(1e-12));
  w.firms.rented[give] = 1000;
  w.firms.stock.row(give).setZero();
  realise_compute(w.firms, w.chips);
  CHECK(w.firms.compute[give] == 1000);
}
