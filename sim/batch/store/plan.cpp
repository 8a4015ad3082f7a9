#include "batch/store/plan.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/fingerprint.hpp"
#include "batch/store/shell_word.hpp"
#include "design/design.hpp"
#include "design/point.hpp"
#include "design/sweep_file.hpp"
#include "io/scenario_text/parse.hpp"
#include "model/model.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

namespace fs = std::filesystem;

/// True for an option that the replay command gives in a form of its own.
bool named_apart(std::string_view option) {
  for (const std::string_view key :
       {"run.seed=", "run.developers=", "run.replicates=", "run.first_replicate=", "run.end="})
    if (option.starts_with(key)) return true;
  return false;
}

std::string replay_of_loaded(const LoadedScenario& loaded) {
  std::string command = "moat run " + shell_word(loaded.reading.main_file);
  for (const Source& source : loaded.reading.sources)
    if (!source.in_file && !named_apart(source.option)) command += " --set " + shell_word(source.option);
  return command;
}

/// All files that were read, one after the other, each under its name.
std::string given_text(const Reading& reading, const std::string& name) {
  std::string text;
  for (const Source& source : reading.sources)
    text += fmt::format("# {} ({} of {})\n{}\n", source.name, source.origin, name, source.text);
  return text;
}

/// A test of arms that are not run has no answer.
void drop_tests_without_arms(Scenario& scenario) {
  const auto is_there = [&](const std::string& name) {
    return std::ranges::find(scenario.arms, name, &ArmEntry::name) != scenario.arms.end();
  };
  std::erase_if(scenario.verdict.tests, [&](const TestEntry& test) {
    return !std::ranges::all_of(test.of, [&](const auto& one) { return is_there(one.first); });
  });
}

/// Keeps the arms named in `only`; a name that no file has is a problem.
void choose_arms(std::vector<NamedScenario>& scenarios, const std::vector<std::string>& only,
                 std::vector<Problem>& problems) {
  if (only.empty()) return;
  std::vector<std::string> known;
  for (NamedScenario& one : scenarios) {
    LoadedScenario chosen = *one.loaded;
    std::vector<ArmEntry>& arms = chosen.scenario.arms;
    for (const ArmEntry& arm : arms) known.push_back(arm.name);
    std::erase_if(arms,
                  [&](const ArmEntry& arm) { return std::find(only.begin(), only.end(), arm.name) == only.end(); });
    drop_tests_without_arms(chosen.scenario);
    if (arms.empty() && !known.empty())
      problems.push_back({{chosen.reading.main_file, 0, 0}, "has none of the arms given with --arm"});
    one.loaded = std::make_shared<const LoadedScenario>(std::move(chosen));
  }
  for (const std::string& name : only)
    if (std::find(known.begin(), known.end(), name) == known.end())
      problems.push_back({{"--arm " + name, 0, 0}, "is no arm of the scenario " + suggestion(name, known)});
}

Variant make_variant(const NamedScenario& source, std::size_t number, const ArmEntry* arm, bool several) {
  Variant variant;
  variant.name = !arm ? source.name : several ? source.name + "/" + arm->name : arm->name;
  variant.source = number;
  Scenario scenario = source.loaded->scenario;
  if (arm) {
    variant.arm = arm->name;
    std::vector<Problem> problems;
    apply(
        scenario, arm->set, "arms." + arm->name, [](const std::string&) { return Position{}; }, problems);
    expects(problems.empty(), "arms were checked when the scenario was read");
  }
  scenario.arms.clear();
  scenario.verdict = {};
  scenario.robust = {};
  variant.shape = shape_of(scenario);
  variant.scenario = std::make_shared<const Scenario>(std::move(scenario));
  return variant;
}

/// Adaptive replicates are counted from the same first one in all arms.
void expect_same_first_replicate(const Plan& plan) {
  std::vector<Problem> problems;
  const std::int64_t first = plan.variants.front().scenario->run.first_replicate;
  for (const Variant& variant : plan.variants)
    if (const std::int64_t own = variant.scenario->run.first_replicate; own != first)
      problems.push_back({plan.scenarios.front().loaded->reading.where("arms." + variant.arm + ".set"),
                          fmt::format("arms.{}: run.first_replicate is {} (with until_ci all arms begin with the same "
                                      "one, as {} with {})",
                                      variant.arm, own, plan.variants.front().arm, first)});
  if (!problems.empty()) throw InputError(problems);
}

void make_layout(Plan& plan) {
  std::vector<const Shape*> shapes;
  for (Variant& variant : plan.variants) {
    if (plan.precision.is_on()) {
      const std::int64_t first = variant.scenario->run.first_replicate;
      variant.shape.replicates.clear();
      for (std::int64_t r = 0; r < plan.precision.maximum; ++r) variant.shape.replicates.push_back(first + r);
    }
    shapes.push_back(&variant.shape);
  }
  plan.layout = make_layout(shapes);
}

}  // namespace

const RecordParams& Variant::record() const {
  return scenario->record;
}

const std::vector<OutcomeEntry>& Variant::outcomes() const {
  return scenario->outcomes;
}

std::string Plan::name(std::int64_t point) const {
  return design.size() > 0 ? design.name(std::size_t(point)) : variant(point).name;
}

bool Plan::is_asked(std::int64_t run) const {
  const std::vector<std::int64_t>& mine = variant(point_of(run)).shape.replicates;
  return std::binary_search(mine.begin(), mine.end(), layout.replicates[std::size_t(place_of(run))]);
}

