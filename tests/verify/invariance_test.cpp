// What must not matter: the order in which firms and regions are written down, the unit of money, the number of
// developers that stand for the real ones, and the order of mechanisms that do not read each other. Developers are
// replaced by their expectation (the mean-field twin), so that these hold exactly and not only up to sampling.

#include "catch.hpp"
#include "model/little_scenario.hpp"
#include "verify/mean_field.hpp"

#include <algorithm>
#include <cmath>
#include <map>

using namespace moat;

namespace {

using Summary = std::map<std::string, double>;

/// The little scenario without chance: firms draw under their number, which a new order would change.
Scenario without_chance() {
  return little_scenario({"research.noise=0", "leaderboard.noise=0", "community.luck=0", "security.hazard=0"});
}

Summary summary(const World& w, const MeanField& twin) {
  Summary s;
  for (Index l = 0; l < w.market.line_count(); ++l) {
    const std::string& name = w.market.lines[std::size_t(l)];
    double tokens = 0;
    for (Index r = 0; r < w.society.region_count(); ++r)
      for (Index g = 0; g < w.society.segment_count(); ++g) {
        const std::string& region = w.society.regions[std::size_t(r)].name;
        s[name + " users " + region + std::to_string(g)] = twin.developers()(l + 1, r, g);
        for (Index t = 0; t < w.society.task_count(); ++t) tokens += w.market.tokens(l, r, g, t);
      }
    s[name + " tokens"] = tokens;
    s[name + " price"] = w.market.list_price[l];
    s[name + " capability"] = w.market.vintage[std::size_t(l)].capability;
  }
  for (Index f = 0; f < w.firms.size(); ++f) {
    const std::string& name = w.firms.firms[std::size_t(f)].name;
    s[name + " compute"] = w.firms.compute[f];
    s[name + " cash"] = w.firms.cash[f];
    s[name + " ecosystem"] = w.firms.ecosystem[f];
  }
  return s;
}

Summary course(const Scenario& s) {
  World w = mean_field_world(s, random_of(s));
  MeanField twin(s, w, {6, 6, 4});
  for (; w.clock.step < s.run.steps(); ++w.clock.step)
    month_with(w, s, random_of(s).at(w.clock.step), [&](const Mechanism&) { twin.act(w); });
  return summary(w, twin);
}

/// `scale`: what numbers of that ending are multiplied by on the way from a to b.
void check_same(const Summary& a, const Summary& b, double tolerance, double money = 1) {
  REQUIRE(a.size() == b.size());
  for (const auto& [name, value] : a) {
    INFO(name);
    const bool in_money = name.ends_with("price") || name.ends_with("cash");
    CHECK(b.at(name) == Approx(value * (in_money ? money : 1)).epsilon(tolerance).margin(tolerance));
  }
}

void multiply(Path& path, double factor) {
  for (auto& point : path.points) point.second *= factor;
}

void multiply_money(Scenario& s, double factor) {
  for (ChipEntry& chip : s.chips) chip.price *= factor;
  for (FirmEntry& firm : s.firms) {
    for (Path* path : {&firm.capex, &firm.funding, &firm.other_revenue}) multiply(*path, factor);
    firm.cash *= factor;
    firm.complement *= factor;
    for (LineEntry& line : firm.lines) multiply(line.price, factor);
  }
  for (SegmentEntry& segment : s.segments) multiply(segment.budget, factor);
  s.compute.power_cost *= factor;
  s.compute.port_cost *= factor;
  s.pricing.price_floor *= factor;
  s.adoption.reference_price *= factor;
  s.adoption.price_offset *= factor;
}

/// Users by line after two years, mechanisms `first` and `first + 1` exchanged (none if negative).
std::vector<std::int64_t> users_with_exchanged(const Scenario& s, int first) {
  std::vector<Mechanism> order(mechanisms().begin(), mechanisms().end());
  if (first >= 0) std::swap(order[std::size_t(first)], order[std::size_t(first) + 1]);
  World w = initial_world(s, random_of(s), 1);
  for (; w.clock.step < s.run.steps(); ++w.clock.step) {
    weigh_developers(w);
    for (const Mechanism& mechanism : order) mechanism.month(w, s, random_of(s).at(w.clock.step));
  }
  const auto& a = w.market.assignments.flat();
  return {a.data(), a.data() + a.size()};
}

}  // namespace

TEST_CASE("Firms in another order: the same world") {
  const Scenario s = without_chance();
  Scenario other = s;
  std::reverse(other.firms.begin(), other.firms.end());
  check_same(course(s), course(other), 1e-6);
}

TEST_CASE("Regions, segments and tasks in another order: the same world") {
  const Scenario s = without_chance();
  Scenario other = s;
  std::reverse(other.regions.begin(), other.regions.end());
  std::reverse(other.tasks.begin(), other.tasks.end());
  std::reverse(other.domains.begin(), other.domains.end());
  check_same(course(s), course(other), 1e-6);
}

TEST_CASE("Money in another unit: prices and cash change by the factor, everything else stays") {
  const Scenario s = without_chance();
  Scenario other = s;
  multiply_money(other, 1000);
  check_same(course(s), course(other), 1e-6, 1000);
}

TEST_CASE("A number that is money, left out of the change of unit, shows") {
  const Scenario s = without_chance();
  Scenario other = s;
  multiply_money(other, 1000);
  other.compute.power_cost *= 1000;
  const Summary a = course(s), b = course(other);
  CHECK(std::abs(b.at("keep tokens") / a.at("keep tokens") - 1) > 0.01);
}

TEST_CASE("More virtual developers for the same real ones: the same world") {
  const Scenario s = without_chance();
  Scenario other = s;
  other.run.developers *= 2;
  check_same(course(s), course(other), 1e-6);
}

TEST_CASE("Mechanisms that do not read each other act in any order, for the others the order is a claim") {
  const Scenario s = little_scenario();
  const auto order = mechanisms();
  const auto as_it_is = users_with_exchanged(s, -1);
  for (std::size_t first = 0; first + 1 < order.size(); ++first) {
    INFO(order[first].name << " and " << order[first + 1].name);
    // Of the others each reads what the one before it writes; without draws and reputations these two say nothing.
    const std::string_view here = order[first].name;
    const bool free = here == "policy" || here == "uncertain" || here == "leaderboard" || here == "community" ||
                      here == "reputation" || here == "hosting" || here == "talent" || here == "finance";
    CHECK((users_with_exchanged(s, int(first)) == as_it_is) == free);
  }
}
