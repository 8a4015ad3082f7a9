// Which parameters act: what is declared to change nothing changes nothing, to the bit, and everything else changes
// something. So a condition that is missing, too wide or too narrow in the row of a parameter shows.

#include "io/scenario_text/acts.hpp"

#include <bit>
#include <cmath>
#include <set>

#include "catch.hpp"
#include "io/scenario_text/fields.hpp"
#include "io/scenario_text/parse.hpp"
#include "io/scenario_text/values.hpp"
#include "model/axes.hpp"
#include "model/little_scenario.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::acts_test {

namespace {

using Sets = std::vector<std::string>;

Scenario little(const Sets& sets) {
  Sets all = sets;
  all.insert(all.begin(), "run.developers=300");
  return load_scenario(std::string(MOAT_SOURCE) + "/tests/little.yaml", all, known_names()).scenario;
}

/// All outputs as one number a month, and the events as the last.
class Outputs {
 public:
  explicit Outputs(const Scenario& s) : usual_(hashes(s, {})) {}

  /// True if another scenario has the same outputs, to the bit.
  bool same(const Scenario& s) const { return hashes(s, usual_) == usual_; }

 private:
  static void add(std::uint64_t& hash, double x) {
    hash = (hash ^ (std::isnan(x) ? 1 : std::bit_cast<std::uint64_t>(x))) * 0x100000001b3ULL;
  }

  /// Ends with the first month that differs from `like`, if there is one.
  std::vector<std::uint64_t> hashes(const Scenario& s, const std::vector<std::uint64_t>& like) const {
    std::vector<std::uint64_t> all;
    World w = initial_world(s, random_of(s), 1);
    const Axes axes = axes_of(s);
    std::vector<double> values;
    for (; w.clock.step < s.run.steps(); ++w.clock.step) {
      run_month(w, s, random_of(s).at(w.clock.step), [](const Mechanism&) {});
      std::uint64_t hash = 0xcbf29ce484222325ULL;
      for (const Series& series : all_series()) {
        if (series.dims.find("from_line") != series.dims.npos) continue;  // moves, which are counted on demand
        values.assign(cell_count(series, axes), 0);
        series.read(w, values);
        for (const double x : values) add(hash, x);
      }
      all.push_back(hash);
      if (!like.empty() && like[all.size() - 1] != hash) return all;
    }
    std::uint64_t hash = 0;
    for (const ReleaseEvent& e : w.events.releases)
      for (const double x : {double(e.line), e.capability, e.log10_training_flop, e.know_how}) add(hash, x);
    for (const FirmEvent& e : w.events.firms)
      for (const double x : {double(e.firm), double(e.month - s.run.start)}) add(hash, x);
    all.push_back(hash);
    return all;
  }

