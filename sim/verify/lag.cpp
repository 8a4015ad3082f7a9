// B12: the lag of an imitator behind a leader. With growth g of the leader, own growth g_o and imitation lambda, both a
// month: gap = (g - g_o)/lambda, lag = gap/g; a gap closes by the factor 1 - lambda a month.

#include <fmt/format.h>

#include "base/maths.hpp"
#include "mechanism/research.hpp"
#include "verify/suite.hpp"

namespace moat {
namespace {

constexpr double g = 0.05;  // growth of the leader in scenario lag, log10 a month

struct Observed {
  std::vector<double> gap;         ///< [month] at its end, over g
  std::vector<double> gap_before;  ///< [month] of the follower now behind the leader a month ago, over g
  std::vector<double> open_lag;    ///< [month] the series
};

Observed watch(const Effort& effort, const std::vector<std::string>& sets) {
  Observed seen;
  double leader = 0;
  const Series* lag = nullptr;
  for (const Series& series : all_series())
    if (series.name == "open_lag") lag = &series;
  replicate(*verify_scenario(effort, "lag", sets), 1, effort, [&](const World& w, Index) {
    double months = 0;
    lag->read(w, {&months, 1});
    seen.gap.push_back((w.firms.know_how[0] - w.firms.know_how[1]) / g);
    seen.gap_before.push_back((leader - w.firms.know_how[1]) / g);
    seen.open_lag.push_back(months);
    leader = w.firms.know_how[0];
  });
  return seen;
}

std::string imitation(double lambda) {
  return fmt::format("research.imitation_closed={}", lambda);
}

/// The same half year in n steps a month: tends to the differential equation.
double gap_after_half_a_year(int steps_a_month) {
  ResearchParams p;
  p.growth = 1.0 / steps_a_month;
  p.imitation_closed = 0.25 / steps_a_month;
  p.imitation_open = p.effort_exponent = 0;
  double leader = 12, follower = 0;
  for (int step = 0; step < 6 * steps_a_month; ++step) {
    const double best = leader;
    leader += know_how_gain(leader, 1, -100, best, p);
    follower += know_how_gain(follower, 1, -100, best, p) - p.growth;
  }
  return leader - follower;
}

}  // namespace

std::vector<CheckResult> imitation_lag(const Effort& effort) {
  std::vector<CheckResult> checks;
  for (const auto& [lambda, skill, months] :
       {std::tuple{1.0 / 3, 0.0, 3.0}, {0.25, 0.0, 4.0}, {0.25, 0.5, 2.0}, {0.1, 0.0, 10.0}, {0.3, 0.0, 1 / 0.3}}) {
    const Observed seen = watch(effort, {imitation(lambda), fmt::format("firms.Follower.research_skill={}", skill)});
    const std::string which = fmt::format("lambda = {:.4g}, own growth {} of the leader's", lambda, skill);
    checks.push_back(exact("lag in months, " + which, (1 - skill) / lambda, seen.gap.back(), 1e-9));
    checks.push_back(exact("series open_lag, " + which, months, seen.open_lag.back(), 1e-7));
  }
  for (const auto& [lambda, gap] : {std::pair{0.25, 3.0}, {1.0 / 3, 2.0}})
    checks.push_back(exact(fmt::format("gap behind the leader of a month ago, lambda = {:.4g}", lambda), gap,
                           watch(effort, {imitation(lambda)}).gap_before.back(), 1e-9));
  const Observed far = watch(effort, {"firms.Leader.know_how=0.6"});
  checks.push_back(
      exact("from 12 months behind, gap after six months of steps", 4 + 8 * maths::pow(0.75, 6), far.gap[5], 1e-9));
  const double coarse = gap_after_half_a_year(64), fine = gap_after_half_a_year(128);
  checks.push_back(
      exact("the same in ever shorter steps (extrapolated)", 4 + 8 * maths::exp(-1.5), 2 * fine - coarse, 1e-4));
  return checks;
}

}  // namespace moat
