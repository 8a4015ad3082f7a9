#pragma once
/// The axes of outputs: the labels along each in a scenario.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "state/series.hpp"

namespace moat {

struct Scenario;

using Labels = std::vector<std::string>;
using Axes = std::map<std::string, Labels, std::less<>>;  ///< names along each axis, by the axis' name

Axes axes_of(const Scenario& scenario);

/// Axis names of a series, in order.
std::vector<std::string> dims_of(const Series& series);

/// Number of values of a series in one record.
std::size_t cell_count(const Series& series, const Axes& axes);

}  // namespace moat
