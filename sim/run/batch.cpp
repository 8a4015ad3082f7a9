#include "run/batch.hpp"

#include <mutex>

#include "base/parallel.hpp"

namespace moat {

std::atomic<bool> stop_requested{false};

int run_count(const std::vector<Point>& points) {
  int runs = 0;
  for (const Point& point : points) runs += int(point.scenario().run.replicates);
  return runs;
}

std::vector<RunResult> run_batch(const std::vector<Point>& points, const BatchOptions& options) {
  struct Job {
    int point, replicate;
  };
  std::vector<Job> jobs;
  Advance advance;
  for (std::size_t p = 0; p < points.size(); ++p) {
    const RunParams& run = points[p].scenario().run;
    for (int r = 0; r < int(run.replicates); ++r) jobs.push_back({int(p), int(run.first_replicate) + r});
    advance.all_developer_steps += double(run.developers) * run.steps() * double(run.replicates);
  }
  advance.runs = int(jobs.size());
  std::vector<RunResult> results(jobs.size());
  std::mutex lock;
  // Enough runs keep all threads busy one run each; few runs share the threads inside each run.
  const bool side_by_side = int(jobs.size()) >= 2 * options.jobs;
  const int threads_per_run = side_by_side ? 1 : options.jobs;
  for_tasks(Index(jobs.size()), side_by_side ? options.jobs : 1, [&](Index task, int) {
    const Job& job = jobs[std::size_t(task)];
    const Point& point = points[std::size_t(job.point)];
    if (stop_requested) {
      results[std::size_t(task)].point = job.point;
      results[std::size_t(task)].replicate = job.replicate;
      return;
    }
    results[std::size_t(task)] = run_point(point, job.point, job.replicate, threads_per_run, [&](const World& world) {
      const std::scoped_lock guard{lock};
      options.on_world(job.point, job.replicate, world);
      advance.developer_steps += double(point.scenario().run.developers);
      options.on_advance(advance);
      return !stop_requested.load();
    });
    const std::scoped_lock guard{lock};
    advance.runs_done += results[std::size_t(task)].status == RunStatus::done;
    advance.runs_failed += results[std::size_t(task)].status == RunStatus::failed;
    options.on_advance(advance);
  });
  return results;
}

}  // namespace moat
