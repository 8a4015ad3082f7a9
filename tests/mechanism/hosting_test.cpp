// Hosting matures with use, fades without, and stays with constant use.

#include "mechanism/hosting.hpp"

#include <cmath>

#include "catch.hpp"
#include "little_world.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::hosting_test {

namespace {

HostingParams learning() {
  HostingParams p;
  p.friction = 1.5;
  p.half_life = 3;
  p.base = 0.4;
  p.use_share = 0.2;
  p.start = 0.1;
  return p;
}

/// A tenth of the north's tokens on open weights, none of the south's.
World in_use() {
  World w = little_world();
  w.market.tokens(pro, north, hobby, chat) = 90;
  w.market.tokens(open_line, north, hobby, chat) = 10;
  w.market.tokens(pro, south, hobby, chat) = 1;
  return w;
}

void months(World& w, const HostingParams& p, int count) {
  for (int m = 0; m < count; ++m, ++w.clock.step) mature_hosting(w.market, w.clock, p);
}

}  // namespace

TEST_CASE("Maturity goes to what use makes of it, halfway in the half-life") {
  World w = in_use();
  start_hosting(w.market, learning());
  CHECK_THAT(w.market.hosting_shift[north], WithinAbs(-1.5 * 0.9, 1e-12));
  months(w, learning(), 3);
  const double target = 0.4 + 0.6 * 0.5;
  CHECK_THAT(w.market.hosting_maturity[north], WithinAbs((0.1 + target) / 2, 1e-12));
  CHECK_THAT(w.market.hosting_maturity[south], WithinAbs((0.1 + 0.4) / 2, 1e-12));
  CHECK_THAT(w.market.hosting_shift[north], WithinAbs(-1.5 * (1 - (0.1 + target) / 2), 1e-12));
}

TEST_CASE("It stays with constant use, and fades where use ends") {
  World w = in_use();
  months(w, learning(), 200);
  const double rest = w.market.hosting_maturity[north];
  months(w, learning(), 10);
  CHECK_THAT(w.market.hosting_maturity[north], WithinAbs(rest, 1e-12));
  w.market.tokens(open_line, north, hobby, chat) = 0;
  months(w, learning(), 3);
  CHECK_THAT(w.market.hosting_maturity[north], WithinAbs((rest + 0.4) / 2, 1e-12));
}

TEST_CASE("Frozen, it stays from that month on, without friction nothing moves") {
  World w = in_use();
  HostingParams p = learning();
  p.frozen_from = Month::of(2024, 2);
  months(w, p, 1);
  const double then = w.market.hosting_maturity[north];
  months(w, p, 5);
  CHECK(w.market.hosting_maturity[north] == then);
  World still = in_use();
  p.friction = 0;
  months(still, p, 5);
  CHECK((still.market.hosting_maturity == 0).all());
  CHECK((still.market.hosting_shift == 0).all());
}

}  // namespace moat::hosting_test
