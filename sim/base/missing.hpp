#pragma once
/// The value of a number that is missing: of a run that failed, or an outcome that did not occur.

#include <limits>

namespace moat {

inline constexpr double missing_value = std::numeric_limits<double>::quiet_NaN();

}  // namespace moat
