// MF: runs of individuals against the mean-field twin, from a thousand developers to ten million.

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/maths.hpp"
#include "base/parallel.hpp"
#include "scenario/scenario.hpp"
#include "verify/mean_field.hpp"
#include "verify/suite.hpp"

namespace moat {
namespace {

using Shares = std::vector<Cube<double, 4>>;  ///< by month: developer-tasks per developer of the region

Scenario with_developers(const Effort& effort, Index developers, std::vector<std::string> sets = {}) {
  sets.push_back(fmt::format("run.developers={}", developers));
  return *verify_scenario(effort, "mean_field", sets);
}

Cube<double, 4> tasks_per_developer(const World& w) {
  const auto& a = w.market.assignments;
  Cube<double, 4> result(a.size(0), a.size(1), a.size(2), a.size(3));
  for (Index k = 0; k < a.size(0); ++k)
    for (Index r = 0; r < a.size(1); ++r)
      for (Index s = 0; s < a.size(2); ++s)
        for (Index t = 0; t < a.size(3); ++t) result(k, r, s, t) = double(a(k, r, s, t)) / w.society.simulated[r];
  return result;
}

/// Squared distances between a run and what is expected of it, summed over cells, and what sampling alone would give:
/// counts of a region are binomial.
struct Deviation {
  double squares = 0, of_sampling = 0;

  void see(double obtained, double expected, double developers) {
    squares += (obtained - expected) * (obtained - expected);
    of_sampling += expected * (1 - expected) / developers;
  }
  double ratio() const { return squares / of_sampling; }
};

void compare_states(const World& w, const MeanField& twin, Deviation& of_tasks, Deviation& of_developers) {
  const Cube<double, 4> tasks = tasks_per_developer(w);
  for (Index k = 0; k < tasks.size(0); ++k)
    for (Index r = 0; r < tasks.size(1); ++r)
      for (Index s = 0; s < tasks.size(2); ++s) {
        const double people = w.society.simulated[r];
        of_developers.see(double(w.market.developers(k, r, s)) / people, twin.developers()(k, r, s), people);
        for (Index t = 0; t < tasks.size(3); ++t) of_tasks.see(tasks(k, r, s, t), twin.tasks()(k, r, s, t), people);
      }
}

double open_token_share(const World& w) {
  const auto& tokens = w.market.tokens;
  double open = 0, all = 0;
  const Index cells = tokens.flat().size() / tokens.size(0);
  for (Index l = 0; l < tokens.size(0); ++l) {
    const double here = tokens.flat().segment(l * cells, cells).sum();
    all += here;
    open += w.market.open[l] ? here : 0;
  }
  return open / all;
}

/// What a run with all mechanisms ends with, and the way there.
struct Deviations {
  Shares tasks;
  double open_tokens = 0;             ///< share in the last month
  Deviation of_tasks, of_developers;  ///< from a twin that follows its market
};

/// Individuals and firms draw under replicates of their own, so that runs differ by their developers alone.
Deviations individuals(const Scenario& s, std::uint64_t people, const Resolution& resolution) {
  const auto seed = std::uint64_t(s.run.seed);
  const Random of_firms{seed, 0, 0}, of_people{seed, people, 0};
  World w = initial_world(s, of_people, 1);
  MeanField twin(s, w, resolution);
  Deviations course;
  for (; w.clock.step < s.run.steps(); ++w.clock.step) {
    month_with(w, s, of_firms.at(w.clock.step), [&](const Mechanism& adoption) {
      twin.follow(w);
      adoption.month(w, s, of_people.at(w.clock.step));
    });
    compare_states(w, twin, course.of_tasks, course.of_developers);
    course.tasks.push_back(tasks_per_developer(w));
  }
  course.open_tokens = open_token_share(w);
  return course;
}

Deviations expectation(const Scenario& s, const Resolution& resolution) {
  const Random of_firms{std::uint64_t(s.run.seed), 0, 0};
  World w = mean_field_world(s, of_firms);
  MeanField twin(s, w, resolution);
  Deviations course;
  for (; w.clock.step < s.run.steps(); ++w.clock.step) {
    month_with(w, s, of_firms.at(w.clock.step), [&](const Mechanism&) { twin.act(w); });
    course.tasks.push_back(twin.tasks());
  }
  course.open_tokens = open_token_share(w);
  return course;
}

double mean_square(const Shares& a, const Shares& b) {
  double sum = 0;
  Index cells = 0;
  for (std::size_t m = 0; m < a.size(); ++m) {
    sum += (a[m].flat() - b[m].flat()).square().sum();
    cells += a[m].flat().size();
  }
  return sum / double(cells);
}

struct Moments {
  double mean, error;
};

Moments moments(const std::vector<double>& values) {
  const CheckResult f = sampled("", 0, values, 1);
  return {f.obtained, f.standard_error};
}

CheckResult as_sampled(std::string what, double expected, const Moments& m, double tolerance, Index runs) {
  return {std::move(what), Test::sampled, expected, m.mean, tolerance, m.error, runs};
}

/// All runs of one size.
struct Size {
  Index developers;
  std::vector<double> ratio_of_tasks, ratio_of_developers, squares, open_tokens;
};

Size run_size(const Effort& effort, Index developers, Index runs, const Shares& expected,
              const Resolution& resolution) {
  const Scenario s = with_developers(effort, developers);
  Size size{developers, std::vector<double>(std::size_t(runs)), {}, {}, {}};
  size.ratio_of_developers = size.squares = size.open_tokens = size.ratio_of_tasks;
  for_tasks(runs, effort.threads, [&](Index i, int) {
    const Deviations course = individuals(s, std::uint64_t(i) + 1, resolution);
    size.ratio_of_tasks[std::size_t(i)] = course.of_tasks.ratio();
    size.ratio_of_developers[std::size_t(i)] = course.of_developers.ratio();
    size.squares[std::size_t(i)] = mean_square(course.tasks, expected);
    size.open_tokens[std::size_t(i)] = course.open_tokens;
  });
  return size;
}

/// Rows of all sizes together: rms distances fall like 1/sqrt(developers).
void add_rate(std::vector<CheckResult>& checks, const std::vector<Size>& sizes) {
  double weights = 0, x_mean = 0, y_mean = 0, constant = 0, constants = 0;
  std::vector<Moments> squares;
  const auto weight = [&](std::size_t i) { return maths::pow(2 * squares[i].mean / squares[i].error, 2); };
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    squares.push_back(moments(sizes[i].squares));
    const double x = maths::log(double(sizes[i].developers)), y = maths::log(squares[i].mean) / 2;
    weights += weight(i);
    x_mean += weight(i) * x;
    y_mean += weight(i) * y;
    constant += squares[i].mean * double(sizes[i].developers) * weight(i);
    constants += weight(i);
  }
  x_mean /= weights;
  y_mean /= weights;
  constant = std::sqrt(constant / constants);
  double xx = 0, xy = 0;
  Index runs = 0;
  for (std::size_t i = 0; i < sizes.size(); ++i) {
    const double x = maths::log(double(sizes[i].developers)) - x_mean, y = maths::log(squares[i].mean) / 2 - y_mean;
    xx += weight(i) * x * x;
    xy += weight(i) * x * y;
    const double rms = std::sqrt(squares[i].mean), expected = constant / std::sqrt(double(sizes[i].developers));
    checks.push_back(as_sampled(fmt::format("closed loop, N = {}: rms distance of shares", sizes[i].developers),
                                expected, {rms, squares[i].error / (2 * rms)}, expected,
                                Index(sizes[i].squares.size())));
    runs += Index(sizes[i].squares.size());
  }
  checks.push_back(
      as_sampled("closed loop: slope of log rms over log N", -0.5, {xy / xx, 1 / std::sqrt(xx)}, 0.1, runs));
}

/// The baseline's market, followed: all regions, sectors, segments, tasks and lines of the real scenario.
CheckResult follow_baseline(const Effort& effort) {
  const Index developers = effort.full ? 200000 : 5000;
  const std::vector<std::string> sets{fmt::format("run.developers={}", developers),
                                      effort.full ? "run.end=2027-12" : "run.end=2024-06",
                                      "firms.xAI.lines.Grok-Fast.reach=1"};  // the twin's promotions admit all
  const Scenario s = load_scenario(effort.scenarios / "../baseline.yaml", sets, known_names()).scenario;
  std::vector<double> ratios(16);
  for_tasks(Index(ratios.size()), effort.threads, [&](Index i, int) {
    ratios[std::size_t(i)] = individuals(s, std::uint64_t(i) + 1, {3, 5, 3}).of_tasks.ratio();
  });
  return sampled(fmt::format("baseline followed, N = {}: squares / binomial", developers), 1, ratios, 0.5);
}

}  // namespace

