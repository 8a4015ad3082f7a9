#pragma once
/// What adoption reports: users, tokens, spending and downloads are four different shares, and all are recorded.

#include <span>

#include "state/series.hpp"

namespace moat {

std::span<const Series> adoption_series();

}  // namespace moat
