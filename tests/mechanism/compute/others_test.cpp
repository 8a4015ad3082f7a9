// Buyers outside of the model: what they lend. What they buy is in compute_test.cpp.

#include "mechanism/compute/others.hpp"

#include "catch.hpp"
#include "little_world.hpp"

using namespace moat;

TEST_CASE("Compute that is rented offshore stands with somebody elsewhere") {
  World w = empty_world();
  w.chips.others(alpha, north) = 6, w.chips.others(alpha, south) = 50;
  Column<double> wish(2);
  wish << 0, 8;
  CHECK(lend(w.chips, wish) == Approx(0.75).epsilon(1e-12));  // nobody rents offshore in his own region
  CHECK(w.chips.rented[south] == Approx(6).epsilon(1e-12));
  CHECK(w.chips.lent[north] == Approx(6).epsilon(1e-12));
  CHECK(w.chips.lent[south] == 0);
  w.chips.others.setZero();
  CHECK(lend(w.chips, wish) == 0);
}
