// Compute-optimal and smaller models: what a smaller one costs in training, and how small the cheapest is.

#include <fmt/format.h>

#include "base/maths.hpp"
#include "mechanism/release/shrink.hpp"
#include "verify/suite.hpp"

namespace moat {
namespace {

/// Tenfolds of compute that a model with s times fewer parameters than are best wastes, for loss A/N^a + B/D^b and compute
/// proportional to N D: excess loss at s over that at the optimum, which falls as compute^(-a b/(a + b)).
double wasted_tenfolds(double s, double a, double b) {
  const double excess = (b * maths::pow(s, a) + a * maths::pow(s, -b)) / (a + b);
  return maths::log10(excess) * (a + b) / (a * b);
}

}  // namespace

std::vector<CheckResult> small_models(const Effort&) {
  std::vector<CheckResult> checks;
  CapabilityScale scale;
  for (const double s : {1.5, 2.0, 3.0, 5.0})
    checks.push_back(exact(fmt::format("tenfolds of training compute lost at shrink {}", s),
                           wasted_tenfolds(s, 0.34, 0.28), shrink_cost(s, scale) / scale.per_tenfold, 0.02));
  // At the cheapest x = ln s the slope of training and serving cost is 0, which says how much is served.
  for (const double exponent : {0.46, 0.5})
    for (const double x : {0.1, 0.5, 1.0, 2.0, 3.0}) {
      scale.parameters_exponent = exponent;
      const double k = scale.shrink_loss * maths::log(10.0), e = exponent * k;
      const double serving = 2 * k * x * maths::exp(k * x * x) / ((1 - 2 * e * x) * maths::exp(e * x * x - x));
      checks.push_back(exact(fmt::format("cheapest shrink where {:.3g} times the run's FLOP are served", serving),
                             maths::exp(x), best_shrink(1, serving, scale), 1e-9));
    }
  return checks;
}

}  // namespace moat
