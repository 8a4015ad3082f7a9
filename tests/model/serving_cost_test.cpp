// What serving costs in the baseline: by capability and date, not by capital, and falling as prices of 2023-25 did.

#include <algorithm>
#include <cmath>

#include "catch.hpp"
#include "model/little_scenario.hpp"
#include "state/lines.hpp"

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

/// Serving cost [USD/Mtok] of a model as capable as the reference, by the line's newest model.
double cost_at_reference(const World& w, Index line, const CapabilityScale& scale) {
  const double tenfolds = (w.market.vintage[std::size_t(line)].capability - scale.reference) / scale.per_tenfold;
  return w.market.serving_cost[line] * std::pow(10, -scale.parameters_exponent * tenfolds);
}

/// FLOP of nominal performance for one Mtok of a new model of the capability of the reference.
double flop_of_new(const World& w, double shrink, const Scenario& s) {
  double best = -100;
  for (Index f = 0; f < w.firms.size(); ++f)
    if (w.firms.active[f]) best = std::max(best, w.firms.know_how[f]);
  const Month now = w.clock.now();
  return 2e15 * active_parameters(s.capability.reference, shrink, best, now, s.capability) /
         s.pricing.serving_utilisation.at(now);
}

}  // namespace

TEST_CASE("Five times the capital make models better, and no dearer at equal capability and date") {
  // Know-how is left alone: effort is relative to the firm with the most compute. So is use, by which makers shrink.
  const Scenario plain = baseline({"research.effort_exponent=0", "release.shrink_rule=given"});
  Scenario rich = plain;
  for (FirmEntry& firm : rich.firms)
    if (firm.name == "OpenAI") {
      for (auto& point : firm.capex.points) point.second *= 5;
      for (auto& [chip, units] : firm.stock) units *= 5;
    }
  struct Newest {
    Month released;
    double cost, capability;
  };
  std::vector<Newest> seen;
  watch_months(plain, [&](const World& w) {
    const Index gpt = line_of(w, "GPT");
    const Vintage& vintage = w.market.vintage[std::size_t(gpt)];
    seen.push_back({vintage.released, cost_at_reference(w, gpt, plain.capability), vintage.capability});
  });
  std::size_t month = 0;
  int compared = 0;
  double gain = 0;
  watch_months(rich, [&](const World& w) {
    const Index gpt = line_of(w, "GPT");
    const Vintage& vintage = w.market.vintage[std::size_t(gpt)];
    const Newest& other = seen[month++];
    if (vintage.released != other.released) return;
    INFO(to_string(w.clock.now()));
    CHECK(cost_at_reference(w, gpt, rich.capability) == Approx(other.cost).epsilon(0.01));
    ++compared;
    gain = vintage.capability - other.capability;
  });
  CHECK(compared > 12);
  CHECK(gain > 3);
}

TEST_CASE("An economy tier of equal capability, a year later, is 3 to 10 times cheaper to serve, rent apart") {
  const Scenario s = baseline();
  std::vector<double> flagship, economy;
  watch_months(s, [&](const World& w) {
    const Index mini = line_of(w, "GPT-mini");
    flagship.push_back(flop_of_new(w, 1, s));
    economy.push_back(flop_of_new(w, entry_of(w.market, w.firms, mini).shrink, s));
  });
  for (std::size_t from = 6; from + 12 < flagship.size(); from += 6) {
    const double cheaper = flagship[from] / economy[from + 12];
    CAPTURE(from, cheaper);
    CHECK(cheaper > 3);
    CHECK(cheaper < 10);
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