std::shared_ptr<const Scenario> Plan::scenario(std::int64_t point) const {
  std::vector<Problem> problems;
  std::shared_ptr<const Scenario> found = scenario(point, problems);
  if (!problems.empty()) throw InputError(problems);
  return found;
}

RunParams Plan::run_params(std::int64_t point) const {
  std::vector<Problem> left_to_the_run;
  return scenario(point, left_to_the_run)->run;
}

std::shared_ptr<const Scenario> Plan::scenario(std::int64_t point, std::vector<Problem>& problems) const {
  const std::shared_ptr<const Scenario>& base = variant(point).scenario;
  if (design.size() == 0 || design.columns.empty()) return base;
  const auto own = std::make_shared<Scenario>(*base);
  put_point(
      *own, design, std::size_t(point), "point " + name(point), [](const std::string&) { return Position{}; },
      problems);
  return own;
}

std::string Plan::replay(std::int64_t run, Month until) const {
  const std::int64_t point = point_of(run);
  const Variant& of = variant(point);
  std::string command = scenarios[of.source].replay;
  if (!of.arm.empty()) command += " --arm " + shell_word(of.arm);
  const RunParams params = run_params(point);
  if (design.size() > 0)
    for (const Change& change : design.changes(std::size_t(point)))
      if (!named_apart(change.path + "=")) command += " --set " + shell_word(change.path + "=" + change.value);
  // An outcome of a later month would be an error of the shorter run.
  const std::vector<OutcomeEntry>& outcomes = of.outcomes();
  if (std::any_of(outcomes.begin(), outcomes.end(), [&](const OutcomeEntry& one) {
        return one.from > until || (one.month > until && one.month < never);
      }))
    command += scenarios[of.source].loaded->scenario.verdict.tests.empty()
                   ? " --set outcomes=null"
                   : " --set verdict.tests=null --set outcomes=null";
  return fmt::format("{} --seed {} --developers {} --replicate {} --until {}", command, params.seed, params.developers,
                     layout.replicates[std::size_t(place_of(run))], to_string(until));
}

Plan plan_of_files(std::span<const std::string> files, std::span<const std::string> assignments,
                   const std::vector<std::string>& only) {
  Plan plan;
  std::vector<Problem> problems;
  std::set<std::string> names;
  for (const std::string& file : files) {
    try {
      LoadedScenario loaded = load_scenario(file, assignments, known_names());
      NamedScenario one{fs::path(file).stem().string(), nullptr, replay_of_loaded(loaded)};
      if (!names.insert(one.name).second)
        problems.push_back({{file, 0, 0}, "has the name of another scenario of this call (rename the file)"});
      plan.given += given_text(loaded.reading, "scenario " + one.name);
      one.loaded = std::make_shared<const LoadedScenario>(std::move(loaded));
      plan.scenarios.push_back(std::move(one));
    } catch (const InputError& error) {
      problems.insert(problems.end(), error.problems().begin(), error.problems().end());
    }
  }
  if (problems.empty()) choose_arms(plan.scenarios, only, problems);
  if (!problems.empty()) throw InputError(problems);
  plan.title = plan.scenarios.front().loaded->scenario.title;
  plan.question = plan.scenarios.front().loaded->scenario.question;
  complete(plan);
  return plan;
}

Plan plan_of_sweep(const fs::path& file, std::span<const std::string> assignments) {
  const LoadedSweep sweep = load_sweep(file, assignments, known_names());
  Plan plan;
  plan.given = given_text(sweep.reading, "the sweep") + given_text(sweep.base->reading, "the scenario");
  plan.design = make_design(sweep);
  const UntilCi& until = sweep.params.until_ci;
  plan.precision = {until.outcome, until.half_width, until.confidence, until.batch, until.maximum};
  plan.title = sweep.params.title;
  plan.question = sweep.params.question;
  plan.scenarios.push_back({file.stem().string(), sweep.base, ""});
  complete(plan);
  if (plan.precision.is_on()) expect_same_first_replicate(plan);
  return plan;
}

void complete(Plan& plan) {
  plan.variants.clear();
  for (std::size_t i = 0; i < plan.scenarios.size(); ++i) {
    const NamedScenario& one = plan.scenarios[i];
    const std::vector<ArmEntry>& arms = one.loaded->scenario.arms;
    if (arms.empty()) plan.variants.push_back(make_variant(one, i, nullptr, false));
    for (const ArmEntry& arm : arms) plan.variants.push_back(make_variant(one, i, &arm, plan.scenarios.size() > 1));
  }
  plan.variant_of.clear();
  for (std::size_t point = 0; point < plan.design.size(); ++point) {
    const std::string arm = plan.design.arm(point);
    const auto found = std::find_if(plan.variants.begin(), plan.variants.end(), [&](auto& v) { return v.arm == arm; });
    expects(found != plan.variants.end(), "the arms of a design are those of its scenario");
    plan.variant_of.push_back(int(found - plan.variants.begin()));
  }
  if (plan.design.size() == 0)
    for (std::size_t v = 0; v < plan.variants.size(); ++v) plan.variant_of.push_back(int(v));
  make_layout(plan);
  std::string all;
  for (const NamedScenario& one : plan.scenarios) all += one.name + "\n" + resolved(one);
  const Precision& p = plan.precision;
  all += fmt::format("{}\n{}\n{} {} {} {} {}\n", to_csv(plan.design), description(plan.design).dump(), p.outcome,
                     p.half_width, p.confidence, p.batch, p.maximum);
  plan.id = fingerprint(all);
}

std::string resolved(const NamedScenario& scenario) {
  Scenario copy = scenario.loaded->scenario;
  return to_yaml(item(copy));
}

}  // namespace moat
