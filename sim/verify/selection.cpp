// B17: selection. Who copies others, the better technology more often, follows the replicator equation.

#include <cmath>

#include <fmt/format.h>

#include "verify/suite.hpp"

namespace moat {
namespace {

/// Shares of the three families at the end of each month, beginning with those of the early users: [month][family].
using Path3 = std::vector<std::array<double, 3>>;

std::vector<Path3> share_paths(const Effort& effort, const std::vector<std::string>& more) {
  const Index developers = effort.runs(20000, 200000);
  std::vector<std::string> sets{fmt::format("run.developers={}", developers),
                                fmt::format("regions.here.developers={}", developers)};
  sets.insert(sets.end(), more.begin(), more.end());
  std::vector<Path3> paths(std::size_t(effort.runs(40, 400)), Path3{{0.01, 0.33, 0.66}});
  replicate(verify_scenario(effort, "replicator", sets), Index(paths.size()), effort, [&](const World& w, Index run) {
    std::array<double, 3> share;
    for (Index f = 0; f < 3; ++f)
      share[std::size_t(f)] = double(w.market.assignments(f + 1, 0, 0, 0)) / double(developers);
    paths[std::size_t(run)].push_back(share);
  });
  return paths;
}

/// The month at which a share passes a level, between two months along a logistic.
double passes(const Path3& path, double level) {
  const auto logit = [](double x) { return std::log(x / (1 - x)); };
  for (std::size_t t = 1; t < path.size(); ++t)
    if (path[t][0] >= level) {
      const double before = logit(path[t - 1][0]), now = logit(path[t][0]);
      return double(t) - (now - logit(level)) / (now - before);
    }
  return std::nan("");
}

void substitution(const Effort& effort, std::vector<Finding>& findings) {
  constexpr double advantage = 0.25, first = 0.01;
  const std::vector<Path3> paths = share_paths(effort, {});
  for (const int month : {5, 10, 20, 40}) {
    std::vector<double> share;
    for (const Path3& path : paths) share.push_back(path[std::size_t(month)][0]);
    const double expected = 1 / (1 + (1 - first) / first * std::exp(-advantage * month));
    findings.push_back(sampled(fmt::format("share of the better one after {} months", month), expected, share, 0.03));
  }
  std::vector<double> takeover;
  for (const Path3& path : paths) takeover.push_back(passes(path, 0.9) - passes(path, 0.1));
  findings.push_back(sampled("months from 10 % to 90 %", std::log(81) / advantage, takeover, 0.3));
}

/// Mean fitness w = e^utility grows by its variance over its mean each month (Fisher's theorem, from Price's equation).
void growth_of_fitness(const Effort& effort, std::vector<Finding>& findings) {
  constexpr double gamma_better = 0.125;
  const std::array<double, 3> fitness{std::exp(0.25), 1, std::exp(gamma_better)};
  std::vector<double> gain, excess;
  for (const Path3& path :
       share_paths(effort, {fmt::format("firms.Gamma.lines.gamma.capability={}", 100 + std::log(5.0 / 3))})) {
    double expected = 0;
    const auto moments = [&](const std::array<double, 3>& share) {
      double mean = 0, square = 0;
      for (std::size_t f = 0; f < 3; ++f) mean += share[f] * fitness[f], square += share[f] * fitness[f] * fitness[f];
      return std::pair{mean, square - mean * mean};
    };
    for (std::size_t t = 0; t + 1 < path.size(); ++t) {
      const auto [mean, variance] = moments(path[t]);
      expected += variance / mean;
    }
    gain.push_back(moments(path.back()).first - moments(path.front()).first);
    excess.push_back(gain.back() - expected);
  }
  findings.push_back(sampled("growth of mean fitness less variance/mean, 40 months", 0, excess, 0.004));
  double mean_gain = 0;
  for (const double one : gain) mean_gain += one / double(gain.size());
  findings.push_back(sign("mean fitness grew by more than fifty times that tolerance", mean_gain > 0.2));
}

}  // namespace

std::vector<Finding> replicator(const Effort& effort) {
  std::vector<Finding> findings;
  substitution(effort, findings);
  growth_of_fitness(effort, findings);
  return findings;
}

}  // namespace moat
