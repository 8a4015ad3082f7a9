#pragma once
/// How runs reach the processes of a job: rank 0 manages, the others ask for chunks of runs and report what became
/// of them. Only numbers of runs go out; states and outcomes come back, batched with the next request.
///
/// The classes here use neither a clock nor threads: the time is an argument, and calls come one at a time. `JobSource`
/// adds both, and a simulated job can drive thousands of ranks through the same lines.
///
/// How many runs go out at once is guided self-scheduling (Polychronopoulos and Kuck 1987,
/// doi:10.1109/TC.1987.5009495): a share of what is waiting, but at most the work of Chunking::seconds.

#include <deque>
#include <unordered_map>

#include "batch/work/run_source.hpp"
#include "batch/dispatch/transport.hpp"

namespace moat {

struct Chunking {
  double seconds =
      0.5;  ///< work per message [s]: much less than a sweep takes, much more than a message; 0: run by run
  std::int64_t largest = 4096;  ///< runs per message, so that MPI sends it at once (32 kB)
  double report_every = 1;      ///< longest time that a result waits to be sent with the next request [s]
  double lead = 20;             ///< a rank asks for runs once it has work left for this many round trips
};

/// Up to this many ranks, rank 0 runs too; beyond, a month of a run of its own would keep too many
/// ranks waiting.
constexpr int ranks_with_working_manager = 8;

/// The worse of two: broken, then stopped, then some runs failed, then ok.
Exit worse(Exit a, Exit b);

/// What a process knows of the job: the manager's side in rank 0, a worker's side in the others. Times in seconds.
class Side {
 public:
  virtual ~Side() = default;
  /// A run for a worker thread of this process; nothing: none now.
  virtual std::optional<std::int64_t> take(double now) = 0;
  virtual void settle(Settled settled, double now) = 0;
  virtual void give_back(std::int64_t run, double now) = 0;
  virtual void receive(const Received& received, double now) = 0;
  /// Stops the whole job: no more runs start.
  virtual void stop(double now) = 0;
  bool stopped() const { return stopped_; }
  /// True if take() will give no more runs.
  virtual bool over() const = 0;
  /// This process will start no more runs; `text` describes a failure.
  virtual void leave(Exit mine, const std::string& text, double now) = 0;
  /// The exit code of all, once all have left.
  std::optional<Exit> outcome_code() const { return outcome_code_; }

 protected:
  bool stopped_ = false;
  std::optional<Exit> outcome_code_;
};

using OnFailure = std::function<void(int rank, const std::string& text)>;

class WordReader;

class Manager final : public Side {
 public:
  /// `threads`: workers of this process, and the guess for the others until they report.
  /// `on_failure` hears of each rank that left with a text, at once.
  Manager(
      Agenda& agenda, Transport& transport, int threads, Chunking chunking = {},
      OnFailure on_failure = [](int, const std::string&) {});
  bool works() const { return works_; }

  std::optional<std::int64_t> take(double now) override;
  void settle(Settled settled, double now) override;
  void give_back(std::int64_t run, double now) override;
  void receive(const Received& received, double now) override;
  void stop(double now) override;
  bool over() const override;
  void leave(Exit mine, const std::string& text, double now) override;

 private:
  struct Rank {
    std::int64_t threads = 1;
    std::int64_t idle = 0;  ///< threads without a run when it asked
    double rate = 0;        ///< runs per second, 0: not known
    bool parked = false;    ///< asked when nothing was due
    bool left = false;
  };

  std::int64_t chunk(const Rank& rank) const;
  void answer();
  void read(const Received& received, double now);
  void read_report(WordReader& words, int from);
  void depart(int rank, Exit exit, const std::string& text);
  void count_out();
  Rank& at(int rank) { return ranks_[std::size_t(rank)]; }

  Agenda& agenda_;
  Transport& transport_;
  Chunking chunking_;
  OnFailure on_failure_;
  bool works_;
  std::vector<Rank> ranks_;
  std::deque<int> asking_;  ///< ranks without an answer, first come first served
  int present_;             ///< ranks that may still send
  std::int64_t threads_;    ///< of all ranks that run
  Exit worst_ = Exit::ok;
};

class WorkerRank final : public Side {
 public:
  WorkerRank(Transport& transport, int threads, Chunking chunking = {});

  std::optional<std::int64_t> take(double now) override;
  void settle(Settled settled, double now) override;
  void give_back(std::int64_t run, double now) override;
  void receive(const Received& received, double now) override;
  void stop(double now) override;
  bool over() const override { return stopped_ || left_ || (ended_ && held_.empty()); }
  void leave(Exit mine, const std::string& text, double now) override;

 private:
  bool hungry() const;
  double rate() const { return mean_seconds_ > 0 ? double(threads_) / mean_seconds_ : 0; }
  std::int64_t idle() const { return threads_ - std::int64_t(started_.size()); }
  void ask_or_report(double now);
  void report(bool asks, double now);
  void return_held();
  void go();

  Transport& transport_;
  std::int64_t threads_;
  Chunking chunking_;
  std::deque<std::int64_t> held_;                     ///< not started
  std::unordered_map<std::int64_t, double> started_;  ///< runs under way, and since when
  std::vector<Settled> settled_;                      ///< not reported
  std::vector<std::int64_t> back_;                    ///< given back, not reported
  bool asked_ = false;
  bool ended_ = false;
  bool left_ = false;
  bool gone_ = false;
  double asked_at_ = 0;
  bool starved_ = false;  ///< it asked because a thread had no run
  double reported_at_ = 0;
  double mean_seconds_ = 0;  ///< per run, recent ones count more
  double round_trip_ = 0;    ///< seconds from question to answer
};

}  // namespace moat
