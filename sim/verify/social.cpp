// B5: logit choice with social interactions. Shares, thresholds and hysteresis of the mean-field model, and the spread
// of small populations.

#include <cmath>

#include <fmt/format.h>

#include "base/maths.hpp"
#include "base/parallel.hpp"
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

std::vector<std::string> crowd_settings(const Crowd& m) {
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
  replicate(*verify_scenario(effort, "conformity", crowd_settings(m)), runs, effort, [&](const World& w, Index run) {
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

void fixed_points(const Effort& effort, std::vector<CheckResult>& checks) {
  constexpr std::tuple<double, double, double> table[] = {// beta J, beta h, share of the leader
                                                          {.9, 0, .5},           {1.2, 0, .829285}, {1.5, 0, .929280},
                                                          {2.0, 0, .978752},     {3.0, 0, .997451}, {1.5, .1, .94693},
                                                          {1.5, -.1, 1 - .09946}};
  for (const auto& [j, h, share] : table)
    checks.push_back(sampled(
        fmt::format("beta J = {}, beta h = {}: share of the leader", j, h), share,
        leader_shares({2, 2 * j, 2 * h, j < 1 ? 120 : 60, 5000}, effort.runs(j < 1 ? 32 : 16, 100), effort), 0.012));
}

/// Where one product that leads can first keep its lead.
struct Transition {
  int products;
  double critical;  ///< weight of conformity
  double there;     ///< share of the leader at that weight
  double far;       ///< and at weight = products

  /// A share that tells a leader from none. Of two products the leader appears gradually: 0.62 at 2 % above.
  double between() const { return products == 2 ? 0.56 : (there + 1.0 / products) / 2; }
};
constexpr Transition transitions[] = {{2, 2, .5, .5},
                                      {3, 2.74564, .58480, .81092},
                                      {4, 3.21874, .63034, .92378},
                                      {5, 3.56450, .65989, .96816},
                                      {10, 4.55978, .72939, .99959}};

/// Just below the critical weight the leader falls back to its equal share, just above it stays.
void thresholds(const Effort& effort, std::vector<CheckResult>& checks) {
  for (const Transition& t : transitions) {
    const auto [k, critical, there, far] = t;
    const double between = t.between();
    checks.push_back(sign(fmt::format("{} products: no leader 2 % below a = {}", k, critical),
                          still_leads({k, 0.98 * critical, 0, k == 2 ? 300 : 180}, between, effort, false)));
    checks.push_back(sign(fmt::format("{} products: a leader 2 % above a = {}", k, critical),
                          still_leads({k, 1.02 * critical, 0, k == 2 ? 300 : 180}, between, effort, true)));
    if (k > 2)
      checks.push_back(sampled(fmt::format("{} products, a = {}: share of the leader", k, k), far,
                               leader_shares({k, double(k), 0, 45, 5000}, effort.runs(16, 100), effort), 0.01));
  }
}

/// Relative weights a/critical at which single runs lose their leader within ten years: halved between 0.9 and 1.1,
/// each run with random numbers of its own. Below the threshold the leader's state is gone, just above it single runs
/// leave it at random.
std::vector<double> losing_weights(const Transition& t, Index developers, Index runs, const Effort& effort) {
  constexpr int halvings = 6, months = 120;
  std::vector<double> low(static_cast<std::size_t>(runs), 0.9), high(low.size(), 1.1), middle(low.size());
  for (int n = 0; n < halvings; ++n)
    for_tasks(runs, effort.threads, [&](Index run, int) {
      const auto r = std::size_t(run);
      middle[r] = (low[r] + high[r]) / 2;
      const Crowd crowd{t.products, middle[r] * t.critical, 0, months, developers};
      const World w = last_month(*verify_scenario(effort, "conformity", crowd_settings(crowd)), run);
      (share_of_first(w) > t.between() ? high[r] : low[r]) = middle[r];
    });
  for (std::size_t r = 0; r < low.size(); ++r) middle[r] = (low[r] + high[r]) / 2;
  return middle;
}

/// Where the state with a leader first exists. The distance at which chance ends it is as N^(-2/3), the scaling of
/// escapes near the end of a metastable state, which leads from two sizes to infinitely many developers.
void locate_thresholds(const Effort& effort, std::vector<CheckResult>& checks) {
  const Index runs = effort.runs(12, 100), few = effort.full ? 2000 : 500, many = 8 * few;
  for (const Transition& t : transitions) {
    if (t.products == 2) continue;  // of another kind: locate_second_order
    const std::vector<double> of_few = losing_weights(t, few, runs, effort),
                              of_many = losing_weights(t, many, runs, effort);
    std::vector<double> limit;
    for (std::size_t r = 0; r < of_few.size(); ++r)
      limit.push_back(t.critical * (of_many[r] + (of_many[r] - of_few[r]) / (maths::pow(8, 2.0 / 3) - 1)));
    checks.push_back(
        mean_within(fmt::format("{} products: threshold located from N = {} and {}", t.products, few, many), t.critical,
                    limit, 0.02 * t.critical));
  }
}

/// A leader keeps its lead against a bias up to the fold, and loses it beyond.
void hysteresis(const Effort& effort, std::vector<CheckResult>& checks) {
  constexpr std::pair<double, double> table[] = {{1.2, .056391}, {1.5, .207546}, {2.0, .532840}, {3.0, 1.303274}};
  for (const auto& [j, fold] : table) {
    const int months = j < 1.5 ? 300 : 180;  // near the fold of a weak conformity everything is slow
    checks.push_back(sign(fmt::format("beta J = {}: keeps its lead 5 % below the fold {}", j, fold),
                          still_leads({2, 2 * j, -2 * 0.95 * fold, months}, 0.5, effort, true)));
    checks.push_back(sign(fmt::format("beta J = {}: loses it 5 % above", j),
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
    const double p = maths::exp(std::lgamma(n + 1) - std::lgamma(k + 1) - std::lgamma(n - k + 1) - n * maths::log(2) +
                                a / (n - 1) * (pairs - middle));
    all += p;
    squares += p * (k / n - 0.5) * (k / n - 0.5);
  }
  return squares / all;
}

void spread(Index developers, double linear_response, Index runs, const Effort& effort,
            std::vector<CheckResult>& checks) {
  std::vector<double> squares(static_cast<std::size_t>(runs), 0.0);
  constexpr int before = 10, months = 40;
  std::vector<std::string> sets = crowd_settings({2, 1, 0, months, developers});
  sets.emplace_back("adoption.timing=one_by_one");
  replicate(*verify_scenario(effort, "conformity", sets), runs, effort, [&](const World& w, Index run) {
    const double deviation = share_of_first(w) - 0.5;
    if (w.clock.step >= before) squares[std::size_t(run)] += deviation * deviation / (months - before);
  });
  const double variance = exact_variance(developers, 1);
  checks.push_back(
      sampled(fmt::format("N = {}: variance of the share", developers), variance, squares, 0.4 * variance));
  double mean = 0;
  for (const double x : squares) mean += x / double(runs);
  checks.push_back(exact(fmt::format("N = {}: its root, against linear response", developers), linear_response,
                         std::sqrt(mean), 0.1));
}

/// How often each number of users of the first of two products was seen, at the critical weight 2.
std::vector<std::vector<double>> histograms(Index developers, Index batches, Index runs_each, const Effort& effort) {
  constexpr int months = 240, before = 60;  // coming to rest takes about sqrt(developers) months
  const Index runs = batches * runs_each;
  std::vector<std::vector<double>> of_run(std::size_t(runs), std::vector<double>(std::size_t(developers) + 1, 0.0));
  std::vector<std::string> sets = crowd_settings({2, 2, 0, months, developers});
  sets.emplace_back("adoption.timing=one_by_one");
  replicate(*verify_scenario(effort, "conformity", sets), runs, effort, [&](const World& w, Index run) {
    if (w.clock.step >= before) of_run[std::size_t(run)][std::size_t((w.developers.slot == 1).count())] += 1;
  });
  std::vector<std::vector<double>> of_batch(std::size_t(batches), of_run[0]);
  for (std::size_t b = 0; b < of_batch.size(); ++b)
    for (std::size_t n = 0; n < of_batch[b].size(); ++n) {
      of_batch[b][n] = 0;
      for (std::size_t r = 0; r < std::size_t(runs_each); ++r)
        of_batch[b][n] += of_run[b * std::size_t(runs_each) + r][n];
    }
  return of_batch;
}

/// Binder's cumulant 1 - <m^4>/(3 <m^2>^2) at weight `a`, from what was seen at weight 2: each state weighs
/// e^((a - 2) A/(N - 1)) more there, A the number of pairs that agree (Binder 1981, doi:10.1007/BF01293604; Ferrenberg
/// & Swendsen 1988, doi:10.1103/PhysRevLett.61.2635).
double cumulant(const std::vector<double>& seen, double a) {
  const double developers = double(seen.size()) - 1;
  double all = 0, second = 0, fourth = 0;
  for (std::size_t n = 0; n < seen.size(); ++n) {
    const double m = 2 * double(n) / developers - 1;
    const double weight = seen[n] * maths::exp((a - 2) * developers * developers * m * m / 4 / (developers - 1));
    all += weight;
    second += weight * m * m;
    fourth += weight * m * m * m * m;
  }
  return 1 - fourth * all / (3 * second * second);
}

/// Weight at which the cumulants of two sizes are equal.
double crossing(const std::vector<double>& few, const std::vector<double>& many) {
  double low = 1.8, high = 2.3;
  for (int n = 0; n < 40; ++n) {
    const double a = (low + high) / 2;
    (cumulant(many, a) < cumulant(few, a) ? low : high) = a;
  }
  return low;
}

/// The threshold of two products, at which the leader appears gradually: crossings of cumulants lie beyond it by a
/// distance as 1/N, which leads from two of them to infinitely many developers.
void locate_second_order(const Effort& effort, std::vector<CheckResult>& checks) {
  constexpr Index batches = 20, runs_each = 200;
  const auto of = [&](Index developers) { return histograms(developers, batches, runs_each, effort); };
  const auto n50 = of(50), n100 = of(100), n200 = of(200), n400 = of(400);
  std::vector<double> limit;
  for (std::size_t b = 0; b < n50.size(); ++b)
    limit.push_back(2 * crossing(n100[b], n400[b]) - crossing(n50[b], n200[b]));
  checks.push_back(sampled("2 products: threshold located from N = 50, 100, 200 and 400", 2, limit, 0.04));
}

}  // namespace

std::vector<CheckResult> social_interactions(const Effort& effort) {
  std::vector<CheckResult> checks;
  fixed_points(effort, checks);
  thresholds(effort, checks);
  locate_thresholds(effort, checks);
  hysteresis(effort, checks);
  spread(100, .0707, effort.runs(200, 2000), effort, checks);
  spread(1000, .02236, effort.runs(40, 400), effort, checks);
  if (effort.full) {
    spread(10000, .00707, 100, effort, checks);
    locate_second_order(effort, checks);
  }
  return checks;
}

}  // namespace moat
