// moat sweep, resume, status, gather: many runs in a folder that can be left at any moment and gone on with.

#include <chrono>
#include <filesystem>
#include <memory>
#include <thread>

#include <fmt/format.h>

#include "cli/batch_options.hpp"
#include "cli/dry_run.hpp"
#include "simulation/stop.hpp"
#include "batch/gather/gather.hpp"
#include "batch/status.hpp"

namespace moat {
namespace {

namespace fs = std::filesystem;

struct SweepOptions : BatchOptions {
  std::string file, folder, output;
  std::vector<std::string> set;
  bool dry_run = false, prepare = false, no_gather = false;
  bool retry_failed = false, allow_version_change = false;
  bool json = false, watch = false, as_view = false;
};

JournalState journals(const Folder& folder) {
  return read_journals(folder.path, folder.plan.runs(), folder.plan.precision.is_on(), true);
}

/// Begins the folder, or joins it as one task of an array.
Folder begin(const SweepOptions& o, const std::string& command_line, bool is_task) {
  const fs::path path = o.folder;
  Plan plan = plan_of_sweep(o.file, o.set);
  if (is_occupied(path)) {
    if (o.force) {
      if (!is_sweep(path))
        throw IoError(path.string(), "be replaced", "there is no sweep in it (give another folder with -o)",
                      Exit::cannot_create);
      expect_no_conflict(path, {});
      remove_folder(path);
    } else if (!is_sweep(path)) {
      throw IoError(path.string(), "begin a sweep in", "it is not empty (give another folder with -o)",
                    Exit::cannot_create);
    } else if (!is_task) {
      throw IoError(path.string(), "begin a sweep in",
                    "one was begun there: go on with moat resume, or give --force to throw it away",
                    Exit::cannot_create);
    }
  }
  Folder folder = begin_folder(path, std::move(plan), command_line);
  expect_same_version(folder);
  return folder;
}

void say_gathered(const Tally& count, const fs::path& path) {
  fmt::print("{}: {}\n", path.string(),
             summary(count.done, count.failed + count.timeout, count.pending) +
                 (count.unneeded > 0 ? fmt::format(", {} not needed", count.unneeded) : ""));
}

/// Runs what is due, then gathers where this process did all there was to do.
Exit carry_out_and_gather(const Folder& folder, Transport* transport, const SweepOptions& o,
                          const std::string& command_line) {
  Orders orders = orders_of(o);
  orders.retry_failed = o.retry_failed;
  const auto start = std::chrono::steady_clock::now();
  const Carried carried = carry_out_shown(folder, transport, std::move(orders), o);
  // Rank 0 has the code of all: launchers end a job at the first one that is not 0, maybe before rank 0 has spoken.
  if (transport && transport->rank() > 0) return Exit::ok;
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  const Reached& reached = carried.reached;
  fmt::print(stderr, "{} in {:.1f} s\n",
             summary(reached.done, reached.failed, reached.due - reached.done - reached.failed), seconds);
  if (carried.exit == Exit::stopped) {
    fmt::print(stderr, "moat: stopped; go on with moat resume {}\n", folder.path.string());
    return carried.exit;
  }
  if (!o.task.empty() || o.no_gather) return carried.exit;
  const JournalState state = journals(folder);
  const fs::path output = folder.path / "results.h5";
  const Tally count = gather(folder, state, output, command_line, false);
  say_gathered(count, output);
  // Runs that failed in an earlier session are still missing.
  return carried.exit == Exit::ok && count.failed + count.timeout > 0 ? Exit::some_runs_failed : carried.exit;
}

Exit sweep(const SweepOptions& o, const std::string& command_line) {
  if (o.dry_run) {
    fmt::print("{}",
               dry_run_report(plan_of_sweep(o.file, o.set), jobs_of(o, nullptr), fs::path(o.folder) / "results.h5"));
    return Exit::ok;
  }
  const std::unique_ptr<Transport> transport = open_transport();
  const Folder folder =
      prepare_together(transport.get(), o.folder, [&] { return begin(o, command_line, !o.task.empty()); });
  if (o.prepare) {
    fmt::print("{}: {} points x {} replicates; begin with moat resume {}\n", o.folder, folder.plan.points(),
               folder.plan.replicates(), o.folder);
    return Exit::ok;
  }
  return carry_out_and_gather(folder, transport.get(), o, command_line);
}

Exit resume(const SweepOptions& o, const std::string& command_line) {
  const std::unique_ptr<Transport> transport = open_transport();
  const Folder folder = prepare_together(transport.get(), o.folder, [&] {
    Folder opened = open_folder(o.folder);
    if (!o.allow_version_change) expect_same_version(opened);
    return opened;
  });
  return carry_out_and_gather(folder, transport.get(), o, command_line);
}

/// A process of a job whose rank 0 could not begin leaves quietly: a code of its own might make the launcher end rank 0
/// before that has said why.
Exit unless_dismissed(const Action& action) {
  try {
    return action();
  } catch (const Dismissed&) {
    return Exit::ok;
  }
}

Exit status(const SweepOptions& o) {
  const Folder folder = open_folder(o.folder);
  stop_on_signals();
  for (;;) {
    const Status now = status_of(folder, journals(folder));
    if (o.json)
      fmt::print("{}\n", status_json(now));
    else
      fmt::print("{}{}", o.watch ? "\x1b[H\x1b[2J" : "", status_text(now));
    std::fflush(stdout);
    const bool ended = now.pending + now.running == 0;
    if (!o.watch || ended || stop_requested) return Exit::ok;
    for (int tenth = 0; tenth < 20 && !stop_requested; ++tenth)
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

Exit gather_folder(const SweepOptions& o, const std::string& command_line) {
  const Folder folder = open_folder(o.folder);
  const fs::path output = o.output.empty() ? folder.path / "results.h5" : fs::path(o.output);
  // The file inside the folder belongs to it and may be rebuilt; any other might be somebody's work.
  if (!o.output.empty() && !o.force && fs::exists(output))
    throw IoError(output.string(), "be written", "it exists: give --force to replace it, or another name with -o",
                  Exit::cannot_create);
  if (o.as_view && !folder.plan.variants.front().record().statistics.empty())
    throw InputError(
        {{{"--virtual", 0, 0}, "cannot show statistics over replicates, which are in no part (leave it out)"}});
  const JournalState state = journals(folder);
  for (const std::string& fault : state.faults)
    fmt::print(stderr, "moat: {}: {}: its runs are NaN (moat resume does them again)\n", folder.path.string(), fault);
  const Tally count = gather(folder, state, output, command_line, o.as_view);
  say_gathered(count, output);
  if (count.pending > 0)
    fmt::print(stderr, "moat: {} runs are not done and NaN in the file; moat resume {} does them\n", count.pending,
               folder.path.string());
  return count.failed + count.timeout > 0 ? Exit::some_runs_failed : Exit::ok;
}

}  // namespace

void add_sweep(CLI::App& app, Action& action, const std::string& command_line) {
  auto* verb = app.add_subcommand("sweep", "Run a sweep file in a folder that survives anything");
  auto o = std::make_shared<SweepOptions>();
  verb->add_option("file", o->file, "sweep file")->required()->type_name("FILE.yaml");
  verb->add_option("-o,--output", o->folder, "folder of the sweep")->required()->type_name("DIR");
  verb->add_option("--set", o->set, "set a value of the scenario (repeatable)")
      ->type_name("KEY=VALUE")
      ->allow_extra_args(false);
  add_task_option(*verb, *o);
  add_batch_options(*verb, *o);
  verb->add_flag("--dry-run", o->dry_run, "say what would be done: runs, memory, bytes, seconds");
  verb->add_flag("--prepare", o->prepare, "make the folder, run nothing (for moat slurm)");
  verb->add_flag("--no-gather", o->no_gather, "leave results.h5 to moat gather");
  verb->add_flag("--force", o->force, "throw away a sweep that is there");
  verb->callback([&action, o, command_line] {
    action = [o, command_line] { return unless_dismissed([&] { return sweep(*o, command_line); }); };
  });
}

void add_resume(CLI::App& app, Action& action, const std::string& command_line) {
  auto* verb = app.add_subcommand("resume", "Go on with a sweep: does what is not done");
  auto o = std::make_shared<SweepOptions>();
  verb->add_option("folder", o->folder, "folder of the sweep")->required()->type_name("DIR");
  add_task_option(*verb, *o);
  add_batch_options(*verb, *o);
  verb->add_flag("--retry-failed", o->retry_failed, "runs that failed or timed out are due again");
  verb->add_flag("--allow-version-change", o->allow_version_change, "go on with another version of moat");
  verb->add_flag("--no-gather", o->no_gather, "leave results.h5 to moat gather");
  verb->callback([&action, o, command_line] {
    action = [o, command_line] { return unless_dismissed([&] { return resume(*o, command_line); }); };
  });
}

void add_status(CLI::App& app, Action& action) {
  auto* verb = app.add_subcommand("status", "How far a sweep is, from its journals");
  auto o = std::make_shared<SweepOptions>();
  verb->add_option("folder", o->folder, "folder of the sweep")->required()->type_name("DIR");
  verb->add_flag("--json", o->json, "one JSON object");
  verb->add_flag("--watch", o->watch, "again every two seconds until all runs are done");
  verb->callback([&action, o] { action = [o] { return status(*o); }; });
}

void add_gather(CLI::App& app, Action& action, const std::string& command_line) {
  auto* verb = app.add_subcommand("gather", "Make one HDF5 file of what is done of a sweep");
  auto o = std::make_shared<SweepOptions>();
  verb->add_option("folder", o->folder, "folder of the sweep")->required()->type_name("DIR");
  verb->add_option("-o,--output", o->output, "output file [DIR/results.h5]")->type_name("FILE.h5");
  verb->add_flag("--virtual", o->as_view, "show the values where they are instead of copying them");
  verb->add_flag("--force", o->force, "replace an existing file");
  verb->callback(
      [&action, o, command_line] { action = [o, command_line] { return gather_folder(*o, command_line); }; });
}

}  // namespace moat
