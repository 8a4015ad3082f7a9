// B23: capacity that answers orders after a delay, a cobweb. With m capacity over its path, orders d times the path, lead L,
// response rho and decay delta, while orders are not met
//
//     m[t] - 1 = (1 - delta) (m[t-1] - 1) + rho (d - m[t-L])
//
// whose solution from m = 1 is a sum over k, the rounds of orders that deliveries have answered:
//
//     m[t] - 1 = (d - 1) sum over k of (-1)^k rho^(k+1) sum over j from 0 to t - (k+1) L of C(j+k, k) (1 - delta)^j
//
// Without decay it rises to d and no further if rho <= (L-1)^(L-1) / L^L, and overshoots if rho is larger.

#include <boost/math/special_functions/binomial.hpp>

#include <algorithm>

#include <fmt/format.h>

#include "base/maths.hpp"
#include "verify/suite.hpp"

namespace moat {
namespace {

constexpr double orders = 3;  // over the path, in scenario capacity

struct Answer {
  int lead;
  double response, decay;
};

std::string text(const Answer& a) {
  return fmt::format("lead {}, response {:.4g}, decay {}", a.lead, a.response, a.decay);
}

/// Capacity over its path in each month.
std::vector<double> capacities(const Effort& effort, const Answer& a) {
  std::vector<double> seen;
  replicate(*verify_scenario(effort, "capacity",
                             {fmt::format("compute.capacity_lead={}", a.lead),
                              fmt::format("compute.capacity_response={}", a.response),
                              fmt::format("compute.capacity_decay={}", a.decay)}),
            1, effort, [&](const World& w, Index) { seen.push_back(w.chips.supply[0]); });
  return seen;
}

double solution(int t, const Answer& a) {
  double sum = 0;
  for (int k = 0; t >= (k + 1) * a.lead; ++k) {
    double round = 0;
    for (int j = 0; j <= t - (k + 1) * a.lead; ++j)
      round += boost::math::binomial_coefficient<double>(unsigned(j + k), unsigned(k)) * maths::pow(1 - a.decay, j);
    sum += maths::pow(-1, k) * maths::pow(a.response, k + 1) * round;
  }
  return 1 + (orders - 1) * sum;
}

}  // namespace

std::vector<CheckResult> capacity_cobweb(const Effort& effort) {
  std::vector<CheckResult> checks;
  for (const Answer& a : {Answer{12, 0.02, 0}, {6, 0.05, 0.03}, {1, 0.3, 0.1}}) {
    const std::vector<double> seen = capacities(effort, a);
    for (const int month : {a.lead - 1, a.lead, 2 * a.lead + 3, 4 * a.lead + 2, 59})
      checks.push_back(exact(fmt::format("capacity over path after {} months, {}", month, text(a)), solution(month, a),
                             seen[std::size_t(month)], 1e-9));
  }
  // With decay a part of the orders is never met: the fixed point of the equation.
  const Answer worn{3, 0.1, 0.1};
  checks.push_back(
      exact("capacity in the end, " + text(worn), 1 + 2 * 0.1 / (0.1 + 0.1), capacities(effort, worn).back(), 1e-4));
  for (const auto& [share, overshoots] : {std::pair{0.99, false}, {1.5, true}}) {
    const Answer a{3, 4.0 / 27 * share, 0};
    const std::vector<double> seen = capacities(effort, a);
    const bool over = *std::max_element(seen.begin(), seen.end()) > orders * (1 + 1e-9);
    checks.push_back(sign(fmt::format("{} orders, {}", overshoots ? "overshoots" : "does not overshoot", text(a)),
                          over == overshoots));
  }
  return checks;
}

}  // namespace moat
