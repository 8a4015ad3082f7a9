// What serving costs in the baseline: by capability and date, not by capital, and falling as prices of 2023-25 did.

#include <algorithm>
#include <cmath>

#include "catch.hpp"
#include "model/little_scenario.hpp"

using namespace moat;

namespace {

Scenario baseline(const std::vector<std::string>& sets = {}) {
  std::vector<std::string> all{"run.developers=2000", "run.end=2025-12", "research.noise=0"};
  all.insert(all.end(), sets.begin(), sets.end());
  return load_scenario(MOAT_SOURCE "/scenarios/baseline.yaml", all, known_names()).scenario;
}

/// Calls see(world) after each month.
template <class See>
void watch_months(const Scenario& s, See&& see) {
  World w = initial_world(s, random_of(s), 1);
  for (; w.clock.step < s.run.steps(); ++w.clock.step) {
    run_month(w, s, random_of(s).at(w.clock.step), [](const Mechanism&) {});
    see(w);
  }
}

Index line_of(const World& w, const std::string& name) {
  return std::find(w.market.lines.begin(), w.market.lines.end(), name) - w.market.lines.begin();
}

/// Serving cost [USD/Mtok] of a model as capable as the reference, by the month's newest model of the line.
double cost_at_reference(const World& w, Index line, const CapabilityScale& scale) {
  const double tenfolds = (w.market.vintage[std::size_t(line)].capability - scale.reference) / scale.per_tenfold;
  return w.market.serving_cost[line] * std::pow(10, -scale.parameters_exponent * tenfolds);
}

}  // namespace

TEST_CASE("Five times the capital make models better, and no dearer at equal capability and date") {
  // Know-how is left alone: effort is relative to the firm with the most compute.
  const std::string same_effort = "research.effort_exponent=0";
  const Scenario plain = baseline({same_effort}), rich = [&] {
    Scenario s = baseline({same_effort});
    for (FirmEntry& firm : s.firms)
      if (firm.name == "OpenAI") {
        for (auto& point : firm.capex.points) point.second *= 5;
        for (auto& [chip, units] : firm.stock) units *= 5;
      }
    return s;
  }();
  std::vector<double> costs, capabilities;
  watch_months(plain, [&](const World& w) {
    const Index gpt = line_of(w, "GPT");
    costs.push_back(cost_at_reference(w, gpt, plain.capability));
    capabilities.push_back(w.market.vintage[std::size_t(gpt)].capability);
  });
  std::size_t month = 0;
  double gain = 0;
  watch_months(rich, [&](const World& w) {
    const Index gpt = line_of(w, "GPT");
    INFO(to_string(w.clock.now()));
    CHECK(cost_at_reference(w, gpt, rich.capability) == Approx(costs[month]).epsilon(0.01));
    gain = w.market.vintage[std::size_t(gpt)].capability - capabilities[month++];
  });
  CHECK(gain > 3);
}

TEST_CASE("An economy tier of equal capability, a year later, is 3 to 10 times cheaper to serve, rent apart") {
  const Scenario s = baseline();
  std::vector<double> flagship, economy;  // at the reference's capability and a rent of 1 USD
  watch_months(s, [&](const World& w) {
    const double rent = w.chips.rent[w.firms.region[0]];
    flagship.push_back(cost_at_reference(w, line_of(w, "GPT"), s.capability) / rent);
    economy.push_back(cost_at_reference(w, line_of(w, "GPT-mini"), s.capability) / rent);
  });
  for (const std::size_t from : {std::size_t(7), std::size_t(12), std::size_t(22)}) {
    CAPTURE(from, flagship[from], economy[from + 12]);
    CHECK(flagship[from] / economy[from + 12] > 3);
    CHECK(flagship[from] / economy[from + 12] < 10);
  }
}

TEST_CASE("The price of a model as good as GPT-4 falls 5 to 20 times a year") {
  double first = 0, last = 0;
  watch_months(baseline(), [&](const World& w) {
    if (w.clock.now() == Month::of(2023, 6)) first = w.market.constant_capability_price;
    if (w.clock.now() == Month::of(2025, 12)) last = w.market.constant_capability_price;
  });
  REQUIRE((first > 0 && last > 0));
  const double yearly = std::pow(first / last, 1 / 2.5);
  CAPTURE(first, last);
  CHECK(yearly > 5);
  CHECK(yearly < 20);
}
