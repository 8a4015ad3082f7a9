#pragma once
/// Many runs in one process: points x replicates, several at a time or one with several threads.

#include <atomic>
#include <functional>
#include <vector>

#include "run/run.hpp"

namespace moat {

/// Set by a signal handler to stop: runs end after their month and stay pending.
extern std::atomic<bool> stop_requested;

/// What a batch has done so far.
struct Advance {
  double developer_steps = 0;  ///< developers x months simulated
  double all_developer_steps = 0;
  int runs_done = 0;
  int runs_failed = 0;
  int runs = 0;
};

/// Called from any thread, one call at a time, after each month of each run.
using OnAdvance = std::function<void(const Advance&)>;
/// Called in the thread that made the run, one call at a time, at the end of each month.
using OnWorld = std::function<void(int point, int replicate, const World& world)>;

struct BatchOptions {
  int jobs = 1;
  OnAdvance on_advance = [](const Advance&) {};
  OnWorld on_world = [](int, int, const World&) {};
};

/// Results in the order of points, then replicates, whatever ran when. A failed run does not stop the others.
std::vector<RunResult> run_batch(const std::vector<Point>& points, const BatchOptions& options);

/// Replicates of all points together.
int run_count(const std::vector<Point>& points);

}  // namespace moat
