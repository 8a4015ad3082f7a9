#pragma once
/// Outputs of adoption. Shares of users, of tokens, of spending and of downloads differ, so all four are recorded.

#include <span>

#include "state/series.hpp"

namespace moat {

std::span<const Series> adoption_series();

}  // namespace moat
