#include "model/switching.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "model/held.hpp"

namespace moat {
namespace {

bool responds(const Hybrid& hybrid, const Mechanism& mechanism) {
  const auto all = channels();
  const auto found = std::find(all.begin(), all.end(), mechanism.channel);
  return found == all.end() || (hybrid.responding >> (found - all.begin()) & 1) != 0;
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
  for (std::size_t c = 0; c < channels().size(); ++c)
    if (hybrid.responding >> c & 1) names += fmt::format("{}{}", names.empty() ? "" : ", ", channels()[c].name);
  return names.empty() ? "no channel responds" : "responding: " + names;
}

}  // namespace

std::span<const Channel> channels() {
  static const std::vector<Channel> all = [] {
    std::vector<Channel> list;
    for (const Mechanism& mechanism : mechanisms())
      if (!(mechanism.channel == direct_channel) &&
          std::find(list.begin(), list.end(), mechanism.channel) == list.end())
        list.push_back(mechanism.channel);
    return list;
  }();
  return all;
}

unsigned hybrid_count() {
  return 1u << channels().size();
}

Hybrid begin_hybrid(const World& arm_start, const World& baseline_start, unsigned responding) {
  Hybrid hybrid{responding, arm_start};
  for (const Mechanism& mechanism : mechanisms())
    if (!responds(hybrid, mechanism)) hold_from_start(hybrid.world, mechanism, baseline_start);
  return hybrid;
}

void run_switched_month(World& baseline, const Scenario& of_baseline, std::span<Hybrid> hybrids, const Scenario& of_arm,
                        const Random& random) {
  weigh_developers(baseline);
  for (Hybrid& hybrid : hybrids) weigh_developers(hybrid.world);
  for (const Mechanism& mechanism : mechanisms()) {
    const World before = added_columns_of(baseline);
    if (!skipped(of_baseline, mechanism.name))
      with_place(baseline, mechanism.name, [&] { mechanism.month(baseline, of_baseline, random); });
    for (Hybrid& hybrid : hybrids)
      with_place(
          hybrid.world, mechanism.name,
          [&] {
            if (!responds(hybrid, mechanism))
              hold(hybrid.world, {mechanism, baseline, before, of_baseline});
            else if (!skipped(of_arm, mechanism.name))
              mechanism.month(hybrid.world, of_arm, random);
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
