#include "batch/store/precision.hpp"

#include <boost/math/distributions/students_t.hpp>

#include <cmath>
#include <limits>

namespace moat {

double half_width(std::span<const double> values, double confidence) {
  double n = 0, sum = 0, squares = 0;
  for (const double x : values)
    if (std::isfinite(x)) ++n, sum += x;
  if (n < 2) return std::numeric_limits<double>::infinity();
  for (const double x : values)
    if (std::isfinite(x)) squares += (x - sum / n) * (x - sum / n);
  const boost::math::students_t student(n - 1);
  return boost::math::quantile(student, 0.5 + confidence / 2) * std::sqrt(squares / (n - 1) / n);
}

bool is_enough(const Precision& precision, std::span<const double> values) {
  const auto n = std::int64_t(values.size());
  if (n >= precision.maximum) return true;
  return n > 0 && n % precision.batch == 0 && half_width(values, precision.confidence) <= precision.half_width;
}

}  // namespace moat
