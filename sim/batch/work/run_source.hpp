#pragma once
/// Where workers get runs from: the agenda of what is still to be done, and sources that hand it out.

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/error.hpp"
#include "simulation/run.hpp"
#include "simulation/stop.hpp"

namespace moat {

/// What became of a run. The number of a run is replicate index x points + point.
struct Settled {
  std::int64_t run = 0;
  RunStatus status = RunStatus::pending;
  std::vector<double> outcomes;
};

/// What is still to be done, in the order of execution. One process holds it (rank 0); not thread-safe.
class Agenda {
 public:
  virtual ~Agenda() = default;
  /// A run to start; nothing: none at the moment.
  virtual std::optional<std::int64_t> next() = 0;
  /// How many runs next() would give in a row now: chunks shrink as this falls. Must be cheap.
  virtual std::int64_t waiting() const = 0;
  /// A run that next() gave has ended; may make more runs due.
  virtual void settle(const Settled& settled) = 0;
  /// A run that next() gave was not run; next() may give it again.
  virtual void give_back(std::int64_t run) = 0;
  /// No run will come any more, whatever settles or is given back.
  virtual bool finished() const = 0;
};

/// Where the workers of this process get runs from. Every call may come from any thread.
class RunSource {
 public:
  virtual ~RunSource() = default;
  /// The next run for the calling worker; waits until there is one. Nothing: the end, or a request to stop.
  virtual std::optional<std::int64_t> next() = 0;
  /// To be called once for every run that next() gave, or else give_back.
  virtual void settle(Settled settled) = 0;
  virtual void give_back(std::int64_t run) = 0;
  /// To be called now and then during a run, such as after each month: lets rank 0 answer others, and tells this
  /// process of a request to stop that another received. Cheap and short.
  virtual void serve() {}
  /// To be called once at the end, when no worker of this process is left, also after a failure (`text` says which).
  /// Waits for the other processes of the job; the exit code is the worst of all, the same in all.
  virtual Exit leave(Exit mine, const std::string& text) {
    (void)text;
    return mine;
  }
};

/// The source of a single process: the agenda itself, for any number of threads.
class LocalSource final : public RunSource {
 public:
  explicit LocalSource(Agenda& agenda, std::atomic<bool>& stop = stop_requested) : agenda_(agenda), stop_(stop) {}

  std::optional<std::int64_t> next() override {
    std::unique_lock guard{lock_};
    while (!stop_) {
      if (const auto run = agenda_.next()) return run;
      if (agenda_.finished()) break;
      // A signal handler can set `stop` but wake nobody, so look again now and then.
      changed_.wait_for(guard, std::chrono::milliseconds(20));
    }
    return {};
  }
  void settle(Settled settled) override {
    const std::scoped_lock guard{lock_};
    agenda_.settle(settled);
    changed_.notify_all();
  }
  void give_back(std::int64_t run) override {
    const std::scoped_lock guard{lock_};
    agenda_.give_back(run);
    changed_.notify_all();
  }

 private:
  Agenda& agenda_;
  std::atomic<bool>& stop_;
  std::mutex lock_;
  std::condition_variable changed_;
};

}  // namespace moat
