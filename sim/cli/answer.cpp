#include "cli/answer.hpp"

#include <fmt/format.h>

#include "answer/print.hpp"
#include "answer/worlds.hpp"
#include "cli/progress.hpp"
#include "run/stop.hpp"

namespace moat {
namespace {

namespace fs = std::filesystem;

fs::path beside(const fs::path& file, std::string_view what) {
  return file.parent_path() / fmt::format("{}_{}.h5", file.stem().string(), what);
}

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

Worlds ask_on(const Plan& plan, const Answer& answer, const AnswerOptions& o) {
  RunProgress progress(o.progress);
  const Plan worlds = plan_of_worlds(plan.scenarios.front().loaded, plan.scenarios.front().name);
  return ask_in_worlds(worlds, answer, o.jobs, [&](auto done, auto due) { progress.show(done, due); });
}

}  // namespace

void expect_question(const Plan& plan, bool robust, bool why) {
  const std::string option = robust ? "--robust" : "--why";
  const auto refuse = [&](std::string text) { throw InputError({{{option, 0, 0}, std::move(text)}}); };
  if (!robust && !why) return;
  if (plan.scenarios.size() > 1) refuse("is for one scenario file (several are given)");
  const LoadedScenario& loaded = plan.scenarios.front().loaded;
  const Scenario& scenario = loaded.scenario;
  if (robust && scenario.verdict.tests.empty()) refuse("has nothing to judge: the scenario has no verdict.tests");
  if (robust && scenario.robust.factors.empty()) refuse("has nothing to vary: the scenario has no robust.factors");
  if (robust) throw_if_any(check_worlds(loaded), loaded.reading);
  if (why && (plan.variants.size() < 2 || scenario.outcomes.empty()))
    refuse("has nothing to explain: the scenario needs outcomes and at least two arms");
}

Exit answer_question(const Plan& plan, const fs::path& file, const AnswerOptions& o) {
  const Answer answer = compare(read_samples(std::span(&file, 1), {}));
  if (!o.json) fmt::print("{}", o.csv ? as_csv(answer) : as_text(answer));
  std::vector<std::pair<std::string, std::string>> more;
  if (o.robust) {
    const Worlds worlds = ask_on(plan, answer, o);
    if (stop_requested) return Exit::stopped;
    write_worlds(worlds, beside(file, "robust"), o.command_line);
    if (!o.json && !o.csv) fmt::print("{}", as_text(worlds));
    more.emplace_back("robust", as_json(worlds));
  }
  if (o.json) fmt::print("{}", as_json(answer, more));
  return Exit::ok;
}

}  // namespace moat
