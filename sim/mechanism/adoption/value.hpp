#pragma once
/// What capability is worth for a task.

#include <cmath>

#include "mechanism/adoption/params.hpp"
#include "state/work.hpp"

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
    return response == QualityResponse::linear ? x : 1 / (1 + std::exp(-x));
  }
  /// Per ECI.
  double slope(double capability) const {
    const double v = (*this)(capability);
    return (response == QualityResponse::linear ? 1 : v * (1 - v)) / task.scale;
  }
};

}  // namespace moat
