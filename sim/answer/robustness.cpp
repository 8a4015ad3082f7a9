#include "answer/robustness.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>

#include <fmt/format.h>

#include "base/missing.hpp"
#include "base/parallel.hpp"
#include "design/design.hpp"
#include "design/factor.hpp"
#include "io/scenario_text/values.hpp"
#include "model/model.hpp"
#include "scenario/scenario.hpp"
#include "simulation/run.hpp"
#include "simulation/stop.hpp"

namespace moat {
namespace {

constexpr std::string_view part_of_file = "robust.";

/// A scenario in full, as outputs keep it, also has the defaults of its factors, which are not given.
void forget_defaults(GivenPaths& given, FactorEntry factor) {
  FactorEntry fresh;
  for (const Field& field : fields<FactorEntry>())
    if (same_value(field.ref(&factor), field.ref(&fresh)))
      given.erase(fmt::format("factors.{}.{}", factor.name, field.key));
}

/// The parameter samples as a sweep of the scenario. Its factors stand under `robust` in the scenario's file, so what
/// is wrong with them is found there.
LoadedSweep sweep_of(const LoadedScenario& scenario) {
  const RobustParams& robust = scenario.scenario.robust;
  LoadedSweep sweep;
  sweep.known = known_names();
  sweep.params.title = scenario.scenario.title;
  sweep.params.factors = robust.factors;
  sweep.params.design.type = DesignType::lhs;
  sweep.params.design.n = robust.samples;
  sweep.params.design.seed = robust.seed;
  sweep.reading = scenario.reading;
  for (const auto& [path, given] : scenario.reading.given)
    if (path.starts_with(part_of_file)) sweep.reading.given.insert_or_assign(path.substr(part_of_file.size()), given);
  for (const FactorEntry& factor : robust.factors) forget_defaults(sweep.reading.given, factor);
  LoadedScenario loaded = scenario;
  Scenario& base = loaded.scenario;
  base.verdict = {};
  base.robust = {};
  base.run.replicates = robust.replicates;
  base.run.developers = robust.developers;
  base.record = {};
  base.record.series = {"none"};
  base.record.events = false;
  sweep.base = std::make_shared<const LoadedScenario>(std::move(loaded));
  return sweep;
}

/// What the arms came to at one parameter sample.
Samples samples_of(const Plan& plan, std::span<const double> outcomes, std::int64_t sample, std::int64_t sample_count) {
  Samples samples;
  const auto arms = plan.points() / sample_count, replicates = plan.replicates();
  samples.replicates = plan.layout.replicates;
  const std::vector<OutcomeEntry>& entries = plan.variants.front().outcomes();
  const std::size_t count = entries.size();
  for (std::size_t i = 0; i < count; ++i) {
    Quantity quantity{entries[i].name, entries[i].description, entries[i].unit, {}};
    for (std::int64_t arm = 0; arm < arms; ++arm) {
      std::vector<double>& row = quantity.values.emplace_back();
      for (std::int64_t r = 0; r < replicates; ++r) {
        const auto run = std::size_t(plan.run_of(arm * sample_count + sample, r));
        row.push_back(entries[i].factor * outcomes[run * count + i]);
      }
    }
    samples.quantities.push_back(std::move(quantity));
  }
  for (std::int64_t arm = 0; arm < arms; ++arm) {
    samples.points.push_back(plan.variant(arm * sample_count).arm);
    samples.seeds.emplace_back(std::size_t(replicates), 1);
  }
  return samples;
}

double mean_of(const std::vector<double>& values) {
  double sum = 0;
  for (const double x : values) sum += x;
  return sum / double(values.size());
}

SampleVerdict judge_sample(const Robustness& robust, std::size_t sample) {
  std::size_t held = 0;
  for (std::size_t t = 0; t < robust.tests.size(); ++t) {
    if (std::isnan(robust.values[t][sample])) return SampleVerdict::unknown;
    held += robust.holds[t][sample];
  }
  return held == robust.tests.size() ? SampleVerdict::supported
         : held == 0                 ? SampleVerdict::contradicted
                                     : SampleVerdict::depends;
}

/// Whether a mean is on the side of the bounds that the finding has; what was open can be anything.
bool agrees(const TestResult& result, double mean) {
  const bool holds = mean > result.test.above && mean < result.test.below;
  return result.finding == Finding::open || holds == (result.finding == Finding::holds);
}

/// Of groups of `size` consecutive runs of the scenario as it is, the share in which all tests do what they do over
/// all.
double baseline_agreement_of(const std::vector<TestResult>& tests, std::size_t size) {
  const std::size_t runs = tests.empty() ? 0 : tests.front().values.size();
  std::size_t same = 0;
  for (std::size_t first = 0; first < runs; ++first)
    same += std::ranges::all_of(tests, [&](const TestResult& test) {
      double sum = 0;
      for (std::size_t i = 0; i < size; ++i) sum += test.values[(first + i) % runs];
      return agrees(test, sum / double(size));
    });
  return double(same) / double(runs);
}

/// A sample without an answer says nothing of factors.
std::vector<Flip> flips_of(const Robustness& robust, const std::vector<bool>& flags) {
  std::vector<bool> known_flags;
  std::vector<std::vector<double>> known(robust.factors.size());
  for (std::size_t w = 0; w < robust.verdicts.size(); ++w) {
    if (robust.verdicts[w] == SampleVerdict::unknown) continue;
    known_flags.push_back(flags[w]);
    for (std::size_t f = 0; f < known.size(); ++f) known[f].push_back(robust.factor_values[f][w]);
  }
  return find_flips(known, known_flags);
}

void judge(Robustness& robust) {
  for (std::size_t w = 0; w < robust.verdicts.size(); ++w) {
    robust.verdicts[w] = judge_sample(robust, w);
    bool same = robust.verdicts[w] != SampleVerdict::unknown;
    for (std::size_t t = 0; t < robust.tests.size(); ++t) same = same && agrees(robust.tests[t], robust.values[t][w]);
    robust.same[w] = same;
  }
  robust.flips = flips_of(robust, robust.same);
  robust.test_flips.clear();
  for (const std::vector<bool>& holds : robust.holds) robust.test_flips.push_back(flips_of(robust, holds));
}

}  // namespace

Plan robustness_plan(const LoadedScenario& scenario, const std::string& name) {
  const LoadedSweep sweep = sweep_of(scenario);
  std::vector<Problem> problems = check_robust(scenario);
  throw_if_any(std::move(problems), scenario.reading);
  Plan plan;
  plan.title = scenario.scenario.title;
  plan.design = make_design(sweep);
  plan.scenarios.push_back({name, sweep.base, ""});
  complete(plan);
  return plan;
}

std::vector<Problem> check_robust(const LoadedScenario& scenario) {
  std::vector<Problem> problems;
  if (scenario.scenario.robust.factors.empty()) return problems;
  const LoadedSweep sweep = sweep_of(scenario);
  for (const Block& block : resolve(sweep, problems))
    for (const Factor& factor : block.factors)
      if (!factor.column.is_number)
        problems.push_back(
            {sweep.reading.where(factor.key),
             fmt::format("robust.{} is no number (parameter samples differ in numbers alone)", factor.key)});
  return problems;
}

Robustness ask_in_samples(const Plan& plan, const Answer& answer, int jobs,
                          const std::function<void(std::int64_t, std::int64_t)>& on_run) {
  const std::int64_t sample_count = plan.points() / std::max<std::int64_t>(1, std::ssize(plan.design.arms));
  const auto size = std::size_t(sample_count), count = plan.layout.outcomes.size();
  Robustness out;
  out.title = plan.title;
  out.claim = answer.claim;
  out.verdict = answer.verdict;
  out.factors = plan.design.columns;
  out.tests = answer.tests;
  out.runs = plan.runs();
  std::vector<double> outcomes(std::size_t(plan.runs()) * count, missing_value);
  std::mutex lock;
  std::int64_t done = 0;
  for_tasks(Index(plan.runs()), jobs, [&](Index run, int) {
    if (stop_requested) return;
    const std::int64_t point = plan.point_of(run);
    const std::shared_ptr<const Scenario> scenario = plan.scenario(point);
    const RunResult result =
        run_once(*scenario, plan.variant(point).shape, plan.layout.replicates[std::size_t(plan.place_of(run))], 1,
                 [](const World&) { return !stop_requested.load(); });
    if (result.status == RunStatus::done)
      std::copy(result.outcomes.begin(), result.outcomes.end(),
                outcomes.begin() + std::ptrdiff_t(run) * std::ptrdiff_t(count));
    const std::scoped_lock guard{lock};
    out.failed += result.status == RunStatus::failed;
    on_run(done += result.status != RunStatus::pending, plan.runs());
  });
  if (done < plan.runs()) return out;
  for (std::size_t f = 0; f < out.factors.size(); ++f) {
    std::vector<double>& row = out.factor_values.emplace_back();
    for (std::size_t w = 0; w < size; ++w) row.push_back(plan.design.number(w, f));
  }
  out.values.assign(out.tests.size(), std::vector<double>(size, missing_value));
  out.holds.assign(out.tests.size(), std::vector<bool>(size, false));
  out.verdicts.assign(size, SampleVerdict::unknown);
  out.same.assign(size, false);
  for (std::size_t w = 0; w < size; ++w) {
    const Samples samples = samples_of(plan, outcomes, std::int64_t(w), sample_count);
    for (std::size_t t = 0; t < out.tests.size(); ++t) {
      const TestEntry& test = out.tests[t].test;
      const double x = out.values[t][w] = mean_of(contrast_values(samples, test));
      out.holds[t][w] = x > test.above && x < test.below;
    }
  }
  judge(out);
  out.baseline_agreement = baseline_agreement_of(out.tests, std::size_t(plan.replicates()));
  return out;
}

}  // namespace moat
