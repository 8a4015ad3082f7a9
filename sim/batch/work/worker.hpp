#pragma once
/// The runs of one process: takes them from a source, several at a time or one with several threads, and keeps them
/// safe.
///
/// Finished runs are held for some seconds or megabytes, whichever is full first, then written as one part file and
/// noted in the journal: memory does not grow with their number, and a kill costs at most those seconds. The seconds
/// grow with the age of the process, so that a long task does not leave a file for each.

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "batch/store/journal.hpp"
#include "batch/store/plan.hpp"
#include "batch/work/run_source.hpp"
#include "simulation/run.hpp"

namespace moat {

/// What the process has done so far.
struct Advance {
  double developer_steps = 0;  ///< developers x months simulated
  std::int64_t done = 0;
  std::int64_t failed = 0;
};

struct WorkOptions {
  int jobs = 1;  ///< threads
  Slice slice;
  int rank = 0;
  std::int64_t due = 0;        ///< runs to expect; few runs share the threads inside each run
  double run_timeout = 0;      ///< [s]; 0: none
  bool stop_on_error = false;  ///< whether a failed run ends the work
  int retries = 0;             ///< further attempts at a run that failed
  double flush_seconds = 5;    ///< longest wait of a finished run in memory, at first
  std::size_t flush_bytes = 64u << 20;
  /// Called from any thread, one call at a time, after each month of each run.
  std::function<void(const Advance&)> on_advance = [](const Advance&) {};
  /// Called in the thread that made the run, one call at a time, after each month.
  std::function<void(std::int64_t run, const World& world)> on_world = [](std::int64_t, const World&) {};
  /// Where each run begins and ends. Called from any thread.
  std::function<Stretch(std::int64_t run)> stretch = [](std::int64_t) { return Stretch{}; };
};

struct WorkSummary {
  Advance advance;
  std::vector<double> mechanism_seconds;  ///< in the order of mechanisms()
  double run_seconds = 0;                 ///< inside runs, all threads together
  double write_seconds = 0;               ///< writing parts and journals
  std::vector<std::string> messages;      ///< of failed runs, the first few
};

/// Works until the source has nothing more. Throws IoError where results cannot be kept; what was stored stays.
WorkSummary work(const Plan& plan, const std::filesystem::path& folder, RunSource& source, const WorkOptions& options);

}  // namespace moat
