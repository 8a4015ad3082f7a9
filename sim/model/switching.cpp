#include "model/switching.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "model/held.hpp"

namespace moat {
namespace {

constexpr std::string_view money[] = {"compute", "finance"}, know_how[] = {"research"},
                           models[] = {"release", "leaderboard"}, prices[] = {"pricing"}, derivatives[] = {"community"};

constexpr Channel all_channels[] = {
    {"compute", "Chips and the money for them: what is bought and denied, budgets, entry and exit of firms.", money},
    {"research", "What firms can train with the compute and the know-how they have.", know_how},
    {"release", "What firms publish, how openly, under which licence, and what the public learns of it.", models},
    {"pricing", "What makers and hosts ask, and what serving costs.", prices},
    {"community", "What users of open weights give back.", derivatives},
};

bool responds(const Hybrid& hybrid, std::string_view mechanism) {
  for (std::size_t c = 0; c < std::size(all_channels); ++c) {
    const auto& theirs = all_channels[c].mechanisms;
    if (std::find(theirs.begin(), theirs.end(), mechanism) != theirs.end()) return hybrid.responding >> c & 1;
  }
  return true;
}

/// Errors of a hybrid say which channels respond in it, beside mechanism and month.
template <class Act>
void with_place(const World& world, std::string_view mechanism, Act act, std::string_view which = "") {
  try {
    try {
      act();
    } catch (const ContractError&) {
      rethrow_with_place(world, mechanism);
    }
  } catch (const ContractError& error) {
    if (which.empty()) throw;
    throw ContractError(fmt::format("{} (in a hybrid, {})", error.what(), which));
  }
}

std::string which(const Hybrid& hybrid) {
  std::string names;
  for (std::size_t c = 0; c < std::size(all_channels); ++c)
    if (hybrid.responding >> c & 1) names += fmt::format("{}{}", names.empty() ? "" : ", ", all_channels[c].name);
  return names.empty() ? "no channel responds" : "responding: " + names;
}

}  // namespace

std::span<const Channel> channels() {
  return all_channels;
}

Hybrid begin_hybrid(const World& arm_start, const World& baseline_start, unsigned responding) {
  Hybrid hybrid{responding, arm_start};
  for (const Mechanism& mechanism : step_order())
    if (!responds(hybrid, mechanism.name)) hold_from_start(mechanism.name, hybrid.world, baseline_start);
  return hybrid;
}

void run_switched_month(World& baseline, const Scenario& of_baseline, std::span<Hybrid> hybrids, const Scenario& of_arm,
                        const Random& random) {
  weigh_developers(baseline);
  for (Hybrid& hybrid : hybrids) weigh_developers(hybrid.world);
  for (const Mechanism& mechanism : step_order()) {
    const Shared before = shared_of(baseline);
    if (!skipped(of_baseline, mechanism.name))
      with_place(baseline, mechanism.name, [&] { mechanism.run(baseline, of_baseline, random); });
    for (Hybrid& hybrid : hybrids)
      with_place(
          hybrid.world, mechanism.name,
          [&] {
            if (!responds(hybrid, mechanism.name))
              hold(mechanism.name, hybrid.world, baseline, before, of_baseline);
            else if (!skipped(of_arm, mechanism.name))
              mechanism.run(hybrid.world, of_arm, random);
          },
          which(hybrid));
  }
  with_place(baseline, "check_invariants", [&] { check_invariants(baseline); });
  watch(baseline);
  for (Hybrid& hybrid : hybrids) {
    with_place(
        hybrid.world, "check_invariants", [&] { check_invariants(hybrid.world); }, which(hybrid));
    watch(hybrid.world);
  }
}

}  // namespace moat
