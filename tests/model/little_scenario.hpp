#pragma once
/// A small scenario file with something of everything, and worlds made from it. Two years, two regions.

#include <unistd.h>

#include <cstring>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "scenario/scenario.hpp"

namespace moat {

inline const std::string little_yaml = R"(
schema_version: 2
title: Little
run: {start: 2024-01, end: 2025-12, seed: 7, developers: 3000}
domains: {language: {}, coding: {}}
tasks:
  chat: {domains: {language: 0.6, coding: 0.2}, difficulty: 115, scale: 10, tokens: 1}
  code: {domains: {coding: 1}, difficulty: 120, difficulty_growth: 5, scale: 10, tokens: {2024-01: 1, 2025-12: 4}}
sectors:
  software: {tasks: {chat: 0.5, code: 0.9}, intensity: {code: 2}}
  other: {tasks: {chat: 0.8, code: 0.1}}
segments:
  hobby: {review: 0.3, quality_weight: 5, price_weight: 2, switching_cost: 0.3, budget: 20, tokens_median: 1,
          tokens_log_sd: 1, openness_weight: 0.5, openness_sd: 1}
  company: {review: 0.1, quality_weight: 6, price_weight: 1, price_log_sd: 0.5, switching_cost: 1, budget: 200,
            tokens_median: 20, tokens_log_sd: 1.5, trust_weight: 1, trust_sd: 0.5, self_hosting: 0.3}
regions:
  north: {developers: {2024-01: 1000000, 2025-12: 2000000}, sectors: {software: 1, other: 1},
          segments: {hobby: 1, company: 3}, distance: {south: 0.6}, hosting: 0.9}
  south: {developers: 500000, sectors: {software: 1, other: 3}, segments: {hobby: 1, company: 1}, distance: {north: 0.6},
          hosting: 0.5, income: 0.5}
stacks: {wide: {maturity: 1}, young: {maturity: 0.3, effort: 0.02}}
chips:
  alpha: {vendor: Alpha, vendor_region: north, stack: wide, tpp: 5000, interconnect: 900, memory_bandwidth: 3000,
          h100e_training: 1, price: 30000, on_sale: 2023-01, capacity: 20000}
  beta: {vendor: Beta, vendor_region: south, stack: young, tpp: 2000, interconnect: 400, memory_bandwidth: 1500,
         h100e_training: 0.5, price: 15000, on_sale: 2023-01, capacity: 10000}
firms:
  Keep:
    region: north
    capex: 2e8
    final_run: 0.2
    stock: {alpha: 20000}
    strategy: closed
    know_how: 0.5
    cash: 1e9
    funding: 5e8
    lines: {keep: {openness: closed, first: 2024-01, cadence: 4, capability: 125}}
  Give:
    region: south
    capex: 1e8
    final_run: 0.2
    stock: {alpha: 5000, beta: 5000}
    strategy: tiered
    know_how: 0.4
    cash: 1e9
    funding: 3e8
    focus: {coding: 2}
    lines:
      give: {openness: open, gap: 2, first: 2024-02, cadence: 3, capability: 118}
      give-max: {openness: closed, first: 2024-02, cadence: 3}
  Late:
    region: north
    enters: 2024-08
    capex: 5e7
    final_run: 0.2
    stock: {alpha: 5000}
    strategy: reactive
    reactive_threshold: 0.2
    reaction: open
    lines:
      late: {openness: closed, first: 2024-09, cadence: 4}
      late-open: {openness: open, first: 2024-09, cadence: 4}
policy:
  measures:
    control: {instrument: export_control, from: 2024-06, announced: 2024-04, actor: north, targets: [south],
              tpp_min: 4800, enforcement: 0.5}
    ban: {instrument: model_ban, from: 2025-03, until: 2025-09, actor: north, origins: [south], segments: [company],
          weights: both}
    block: {instrument: api_block, from: 2024-10, actor: north, targets: [south], coverage: 0.9}
    help: {instrument: outreach, from: 2025-01, actor: south, targets: [north], developers: 0.1, trust: 0.1}
security: {domains: [coding], threshold: 100, hazard: 0.02}
)";

/// The scenario with `--set` assignments.
inline Scenario little_scenario(const std::vector<std::string>& sets = {}) {
  const auto file = std::filesystem::temp_directory_path() / ("moat_little_" + std::to_string(getpid()) + ".yaml");
  std::ofstream(file) << little_yaml;
  LoadedScenario loaded = load_scenario(file, sets, known_names());
  std::filesystem::remove(file);
  return std::move(loaded.scenario);
}

/// Arrays that are equal to the bit.
template <class A>
bool same(const A& a, const A& b) {
  return a.size() == b.size() &&
         (a.size() == 0 || std::memcmp(a.data(), b.data(), sizeof(*a.data()) * std::size_t(a.size())) == 0);
}

inline Random random_of(const Scenario& s, std::uint64_t replicate = 0) {
  return {std::uint64_t(s.run.seed), replicate, 0};
}

/// Runs months from where the world stands.
inline void run_months(World& world, const Scenario& s, int months, std::uint64_t replicate = 0) {
  for (int m = 0; m < months; ++m, ++world.clock.step)
    run_month(world, s, random_of(s, replicate).at(world.clock.step), [](const Mechanism&) {});
}

}  // namespace moat
