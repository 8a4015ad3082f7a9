#pragma once
/// What the reader of a scenario has to know of the model.

#include <functional>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace moat {

struct Reading;
struct Scenario;

/// Names that a scenario may use beside those it defines itself.
struct KnownNames {
  std::vector<std::string_view> mechanisms;
  std::vector<std::string_view> series;
  /// Checks of what only the model knows, such as the axes of series.
  std::function<std::vector<Problem>(const Scenario&, const Reading&)> more = {};
};

}  // namespace moat
