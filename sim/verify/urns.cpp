// B2 and B17: urns. Who copies one of those before, or of all others, leads to Beta-binomial shares.

#include <cmath>

#include <fmt/format.h>

#include "base/maths.hpp"
#include "verify/suite.hpp"

namespace moat {
namespace {

/// Number of developers who use the first line.
Index users_of_first(const World& w) {
  return (w.developers.slot == 1).count();
}

/// Shares of the first line, seed included, at the end of each run.
std::vector<double> final_shares(const Scenario& scenario, Index runs, const Effort& effort, double seed_first,
                                 double seed_second) {
  std::vector<double> shares(static_cast<std::size_t>(runs));
  replicate(scenario, runs, effort, [&](const World& w, Index run) {
    shares[std::size_t(run)] =
        (seed_first + double(users_of_first(w))) / (seed_first + seed_second + double(w.developers.size()));
  });
  return shares;
}

/// Probability of k among n, Beta-binomial with parameters a and b.
double beta_binomial(Index k, Index n, double a, double b) {
  const auto log_beta = [](double x, double y) { return std::lgamma(x) + std::lgamma(y) - std::lgamma(x + y); };
  const auto x = double(k), all = double(n);
  return maths::exp(std::lgamma(all + 1) - std::lgamma(x + 1) - std::lgamma(all - x + 1) +
                    log_beta(x + a, all - x + b) - log_beta(a, b));
}

/// Squares of the deviations from a known mean: their mean is the variance.
std::vector<double> squares(const std::vector<double>& values, double mean) {
  std::vector<double> result;
  for (const double x : values) result.push_back((x - mean) * (x - mean));
  return result;
}

std::vector<std::string> population(Index n) {
  return {fmt::format("run.developers={}", n), fmt::format("regions.here.developers={}", n)};
}

std::vector<std::string> seeds(std::vector<std::string> sets, double a, double b) {
  sets.push_back(fmt::format("firms.Alpha.early_users={}", a));
  sets.push_back(fmt::format("firms.Beta.early_users={}", b));
  return sets;
}

void linear_urn(Index n, double a, double b, const Effort& effort, std::vector<CheckResult>& checks) {
  const Index runs = effort.runs(1500, 20000);
  const std::vector<double> shares =
      final_shares(*verify_scenario(effort, "urn", seeds(population(n), a, b)), runs, effort, a, b);
  const std::string who = fmt::format("start {}, {}, {} draws: ", a, b, n);
  const double mean = a / (a + b), ab = a + b, draws = double(n);
  const double variance = draws * a * b / (ab * ab * (ab + 1) * (ab + draws));
  double above = 0;
  for (Index k = 0; k <= n; ++k)
    if ((a + double(k)) / (ab + draws) > 0.9) above += beta_binomial(k, n, a, b);
  checks.push_back(sampled(who + "mean share", mean, shares, 0.04));
  checks.push_back(sampled(who + "variance of the share", variance, squares(shares, mean), 0.01));
  checks.push_back(sampled_share(who + "share above 0.9", above,
                                 std::count_if(shares.begin(), shares.end(), [](double x) { return x > 0.9; }), runs,
                                 0.045));
}

/// From one ball each: probability that all draws follow the first one, the product of k^g/(k^g + 1) from 2 on.
CheckResult one_takes_all(double g, const Effort& effort) {
  constexpr Index n = 500;
  const Index runs = effort.runs(1500, 20000);
  std::vector<std::string> sets = seeds(population(n), 1, 1);
  sets.push_back(fmt::format("adoption.peer_weight={}", g));
  std::vector<char> all(static_cast<std::size_t>(runs));
  replicate(*verify_scenario(effort, "urn", sets), runs, effort, [&](const World& w, Index run) {
    const Index users = users_of_first(w);
    all[std::size_t(run)] = users == 0 || users == n;
  });
  double probability = 1;
  for (Index k = 2; k <= n; ++k) probability *= maths::pow(double(k), g) / (maths::pow(double(k), g) + 1);
  return sampled_share(fmt::format("power {}, {} draws: the first takes all", g, n), probability,
                       std::count(all.begin(), all.end(), 1), runs, 0.06);
}

void herd(const std::string& who, double ratio, double sd, double at_an_edge, std::vector<std::string> sets, Index runs,
          const Effort& effort, std::vector<CheckResult>& checks) {
  std::vector<double> shares(static_cast<std::size_t>(runs));
  replicate(*verify_scenario(effort, "herding", seeds(std::move(sets), ratio, ratio)), runs, effort,
            [&](const World& w, Index run) { shares[std::size_t(run)] = double(users_of_first(w)) / 100; });
  checks.push_back(sampled(who + "variance of the share", sd * sd, squares(shares, 0.5), 0.012));
  const auto edge = [](double x) { return x < 0.105 || x > 0.895; };
  checks.push_back(sampled_share(who + "share at most 0.1 or at least 0.9", at_an_edge,
                                 std::count_if(shares.begin(), shares.end(), edge), runs, 0.05));
}

}  // namespace

std::vector<CheckResult> polya_urns(const Effort& effort) {
  std::vector<CheckResult> checks;
  linear_urn(100, 1, 1, effort, checks);
  linear_urn(1000, 1, 1, effort, checks);
  linear_urn(1000, 2, 1, effort, checks);
  linear_urn(1000, 5, 5, effort, checks);
  for (const double g : {1.5, 2.0, 3.0}) checks.push_back(one_takes_all(g, effort));
  return checks;
}

std::vector<CheckResult> kirman_herding(const Effort& effort) {
  std::vector<CheckResult> checks;
  const Index runs = effort.runs(2000, 20000);
  for (const auto& [ratio, sd, edge] :
       {std::tuple{0.2, .42342, .68162}, std::tuple{1.0, .29155, .21782}, std::tuple{5.0, .15811, .00462}})
    herd(fmt::format("a/b = {}: ", ratio), ratio, sd, edge, {}, runs, effort, checks);
  // Begun as a monopoly, the crowd forgets it: a hundred sweeps take 1 - 10/109 to the power of 100.
  herd("a/b = 5, all with one line at first: ", 5, .15811, .00462,
       {"run.end=2032-06", "run.skip=[compute, research, release, leaderboard, community, finance, security]",
        "policy.measures={late: {instrument: model_ban, actor: here, firms: [Beta], from: 2024-01, until: 2024-02}}"},
       effort.runs(500, 5000), effort, checks);
  return checks;
}

}  // namespace moat
