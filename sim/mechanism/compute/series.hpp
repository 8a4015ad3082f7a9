#pragma once
/// What the compute mechanism reports.

#include <span>

#include "state/series.hpp"

namespace moat {

std::span<const Series> compute_series();

}  // namespace moat
