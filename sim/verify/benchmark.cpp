#include "verify/benchmark.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>

#include <boost/math/distributions/students_t.hpp>
#include <fmt/format.h>

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "scenario/scenario.hpp"

namespace moat {

double CheckResult::z() const {
  const double scale = test == Test::sampled ? standard_error : tolerance;
  const double difference = obtained - expected;
  return difference == 0 ? 0 : difference / scale;
}

bool CheckResult::holds() const {
  switch (test) {
    case Test::exact:
      return std::abs(obtained - expected) <= tolerance;
    case Test::sampled:
      return std::abs(z()) <= critical && critical * standard_error <= tolerance;
    case Test::sign:
      return obtained == expected;
  }
  return false;
}

CheckResult exact(std::string what, double expected, double obtained, double relative_tolerance) {
  const double tolerance = relative_tolerance * (expected == 0 ? 1 : std::abs(expected));
  return {std::move(what), Test::exact, expected, obtained, tolerance};
}

CheckResult sampled(std::string what, double expected, std::span<const double> values, double tolerance) {
  expects(values.size() > 1, "a standard error takes two replicates");
  const auto n = double(values.size());
  double sum = 0, squares = 0;
  for (const double x : values) sum += x;
  const double mean = sum / n;
  for (const double x : values) squares += (x - mean) * (x - mean);
  constexpr double beyond_4 = 3.167124e-5;  // of the standard normal distribution, on either side
  const boost::math::students_t distribution(n - 1);
  return {std::move(what),
          Test::sampled,
          expected,
          mean,
          tolerance,
          std::sqrt(squares / (n - 1) / n),
          Index(values.size()),
          boost::math::quantile(boost::math::complement(distribution, beyond_4))};
}

CheckResult mean_within(std::string what, double expected, std::span<const double> values, double tolerance) {
  CheckResult check = sampled(std::move(what), expected, values, tolerance);
  check.test = Test::exact;
  check.tolerance -= 4 * check.standard_error;
  return check;
}

CheckResult sampled_share(std::string what, double expected, Index happened, Index runs, double tolerance) {
  const auto n = double(runs);
  return {std::move(what),
          Test::sampled,
          expected,
          double(happened) / n,
          tolerance,
          std::sqrt(std::max(expected * (1 - expected), 1 / n) / n),
          runs};
}

CheckResult sign(std::string what, bool appears) {
  return {std::move(what), Test::sign, 1, appears ? 1.0 : 0.0};
}

double mean(std::span<const double> values) {
  double sum = 0;
  for (const double x : values) sum += x;
  return sum / double(values.size());
}

Examined examine(const Benchmark& benchmark, const Effort& effort) {
  Examined result{&benchmark, {}, 0};
  if (!benchmark.run) return result;
  const auto begun = std::chrono::steady_clock::now();
  try {
    result.checks = benchmark.run(effort);
    if (result.checks.empty()) result.checks = {sign("it finds something", false)};
  } catch (const std::exception& error) {
    std::string why = error.what();
    std::replace(why.begin(), why.end(), '\n', ' ');
    result.checks = {sign(fmt::format("it runs to its end ({})", why), false)};
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begun).count();
  return result;
}

std::shared_ptr<const Scenario> verify_scenario(const Effort& effort, std::string_view name,
                                                const std::vector<std::string>& sets) {
  return std::make_shared<const Scenario>(
      load_scenario(effort.scenarios / fmt::format("{}.yaml", name), sets, known_names()).scenario);
}

World last_month(const Scenario& scenario, Index replicate, int threads) {
  const Random random{std::uint64_t(scenario.run.seed), std::uint64_t(replicate), 0};
  World world = initial_world(scenario, random, threads);
  for (; world.clock.step < scenario.run.steps(); ++world.clock.step)
    run_month(world, scenario, random.at(world.clock.step), [](const Mechanism&) {});
  return world;
}

void replicate(const Scenario& scenario, Index count, const Effort& effort,
               const std::function<void(const World&, Index)>& see) {
  for_tasks(count, effort.threads, [&](Index number, int) {
    const Random random{std::uint64_t(scenario.run.seed), std::uint64_t(number), 0};
    World world = initial_world(scenario, random, 1);
    for (; world.clock.step < scenario.run.steps(); ++world.clock.step) {
      run_month(world, scenario, random.at(world.clock.step), [](const Mechanism&) {});
      see(world, number);
    }
  });
}

}  // namespace moat
