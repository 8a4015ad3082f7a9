#include "batch/status.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "batch/gather/gather.hpp"

namespace moat {
namespace {

std::string task_line(const TaskRecord& task) {
  const std::string who = task.slice.count == 1 ? fmt::format("rank {}", task.rank)
                                                : fmt::format("task {}/{}", task.slice.index, task.slice.count);
  const std::string how = task.is_live ? "at work" : task.end.empty() ? "killed" : task.end;
  return fmt::format("  {:<14} {:<8} {:>8} done {:>6} failed  {} process {}{}\n", who, how, task.done, task.failed,
                     task.host, task.process, task.job.empty() ? "" : " job " + task.job);
}

}  // namespace

std::string duration_text(double seconds) {
  const auto s = std::llround(seconds);
  return s < 3600 ? fmt::format("{}:{:02}", s / 60, s % 60)
                  : fmt::format("{}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60);
}

Status status_of(const Folder& folder, const JournalState& state) {
  const Tally count = tally(statuses(folder.plan, state));
  Status status;
  status.points = folder.plan.points();
  status.replicates = folder.plan.replicates();
  status.runs = count.wanted();
  status.done = count.done;
  status.failed = count.failed;
  status.timeout = count.timeout;
  status.unneeded = count.unneeded;
  status.tasks = state.tasks;
  status.faults = state.faults;
  status.done_seconds = std::accumulate(state.seconds.begin(), state.seconds.end(), 0.0);
  for (const TaskRecord& task : state.tasks) {
    if (!task.is_live) continue;
    ++status.live;
    status.running += std::int64_t(task.running.size());
    const double seconds = task.last - task.first;
    if (seconds > 0) status.runs_per_second += double(task.done + task.failed) / seconds;
  }
  status.running = std::min(status.running, count.pending);
  status.pending = count.pending - status.running;
  if (status.runs_per_second > 0) status.eta_seconds = double(count.pending) / status.runs_per_second;
  return status;
}

std::string status_text(const Status& s) {
  std::string text = fmt::format(
      "{} of {} runs done ({} points, up to {} replicates), {} failed, {} timed out, {} running, {} to come\n", s.done,
      s.runs, s.points, s.replicates, s.failed, s.timeout, s.running, s.pending);
  if (s.live > 0)
    text += fmt::format("{} process{} at work, {:.3g} runs/s, ETA {}\n", s.live, s.live == 1 ? "" : "es",
                        s.runs_per_second, s.eta_seconds < 0 ? "not known yet" : duration_text(s.eta_seconds));
  for (const TaskRecord& task : s.tasks) text += task_line(task);
  for (const std::string& fault : s.faults) text += fmt::format("  {}: its runs are not done\n", fault);
  return text;
}

std::string status_json(const Status& s) {
  nlohmann::ordered_json tasks = nlohmann::ordered_json::array();
  for (const TaskRecord& task : s.tasks)
    tasks.push_back({{"journal", task.journal},
                     {"task", task.slice.index},
                     {"tasks", task.slice.count},
                     {"rank", task.rank},
                     {"host", task.host},
                     {"process", task.process},
                     {"job", task.job},
                     {"live", task.is_live},
                     {"end", task.end},
                     {"done", task.done},
                     {"failed", task.failed},
                     {"running", task.is_live ? task.running.size() : 0}});
  const auto known = [](double x) { return x >= 0 ? nlohmann::ordered_json(x) : nlohmann::ordered_json(nullptr); };
  const nlohmann::ordered_json all{{"points", s.points},
                                   {"replicates", s.replicates},
                                   {"runs", s.runs},
                                   {"done", s.done},
                                   {"failed", s.failed},
                                   {"timeout", s.timeout},
                                   {"running", s.running},
                                   {"pending", s.pending},
                                   {"unneeded", s.unneeded},
                                   {"complete", s.done + s.failed + s.timeout == s.runs},
                                   {"live", s.live},
                                   {"runs_per_second", s.runs_per_second},
                                   {"eta_seconds", known(s.eta_seconds)},
                                   {"run_seconds", s.done_seconds},
                                   {"faults", s.faults},
                                   {"tasks", tasks}};
  return all.dump();
}

}  // namespace moat