std::vector<CheckResult> mean_field(const Effort& effort) {
  const Resolution coarse{16, 6, 3}, fine{48, 10, 5}, finer{64, 12, 6};
  const Scenario s = with_developers(effort, 1000);
  const Deviations expected = expectation(s, fine), again = expectation(s, finer);
  std::vector<CheckResult> checks;
  double largest = 0;
  for (std::size_t m = 0; m < expected.tasks.size(); ++m)
    largest = std::max(largest, (expected.tasks[m].flat() - again.tasks[m].flat()).abs().maxCoeff());
  checks.push_back(exact("quadrature: change of a share with a third more points", 0, largest, 1e-5));
  std::vector<std::pair<Index, Index>> plan{
      {1000, effort.runs(64, 200)}, {10000, effort.runs(32, 100)}, {100000, effort.runs(12, 40)}};
  if (effort.full) plan.insert(plan.end(), {{1000000, 12}, {10000000, 8}});
  std::vector<Size> sizes;
  for (const auto& [developers, runs] : plan) {
    sizes.push_back(run_size(effort, developers, runs, expected.tasks, developers < 100000 ? coarse : fine));
    const Size& size = sizes.back();
    checks.push_back(sampled(fmt::format("market followed, N = {}: squares / binomial, tasks", developers), 1,
                             size.ratio_of_tasks, 1));
    checks.push_back(sampled(fmt::format("market followed, N = {}: squares / binomial, developers", developers), 1,
                             size.ratio_of_developers, 1));
  }
  add_rate(checks, sizes);
  checks.push_back(sampled(fmt::format("closed loop, N = {}: open share of tokens", sizes.back().developers),
                           expected.open_tokens, sizes.back().open_tokens, 0.01));
  checks.push_back(follow_baseline(effort));
  return checks;
}

}  // namespace moat
