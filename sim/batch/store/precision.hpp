#pragma once
/// Adaptive replicates: each point gets batches of runs until the mean of an outcome is known well enough.

#include <cstdint>
#include <span>
#include <string>

namespace moat {

/// When a point has enough replicates. The rule looks at the first replicates in their order, whole batches at a time,
/// so that it does not matter which run ended first, or where.
struct Precision {
  std::string outcome;    ///< empty: all replicates are run
  double half_width = 0;  ///< of the confidence interval of the mean, in the unit of the outcome
  double confidence = 0.95;
  std::int64_t batch = 8;
  std::int64_t maximum = 128;

  bool is_on() const { return !outcome.empty(); }
};

/// Half the width of Student's confidence interval of the mean; infinite for fewer than two values. NaN (failed runs)
/// does not count.
double half_width(std::span<const double> values, double confidence);

/// True if these values, those of the first replicates of a point, are enough. Asks only for whole batches.
bool is_enough(const Precision& precision, std::span<const double> values);

}  // namespace moat
