// The table of all benchmarks.

#include "verify/suite.hpp"

namespace moat {
namespace {

constexpr Benchmark table[] = {
    {"B6", "Best reply in logit Bertrand competition", "Anderson, de Palma & Thisse 1992, MIT Press, ch. 7",
     "pricing: linear_best_reply", lambert_best_reply},
    {"MF", "Mean-field limit of many developers", "the twin in sim/verify/mean_field.hpp; binomial sampling",
     "all mechanisms: scenarios/verify/mean_field.yaml, scenarios/baseline.yaml", mean_field},
};

}  // namespace

std::span<const Benchmark> benchmarks() {
  return table;
}

}  // namespace moat
