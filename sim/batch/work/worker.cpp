#include "batch/work/worker.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <memory>
#include <mutex>

#include <fmt/format.h>

#include "base/parallel.hpp"
#include "model/mechanisms.hpp"
#include "simulation/stop.hpp"
#include "batch/store/part.hpp"

namespace moat {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

/// Messages of failed runs that are kept for the end.
constexpr std::size_t most_messages = 5;

/// Finished runs wait at most this part of the age of the process, within these bounds.
constexpr double wait_share = 0.02, longest_wait = 300;

class Worker {
 public:
  Worker(const Plan& plan, const std::filesystem::path& folder, RunSource& source, const WorkOptions& options)
      : plan_(plan), folder_(folder), source_(source), options_(options) {
    summary_.mechanism_seconds.assign(mechanisms().size(), 0.0);
  }

  WorkSummary work();

 private:
  void loop(int threads_per_run);
  RunResult attempt(std::int64_t run, int threads);
  RunResult tried(std::int64_t run, int threads);
  void keep(std::int64_t run, RunResult&& result);
  void report_failure(std::int64_t run, const RunResult& result, int attempt);
  void flush_if_due();
  void flush();
  bool is_due() const;
  Journal& journal();

  const Plan& plan_;
  const std::filesystem::path& folder_;
  RunSource& source_;
  const WorkOptions& options_;
  const Clock::time_point start_ = Clock::now();

