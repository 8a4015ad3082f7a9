#pragma once
/// The benchmarks by name; each stands in the file of its family, and in the table of suite.cpp.

#include "verify/benchmark.hpp"

namespace moat {

std::vector<Finding> lambert_best_reply(const Effort& effort);
std::vector<Finding> mixed_duopoly(const Effort& effort);
std::vector<Finding> momentum(const Effort& effort);
std::vector<Finding> research_contests(const Effort& effort);
std::vector<Finding> imitation_lag(const Effort& effort);
std::vector<Finding> learning_by_doing(const Effort& effort);

}  // namespace moat
