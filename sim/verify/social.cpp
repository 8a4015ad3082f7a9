// B5: logit choice with social interactions. Shares, thresholds and hysteresis of the mean-field model, and the spread
// of small populations.

#include <cmath>

#include <fmt/format.h>

#include "verify/suite.hpp"

namespace moat {
namespace {

constexpr std::string_view rivals[] = {"Beta", "Gamma", "Delta", "Epsilon", "Zeta", "Eta", "Theta", "Iota", "Kappa"};

/// Firms [from, 9) of the rivals as a list of YAML.
std::string rivals_from(std::size_t from) {
  return fmt::format("[{}]", fmt::join(rivals + from, std::end(rivals), ", "));
}

struct Crowd {
  int products = 2;
  double conformity = 0;  ///< utility of a product that all others use
  double bias = 0;        ///< utility of the first product beyond the others
  int months = 300;
  Index developers = 10000;
};

std::vector<std::string> settings(const Crowd& m) {
  std::vector<std::string> sets{
      fmt::format("adoption.peer_weight={}", m.conformity), fmt::format("segments.all.openness_weight={}", m.bias),
      fmt::format("run.end={}", to_string(Month::of(2024, 1) + (m.months - 1))),
      fmt::format("run.developers={}", m.developers), fmt::format("regions.here.developers={}", m.developers)};
  if (m.products < 10)
    sets.emplace_back(fmt::format("policy.measures.absent.firms={}", rivals_from(std::size_t(m.products) - 1)));
  else
    sets.emplace_back("policy.measures.absent.from=never");
  return sets;
}

double share_of_first(const World& w) {
  return double((w.developers.slot == 1).count()) / double(w.developers.size());
}

/// Share of the first product, which all used in the first month: means over the last third of the months of each run.
std::vector<double> leader_shares(const Crowd& m, Index runs, const Effort& effort) {
  const int after = m.months * 2 / 3;
  std::vector<double> share(static_cast<std::size_t>(runs), 0.0);
  replicate(verify_scenario(effort, "conformity", settings(m)), runs, effort, [&](const World& w, Index run) {
    if (w.clock.step >= after) share[std::size_t(run)] += share_of_first(w) / (m.months - after);
  });
  return share;
}

/// True if the first product leads to the end of all runs, false if in none.
bool still_leads(const Crowd& m, double above, const Effort& effort, bool expected) {
  for (const double share : leader_shares(m, effort.runs(2, 20), effort))
    if ((share > above) != expected) return false;
  return true;
}

void fixed_points(const Effort& effort, std::vector<Finding>& findings) {
  constexpr std::tuple<double, double, double> table[] = {// beta J, beta h, share of the leader
                                                          {.9, 0, .5},           {1.2, 0, .829285}, {1.5, 0, .929280},
                                                          {2.0, 0, .978752},     {3.0, 0, .997451}, {1.5, .1, .94693},
                                                          {1.5, -.1, 1 - .09946}};
  for (const auto& [j, h, share] : table)
    findings.push_back(sampled(fmt::format("beta J = {}, beta h = {}: share of the leader", j, h), share,
                               leader_shares({2, 2 * j, 2 * h, j < 1 ? 120 : 60, 5000}, effort.runs(10, 100), effort),
                               0.012));
}

/// Just below the critical weight the leader falls back to its equal share, just above it stays.
void thresholds(const Effort& effort, std::vector<Finding>& findings) {
  constexpr std::tuple<int, double, double, double> table[] = {
      // products, critical weight, share of the leader there, and at weight = products
      {2, 2, .5, .5},
      {3, 2.74564, .58480, .81092},
      {5, 3.56450, .65989, .96816},
      {10, 4.55978, .72939, .99959}};
  for (const auto& [k, critical, there, far] : table) {
    // At the threshold of two products the leader appears gradually: 0.62 at 2 % above.
    const double between = k == 2 ? 0.56 : (there + 1.0 / k) / 2;
    findings.push_back(sign(fmt::format("{} products: no leader 2 % below a = {}", k, critical),
                            still_leads({k, 0.98 * critical, 0, k == 2 ? 300 : 180}, between, effort, false)));
    findings.push_back(sign(fmt::format("{} products: a leader 2 % above a = {}", k, critical),
                            still_leads({k, 1.02 * critical, 0, k == 2 ? 300 : 180}, between, effort, true)));
    if (k > 2)
      findings.push_back(sampled(fmt::format("{} products, a = {}: share of the leader", k, k), far,
                                 leader_shares({k, double(k), 0, 45, 5000}, effort.runs(10, 100), effort), 0.01));
  }
}

/// A leader keeps its lead against a bias up to the fold, and loses it beyond.
void hysteresis(const Effort& effort, std::vector<Finding>& findings) {
  constexpr std::pair<double, double> table[] = {{1.2, .056391}, {1.5, .207546}, {2.0, .532840}, {3.0, 1.303274}};
  for (const auto& [j, fold] : table) {
    const int months = j < 1.5 ? 300 : 180;  // near the fold of a weak conformity everything is slow
    findings.push_back(sign(fmt::format("beta J = {}: keeps its lead 5 % below the fold {}", j, fold),
                            still_leads({2, 2 * j, -2 * 0.95 * fold, months}, 0.5, effort, true)));
    findings.push_back(sign(fmt::format("beta J = {}: loses it 5 % above", j),
                            still_leads({2, 2 * j, -2 * 1.05 * fold, months}, 0.5, effort, false)));
  }
}

/// One by one, each seeing all others, a population comes to rest in the law P(n) ~ C(N, n) e^(a A/(N - 1)), A the
/// number of pairs that agree.
double exact_variance(Index developers, double a) {
  double all = 0, squares = 0;
  const auto n = double(developers);
  for (double k = 0; k <= n; ++k) {
    const double pairs = (k * (k - 1) + (n - k) * (n - k - 1)) / 2, middle = n / 2 * (n / 2 - 1);
    const double p = std::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) - n * std::log(2) +
                              a / (n - 1) * (pairs - middle));
    all += p;
    squares += p * (k / n - 0.5) * (k / n - 0.5);
  }
  return squares / all;
}

void spread(Index developers, double linear_response, Index runs, const Effort& effort,
            std::vector<Finding>& findings) {
  std::vector<double> squares(static_cast<std::size_t>(runs), 0.0);
  constexpr int before = 10, months = 40;
  std::vector<std::string> sets = settings({2, 1, 0, months, developers});
  sets.emplace_back("adoption.timing=one_by_one");
  replicate(verify_scenario(effort, "conformity", sets), runs, effort, [&](const World& w, Index run) {
    const double deviation = share_of_first(w) - 0.5;
    if (w.clock.step >= before) squares[std::size_t(run)] += deviation * deviation / (months - before);
  });
  const double variance = exact_variance(developers, 1);
  findings.push_back(
      sampled(fmt::format("N = {}: variance of the share", developers), variance, squares, 0.4 * variance));
  double mean = 0;
  for (const double x : squares) mean += x / double(runs);
  findings.push_back(exact(fmt::format("N = {}: its root, against linear response", developers), linear_response,
                           std::sqrt(mean), 0.1));
}

}  // namespace

std::vector<Finding> social_interactions(const Effort& effort) {
  std::vector<Finding> findings;
  fixed_points(effort, findings);
  thresholds(effort, findings);
  hysteresis(effort, findings);
  spread(100, .0707, effort.runs(200, 2000), effort, findings);
  spread(1000, .02236, effort.runs(40, 400), effort, findings);
  if (effort.full) spread(10000, .00707, 100, effort, findings);
  return findings;
}

}  // namespace moat
