#pragma once
/// What capability is worth for a task.

#include <vector>

#include "base/maths.hpp"
#include "mechanism/adoption/params.hpp"
#include "state/world.hpp"

namespace moat {

/// Value of capability for a task, saturating (1/2 at its difficulty, 1 far above) or linear.
struct Value {
  const TaskEntry& task;
  double difficulty;
  QualityResponse response;

  Value(const TaskEntry& of, double years, QualityResponse r)
      : task(of), difficulty(of.difficulty + of.difficulty_growth * years), response(r) {}

  double operator()(double capability) const {
    const double x = (capability - difficulty) / task.scale;
    return response == QualityResponse::linear ? x : 1 / (1 + maths::exp(-x));
  }
  /// Per ECI.
  double slope(double capability) const {
    const double v = (*this)(capability);
    return (response == QualityResponse::linear ? 1 : v * (1 - v)) / task.scale;
  }
};

/// What lines are worth for tasks to developers of quality weight 1, by their ratings and in truth, and how tokens rise
/// with that [task, option].
struct Worth {
  Grid<double> rated, known, slope, tokens;
};

/// By the rating and capability of the lines on offer; `slot` [option]. What the community adds to open weights counts as capability.
Worth value_lines(const std::vector<int>& slot, const Market& market, const Society& society, const Firms& firms,
                  const Clock& clock, QualityResponse response);

double quality_weight(const Society& society, Index segment, Index task);

/// Where developers differ in their needs, quality is worth v[0] + sum over the other domains of need x (v[d] - v[0]):
/// the first part belongs to `common`, the differences stand apart, in `values`. Returns the first part for quality weight 1.
double value_by_domain(Cube<float, 4>& values, const std::vector<int>& slot, const Market& market, const Firms& firms,
                       const Society& society, const Value& value, Index segment, Index task, int k);

}  // namespace moat
