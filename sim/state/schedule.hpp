#pragma once
/// When a line is due.

#include <algorithm>
#include <cmath>

#include "state/firms.hpp"

namespace moat {

/// Months from a release in this month to the line's next one.
inline int months_to_next(const LineEntry& line, Month release) {
  return std::max(1, int(std::lround(line.cadence.at(release))));
}

/// True in the months in which the line gets a model by its schedule, `delay` months late.
inline bool due(const LineEntry& line, Month now, double delay) {
  const Month month = now + -int(std::lround(delay));
  Month next = line.first;
  while (next < month) next = next + months_to_next(line, next);
  return next == month;
}

}  // namespace moat
