// B3 and B4: Bass's diffusion of one product, and of two generations (Norton & Bass).

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include <Eigen/Dense>
#include <fmt/format.h>

#include "base/maths.hpp"
#include "scenario/scenario.hpp"
#include "verify/suite.hpp"

namespace moat {
namespace {

struct Bass {
  std::string_view name;
  double p, q;
};

/// Share of adopters at time t.
double closed_form(const Bass& b, double t) {
  const double e = maths::exp(-(b.p + b.q) * t);
  return (1 - e) / (1 + b.q / b.p * e);
}

/// Share of adopters after each of `steps` steps of length dt, without chance: F <- F + dt (p + q F)(1 - F).
std::vector<double> recursion(const Bass& b, double dt, int steps) {
  std::vector<double> share{0};
  for (int s = 0; s < steps; ++s) {
    const double f = share.back();
    share.push_back(f + std::min(1.0, dt * (b.p + b.q * f)) * (1 - f));
  }
  return share;
}

std::vector<std::string> bass_settings(const Bass& b, double dt, int steps, Index developers) {
  return {fmt::format("run.end={}", to_string(Month::of(2024, 1) + (steps - 1))),
          fmt::format("run.developers={}", developers), fmt::format("regions.here.developers={}", developers),
          fmt::format("segments.all.review={}", dt * b.p), fmt::format("adoption.word_of_mouth={}", dt * b.q)};
}

double share_of_users(const World& w) {
  return double((w.developers.slot > 0).count()) / double(w.developers.size());
}

/// [step][run] share of adopters, from step 0 on.
std::vector<std::vector<double>> diffuse(const Bass& b, double dt, int steps, Index developers, Index runs,
                                         const Effort& effort) {
  std::vector<std::vector<double>> share(std::size_t(steps) + 1, std::vector<double>(std::size_t(runs), 0.0));
  replicate(
      *verify_scenario(effort, "diffusion", bass_settings(b, dt, steps, developers)), runs, effort,
      [&](const World& w, Index run) { share[std::size_t(w.clock.step) + 1][std::size_t(run)] = share_of_users(w); });
  return share;
}

/// Largest distance of the mean path from the closed form.
double largest_error(const Bass& b, double dt, const Effort& effort) {
  const int steps = int(std::lround(20 / dt));
  const auto share = diffuse(b, dt, steps, 100000, Index(double(effort.runs(4, 40)) / dt), effort);
  double largest = 0;
  for (int s = 0; s <= steps; ++s)
    largest = std::max(largest, std::abs(mean(share[std::size_t(s)]) - closed_form(b, s * dt)));
  return largest;
}

/// Time at which half of a small population has adopted, in the middle of the step in which it happens.
std::vector<double> half_times(const Bass& b, Index developers, double dt, Index runs, const Effort& effort) {
  std::vector<double> time(std::size_t(runs), 0.0);
  replicate(*verify_scenario(effort, "diffusion", bass_settings(b, dt, int(std::lround(25 / dt)), developers)), runs,
            effort, [&](const World& w, Index run) {
              double& t = time[std::size_t(run)];
              if (t == 0 && share_of_users(w) >= 0.5) t = (w.clock.step + 0.5) * dt;
            });
  return time;
}

void small_population(const Bass& b, Index developers, double expected, double sd, const Effort& effort,
                      std::vector<CheckResult>& checks) {
  const std::vector<double> times =
      half_times(b, developers, effort.full ? 0.02 : 0.04, effort.runs(400, developers < 1000 ? 2000 : 400), effort);
  std::vector<double> squares;
  for (const double t : times) squares.push_back((t - expected) * (t - expected));
  checks.push_back(
      sampled(fmt::format("N = {}: mean time until half have adopted", developers), expected, times, sd / 4));
  checks.push_back(sampled(fmt::format("N = {}: variance of that time", developers), sd * sd, squares, sd * sd * 0.5));
}

/// The closed form, from steps of 1/8 and 1/16: their errors are as the step, and cancel.
void extrapolated(const Bass& b, const Effort& effort, std::vector<CheckResult>& checks) {
  const Index runs = effort.runs(24, 100), developers = effort.full ? 50000 : 20000;
  const auto coarse = diffuse(b, 1.0 / 8, 160, developers, runs, effort),
             fine = diffuse(b, 1.0 / 16, 320, developers, runs, effort);
  for (const std::size_t t : {5u, 10u, 15u, 20u}) {
    const double expected = closed_form(b, double(t));
    if (expected > 0.999) break;
    std::vector<double> limit;
    for (std::size_t r = 0; r < std::size_t(runs); ++r) limit.push_back(2 * fine[16 * t][r] - coarse[8 * t][r]);
    checks.push_back(sampled(fmt::format("{}: F({}), steps towards 0", b.name, t), expected, limit, 0.03));
  }
}

/// What adoptions in the first steps tell of a diffusion in steps of 1: given A users of m, the next step brings a
/// binomial number of m - A with chance p + q A/m (likelihood of Schmittlein & Mahajan 1982, Marketing Science 1,
/// 57-78).
struct Likelihood {
  std::vector<double> users;  ///< after each step, from step 0 on

