#include "scenario/scenario.hpp"

#include <fmt/format.h>

#include "io/scenario_text/check.hpp"
#include "scenario/like.hpp"

namespace moat {

template std::span<const Field> fields<Scenario>();

namespace {

/// Puts changes into a scenario and notes in `given` what was changed.
void put(Scenario& scenario, const Changes& changes, GivenPaths& given, const std::string& who,
         const WhereOfChange& where, std::vector<Problem>& problems) {
  for (const Change& change : changes) {
    std::vector<Problem> found;
    const Source source{who, change.value, "set", false};
    Likenesses likenesses(scenario);
    amend_at(item(scenario), change.path, source, given, found);
    likenesses.settle(scenario, who, given);
    for (const Problem& problem : found)
      problems.push_back({where(change.path), fmt::format("{}: {}", who, problem.text)});
  }
}

/// Every arm must stand on its own.
std::vector<Problem> check_arms(const LoadedScenario& loaded, const KnownNames& known) {
  std::vector<Problem> problems;
  for (const ArmEntry& arm : loaded.scenario.arms) {
    const std::string who = "arms." + arm.name;
    const auto where = [&](const std::string& path) {
      return loaded.reading.where(fmt::format("{}.set.{}", who, path));
    };
    for (const Change& change : arm.set)
      if (change.path == "arms" || change.path.starts_with("arms."))
        problems.push_back({where(change.path), fmt::format("{}: {} cannot be changed by an arm", who, change.path)});
    changed(loaded, arm.set, who, where, known, problems);
  }
  return problems;
}

/// Names of files that a scenario file gives are relative to it; from the command line, to the current folder.
void find_files(Scenario& scenario, const Reading& reading) {
  const std::string path = "adoption.network.edges";
  std::string& edges = scenario.adoption.network.edges;
  const std::string_view origin = reading.origin(path);
  if (edges.empty() || (origin != "given" && origin != "inherited")) return;
  const std::filesystem::path folder = std::filesystem::path(reading.where(path).file).parent_path();
  edges = (folder / edges).lexically_normal().string();
}

}  // namespace

bool is_statistic(std::string_view name) {
  for (const std::string_view known : {"mean", "sd", "min", "max"})
    if (name == known) return true;
  return name.size() >= 2 && name.size() <= 8 && name[0] == 'q' &&
         name.find_first_not_of("0123456789", 1) == name.npos && name.find_first_not_of('0', 1) != name.npos;
}

LoadedScenario load_scenario(const std::filesystem::path& file, std::span<const std::string> assignments,
                             const KnownNames& known) {
  LoadedScenario loaded;
  Likenesses likenesses(loaded.scenario);
  loaded.reading = read_scenario(
      file, assignments, item(loaded.scenario),
      [&](const Reading& reading) {
        find_files(loaded.scenario, reading);
        return cross_check(loaded.scenario, reading, known);
      },
      [&](std::string_view source, GivenPaths& given) { likenesses.settle(loaded.scenario, source, given); });
  // The scenario may be kept and run again from another folder.
  std::string& edges = loaded.scenario.adoption.network.edges;
  if (!edges.empty()) edges = std::filesystem::absolute(edges).string();
  throw_if_any(check_arms(loaded, known), loaded.reading);
  return loaded;
}

void apply(Scenario& scenario, const Changes& changes, const std::string& who, const WhereOfChange& where,
           std::vector<Problem>& problems) {
  GivenPaths unused;
  put(scenario, changes, unused, who, where, problems);
}

Scenario changed(const LoadedScenario& base, const Changes& changes, const std::string& who, const WhereOfChange& where,
                 const KnownNames& known, std::vector<Problem>& problems) {
  Scenario scenario = base.scenario;
  Reading reading = base.reading;
  const std::size_t before = problems.size();
  put(scenario, changes, reading.given, who, where, problems);
  if (problems.size() > before) return scenario;
  std::vector<Problem> found;
  check_tree(item(scenario), reading, found);
  for (Problem& problem : cross_check(scenario, reading, known)) found.push_back(std::move(problem));
  for (const Problem& problem : found) {
    // What a change gave has no line of its own; the change has.
    Position at = problem.where;
    for (const Change& change : changes)
      if (at.file == who) at = where(change.path);
    problems.push_back({at, fmt::format("{}: {}", who, problem.text)});
  }
  return scenario;
}

}  // namespace moat
