// B6: logit Bertrand competition. The best reply against fixed rivals is a Lambert W function.

#include <cmath>

#include <fmt/format.h>

#include "mechanism/pricing.hpp"
#include "verify/suite.hpp"

namespace moat {

/// One strategic firm against fixed alternatives: markup/mu = 1 + W(e^(x-1)).
std::vector<Finding> lambert_best_reply(const Effort&) {
  constexpr std::pair<double, double> table[] = {{-2, 1.047478}, {-1, 1.120028}, {0, 1.278465}, {1, 1.567143},
                                                 {2, 2},         {3, 2.557146},  {4, 3.207940}};
  std::vector<Finding> findings;
  for (const auto& [x, markup] : table) {
    // Selling at cost, the firm's attraction over that of the others is e^x.
    const double share = 1 / (1 + std::exp(-x));
    findings.push_back(
        exact(fmt::format("markup/mu at x = {}", x), markup, linear_best_reply(1, 1, 1, share) - 1, 1e-6));
  }
  return findings;
}

}  // namespace moat
