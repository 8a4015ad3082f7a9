#pragma once
/// The benchmarks by name; each stands in the file of its family, and in the table of suite.cpp.

#include "verify/benchmark.hpp"

namespace moat {

std::vector<Finding> lambert_best_reply(const Effort& effort);
std::vector<Finding> leaders_close(const Effort& effort);

}  // namespace moat
