#include "batch/right_size.hpp"

#include <algorithm>
#include <cmath>
#include <memory>

#include "base/maths.hpp"
#include "base/parallel.hpp"
#include "batch/store/plan.hpp"
#include "scenario/scenario.hpp"
#include "simulation/run.hpp"

namespace moat {
namespace {

constexpr std::int64_t few_developers = 2000, many_developers = 10'000, pilot_points = 3;
constexpr int pilot_replicates = 8;

double variance(const std::vector<double>& x) {
  double mean = 0, sum = 0;
  for (const double one : x) mean += one / double(x.size());
  for (const double one : x) sum += (one - mean) * (one - mean);
  return sum / double(x.size() - 1);
}

double median(std::vector<double> x) {
  std::sort(x.begin(), x.end());
  return x.size() % 2 == 1 ? x[x.size() / 2] : (x[x.size() / 2 - 1] + x[x.size() / 2]) / 2;
}

/// 1, 2 or 5 times a power of ten, whichever is nearest by ratio.
std::int64_t round_number(double n) {
  double best = 1;
  for (double power = 1; power <= 1e9; power *= 10)
    for (const double step : {1.0, 2.0, 5.0})
      if (std::abs(maths::log(step * power / n)) < std::abs(maths::log(best / n))) best = step * power;
  return std::int64_t(best);
}

/// B / A of one outcome; negative where it does not vary.
double ratio_of(const std::vector<double>& few, const std::vector<double>& many, double n_few, double n_many) {
  std::vector<double> difference(few.size());
  for (std::size_t r = 0; r < few.size(); ++r) difference[r] = few[r] - many[r];
  const double of_many = variance(many), b = variance(difference) / (1 / n_few + 1 / n_many);
  if (!(of_many > 0) || !(b > 0)) return -1;
  // With few pilots the rest may come out as nothing or less: some luck is always left.
  return b / std::max(of_many - b / n_many, 0.02 * of_many);
}

}  // namespace

RightSize right_size(const RunPilot& pilot, std::int64_t few, std::int64_t many, int replicates, int threads) {
  std::vector<Pilot> of_few(std::size_t(replicates), Pilot{}), of_many = of_few;
  for_tasks(2 * replicates, threads, [&](Index task, int) {
    auto& list = task % 2 == 0 ? of_many : of_few;
    list[std::size_t(task / 2)] = pilot(task % 2 == 0 ? many : few, task / 2);
  });
  std::vector<double> seconds_few, seconds_many, ratios;
  for (const Pilot& one : of_few) seconds_few.push_back(one.seconds);
  for (const Pilot& one : of_many) seconds_many.push_back(one.seconds);
  for (std::size_t k = 0; k < of_few.front().values.size(); ++k) {
    std::vector<double> x, y;
    for (std::size_t r = 0; r < of_few.size(); ++r) {
      if (std::isnan(of_few[r].values[k]) || std::isnan(of_many[r].values[k])) continue;
      x.push_back(of_few[r].values[k]);
      y.push_back(of_many[r].values[k]);
    }
    const double ratio = x.size() < 2 ? -1 : ratio_of(x, y, double(few), double(many));
    if (ratio > 0) ratios.push_back(ratio);
  }
  RightSize found;
  const double at_few = median(seconds_few), at_many = median(seconds_many);
  found.each = std::max((at_many - at_few) / double(many - few), 1e-12);
  found.fixed = std::max(at_few - found.each * double(few), 1e-6);
  const double ratio = ratios.empty() ? 0 : median(ratios);
  const double best = ratios.empty() ? double(few) : std::sqrt(ratio * found.fixed / found.each);
  found.developers = round_number(std::max(best, double(few)));
  found.of_sampling = ratio / (ratio + double(found.developers));
  return found;
}

RightSize right_size(const Plan& plan, int threads) {
  const auto refuse = [](const char* why) -> RightSize { throw InputError({{{"--developers auto", 0, 0}, why}}); };
  if (plan.layout.outcomes.empty())
    return refuse("needs outcomes, whose error it weighs against time (name some in the scenario, or give a number)");
  const std::int64_t points = std::min(plan.points(), pilot_points);
  std::vector<std::shared_ptr<const Scenario>> scenarios;
  for (std::int64_t p = 0; p < points; ++p) {
    scenarios.push_back(plan.scenario(p));
    if (!scenarios.back()->adoption.network.edges.empty())
      return refuse("does not go with adoption.network.edges, a file for one number of developers (give that number)");
  }
  const auto pilot = [&](std::int64_t developers, std::int64_t replicate) {
    Pilot all;
    std::vector<double> first;
    for (std::int64_t p = 0; p < points; ++p) {
      Scenario s = *scenarios[std::size_t(p)];
      s.run.developers = developers;
      const RunResult run =
          run_once(s, plan.variant(p).shape, s.run.first_replicate + replicate, 1, [](const World&) { return true; });
      if (run.status != RunStatus::done) throw ContractError(run.message);
      all.seconds += run.seconds;
      if (p == 0) first = run.outcomes;
      for (std::size_t k = 0; k < run.outcomes.size() && (p > 0 || points == 1); ++k)
        all.values.push_back(p > 0 ? run.outcomes[k] - first[k] : run.outcomes[k]);
    }
    return all;
  };
  return right_size(pilot, few_developers, many_developers, pilot_replicates, threads);
}

}  // namespace moat
