#include "cli/answer.hpp"

#include <fmt/format.h>

#include "answer/flows.hpp"
#include "answer/print.hpp"
#include "answer/why.hpp"
#include "answer/robustness.hpp"
#include "cli/progress.hpp"
#include "model/switching.hpp"
#include "scenario/scenario.hpp"
#include "simulation/stop.hpp"

namespace moat {
namespace {

namespace fs = std::filesystem;

/// Progress of `due` runs that are not in any folder.
class RunProgress {
 public:
  explicit RunProgress(const std::string& mode) : progress_(*progress_mode(mode)) {}
  void show(std::int64_t done, std::int64_t due) {
    last_.due = due;
    last_.done = done;
    progress_.show(last_);
  }
  ~RunProgress() { progress_.finish(last_); }

 private:
  Progress progress_;
  Reached last_;
};

Robustness ask_on(const Plan& plan, const Answer& answer, const AnswerOptions& o) {
  RunProgress progress(o.progress);
  const Plan samples = robustness_plan(*plan.scenarios.front().loaded, plan.scenarios.front().name);
  return ask_in_samples(samples, answer, o.jobs, [&](auto done, auto due) { progress.show(done, due); });
}

/// Thrown through the runs of a decomposition when a signal asks to stop.
struct StopRequested {};

/// Replicates that are enough for shares of a difference.
constexpr std::int64_t most_explained = 4;

/// Runs that each of them takes for each arm: a hybrid for each set of channels, and the baseline.
std::int64_t runs_of_arm() {
  return hybrid_count() + 1;
}

std::int64_t explained(const Plan& plan) {
  return std::int64_t(plan.variants.size() - 1) * std::min(plan.replicates(), most_explained);
}

std::vector<Scenario> scenarios_of(const Plan& plan) {
  std::vector<Scenario> all;
  for (const Variant& variant : plan.variants) all.push_back(*variant.scenario);
  return all;
}

Why explain(const Plan& plan, const AnswerOptions& o) {
  RunProgress progress(o.progress);
  std::vector<std::string> names;
  for (const Variant& variant : plan.variants) names.push_back(variant.name);
  const std::int64_t due = explained(plan);
  return explain_arms(scenarios_of(plan), names, std::min(plan.replicates(), most_explained), o.jobs,
                      [&](double share) {
                        if (stop_requested) throw StopRequested{};
                        progress.show(std::int64_t(share * double(due)), due);
                      });
}

Exit stopped(const fs::path& file) {
  fmt::print(stderr, "moat: stopped by a signal; {} is whole, and `moat compare` prints its tables\n", file.string());
  return Exit::stopped;
}

}  // namespace

fs::path beside(const fs::path& file, std::string_view what) {
  return file.parent_path() / fmt::format("{}_{}.h5", file.stem().string(), what);
}

void expect_question(const Plan& plan, bool robust, bool why) {
  const std::string option = robust ? "--robust" : "--why";
  const auto refuse = [&](std::string text) { throw InputError({{{option, 0, 0}, std::move(text)}}); };
  if (!robust && !why) return;
  if (plan.scenarios.size() > 1) refuse("is for one scenario file (several are given)");
  const LoadedScenario& loaded = *plan.scenarios.front().loaded;
  const Scenario& scenario = loaded.scenario;
  if (robust && scenario.verdict.tests.empty()) refuse("has nothing to judge: the scenario has no verdict.tests");
  if (robust && scenario.robust.factors.empty()) refuse("has nothing to vary: the scenario has no robust.factors");
  if (robust) throw_if_any(check_robust(loaded), loaded.reading);
  const std::vector<Scenario> arms = scenarios_of(plan);
  if (const std::string fault = why ? not_comparable(arms) : ""; !fault.empty())
    throw InputError({{{"--why", 0, 0}, fmt::format("cannot explain how the arms differ: {}", fault)}});
}

std::string more_runs(const Plan& plan, bool robust, bool why) {
  std::string text;
  if (robust) {
    const LoadedScenario& loaded = *plan.scenarios.front().loaded;
    text += fmt::format("robust      {} runs more, of {} developers\n",
                        robustness_plan(loaded, plan.scenarios.front().name).runs(), loaded.scenario.robust.developers);
  }
  if (why) text += fmt::format("why         {} runs more, of as many developers\n", explained(plan) * runs_of_arm());
  return text;
}

Exit answer_question(const Plan& plan, const fs::path& file, const AnswerOptions& o) {
  const Answer answer = compare(read_samples(std::span(&file, 1), {}));
  if (!o.json) fmt::print("{}", o.csv ? as_csv(answer) : as_text(answer));
  std::vector<std::pair<std::string, std::string>> more;
  if (o.robust) {
    const Robustness robust = ask_on(plan, answer, o);
    if (stop_requested) return stopped(file);
    write_robustness(robust, beside(file, "robust"), o.command_line);
    if (!o.json && !o.csv) fmt::print("{}", as_text(robust));
    more.emplace_back("robust", as_json(robust));
  }
  if (o.why) {
    try {
      const Why why = explain(plan, o);
      write_why(why, beside(file, "why"), o.command_line);
      more.emplace_back("why", as_json(why));
      if (!o.json && !o.csv) fmt::print("\n{}", as_text(why, 1));
    } catch (const StopRequested&) {
      return stopped(file);
    }
    const std::optional<Flows> flows = read_flows(file);
    if (flows) more.emplace_back("flows", as_json(*flows));
    if (!o.json && !o.csv)
      fmt::print("{}", flows ? as_text(*flows) : "\nWho took users from whom: not recorded (record.flows: true)\n");
  }
  if (o.json) fmt::print("{}", as_json(answer, more));
  return Exit::ok;
}

}  // namespace moat
