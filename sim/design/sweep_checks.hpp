#pragma once
/// What is wrong with a sweep file by itself, without its scenario.

#include <vector>

#include "design/sweep_file.hpp"

namespace moat {

/// Keys that exclude or need each other, sizes of designs.
std::vector<Problem> check_sweep(const SweepParams& params, const Reading& reading);

}  // namespace moat
