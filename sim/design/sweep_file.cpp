#include "design/sweep_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>

#include "design/factor.hpp"
#include "design/sweep_checks.hpp"
#include "io/scenario_text/check.hpp"
#include "io/scenario_text/parse.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

namespace fs = std::filesystem;

/// The sweep's own changes as assignments, so that a resolved scenario can be had again with `moat run --set`; and
/// which keys of the sweep file they come from.
struct Assignments {
  std::vector<std::string> texts;
  std::map<std::string, std::string> key_by_source;

  void add(const std::string& path, const std::string& value, const std::string& key) {
    texts.push_back(fmt::format("{}={}", path, value));
    key_by_source["--set " + excerpt(texts.back())] = key;
  }
};

Assignments own_assignments(const SweepParams& params) {
  Assignments own;
  for (const Change& change : params.set) own.add(change.path, change.value, "set." + change.path);
  if (params.replicates > 0) own.add("run.replicates", fmt::format("{}", params.replicates), "replicates");
  return own;
}

LoadedScenario load_base(const LoadedSweep& sweep, std::span<const std::string> assignments) {
  const fs::path file = beside(sweep.reading, "scenario", sweep.params.scenario);
  Assignments own = own_assignments(sweep.params);
  std::vector<std::string> all = own.texts;
  all.insert(all.end(), assignments.begin(), assignments.end());
  try {
    LoadedScenario base = load_scenario(file, all, sweep.known);
    base.scenario.verdict = {};  // a claim is about the arms of the scenario as it is
    base.scenario.robust = {};
    return base;
  } catch (const IoError& error) {
    throw InputError({{sweep.reading.where("scenario"), fmt::format("scenario names {}", error.what())}});
  } catch (const InputError& error) {
    std::vector<Problem> problems = error.problems();
    for (Problem& problem : problems)
      if (const auto found = own.key_by_source.find(problem.where.file); found != own.key_by_source.end())
        problem = {sweep.reading.where(found->second),
                   found->second == "replicates" ? problem.text : "set: " + problem.text};
    throw InputError(std::move(problems));
  }
}

/// Outcomes with the places where they were given, so that what is wrong with them is found in the sweep file.
void add_outcomes(const LoadedSweep& sweep, LoadedScenario& base, std::vector<Problem>& problems) {
  for (const OutcomeEntry& outcome : sweep.params.outcomes) {
    const std::string path = "outcomes." + outcome.name;
    std::vector<OutcomeEntry>& all = base.scenario.outcomes;
    if (std::ranges::find(all, outcome.name, &OutcomeEntry::name) != all.end())
      problems.push_back({sweep.reading.where(path), path + " has the name of an outcome of the scenario (rename it)"});
    else
      all.push_back(outcome);
  }
  for (const auto& [path, given] : sweep.reading.given)
    if (path.starts_with("outcomes.")) base.reading.given.insert_or_assign(path, given);
}

void choose_arms(const LoadedSweep& sweep, Scenario& base, std::vector<Problem>& problems) {
  const Texts& chosen = sweep.params.arms;
  std::vector<ArmEntry>& arms = base.arms;
  std::vector<std::string> names;
  for (const ArmEntry& arm : arms) names.push_back(arm.name);
  std::vector<ArmEntry> kept;
  for (std::size_t i = 0; i < chosen.size(); ++i) {
    const auto found = std::ranges::find(names, chosen[i]);
    const bool again =
        std::find(chosen.begin(), chosen.begin() + std::ptrdiff_t(i), chosen[i]) - chosen.begin() != std::ptrdiff_t(i);
    if (found == names.end())
      problems.push_back({sweep.reading.where(fmt::format("arms[{}]", i)),
                          fmt::format("arms is '{}', which is no arm of the scenario {}", excerpt(chosen[i]),
                                      suggestion(chosen[i], names))});
    else if (again)
      problems.push_back({sweep.reading.where(fmt::format("arms[{}]", i)),
                          fmt::format("arms names {} twice (leave one out)", chosen[i])});
    else
      kept.push_back(arms[std::size_t(found - names.begin())]);
  }
  if (!chosen.empty()) arms = std::move(kept);
}

void check_until(const LoadedSweep& sweep, const Scenario& base, std::vector<Problem>& problems) {
  const std::string& wanted = sweep.params.until_ci.outcome;
  std::vector<std::string> names;
  for (const OutcomeEntry& outcome : base.outcomes) names.push_back(outcome.name);
  if (!wanted.empty() && std::ranges::find(names, wanted) == names.end())
    problems.push_back(
        {sweep.reading.where("until_ci.outcome"),
         fmt::format("until_ci.outcome is '{}', which is no outcome {}", excerpt(wanted), suggestion(wanted, names))});
}

/// What stands in the sweep file against its scenario.
void check_against_scenario(LoadedSweep& sweep, std::span<const std::string> assignments,
                            std::vector<Problem>& problems) {
  LoadedScenario base;
  try {
    base = load_base(sweep, assignments);
  } catch (const InputError& error) {
    problems.insert(problems.end(), error.problems().begin(), error.problems().end());
    return;
  }
  add_outcomes(sweep, base, problems);
  choose_arms(sweep, base.scenario, problems);
  check_until(sweep, base.scenario, problems);
  check_tree(item(base.scenario), base.reading, problems);
  for (Problem& problem : cross_check(base.scenario, base.reading, sweep.known)) problems.push_back(std::move(problem));
  sweep.base = std::make_shared<const LoadedScenario>(std::move(base));
  resolve(sweep, problems);
}

}  // namespace

fs::path beside(const Reading& reading, std::string_view key, const std::string& file) {
  return (fs::path(reading.where(key).file).parent_path() / file).lexically_normal();
}

LoadedSweep load_sweep(const fs::path& file, std::span<const std::string> assignments, const KnownNames& known) {
  LoadedSweep sweep;
  sweep.known = known;
  read_scenario(file, {}, item(sweep.params), [&](const Reading& reading) {
    sweep.reading = reading;
    std::vector<Problem> problems = check_sweep(sweep.params, reading);
    if (!sweep.params.scenario.empty()) check_against_scenario(sweep, assignments, problems);
    return problems;
  });
  return sweep;
}

}  // namespace moat
