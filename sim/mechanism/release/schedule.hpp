#pragma once
/// When a line is due.

#include <cmath>

#include "state/firms.hpp"

namespace moat {

/// True in the months in which the line gets a model by its schedule, `delay` months late.
inline bool due(const LineEntry& line, Month now, double delay) {
  const int since = now - line.first - int(std::lround(delay));
  return since >= 0 && since % int(line.cadence) == 0;
}

}  // namespace moat
