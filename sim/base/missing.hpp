#pragma once
/// The number that stands where there is none: of a run that failed, of an outcome that did not happen.

#include <limits>

namespace moat {

inline constexpr double missing_value = std::numeric_limits<double>::quiet_NaN();

}  // namespace moat
