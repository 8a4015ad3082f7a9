// Stricter controls on chips reach what is used abroad through what firms can train, not through what serving costs.

#include <cmath>
#include <string>
#include <vector>

#include "catch.hpp"
#include "model/model.hpp"
#include "scenario/scenario.hpp"

using namespace moat;

namespace {

Scenario question(std::vector<std::string> sets) {
  sets.push_back("run.developers=20000");
  return load_scenario(MOAT_SOURCE "/scenarios/questions/chip_controls.yaml", sets, known_names()).scenario;
}

/// One month in which serving costs what it costs in `other`, for all that is on sale there.
void run_at_cost_of(const World& other, World& w, const Scenario& s, const Random& random) {
  weigh_developers(w);
  for (const Mechanism& mechanism : mechanisms()) {
    if (skipped(s, mechanism.name)) continue;
    if (mechanism.name != "pricing") {
      mechanism.month(w, s, random);
      continue;
    }
    const Column<double> rent = w.chips.rent;
    const auto vintages = w.market.vintage;
    w.chips.rent = other.chips.rent;
    for (Index l = 0; l < w.market.line_count(); ++l)
      if (other.market.on_sale[l])
        w.market.vintage[std::size_t(l)].active_parameters = other.market.vintage[std::size_t(l)].active_parameters;
    mechanism.month(w, s, random);
    w.chips.rent = rent;
    w.market.vintage = vintages;
  }
  watch(w);
}

/// Chinese models' share of other regions' tokens [%].
double abroad(const World& w) {
  std::vector<double> out(std::size_t(w.society.region_count()));
  for (const Series& one : all_series())
    if (one.name == "soft_power") one.read(w, out);
  return 100 * out[1];
}

struct Mean {
  double value, error;  ///< of the mean
};

Mean mean_of(const std::vector<double>& values) {
  const double n = double(values.size());
  double sum = 0, squares = 0;
  for (const double x : values) sum += x;
  for (const double x : values) squares += (x - sum / n) * (x - sum / n);
  return {sum / n, std::sqrt(squares / (n - 1) / n)};
}

}  // namespace

TEST_CASE("Stricter controls do not raise Chinese tokens abroad, but for the cheapness of smaller models", "[slow]") {
  const Scenario real = question({}), strict = question({"policy.measures.us-denies-all.from=2022-10"});
  std::vector<double> through_cost, at_cost;
  const int runs = 12;
  for (int replicate = 0; replicate < runs; ++replicate) {
    const Random luck{std::uint64_t(real.run.seed), std::uint64_t(replicate), 0};
    World a = initial_world(real, luck, 1), b = initial_world(strict, luck, 1), held = b;
    for (int month = 0; month < real.run.steps(); ++month) {
      const Random random = luck.at(month);
      run_month(a, real, random, [](const Mechanism&) {});
      run_month(b, strict, random, [](const Mechanism&) {});
      run_at_cost_of(a, held, strict, random);
      for (World* w : {&a, &b, &held}) ++w->clock.step;
    }
    through_cost.push_back(abroad(b) - abroad(held));
    at_cost.push_back(abroad(held) - abroad(a));
  }
  const Mean rest = mean_of(at_cost), cost = mean_of(through_cost);
  INFO("at the same cost " << rest.value << " +- " << rest.error << ", through cost " << cost.value << " +- "
                           << cost.error);
  CHECK(rest.value < 3 * rest.error);
  // Who trains less makes smaller models, and they win users by their price: 1.0 points, standard error 0.3, where 0 was
  // hoped for. It was 2.0 when hosts had no lowest price. That it does not grow again:
  CHECK(cost.value < 1.0 + 3 * 0.3);
}
