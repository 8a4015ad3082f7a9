// One stock of compute in whole runs: its uses add up, nothing changes where serving claims nothing, and who has less serves less.

#include <cmath>

#include "catch.hpp"
#include "mechanism/compute/compute.hpp"
#include "model/little_scenario.hpp"

using namespace moat;

namespace {

constexpr Index in_north = 0, in_south = 1;

World world_after(const std::vector<std::string>& sets, int months = 20) {
  const Scenario s = little_scenario(sets);
  World w = initial_world(s, random_of(s), 1);
  run_months(w, s, months);
  return w;
}

double tokens_in(const World& w, Index region) {
  double sum = 0;
  for (Index l = 0; l < w.market.line_count(); ++l)
    for (Index s = 0; s < w.market.tokens.size(2); ++s)
      for (Index t = 0; t < w.market.tokens.size(3); ++t) sum += w.market.tokens(l, region, s, t);
  return sum;
}

/// Users so many that serving all of them takes more than there is.
const std::string crowd = "regions.north.developers=3e9", crowd_south = "regions.south.developers=1.5e9";

}  // namespace

TEST_CASE("Where serving claims nothing, all is as if there were no such thing") {
  const Scenario s = little_scenario({"pricing.scarcity_limit=1", "compute.hosting_share=0"});
  World w = initial_world(s, random_of(s), 1);
  World without = w;
  for (int month = 0; month < 20; ++month) {
    const Random random = random_of(s).at(w.clock.step);
    run_month(w, s, random, [](const Mechanism&) {});
    weigh_developers(without);
    for (const Mechanism& mechanism : mechanisms())
      if (mechanism.name == "compute")
        deliver_compute(without.firms, without.chips, without.governments, without.society, without.clock, s.compute);
      else
        mechanism.month(without, s, random);
    watch(without);
    ++w.clock.step, ++without.clock.step;
  }
  CHECK(same(w.market.price.flat(), without.market.price.flat()));
  CHECK(same(w.market.available.flat(), without.market.available.flat()));
  CHECK(same(w.market.tokens.flat(), without.market.tokens.flat()));
  CHECK(same(w.firms.capability, without.firms.capability));
  CHECK(same(w.firms.cash, without.firms.cash));
  CHECK((w.firms.serving == 0).all());
  CHECK((w.market.shortfall == 0).all());
}

TEST_CASE("Uses of compute add up to it") {
  for (const std::string claim : {"0", "0.5", "1"}) {
    const World w = world_after({"compute.serving_claim=" + claim, crowd});
    std::vector<double> uses(std::size_t(w.firms.size()) * 4, 0.0);
    for (const Series& one : all_series())
      if (one.name == "compute_use") one.read(w, uses);
    for (Index f = 0; f < w.firms.size(); ++f) {
      const auto at = std::size_t(f) * 4;
      CHECK(uses[at] + uses[at + 1] + uses[at + 2] + uses[at + 3] == Approx(w.firms.compute[f]).epsilon(1e-12));
      CHECK(*std::min_element(uses.begin(), uses.end()) >= 0);
    }
    CHECK((uses[0] > 0) == (claim != "0"));
  }
}

TEST_CASE("A world with capacity to spare serves all") {
  const World w =
      world_after({"compute.serving_claim=1", "regions.north.developers=1000", "regions.south.developers=1000"});
  CHECK((w.market.shortfall == 0).all());
  CHECK((w.firms.serving > 0).any());
  CHECK((w.firms.pressure == 1).all());
}

TEST_CASE("Where more is asked for than can be served, research gets less and some are turned away") {
  const World free = world_after({crowd, crowd_south}),
              bound = world_after({crowd, crowd_south, "compute.serving_claim=1"});
  CHECK(bound.market.shortfall.maxCoeff() > 0);
  CHECK(tokens_in(bound, in_north) < 0.95 * tokens_in(free, in_north));
  CHECK(bound.firms.log10_run_flop[0] < free.firms.log10_run_flop[0]);
}

TEST_CASE("Controls on chips lower what is served in the region, not only what is trained") {
  /// Tokens in the south under a control over those without, chips of buyers outside of the model left likewise.
  const auto kept = [](const std::string& claim) {
    std::vector<std::string> sets{"compute.serving_claim=" + claim,
                                  "compute.hosting_share=0.3",
                                  "regions.south.developers=1e8",
                                  "policy.measures.control.from=2024-01",
                                  "policy.measures.control.announced=2024-01",
                                  "policy.measures.control.enforcement=1"};
    const World with = world_after(sets);
    sets.emplace_back("policy.without=[export_control]");
    const World none = world_after(sets);
    CHECK(with.chips.others.col(in_south).sum() < 0.6 * none.chips.others.col(in_south).sum());
    if (claim != "0")  // more are turned away
      CHECK(with.market.shortfall.col(in_south).sum() > none.market.shortfall.col(in_south).sum());
    return tokens_in(with, in_south) / tokens_in(none, in_south);
  };
  const double served = kept("1"), trained = kept("0");
  CAPTURE(served, trained);
  CHECK(served < trained);
}
