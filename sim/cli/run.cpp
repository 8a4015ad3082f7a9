// moat run: scenario files in, one output file out.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>

#include <fmt/format.h>

#include "cli/answer.hpp"
#include "cli/batch_options.hpp"
#include "cli/dry_run.hpp"
#include "cli/print_options.hpp"
#include "cli/stretches.hpp"
#include "io/hdf5/write.hpp"
#include "model/mechanisms.hpp"
#include "scenario/scenario.hpp"
#include "simulation/headline.hpp"
#include "batch/gather/gather.hpp"
#include "batch/right_size.hpp"

namespace moat {
namespace {

namespace fs = std::filesystem;

struct RunOptions : BatchOptions, PrintOptions {
  std::vector<std::string> files;
  std::string output;
  std::vector<std::string> set, arms;
  std::string seed, replicates, replicate, developers, until;  // text, so that they pass the same checks as --set
  std::string save, from;
  bool dry_run = false, trace = false, robust = false, why = false;
};

/// A run that does not begin with its first month, or not end with its last, is begun again when it was interrupted.
bool is_stretch(const RunOptions& o) {
  return !o.save.empty() || !o.from.empty();
}

std::vector<std::string> assignments(const RunOptions& o) {
  std::vector<std::string> all = o.set;
  for (const auto& [path, value] : {std::pair{"run.seed", &o.seed},
                                    {"run.replicates", &o.replicates},
                                    {"run.developers", &o.developers},
                                    {"run.end", &o.until}})
    if (!value->empty()) all.push_back(fmt::format("{}={}", path, *value));
  if (!o.replicate.empty()) {
    all.push_back("run.first_replicate=" + o.replicate);
    all.push_back("run.replicates=1");
  }
  return all;
}

/// The plan, with the number of developers that is worth most where that is asked for.
Plan plan_of(const RunOptions& o, Stretches& stretches) {
  if (o.developers != "auto") return stretches.plan(o.files, assignments(o), o.arms);
  RunOptions chosen = o;
  chosen.developers.clear();
  const RightSize size = right_size(stretches.plan(o.files, assignments(chosen), o.arms), jobs_of(o, nullptr));
  chosen.developers = std::to_string(size.developers);
  fmt::print(stderr,
             "developers auto: {}. A run takes {:.2g} s and {:.2g} us a developer, and {:.0f} % of the variance of its "
             "outcomes comes from who is simulated: other numbers take more time for the same error\n",
             size.developers, size.fixed, 1e6 * size.each, 100 * size.of_sampling);
  return stretches.plan(o.files, assignments(chosen), o.arms);
}

fs::path output_path(const RunOptions& o) {
  const fs::path of = o.files.empty() ? o.from : o.files[0];
  return o.output.empty() ? fs::path("results") / (of.stem().string() + ".h5") : fs::path(o.output);
}

/// Fails now rather than after hours of work: the file must not exist, its folder must take a file.
void check_output(const fs::path& path, bool force) {
  if (!force && fs::exists(path))
    throw IoError(path.string(), "be written", "it exists: give --force to replace it, or another name with -o",
                  Exit::cannot_create);
  h5::File::create(path);  // never committed: leaves nothing behind
}

/// Where runs are kept until all are done: beside the output, so that an interrupted call can be gone on with.
Folder begin_or_go_on(const fs::path& path, Plan plan, const RunOptions& o, const std::string& command_line) {
  if (is_sweep(path)) {
    expect_no_conflict(path, {});
    if (o.force || is_stretch(o)) {
      remove_folder(path);
    } else {
      Folder left = open_folder(path);
      if (left.plan.id != plan.id)
        throw IoError(
            path.string(), "go on with",
            "it holds runs of another call that was interrupted (finish it with moat resume, or give --force)",
            Exit::cannot_create);
      expect_same_version(left);
      const JournalState state = read_journals(path, left.plan.runs(), false, true);
      const auto done = std::count_if(state.part_of.begin(), state.part_of.end(), [](auto p) { return p >= 0; });
      fmt::print(stderr, "Going on with {} runs that an earlier call finished (--force begins again)\n", done);
      return left;
    }
  }
  return begin_folder(path, std::move(plan), command_line);
}

void print_trace(const WorkSummary& work) {
  double all = 0;
  for (const double seconds : work.mechanism_seconds) all += seconds;
  for (std::size_t m = 0; m < work.mechanism_seconds.size(); ++m)
    fmt::print("{:<12} {:9.3f} s {:6.1f} %\n", mechanisms()[m].name, work.mechanism_seconds[m],
               100 * work.mechanism_seconds[m] / std::max(all, 1e-12));
}

/// Leaves the folder if it holds finished runs, and says how to go on; also if another process is at work in it.
void leave_behind(const fs::path& path, bool is_begun_again) {
  if (is_begun_again) {
    remove_folder(path);
    return;
  }
  const Folder folder = open_folder(path);
  const JournalState state = read_journals(path, folder.plan.runs(), false, true);
  if (std::any_of(state.tasks.begin(), state.tasks.end(), [](const TaskRecord& task) { return task.is_live; })) return;
  if (std::any_of(state.part_of.begin(), state.part_of.end(), [](auto part) { return part >= 0; }))
    fmt::print(stderr, "moat: finished runs are kept: go on with the same command, or moat resume {}\n", path.string());
  else
    remove_folder(path);
}

/// Outcomes of the scenarios compared with the first point; where they name none, five lines for each point.
Exit print_answer(const Plan& plan, const std::vector<Headline>& headlines, const fs::path& file, const RunOptions& o,
                  const std::string& command_line) {
  if (!plan.layout.outcomes.empty())
    return answer_question(plan, file, {o, o.robust, o.why, jobs_of(o, nullptr), o.progress, command_line});
  for (std::size_t p = 0; p < headlines.size(); ++p) {
    const Variant& variant = plan.variants[p];
    if (headlines.size() > 1)
      fmt::print("{}{}\n", variant.scenario->title, variant.arm.empty() ? "" : ": " + variant.arm);
    fmt::print("{}", headlines[p].text());
  }
  return Exit::ok;
}

/// The exit code of a call in which no run, or not every run, was done.
Exit end_early(const Carried& carried, bool single) {
  const Reached& reached = carried.reached;
  if (carried.exit == Exit::stopped)
    fmt::print(stderr, "moat: stopped by a signal with {} of {} runs done\n", reached.done, reached.due);
  return single && carried.exit == Exit::some_runs_failed ? Exit::internal : carried.exit;
}

Exit run(const RunOptions& o, const std::string& command_line) {
  if (const auto launcher = mpi_launcher(getenv); launcher && launcher->size.value_or(1) > 1) {
    fmt::print(stderr, "moat run: is for one process, and {} shows several (moat sweep shares its runs among them)\n",
               launcher->variable);
    return Exit::usage;
  }
  if (o.files.empty() && o.from.empty()) {
    fmt::print(stderr, "moat run: no scenario (name a file, or give --from)\n");
    return Exit::usage;
  }
  Orders orders = orders_of(o);
  Stretches stretches(o.save, o.from, o.robust || o.why);
  Plan plan = plan_of(o, stretches);
  const fs::path path = output_path(o);
  expect_question(plan, o.robust, o.why);
  if ((o.json || o.csv) && plan.layout.outcomes.empty())
    throw InputError({{{o.json ? "--json" : "--csv", 0, 0},
                       "has nothing to print: the scenario has no outcomes (name some, or compare series of the file "
                       "with moat compare)"}});
  if (o.dry_run) {
    fmt::print("{}{}", dry_run_report(plan, jobs_of(o, nullptr), path), more_runs(plan, o.robust, o.why));
    return Exit::ok;
  }
  check_output(path, o.force);
  if (o.robust) check_output(beside(path, "robust"), o.force);
  if (o.why) check_output(beside(path, "why"), o.force);
  const fs::path kept = path.string() + ".runs";
  const Folder folder = begin_or_go_on(kept, std::move(plan), o, command_line);
  std::vector<Headline> headlines;
  for (const Variant& variant : folder.plan.variants) headlines.emplace_back(*variant.scenario);
  orders.retry_failed = true;
  orders.work.stretch = [&](std::int64_t run) { return stretches.of(run); };
  orders.work.on_world = [&](std::int64_t run, const World& world) {
    headlines[std::size_t(folder.plan.point_of(run))].see(world);
  };
  const auto start = std::chrono::steady_clock::now();
  Carried carried;
  Tally count;
  double seconds = 0;
  try {
    carried = carry_out_shown(folder, nullptr, std::move(orders), o);
    seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const bool any = carried.reached.done > 0 || carried.reached.due == 0;
    if (carried.exit == Exit::stopped || !any) {
      leave_behind(kept, is_stretch(o));
      return end_early(carried, folder.plan.runs() == 1);
    }
    const JournalState state = read_journals(kept, folder.plan.runs(), folder.plan.precision.is_on(), true);
    count =
        gather(folder, state, path, command_line, false, [&](h5::File& file) { stretches.write(file, folder.plan); });
  } catch (const IoError&) {
    leave_behind(kept, is_stretch(o));
    throw;
  }
  remove_folder(kept);
  const Exit answered =
      o.save.empty() ? print_answer(folder.plan, headlines, path, o, command_line) : stretches.say_how_to_go_on(path);
  if (o.trace) print_trace(carried.work);
  std::fflush(stdout);  // so that what follows stands below it
  fmt::print(stderr, "{} run{} in {:.1f} s, {:.1f} M developer-steps/s: {}\n", count.done, count.done == 1 ? "" : "s",
             seconds, carried.reached.developer_steps / seconds / 1e6, path.string());
  return answered == Exit::ok ? carried.exit : answered;
}

}  // namespace

void add_run(CLI::App& app, Action& action, const std::string& command_line) {
  auto* verb = app.add_subcommand("run", "Run scenario files and write one HDF5 file");
  auto o = std::make_shared<RunOptions>();
  verb->add_option("files", o->files, "scenario files")->type_name("FILE.yaml");
  verb->add_option("-o,--output", o->output, "output file [results/NAME.h5]")->type_name("FILE.h5");
  verb->add_option("--set", o->set, "set a value, e.g. adoption.peer_weight=1 (repeatable)")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  verb->add_option("--arm", o->arms, "run this arm alone (repeatable)")->allow_extra_args(false);
  verb->add_option("--seed", o->seed, "run.seed");
  verb->add_option("--replicates", o->replicates, "run.replicates");
  verb->add_option("--replicate", o->replicate, "run this replicate alone (run.first_replicate)");
  verb->add_option("--developers", o->developers,
                   "run.developers, or auto: as many as give a precision in the least time");
  verb->add_option("--until", o->until, "run.end, e.g. 2027-06");
  verb->add_option("--save", o->save, "stop at the end of this month, and keep the state in the output file")
      ->type_name("MONTH");
  verb->add_option("--from", o->from, "go on from a file that --save wrote; the scenario may differ after its month")
      ->type_name("FILE.h5");
  verb->add_flag("--dry-run", o->dry_run, "say what would be done: runs, memory, bytes, seconds");
  verb->add_flag("--force", o->force, "replace an existing output file");
  verb->add_flag("--trace", o->trace, "print the time of each mechanism");
  verb->add_flag("--robust", o->robust, "ask again at the parameter samples of `robust`; FILE_robust.h5");
  verb->add_flag("--why", o->why, "what each mechanism adds to differences; FILE_why.h5");
  add_print_options(*verb, *o);
  add_batch_options(*verb, *o);
  verb->callback([&action, o, command_line] { action = [o, command_line] { return run(*o, command_line); }; });
}

}  // namespace moat