  std::mutex lock_;  ///< guards all below
  WorkSummary summary_;
  std::vector<FinishedRun> block_;
  std::size_t block_bytes_ = 0;
  Clock::time_point block_start_;
  std::unique_ptr<Journal> journal_;  ///< begun with the first run
  std::mutex writing_;                ///< HDF5 is used by one thread at a time
};

Journal& Worker::journal() {
  const std::scoped_lock guard{lock_};
  if (!journal_) journal_ = std::make_unique<Journal>(folder_, options_.slice, options_.rank);
  return *journal_;
}

bool Worker::is_due() const {
  if (block_.empty()) return false;
  const double wait = std::clamp(wait_share * seconds_since(start_), options_.flush_seconds,
                                 std::max(longest_wait, options_.flush_seconds));
  return block_bytes_ >= options_.flush_bytes || seconds_since(block_start_) >= wait;
}

void Worker::flush_if_due() {
  {
    const std::scoped_lock guard{lock_};
    if (!is_due()) return;
  }
  flush();
}

void Worker::flush() {
  const std::scoped_lock only{writing_};
  std::vector<FinishedRun> block;
  {
    const std::scoped_lock guard{lock_};
    block.swap(block_);
    block_bytes_ = 0;
  }
  if (block.empty()) return;
  const Clock::time_point begun = Clock::now();
  std::sort(block.begin(), block.end(), [](const FinishedRun& a, const FinishedRun& b) { return a.run < b.run; });
  const auto& names = plan_.layout.outcomes;
  const auto outcome = std::size_t(std::find(names.begin(), names.end(), plan_.precision.outcome) - names.begin());
  std::vector<StoredRun> stored;
  for (const FinishedRun& one : block)
    stored.push_back({one.run, one.seconds, outcome < one.outcomes.size() ? one.outcomes[outcome] : 0});
  const std::string part = journal().next_part();
  const std::uint64_t bytes = write_part(folder_ / part, plan_, block);
  journal().stored(part, bytes, stored);
  const std::scoped_lock guard{lock_};
  summary_.write_seconds += seconds_since(begun);
}

RunResult Worker::attempt(std::int64_t run, int threads) {
  const std::int64_t point = plan_.point_of(run);
  const Clock::time_point begun = Clock::now();
  bool late = false;
  std::exception_ptr trouble;  // with keeping results: no fault of the run that it interrupts
  RunResult result;
  try {
    const std::shared_ptr<const Scenario> scenario = plan_.scenario(point);
    const auto developers = double(plan_.run_params(point).developers);
    const std::int64_t replicate = plan_.layout.replicates[std::size_t(plan_.place_of(run))];
    result = run_once(
        *scenario, plan_.variant(point).shape, replicate, threads,
        [&](const World& world) {
          try {
            {
              const std::scoped_lock guard{lock_};
              options_.on_world(run, world);
              summary_.advance.developer_steps += developers;
              options_.on_advance(summary_.advance);
            }
            source_.serve();
            flush_if_due();
          } catch (...) {
            trouble = std::current_exception();
            return false;
          }
          late = options_.run_timeout > 0 && seconds_since(begun) > options_.run_timeout;
          return !late && !stop_requested.load();
        },
        options_.stretch(run));
  } catch (const InputError& error) {  // a point that only now turns out to be no valid scenario
    result.status = RunStatus::failed;
    result.message = error.what();
  }
  if (trouble) std::rethrow_exception(trouble);
  if (late && result.status == RunStatus::pending) {
    result.status = RunStatus::timeout;
    result.message =
        fmt::format("took longer than --run-timeout {} s; reached {}", options_.run_timeout, to_string(result.reached));
  }
  return result;
}

void Worker::report_failure(std::int64_t run, const RunResult& result, int attempt) {
  const std::string message =
      fmt::format("{} (point {}, replicate {}). Replay: {}", result.message, plan_.name(plan_.point_of(run)),
                  plan_.layout.replicates[std::size_t(plan_.place_of(run))], plan_.replay(run, result.reached));
  journal().failed(run, result.status, attempt, message, result.seconds);
  const std::scoped_lock guard{lock_};
  if (summary_.messages.size() < most_messages) summary_.messages.push_back(message);
}

void Worker::keep(std::int64_t run, RunResult&& result) {
  const Shape& shape = plan_.variant(plan_.point_of(run)).shape;
  FinishedRun one{run,
                  {},
                  scatter_outcomes(result.outcomes, shape, plan_.layout),
                  {},
                  result.seconds,
                  scatter_draws(result.draws, shape, plan_.layout)};
  // Where all points record the same, values stand in their places already.
  one.values =
      plan_.variants.size() == 1 ? std::move(result.values) : scatter_into_layout(result.values, shape, plan_.layout);
  if (plan_.variant(plan_.point_of(run)).record().events) one.events = std::move(result.events);
  const std::vector<double> outcomes = one.outcomes;
  {
    const std::scoped_lock guard{lock_};
    if (block_.empty()) block_start_ = Clock::now();
    block_bytes_ += one.bytes();
    block_.push_back(std::move(one));
    ++summary_.advance.done;
    options_.on_advance(summary_.advance);
  }
  source_.settle({run, RunStatus::done, outcomes});
  flush_if_due();
}

RunResult Worker::tried(std::int64_t run, int threads) {
  journal().started(run);
  for (int number = 1;; ++number) {
    RunResult result = attempt(run, threads);
    {
      const std::scoped_lock guard{lock_};
      summary_.run_seconds += result.seconds;
      for (std::size_t m = 0; m < result.mechanism_seconds.size(); ++m)
        summary_.mechanism_seconds[m] += result.mechanism_seconds[m];
    }
    if (result.status != RunStatus::failed && result.status != RunStatus::timeout) return result;
    report_failure(run, result, number);
    if (number > options_.retries || stop_requested) return result;
  }
}

void Worker::loop(int threads_per_run) {
  while (const auto run = source_.next()) {
    RunResult result;
    try {
      result = tried(*run, threads_per_run);
    } catch (...) {  // what cannot be kept here is for others to do
      source_.give_back(*run);
      throw;
    }
    if (result.status == RunStatus::pending) {
      source_.give_back(*run);
    } else if (result.status == RunStatus::done) {
      keep(*run, std::move(result));
    } else {
      {
        const std::scoped_lock guard{lock_};
        ++summary_.advance.failed;
        options_.on_advance(summary_.advance);
      }
      source_.settle({*run, result.status, {}});
      if (options_.stop_on_error) stop_requested = true;
    }
  }
}

WorkSummary Worker::work() {
  // Enough runs keep all threads busy one run each; few runs share the threads inside each run.
  const bool side_by_side = options_.due >= 2 * options_.jobs;
  const int loops = side_by_side ? options_.jobs : 1;
  for_tasks(loops, loops, [&](Index, int) {
    try {
      loop(side_by_side ? 1 : options_.jobs);
    } catch (...) {
      stop_requested = true;  // the other threads end too; the exception goes on when they have
      throw;
    }
  });
  flush();
  if (journal_) journal_->end(stop_requested ? "stopped" : "done");
  return std::move(summary_);
}

}  // namespace

WorkSummary work(const Plan& plan, const std::filesystem::path& folder, RunSource& source, const WorkOptions& options) {
  return Worker(plan, folder, source, options).work();
}

}  // namespace moat
