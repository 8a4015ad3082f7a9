#include "verify/tastes.hpp"

#include <Eigen/Eigenvalues>
#include <algorithm>
#include <cmath>

#include "base/maths.hpp"

namespace moat {
namespace {

/// The normal law on a grid so fine that what is left is far below the error of any rule used here.
constexpr int grid = 8001;
constexpr double grid_end = 9;

double grid_point(int i) {
  return grid_end * (2.0 * i / (grid - 1) - 1);
}

}  // namespace

Rule gauss_rule(const std::function<double(double)>& value, int nodes) {
  Column<double> x(grid), mass(grid);
  for (int i = 0; i < grid; ++i) {
    x[i] = value(grid_point(i));
    mass[i] = maths::exp(-grid_point(i) * grid_point(i) / 2);
  }
  mass /= mass.sum();
  const double mean = (mass * x).sum(), variance = (mass * (x - mean).square()).sum();
  if (nodes <= 1 || variance <= 1e-24 * (1 + mean * mean)) return {{mean}, {1}};
  x = (x - mean) / std::sqrt(variance);
  Eigen::VectorXd diagonal(nodes), below(nodes - 1);
  Column<double> last = Column<double>::Zero(grid), now = Column<double>::Ones(grid);  // orthonormal polynomials
  for (int n = 0; n < nodes; ++n) {
    diagonal[n] = (mass * x * now.square()).sum();
    if (n + 1 == nodes) break;
    Column<double> next = (x - diagonal[n]) * now - (n > 0 ? below[n - 1] : 0.0) * last;
    below[n] = std::sqrt((mass * next.square()).sum());
    last = now;
    now = next / below[n];
  }
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> jacobi;
  jacobi.computeFromTridiagonal(diagonal, below);
  Rule rule;
  for (int n = 0; n < nodes; ++n) {
    rule.node.push_back(mean + std::sqrt(variance) * jacobi.eigenvalues()[n]);
    rule.weight.push_back(maths::pow(jacobi.eigenvectors()(0, n), 2));
  }
  return rule;
}

std::vector<Taste> tastes_of(const SegmentEntry& s, PriceResponse response, const Resolution& resolution) {
  const bool bill = response == PriceResponse::bill;
  const double usage_sd = s.tokens_log_sd, median = 1000 * s.tokens_median;
  const double sd = bill ? std::hypot(s.price_log_sd, usage_sd) : s.price_log_sd;
  const Rule price = gauss_rule([&](double z) { return sd * z; }, resolution.price);
  const auto standardised = [&](double z) {
    return s.openness_law == TasteLaw::uniform ? std::sqrt(3.0) * std::erf(z / std::sqrt(2.0)) : z;
  };
  const Rule openness =
      gauss_rule([&](double z) { return s.openness_weight + s.openness_sd * standardised(z); }, resolution.openness);
  const Rule trust =
      gauss_rule([&](double z) { return std::max(0.0, s.trust_weight + s.trust_sd * z); }, resolution.trust);
  // Regression of the logarithm of usage on the logarithm of the product, and what it leaves over.
  const double slope = bill && sd > 0 ? maths::pow(usage_sd / sd, 2) : 0;
  const double left = maths::pow(usage_sd, 2) * (1 - slope);
  std::vector<Taste> tastes;
  for (std::size_t a = 0; a < price.node.size(); ++a)
    for (std::size_t b = 0; b < openness.node.size(); ++b)
      for (std::size_t c = 0; c < trust.node.size(); ++c)
        tastes.push_back({price.weight[a] * openness.weight[b] * trust.weight[c],
                          s.price_weight * (bill ? median : 1) * maths::exp(price.node[a]),
                          median * maths::exp(slope * price.node[a] + left / 2), openness.node[b], trust.node[c]});
  return tastes;
}

}  // namespace moat
