// Weights that wait for a permit, in a world of one firm: line "mini" open, due in January, April, July, ...

#include "mechanism/release/permit.hpp"

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/release/release.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::permit_test {

namespace {

constexpr Index flagship = 0, mini = 1;

/// The firm can train a model of 130 ECI at 10^25 FLOP in January, and 1 ECI more each month.
World permits(double delay, double limit) {
  World w = empty_world();
  w.firms.firms = {firm_entry("Both", "north",
                              {line_entry("flag", Openness::closed, 0, 3), line_entry("mini", Openness::open, 5, 3)})};
  w.firms.firms[0].strategy = Strategy::tiered;
  size_up(w);
  w.firms.log10_run_flop[0] = 25;
  w.governments.permit_delay[north] = delay;
  w.governments.permit_capability[north] = limit;
  return w;
}

/// Months from January up to before `end`.
void go_on(World& w, int end) {
  for (; w.clock.step < end; ++w.clock.step) {
    w.firms.capability[0] = 130 + w.clock.step;
    decide_releases(w.market, w.firms, w.events, w.governments, w.society, w.clock, {}, {100, 25, 10});
  }
}

double capability_of(const World& w, Index line) {
  return w.market.vintage[std::size_t(line)].capability;
}

}  // namespace

TEST_CASE("Weights above the limit are published when the permit is given, as they were when it was asked for") {
  World w = permits(4, 120);
  go_on(w, 4);  // asked in January and April
  CHECK((w.market.on_sale[mini] == 0 && w.market.filed.size() == 2));
  CHECK(capability_of(w, flagship) == 133);  // services need none
  go_on(w, 5);
  CHECK((w.market.on_sale[mini] == 1 && capability_of(w, mini) == 125));
  CHECK(w.market.vintage[std::size_t(mini)].released == january + 4);
  CHECK(w.events.releases.back().reason == "permit given");
  go_on(w, 9);  // the next one, of April, in August; one of July waits
  CHECK((capability_of(w, mini) == 128 && w.market.filed.size() == 1));
}

TEST_CASE("Weights at the limit, and those of governments without permits, are published at once") {
  for (const auto& [delay, limit] : {std::pair{4.0, 125.0}, {0.0, 100.0}}) {
    World w = permits(delay, limit);
    go_on(w, 1);
    CHECK((capability_of(w, mini) == 125 && w.market.filed.empty()));
  }
}

TEST_CASE("A firm that has closed meanwhile publishes nothing, permit or not") {
  World w = permits(4, 120);
  go_on(w, 2);
  w.firms.firms[0].strategy = Strategy::closed;
  go_on(w, 8);
  CHECK((w.market.on_sale[mini] == 0 && w.market.filed.empty()));
}

TEST_CASE("Nothing is filed twice") {
  World w = permits(4, 120);
  const Vintage vintage{january, 130, 25, 0, 100};
  CHECK(waits_for_permit(w.market, w.governments, north, mini, vintage));
  CHECK(waits_for_permit(w.market, w.governments, north, mini, vintage));
  CHECK(w.market.filed.size() == 1);
}

}  // namespace moat::permit_test
