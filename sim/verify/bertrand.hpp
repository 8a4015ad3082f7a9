#pragma once
/// The market of `scenarios/verify/bertrand.yaml`, which benchmarks fill with firms.

#include <string>
#include <string_view>
#include <vector>

#include "verify/benchmark.hpp"

namespace moat {

/// Most utility that a model can give there, before prices; a case may set `segments.buyers.quality_weight`.
inline constexpr double most_utility = 16;

/// `--set` assignments that put a firm (A to J, or Free, whose model is open) on the market. `utility`: of its model at
/// price 0, above that of no model, which is 6 there.
std::vector<std::string> sell(std::string_view firm, double utility, double cost, double most = most_utility);

}  // namespace moat
