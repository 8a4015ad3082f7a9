// moat run: scenario files in, one output file out.

#include <csignal>

#include <chrono>
#include <algorithm>
#include <filesystem>
#include <memory>
#include <set>
#include <thread>

#include <fmt/format.h>

#include "cli/commands.hpp"
#include "cli/dry_run.hpp"
#include "cli/progress.hpp"
#include "io/hdf5.hpp"
#include "run/batch.hpp"
#include "run/headline.hpp"
#include "run/record.hpp"

namespace moat {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<std::string> files;
  std::string output;
  std::vector<std::string> set;
  std::string seed, replicates, replicate, developers, until;  // text, so that they pass the same checks as --set
  int jobs = 0;
  bool dry_run = false, force = false, trace = false;
  std::string progress = "auto";
};

extern "C" void on_signal(int signal) {
  if (stop_requested.exchange(true)) {
    std::signal(signal, SIG_DFL);  // a second signal ends the program at once
    std::raise(signal);
  }
}

std::vector<std::string> assignments(const Options& o) {
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

/// Every file under its name without folder and ending; problems of all files together.
std::vector<Point> load_points(const Options& o) {
  std::vector<Point> points;
  std::vector<Problem> problems;
  std::set<std::string> names;
  for (const std::string& file : o.files) {
    try {
      Point point = make_point(fs::path(file).stem().string(), load_scenario(file, assignments(o), known_names()));
      if (!names.insert(point.name).second)
        problems.push_back({{file, 0, 0}, "has the name of another scenario of this call (rename the file)"});
      points.push_back(std::move(point));
    } catch (const InputError& error) {
      problems.insert(problems.end(), error.problems().begin(), error.problems().end());
    }
  }
  if (!problems.empty()) throw InputError(problems);
  return points;
}

fs::path output_path(const Options& o) {
  return o.output.empty() ? fs::path("results") / (fs::path(o.files[0]).stem().string() + ".h5") : fs::path(o.output);
}

/// Fails now rather than after hours of work: the file must not exist, its folder must take a file.
void check_output(const fs::path& path, bool force) {
  if (!force && fs::exists(path))
    throw IoError(path.string(), "be written", "it exists: give --force to replace it, or another name with -o",
                  Exit::cannot_create);
  h5::File::create(path);  // never committed: leaves nothing behind
}

void print_trace(const std::vector<RunResult>& results) {
  double all = 0;
  std::vector<double> seconds(step_order().size(), 0.0);
  for (const RunResult& run : results)
    for (std::size_t m = 0; m < seconds.size() && m < run.mechanism_seconds.size(); ++m) {
      seconds[m] += run.mechanism_seconds[m];
      all += run.mechanism_seconds[m];
    }
  for (std::size_t m = 0; m < seconds.size(); ++m)
    fmt::print("{:<12} {:9.3f} s {:6.1f} %\n", step_order()[m].name, seconds[m],
               100 * seconds[m] / std::max(all, 1e-12));
}

Exit verdict(const std::vector<RunResult>& results) {
  int failed = 0, done = 0;
  for (const RunResult& run : results) {
    done += run.status == RunStatus::done;
    if (run.status != RunStatus::failed) continue;
    ++failed;
    fmt::print(stderr, "moat: {}\n", run.message);
  }
  if (stop_requested) {
    fmt::print(stderr, "moat: stopped by a signal with {} of {} runs done\n", done, results.size());
    return Exit::stopped;
  }
  if (failed == 0) return Exit::ok;
  return results.size() == 1 ? Exit::internal : Exit::some_runs_failed;
}

Exit run(const Options& o, const std::string& command_line) {
  const auto mode = progress_mode(o.progress);
  if (!mode) {
    fmt::print(stderr, "moat run: --progress is '{}' (must be auto, bar, json or none)\n", o.progress);
    return Exit::usage;
  }
  const std::vector<Point> points = load_points(o);
  const Layout layout = make_layout(points);
  const int jobs = o.jobs > 0 ? o.jobs : int(std::max(1u, std::thread::hardware_concurrency()));
  const fs::path path = output_path(o);
  if (o.dry_run) {
    fmt::print("{}", dry_run_report(points, layout, jobs, path.string()));
    return Exit::ok;
  }
  check_output(path, o.force);
  for (const int signal : {SIGINT, SIGTERM, SIGUSR1}) std::signal(signal, on_signal);
  std::vector<Headline> headlines;
  for (const Point& point : points) headlines.emplace_back(point.scenario());
  Progress progress(*mode);
  Advance last;
  const auto start = std::chrono::steady_clock::now();
  const std::vector<RunResult> results =
      run_batch(points, {jobs, [&](const Advance& a) { progress.show(last = a); },
                         [&](int point, int, const World& world) { headlines[std::size_t(point)].see(world); }});
  progress.finish(last);
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const Exit exit = verdict(results);
  if (last.runs_done == 0) return exit;
  write_output(path, points, layout, results, command_line);
  for (std::size_t p = 0; p < points.size(); ++p) {
    if (points.size() > 1) fmt::print("{}\n", points[p].scenario().title);
    fmt::print("{}", headlines[p].text());
  }
  if (o.trace) print_trace(results);
  fmt::print(stderr, "{} run{} in {:.1f} s, {:.1f} M developer-steps/s: {}\n", last.runs_done,
             last.runs_done == 1 ? "" : "s", seconds, last.developer_steps / seconds / 1e6, path.string());
  return exit;
}

}  // namespace

void add_run(CLI::App& app, Action& action, const std::string& command_line) {
  auto* verb = app.add_subcommand("run", "Run scenario files and write one HDF5 file");
  auto o = std::make_shared<Options>();
  verb->add_option("files", o->files, "scenario files")->required()->type_name("FILE.yaml");
  verb->add_option("-o,--output", o->output, "output file [results/NAME.h5]")->type_name("FILE.h5");
  verb->add_option("--set", o->set, "set a value, e.g. adoption.peer_weight=1 (repeatable)")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  verb->add_option("--seed", o->seed, "run.seed");
  verb->add_option("--replicates", o->replicates, "run.replicates");
  verb->add_option("--replicate", o->replicate, "run this replicate alone (run.first_replicate)");
  verb->add_option("--developers", o->developers, "run.developers");
  verb->add_option("--until", o->until, "run.end, e.g. 2027-06");
  verb->add_option("-j,--jobs", o->jobs, "threads [all cores]")->check(CLI::Range(0, 4096));
  verb->add_flag("--dry-run", o->dry_run, "say what would be done: runs, memory, bytes, seconds");
  verb->add_flag("--force", o->force, "replace an existing output file");
  verb->add_flag("--trace", o->trace, "print the time of each mechanism");
  verb->add_option("--progress", o->progress, "auto, bar, json or none");
  verb->callback([&action, o, command_line] { action = [o, command_line] { return run(*o, command_line); }; });
}

}  // namespace moat
