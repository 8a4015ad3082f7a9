#pragma once
/// From which month on two scenarios may differ in what they do, by their keys.
///
/// Careful: a key without a date may act from the start, and so does a path unless it is one of those of which it is
/// known how far ahead they are read. Measures act from the month in which they are announced, or else begin. Adaptive
/// firms look as far ahead as release.horizon. Titles, questions, tests and the end of the run make no difference.

#include <optional>
#include <string>

#include "base/date.hpp"

namespace moat {

struct Scenario;

struct Difference {
  std::string path;  ///< the key; where several differ from one month on, the first in the order of the file
  Month month;       ///< all months before it are alike
};

/// The earliest difference; nothing if there is none.
std::optional<Difference> first_difference(const Scenario& one, const Scenario& other);

}  // namespace moat
