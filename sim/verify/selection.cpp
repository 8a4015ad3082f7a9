// B17: selection. Who copies others, the better technology more often, follows the replicator equation.

#include <fmt/format.h>

#include "base/maths.hpp"
#include "verify/suite.hpp"

namespace moat {
namespace {

constexpr double advantage = 0.25, first = 0.01;  // utility of the better one above the other, and its first share

/// Share of the better one at the end of each month, beginning with that of the early users.
using SharePath = std::vector<double>;

std::vector<SharePath> share_paths(const Effort& effort) {
  const Index developers = effort.runs(20000, 200000);
  const auto scenario = verify_scenario(
      effort, "replicator",
      {fmt::format("run.developers={}", developers), fmt::format("regions.here.developers={}", developers)});
  std::vector<SharePath> paths(std::size_t(effort.runs(40, 400)), SharePath{first});
  replicate(*scenario, Index(paths.size()), effort, [&](const World& w, Index run) {
    paths[std::size_t(run)].push_back(double(w.market.assignments(1, 0, 0, 0)) / double(developers));
  });
  return paths;
}

double theory(double month) {
  return 1 / (1 + (1 - first) / first * maths::exp(-advantage * month));
}

/// The month at which a share passes a level, between two months along a logistic.
double passes(const SharePath& path, double level) {
  const auto logit = [](double x) { return maths::log(x / (1 - x)); };
  for (std::size_t t = 1; t < path.size(); ++t)
    if (path[t] >= level) {
      const double before = logit(path[t - 1]), now = logit(path[t]);
      return double(t) - (now - logit(level)) / (now - before);
    }
  return std::nan("");
}

void substitution(const std::vector<SharePath>& paths, std::vector<CheckResult>& checks) {
  for (const int month : {5, 10, 20, 40}) {
    std::vector<double> share;
    for (const SharePath& path : paths) share.push_back(path[std::size_t(month)]);
    checks.push_back(
        sampled(fmt::format("share of the better one after {} months", month), theory(month), share, 0.03));
  }
  std::vector<double> takeover;
  for (const SharePath& path : paths) takeover.push_back(passes(path, 0.9) - passes(path, 0.1));
  checks.push_back(sampled("months from 10 % to 90 %", maths::log(81) / advantage, takeover, 0.3));
}

/// Mean fitness w = e^utility grows by its variance over its mean each month (Fisher's theorem, from Price's equation).
void growth_of_fitness(const std::vector<SharePath>& paths, std::vector<CheckResult>& checks) {
  const double gap = maths::exp(advantage) - 1;  // fitness 1 + gap and 1
  std::vector<double> gain, excess;
  for (const SharePath& path : paths) {
    double expected = 0;
    for (std::size_t t = 0; t + 1 < path.size(); ++t)
      expected += gap * gap * path[t] * (1 - path[t]) / (1 + gap * path[t]);
    gain.push_back(gap * (path.back() - path.front()));
    excess.push_back(gain.back() - expected);
  }
  checks.push_back(sampled("growth of mean fitness in 40 months", gap * (theory(40) - first), gain, 0.001));
  checks.push_back(sampled("the same less the sum of variance/mean", 0, excess, 0.004));
}

}  // namespace

std::vector<CheckResult> replicator(const Effort& effort) {
  const std::vector<SharePath> paths = share_paths(effort);
  std::vector<CheckResult> checks;
  substitution(paths, checks);
  growth_of_fitness(paths, checks);
  return checks;
}

}  // namespace moat