  double operator()(const Eigen::Vector3d& pqm) const {
    const double m = pqm[2];
    double sum = 0;
    for (std::size_t t = 0; t + 1 < users.size(); ++t) {
      const double chance = pqm[0] + pqm[1] * users[t] / m, left = m - users[t], took = users[t + 1] - users[t];
      if (!(chance > 0 && chance < 1 && left > took)) return -std::numeric_limits<double>::infinity();
      sum += std::lgamma(left + 1) - std::lgamma(left - took + 1) + took * maths::log(chance) +
             (left - took) * maths::log1p(-chance);
    }
    return sum;
  }

  /// First and second differences at steps of the size of an error.
  std::pair<Eigen::Vector3d, Eigen::Matrix3d> slopes(const Eigen::Vector3d& at, const Eigen::Vector3d& step) const {
    Eigen::Vector3d first;
    Eigen::Matrix3d second;
    const auto moved = [&](int i, double di, int j, double dj) {
      Eigen::Vector3d x = at;
      x[i] += di * step[i];
      x[j] += dj * step[j];
      return (*this)(x);
    };
    for (int i = 0; i < 3; ++i) {
      first[i] = (moved(i, 1, i, 0) - moved(i, -1, i, 0)) / (2 * step[i]);
      for (int j = 0; j < 3; ++j)
        second(i, j) = (moved(i, 1, j, 1) - moved(i, 1, j, -1) - moved(i, -1, j, 1) + moved(i, -1, j, -1)) /
                       (4 * step[i] * step[j]);
    }
    return {first, second};
  }
};

/// How many of 95 % intervals hold the parameters that the population had.
void recover(const Bass& b, const Effort& effort, std::vector<CheckResult>& checks) {
  constexpr Index developers = 10000;
  constexpr int steps = 12;  // to 90 % of users: later steps tell m, and nothing of p and q
  const Index runs = effort.runs(300, 1000);
  const auto share = diffuse(b, 1, steps, developers, runs, effort);
  const Eigen::Vector3d truth{b.p, b.q, double(developers)}, step{b.p / 200, b.q / 200, developers / 400.0};
  Index held[3] = {0, 0, 0};
  for (std::size_t r = 0; r < std::size_t(runs); ++r) {
    Likelihood likelihood;
    for (const auto& now : share) likelihood.users.push_back(std::round(now[r] * developers));
    Eigen::Vector3d estimate = truth;
    Eigen::Matrix3d information;
    for (int newton = 0; newton < 8; ++newton) {
      const auto [first, second] = likelihood.slopes(estimate, step);
      information = -second;
      estimate += information.ldlt().solve(first);
    }
    const Eigen::Vector3d errors = information.inverse().diagonal().cwiseSqrt();
    for (int i = 0; i < 3; ++i) held[i] += std::abs(estimate[i] - truth[i]) <= 1.959964 * errors[i];
  }
  for (int i = 0; i < 3; ++i)
    checks.push_back(sampled_share(fmt::format("N = {}: 95 % intervals that hold {}", developers, "pqm"[i]), 0.95,
                                   held[i], runs, 0.06));
}

/// Both generations at the end of a month, per member of the first market: users of the old one alone; users of the new
/// one, who came from the old one or have waited for it.
struct Generations {
  double first = 0, second = 0;
};

Generations count_generations(const World& w) {
  const Developers& d = w.developers;
  Generations g;
  for (Index i = 0; i < d.size(); ++i) {
    const bool has_first = d.slot(0, i) > 0, has_second = d.slot(1, i) > 0, waits = (d.tasks[i] & 1) == 0;
    g.second += has_second && (has_first || waits);
    g.first += has_first && !has_second;
  }
  const double first_market = double(d.size()) * 2 / 3;
  return {g.first / first_market, g.second / first_market};
}

}  // namespace

std::vector<CheckResult> bass_diffusion(const Effort& effort) {
  constexpr Bass cases[] = {
      {"meta-average", .03, .38}, {"colour TV", .005, .84}, {"air conditioner", .010, .42}, {"cell phone", .004, 1.76}};
  std::vector<CheckResult> checks;
  for (const Bass& b : cases) {
    const auto share = diffuse(b, 1, 20, 10000, effort.runs(48, 400), effort);
    const std::vector<double> expected = recursion(b, 1, 20);
    for (const std::size_t t : {5u, 10u, 15u, 20u}) {
      if (expected[t] > 0.999) break;  // all have adopted in most runs: no spread to judge by
      checks.push_back(sampled(fmt::format("{}: F({}) in steps of 1", b.name, t), expected[t], share[t], 0.03));
    }
  }
  for (const Bass& b : cases)
    if (effort.full || &b == cases) extrapolated(b, effort, checks);
  const double steps[] = {1, 0.5, 0.25};
  double error[3];
  for (std::size_t i = 0; i < 3; ++i) error[i] = largest_error(cases[0], steps[i], effort);
  checks.push_back(exact("largest error against the closed form, dt = 1", .0714, error[0], 0.05));
  checks.push_back(exact("largest error against the closed form, dt = 1/4", .0180, error[2], 0.15));
  for (std::size_t i = 0; i < 2; ++i)
    checks.push_back(exact(fmt::format("order of the error between dt = {} and {}", steps[i], steps[i + 1]), 1,
                           maths::log(error[i] / error[i + 1]) / maths::log(2), 0.2));
  small_population(cases[0], 20, 7.2350, 2.5634, effort, checks);
  small_population(cases[0], 100, 6.6747, 1.0296, effort, checks);
  small_population(cases[0], 1000, 6.5623, .3181, effort, checks);
  if (effort.full) small_population(cases[0], 10000, 6.5514, .1003, effort, checks);
  recover(cases[0], effort, checks);
  return checks;
}

std::vector<CheckResult> norton_bass(const Effort& effort) {
  constexpr Bass b{"", .03, .38};
  constexpr double dt = 0.25;
  constexpr int late = 32;  // 8 units of time, as in the scenario
  const Scenario scenario = *verify_scenario(effort, "generations");
  const auto months = std::size_t(scenario.run.steps());
  const Index runs = effort.runs(24, 400);
  std::vector<std::vector<double>> first(months, std::vector<double>(std::size_t(runs))), second = first;
  replicate(scenario, runs, effort, [&](const World& w, Index run) {
    const Generations g = count_generations(w);
    first[std::size_t(w.clock.step)][std::size_t(run)] = g.first;
    second[std::size_t(w.clock.step)][std::size_t(run)] = g.second;
  });
  const std::vector<double> f = recursion(b, dt, int(months));
  std::vector<CheckResult> checks;
  for (const int t : {8, 12, 16, 20, 30}) {
    const auto now = std::size_t(t / dt), month = now - 1;
    const double old = f[now], young = f[now - late];
    checks.push_back(sampled(fmt::format("first generation at t = {}", t), old * (1 - young), first[month], 0.03));
    if (t > 8)
      checks.push_back(
          sampled(fmt::format("second generation at t = {}", t), young * (0.5 + old), second[month], 0.03));
  }
  std::size_t peak = 0, crossing = 0;
  for (std::size_t m = 0; m < months; ++m) {
    if (mean(first[m]) > mean(first[peak])) peak = m;
    if (crossing == 0 && mean(second[m]) > mean(first[m])) crossing = m;
  }
  checks.push_back(exact("peak of the first generation", .74557, mean(first[peak]), 0.02));
  checks.push_back(exact("time of that peak", 10.3245, double(peak + 1) * dt, 0.05));
  checks.push_back(exact("time at which the second overtakes the first", 13.6054, double(crossing + 1) * dt, 0.03));
  return checks;
}

}  // namespace moat
