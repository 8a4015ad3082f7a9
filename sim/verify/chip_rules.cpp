// B13: which accelerators three vintages of export rules deny, and how a threshold on compute goes stale.

#include <algorithm>

#include <fmt/format.h>

#include "base/maths.hpp"
#include "scenario/scenario.hpp"
#include "verify/suite.hpp"

namespace moat {
namespace {

constexpr double denied = 0, case_by_case = 0.5, free_of_control = 1;  // half of the volume may be licensed

/// Chips as their makers state them, and what the rules in force from the three months make of them.
struct Classified {
  std::string_view chip;
  double tpp, interconnect, memory_bandwidth;
  double permitted[3];
};
constexpr Month vintages[] = {Month::of(2022, 10), Month::of(2023, 11), Month::of(2026, 1)};
constexpr Classified table[] = {
    {"A100", 4992, 600, 2039, {denied, denied, case_by_case}},
    {"H100", 15832, 900, 3350, {denied, denied, case_by_case}},
    {"H20", 2368, 900, 4000, {free_of_control, free_of_control, free_of_control}},
    {"A800", 4992, 400, 2039, {free_of_control, denied, case_by_case}},
    {"H800", 15832, 400, 3350, {free_of_control, denied, case_by_case}},
    {"H200", 15832, 900, 4800, {denied, denied, case_by_case}},
    {"B200", 36000, 1800, 7700, {denied, denied, denied}},
    {"MI300X", 20919.2, 896, 5300, {denied, denied, case_by_case}},
    {"MI325X", 20919.2, 896, 6000, {denied, denied, case_by_case}},
};

/// The country-wide rules alone: measures aimed at single chips or set by the importer are another matter.
std::vector<MeasureEntry> country_wide_rules(const Scenario& scenario) {
  std::vector<MeasureEntry> rules;
  std::copy_if(scenario.policy.measures.begin(), scenario.policy.measures.end(), std::back_inserter(rules),
               [](const MeasureEntry& m) { return m.name.starts_with("us-chip-rule-"); });
  return rules;
}

/// How much more effective compute a fixed threshold lets through after some months: 2^(months / doubling time).
void staleness(const Scenario& scenario, const Effort& effort, std::vector<CheckResult>& checks) {
  constexpr double threshold = 26;  // log10 FLOP
  constexpr int months[] = {8, 12, 24};
  constexpr double doubling = 8;
  const Index firm = find_entry(scenario.firms, "OpenAI");
  std::vector<double> at_threshold;  // ECI of a model trained with just the compute allowed
  replicate(scenario, 1, effort, [&](const World& world, Index) {
    at_threshold.push_back(run_capability(threshold, world.firms.know_how[firm], scenario.capability));
  });
  for (const int u : months)
    checks.push_back(exact(
        fmt::format("laxness of a fixed threshold after {} months", u), maths::exp2(u / doubling),
        maths::pow(10, (at_threshold[std::size_t(u)] - at_threshold[0]) / scenario.capability.per_tenfold), 1e-9));
}

}  // namespace

std::vector<CheckResult> chip_rules(const Effort& effort) {
  const Scenario scenario = *verify_scenario(effort, "chip_rules");
  const std::vector<MeasureEntry> rules = country_wide_rules(scenario);
  std::vector<CheckResult> checks;
  for (const Classified& row : table) {
    const ChipEntry& chip = scenario.chips[std::size_t(find_entry(scenario.chips, row.chip))];
    checks.push_back(sign(
        fmt::format("{}: the world's data are the maker's", row.chip),
        chip.tpp == row.tpp && chip.interconnect == row.interconnect && chip.memory_bandwidth == row.memory_bandwidth));
    for (std::size_t v = 0; v < std::size(vintages); ++v)
      checks.push_back(exact(fmt::format("{} to China under the rules of {}", row.chip, to_string(vintages[v])),
                             row.permitted[v], permitted_share(rules, chip, "china", vintages[v], false), 1e-12));
  }
  staleness(scenario, effort, checks);
  return checks;
}

}  // namespace moat
