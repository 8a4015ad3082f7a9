// The table of all benchmarks.

#include "verify/suite.hpp"

namespace moat {
namespace {

constexpr Benchmark table[] = {
    {"B6", "Best reply in logit Bertrand competition", "Anderson, de Palma & Thisse 1992, MIT Press, ch. 7",
     "pricing: linear_best_reply", lambert_best_reply},
    {"B19", "Leaders close, laggards open", "Mladenovic, Courville & Gidel 2026, arXiv:2604.16227",
     "release (adaptive), with all that makes the market", leaders_close},
};

}  // namespace

std::span<const Benchmark> benchmarks() {
  return table;
}

}  // namespace moat
