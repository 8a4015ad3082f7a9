#include "answer/why.hpp"

#include <algorithm>
#include <mutex>

#include <fmt/format.h>

#include "answer/shapley.hpp"
#include "base/parallel.hpp"
#include "model/cell.hpp"
#include "model/outcome.hpp"
#include "model/switching.hpp"
#include "scenario/scenario.hpp"
#include "state/lines.hpp"

namespace moat {
namespace {

/// Maker and name of every line.
std::vector<std::string> makers_of(const Scenario& s) {
  std::vector<std::string> makers;
  for (const FirmEntry& firm : s.firms)
    for (const LineEntry& line : firm.lines) makers.push_back(firm.name + "/" + line.name);
  for (const AddedLine& added : added_lines(s.firms, s.release.kept_vintages))
    makers.push_back(s.firms[std::size_t(added.firm)].name + "/" + added.entry.name);
  return makers;
}

/// What the hybrid runs of one arm and replicate come to.
struct HybridOutcomes {
  std::vector<double> baseline;                    ///< [outcome]
  std::vector<std::vector<double>> by_responding;  ///< [set of channels][outcome]
};

HybridOutcomes run_hybrids(const Scenario& baseline, const Scenario& arm, const std::vector<Outcome>& outcomes,
                           std::int64_t replicate, const std::function<void()>& after_month) {
  const Random random{std::uint64_t(baseline.run.seed), std::uint64_t(replicate), 0};
  World of_baseline = initial_world(baseline, random, 1);
  std::vector<Hybrid> hybrids;
  {
    const World start = initial_world(arm, random, 1);
    for (unsigned set = 0; set < hybrid_count(); ++set) hybrids.push_back(begin_hybrid(start, of_baseline, set));
  }
  OutcomeReader reader(outcomes);
  std::vector<OutcomeReader> readers(hybrids.size(), reader);
  for (int step = 0; step < baseline.run.steps(); ++step) {
    run_switched_month(of_baseline, baseline, hybrids, arm, random.at(step));
    reader.see(of_baseline);
    ++of_baseline.clock.step;
    for (std::size_t h = 0; h < hybrids.size(); ++h) {
      readers[h].see(hybrids[h].world);
      ++hybrids[h].world.clock.step;
    }
    after_month();
  }
  HybridOutcomes of_hybrids{reader.values(), {}};
  for (const OutcomeReader& one : readers) of_hybrids.by_responding.push_back(one.values());
  return of_hybrids;
}

/// As tables show it: times the factor of the outcome.
void fill_in(Why& why, const HybridOutcomes& hybrids, const std::vector<OutcomeEntry>& outcomes, std::size_t arm,
             std::size_t replicate) {
  for (std::size_t o = 0; o < why.outcomes.size(); ++o) {
    const double factor = outcomes[o].factor, baseline = factor * hybrids.baseline[o];
    std::vector<double> worth;
    for (const std::vector<double>& one : hybrids.by_responding) worth.push_back(factor * one[o]);
    const std::vector<double> shares = shapley_values(worth);
    why.difference[why.at(arm, o, replicate)] = worth.back() - baseline;
    why.contribution[why.at(arm, o, 0, replicate)] = worth.front() - baseline;
    for (std::size_t c = 0; c < shares.size(); ++c) why.contribution[why.at(arm, o, c + 1, replicate)] = shares[c];
  }
}

Why empty_why(std::span<const Scenario> arms, std::span<const std::string> names, std::int64_t replicates) {
  Why why;
  why.baseline = names.front();
  why.arms.assign(names.begin() + 1, names.end());
  for (const OutcomeEntry& outcome : arms.front().outcomes) {
    why.outcomes.push_back(outcome.name);
    why.units.push_back(outcome.unit.empty() ? unit_over(find_series(outcome.series)->unit, outcome.over)
                                             : outcome.unit);
  }
  why.channels.emplace_back(direct_channel.name);
  for (const Channel& channel : channels()) why.channels.emplace_back(channel.name);
  for (std::int64_t r = 0; r < replicates; ++r) why.replicates.push_back(arms.front().run.first_replicate + r);
  why.difference.resize(why.at(why.arms.size(), 0, 0));
  why.contribution.resize(why.at(why.arms.size(), 0, 0, 0));
  return why;
}

}  // namespace

std::string not_comparable(std::span<const Scenario> arms) {
  if (arms.size() < 2) return "there is only one";
  const Scenario& first = arms.front();
  if (first.outcomes.empty()) return "the first has no outcomes";
  const Axes axes = axes_of(first);
  for (const Scenario& arm : arms.subspan(1)) {
    if (arm.run.start != first.run.start || arm.run.end != first.run.end) return "their months differ";
    if (arm.run.seed != first.run.seed) return "their seeds differ";
    for (const auto& [axis, labels] : axes_of(arm))
      if (labels != axes.at(axis)) return fmt::format("their names along the axis {} differ", axis);
    if (makers_of(arm) != makers_of(first)) return "lines have other makers";
  }
  return "";
}

Why explain_arms(std::span<const Scenario> arms, std::span<const std::string> names, std::int64_t replicates,
                 int threads, const std::function<void(double share_done)>& progress) {
  expects(arms.size() == names.size(), "every arm has a name");
  expects(not_comparable(arms).empty(), "the arms can be compared");
  const Scenario& baseline = arms.front();
  const std::vector<Outcome> outcomes = outcomes_of(baseline, axes_of(baseline));
  Why why = empty_why(arms, names, replicates);
  const Index tasks = Index(why.arms.size()) * replicates;
  const double months = double(tasks) * baseline.run.steps();
  std::mutex one_at_a_time;
  std::int64_t done = 0;
  const auto after_month = [&] {
    if (!progress) return;
    const std::lock_guard lock(one_at_a_time);
    progress(double(++done) / months);
  };
  for_tasks(tasks, threads, [&](Index task, int) {
    const auto replicate = std::size_t(task) / why.arms.size(), arm = std::size_t(task) % why.arms.size();
    try {
      fill_in(why, run_hybrids(baseline, arms[arm + 1], outcomes, why.replicates[replicate], after_month),
              baseline.outcomes, arm, replicate);
    } catch (const ContractError& error) {
      throw ContractError(
          fmt::format("{} (arm {}, replicate {})", error.what(), why.arms[arm], why.replicates[replicate]));
    }
  });
  return why;
}

}  // namespace moat
