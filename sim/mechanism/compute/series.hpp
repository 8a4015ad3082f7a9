#pragma once
/// Outputs of the compute mechanism.

#include <span>

#include "state/series.hpp"

namespace moat {

std::span<const Series> compute_series();

}  // namespace moat
