#pragma once
/// The distribution of a factor's values: a quantile function, and the levels that represent it in a grid.

#include <cstdint>
#include <limits>
#include <vector>

#include "base/describe.hpp"

namespace moat {

enum class DistributionKind : int { levels, integer, uniform, log_uniform, normal, triangular };

/// Values are numbers, or numbers of levels (0, 1, 2, ...) where the factor is none.
struct Distribution {
  DistributionKind kind = DistributionKind::levels;
  std::vector<double> levels;  ///< of DistributionKind::levels: each equally likely
  /// uniform, log_uniform, integer: low, high (the integer ones belong to it); normal: mean, standard deviation;
  /// triangular: low, mode, high.
  double a = 0, b = 0, c = 0;
  Range within;            ///< bounds of a truncated normal
  bool ends_meant = true;  ///< `within` was given for the normal; otherwise it is only where the parameter ends

  bool is_continuous() const { return kind != DistributionKind::levels && kind != DistributionKind::integer; }
  /// A lowest and a highest value that stand for its width: all but a normal that was not cut off on purpose.
  bool is_bounded() const;
  /// Number of different values; 0 for a continuous one.
  std::int64_t count() const;
  /// The quantile function at u in [0, 1].
  double quantile(double u) const;
  /// `wanted` values at even steps of u from 0 to 1; without bounds, in the middle of as many equal shares. Where there
  /// are only so many different values, each of them once; all of them for wanted = 0.
  std::vector<double> grid(std::int64_t wanted) const;
};

}  // namespace moat