  std::vector<std::uint64_t> usual_;
};

/// Other numbers that a parameter may have, below and above.
std::vector<double> other_numbers(double x, Range range, bool whole) {
  const double far = 2 * std::abs(x) + 1, low = std::max(range.low, -1e9), high = std::min(range.high, 1e9);
  std::set<double> numbers;
  for (double y : {x - far, x / 2, x * 1.5 + 0.01, x + far, low, high}) {
    y = std::clamp(y, range.low, range.high);
    if (whole) y = std::round(y);
    if (y != x) numbers.insert(y);
  }
  return {numbers.begin(), numbers.end()};
}

/// Numbers in a scenario, by path.
std::vector<std::pair<std::string, double>> numbers_of(Scenario& s) {
  std::vector<std::pair<std::string, double>> all;
  visit_all(item(s), [&](const Visit& v) {
    if (auto* const* x = std::get_if<double*>(&v.ref)) all.emplace_back(v.path, **x);
    if (auto* const* n = std::get_if<std::int64_t*>(&v.ref)) all.emplace_back(v.path, double(**n));
    auto* const* path = std::get_if<Path*>(&v.ref);
    if (path && !(*path)->points.empty()) all.emplace_back(v.path, (*path)->points.front().second);
    if (auto* const* numbers = std::get_if<Numbers*>(&v.ref))
      for (const auto& [name, x] : **numbers) all.emplace_back(v.path + "." + name, x);
  });
  return all;
}

/// Scenarios that differ in one number.
std::vector<Scenario> with_other_number(const Scenario& s, const std::string& path, double x) {
  Scenario copy = s;
  const std::optional<FoundValue> found = find_value(item(copy), path);
  REQUIRE(found);
  const bool whole = std::holds_alternative<std::int64_t*>(found->ref);
  std::vector<Scenario> all;
  for (const double y : other_numbers(x, found->field->text.range, whole)) {
    copy = s;
    REQUIRE(set_number(item(copy), path, y));
    all.push_back(copy);
  }
  return all;
}

/// Scenarios that differ in one choice or switch.
std::vector<Scenario> with_other_choice(const Scenario& s, const std::string& path) {
  std::vector<Scenario> all;
  Scenario copy = s;
  const auto choices = [](const FoundValue& found) {
    const auto* choice = std::get_if<ChoiceRef>(&found.ref);
    if (const auto* dated = std::get_if<ChoicePathRef>(&found.ref)) return int(dated->names.size());
    return choice ? int(choice->names.size()) : std::holds_alternative<bool*>(found.ref) ? 2 : 0;
  };
  const int count = choices(*find_value(item(copy), path));
  for (int n = 0; n < count; ++n) {
    copy = s;
    const FoundValue found = *find_value(item(copy), path);
    if (const auto* choice = std::get_if<ChoiceRef>(&found.ref)) choice->set(choice->member, n);
    if (const auto* dated = std::get_if<ChoicePathRef>(&found.ref)) *dated->points = {{always, n}};
    if (auto* const* on = std::get_if<bool*>(&found.ref)) **on = n == 1;
    if (copy.adoption.peer_response == PeerResponse::log) continue;  // asks for early users
    all.push_back(copy);
  }
  return all;
}

bool of_other_instrument(const Scenario& s, const std::string& path) {
  const std::vector<std::string> keys = split(path);
  for (const MeasureEntry& m : s.policy.measures)
    if (path.starts_with("policy.measures.") && keys[2] == m.name) return !key_applies(m.instrument, keys[3]);
  return false;
}

/// Numbers that change nothing in some variants of the little world for reasons that no condition can say.
struct Exempt {
  std::string_view path, reason;
  std::vector<std::size_t> variants;
};
const std::vector<Exempt> exempt{
    {"firms.Birch.lines.Birch-open.gap", "its maker's weights are aged", {0, 1, 2, 3, 4}},
    {"firms.Birch.lines.Birch-open.cadence", "they come when their age allows", {0, 1, 2, 3, 4}},
    {"firms.Birch.lines.Birch-open.shrink", "they are as small as its closed ones were", {0, 1, 2, 3, 4}},
    {"firms.Cedar.lines.Cedar.gap", "the only open line of an open maker gets its best", {0, 1, 2, 3, 4}},
    {"chips.B1.tpp", "no rule binds its vendor", {0, 1, 2, 4}},
    {"pricing.initial_margin", "every closed line has a price", {0, 1, 2, 3, 4}},
    {"finance.austerity", "nobody is out of cash", {0, 2, 3, 4}},
    {"policy.measures.lite-licence.enforcement", "the only firm that it binds has left by then", {1}},
    {"policy.measures.open-schools.grant", "so has the only one to get it", {1}},
    {"finance.capex_response", "every firm is surveyed from the first month on", {2}},
};

/// Numbers that say what is run, recorded and asked, not what happens.
bool is_setting(std::string_view path) {
  return path.starts_with("run.") || path.starts_with("record.") || path.starts_with("robust.");
}

/// True if the outputs are others, or the run stops: then it has read the number.
bool differs(const Outputs& outputs, const Scenario& other) {
  try {
    return !outputs.same(other);
  } catch (const ContractError&) {
    return true;
  }
}

bool is_in(const Inert& inert, const std::string& path) {
  return path == inert.path || path.starts_with(inert.path + ".");
}

std::vector<std::string> inert_that_act(const Scenario& s) {
  const Outputs outputs(s);
  std::vector<std::string> wrong;
  Scenario copy = s;
  const std::vector<std::pair<std::string, double>> numbers = numbers_of(copy);
  for (const Inert& one : inert_parameters(item(copy))) {
    std::vector<Scenario> others = with_other_choice(s, one.path);
    for (const auto& [path, x] : numbers)
      if (is_in(one, path))
        for (Scenario& other : with_other_number(s, path, x)) others.push_back(std::move(other));
    if (std::ranges::any_of(others, [&](const Scenario& other) { return differs(outputs, other); }))
      wrong.push_back(one.path + ": acts only if " + one.condition);
  }
  return wrong;
}

/// Paths of numbers that no condition idles and that change nothing.
std::vector<std::string> idle_numbers(const Scenario& s) {
  const Outputs outputs(s);
  std::vector<std::string> idle;
  Scenario copy = s;
  const std::vector<Inert> inert = inert_parameters(item(copy));
  for (const auto& [path, x] : numbers_of(copy)) {
    const bool said = std::ranges::any_of(inert, [&, &at = path](const Inert& one) { return is_in(one, at); });
    if (said || is_setting(path) || of_other_instrument(s, path)) continue;
    const std::vector<Scenario> others = with_other_number(s, path, x);
    if (std::ranges::none_of(others, [&](const Scenario& other) { return differs(outputs, other); }))
      idle.push_back(path);
  }
  return idle;
}

const std::vector<Sets> variants{
    {},
    {"adoption.price_response=log", "finance.capex_rule=responsive", "research.research_rule=responsive",
     "adoption.peers=network", "adoption.quality_response=linear", "finance.exit=true",
     "firms.Atlas.strategy={2025-01: tiered, 2025-06: reactive}", "firms.Atlas.reactive_threshold=0.1",
     "leaderboard.launch_per_eci=0.3", "firms.Cedar.cash=1e6", "firms.Cedar.funding=0",
     "firms.Cedar.lines.Cedar.licence=revenue_share", "firms.Cedar.lines.Cedar.royalty=0.2"},
    {"adoption.price_response=linear", "finance.capex_rule=best_reply", "adoption.peers=none",
     "adoption.token_elasticity=0", "compute.learning_rate=0", "community.contribution=0", "security.hazard=0",
     "segments.independent.openness_sd=0", "regions.west.distance={}", "regions.east.distance={}",
     "finance.funding_response=0", "finance.capex_response=0", "release.attention_per_eci=0"},
    {"adoption.price_response=log", "adoption.peer_weight=0", "firms.Atlas.strategy=adaptive", "firms.Birch.entry=free",
     "firms.Atlas.lines.Atlas-Pro.promotion={2025-04: 0, 2025-08: 0}", "policy.measures=null", "policy.rules=null",
     "release.sample=100", "firms.Atlas.other_revenue=1e9", "firms.Birch.fixed_cost=1e7", "finance.entry_months=2"},
    {"firms.Atlas.strategy=tiered", "firms.Atlas.lines.Atlas-Mini.gap=0", "firms.Atlas.lines.Atlas-Mini.shrink=10",
     "firms.Atlas.lines.Atlas-Pro.capability=0"},
};

}  // namespace

TEST_CASE("What is declared to change nothing changes nothing, to the bit") {
  const std::size_t n = GENERATE(range(std::size_t(0), variants.size()));
  CAPTURE(n);
  CHECK(inert_that_act(little(variants[n])) == std::vector<std::string>{});
}

TEST_CASE("The same where a mechanism is skipped") {
  for (const Mechanism& mechanism : mechanisms()) {
    CAPTURE(mechanism.name);
    CHECK(inert_that_act(little({"run.skip=[" + std::string(mechanism.name) + "]"})) == std::vector<std::string>{});
  }
}

TEST_CASE("What is not declared to change nothing changes something, but for exceptions with a reason") {
  const std::size_t n = GENERATE(range(std::size_t(0), variants.size()));
  CAPTURE(n);
  std::vector<std::string> expected;
  for (const Exempt& one : exempt)
    if (std::ranges::count(one.variants, n) > 0) expected.emplace_back(one.path);
  std::vector<std::string> idle = idle_numbers(little(variants[n]));
  std::ranges::sort(expected);
  std::ranges::sort(idle);
  CHECK(idle == expected);
}

}  // namespace moat::acts_test
