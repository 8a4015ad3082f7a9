#pragma once
/// The shape of an output file: which series, on which axes. Points (scenarios) of one call share axes: where their
/// regions, firms or lines differ, an axis holds the union of the names, and what a point lacks is NaN.

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "model/model.hpp"

namespace moat {

using Labels = std::vector<std::string>;
using Axes = std::map<std::string, Labels, std::less<>>;  ///< names along each axis, by the axis' name

/// A scenario ready to run, under the name it has in the output.
struct Point {
  std::string name;
  LoadedScenario loaded;
  std::vector<const Series*> series;  ///< recorded ones
  Axes axes;
  std::vector<Month> months;  ///< recorded ones

  const Scenario& scenario() const { return loaded.scenario; }
};

/// Everything but the runs: axes and series of all points together.
struct Layout {
  std::vector<const Series*> series;
  Axes axes;
  std::vector<Month> months;
  std::vector<std::int64_t> replicates;  ///< numbers of the replicates of all points

  std::size_t values_per_run() const;
};

Point make_point(std::string name, LoadedScenario loaded);
Layout make_layout(const std::vector<Point>& points);

/// Axis names of a series, in order.
std::vector<std::string> dims_of(const Series& series);

/// Number of values of a series in one record.
std::size_t cell_count(const Series& series, const Axes& axes);

}  // namespace moat
