// The table of all benchmarks.

#include "verify/suite.hpp"

namespace moat {
namespace {

constexpr Benchmark table[] = {
    {"B6", "Best reply in logit Bertrand competition", "Anderson, de Palma & Thisse 1992, MIT Press, ch. 7",
     "pricing: linear_best_reply", lambert_best_reply},
    {"B13", "Vintages of export rules on chips", "15 CFR 774, 3A090 of 2022-10, 2023-10 and 2026-01",
     "policy: permitted_share, with the measures and chips of the world; research: do_research, run_capability",
     chip_rules},
};

}  // namespace

std::span<const Benchmark> benchmarks() {
  return table;
}

}  // namespace moat
