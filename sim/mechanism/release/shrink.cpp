#include "mechanism/release/shrink.hpp"

#include <algorithm>
#include <cmath>

#include "base/maths.hpp"

namespace moat {

double best_shrink(double training, double serving, const CapabilityScale& scale) {
  const double k = scale.shrink_loss * maths::log(10.0), e = scale.parameters_exponent;
  if (serving <= 0 || k <= 0 || e <= 0) return 1;
  double low = 0, high = 1 / (2 * e * k), x = std::min(1.0, high / 2);
  for (int i = 0; i < 60 && high - low > 1e-12; ++i) {
    const double t = training * maths::exp(k * x * x), s = serving * maths::exp(e * k * x * x - x),
                 b = 2 * e * k * x - 1;
    const double slope = 2 * k * x * t + b * s;
    const double curve = 2 * k * (1 + 2 * k * x * x) * t + (2 * e * k + b * b) * s;  // positive: one minimum
    (slope > 0 ? high : low) = x;
    const double next = x - slope / curve;
    if (std::abs(next - x) < 1e-13) break;
    x = next > low && next < high ? next : (low + high) / 2;
  }
  return maths::exp(x);
}

}  // namespace moat
