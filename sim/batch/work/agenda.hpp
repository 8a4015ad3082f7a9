#pragma once
/// What is still to be done of a plan.

#include <atomic>
#include <deque>
#include <vector>

#include "batch/store/journal.hpp"
#include "batch/store/plan.hpp"
#include "batch/work/run_source.hpp"

namespace moat {

/// The runs of a plan, or of a slice of it, that no journal knows as done, replicate by replicate. With adaptive
/// replicates each point gets batches until it is precise enough; a slice then holds whole points, so that every task
/// can decide for itself.
class PlanAgenda final : public Agenda {
 public:
  /// `retry_failed`: runs that failed before are due again.
  PlanAgenda(const Plan& plan, const JournalState& state, Slice slice, bool retry_failed);

  std::optional<std::int64_t> next() override;
  std::int64_t waiting() const override { return std::int64_t(returned_.size()) + left_; }
  void settle(const Settled& settled) override;
  void give_back(std::int64_t run) override;
  bool finished() const override;

  /// Runs known to be due now; grows with adaptive replicates.
  std::int64_t due() const { return due_; }
  /// Runs settled so far, by all processes of a job.
  std::int64_t done() const { return done_; }
  std::int64_t failed() const { return failed_; }

 private:
  bool is_mine(std::int64_t run) const;
  bool is_open(std::int64_t run) const { return is_mine(run) && !known_[std::size_t(run)]; }
  void ask_more(std::int64_t point);
  void note(std::int64_t run, double outcome);

  const Plan& plan_;
  Slice slice_;
  std::size_t outcome_ = 0;                ///< place of the deciding outcome
  std::vector<bool> known_;                ///< by run: done or failed before, or handed out
  std::vector<std::int64_t> asked_;        ///< by point: replicates asked for so far (adaptive)
  std::vector<std::vector<double>> seen_;  ///< by point: outcomes by place of the replicate (adaptive)
  std::vector<std::int64_t> settled_;      ///< by point: how many of them are known
  std::deque<std::int64_t> returned_;
  std::int64_t next_ = 0;   ///< first run not looked at yet
  std::int64_t limit_ = 0;  ///< runs below this are looked at in order
  std::int64_t left_ = 0;   ///< open runs from next_ to limit_
  std::int64_t out_ = 0;    ///< handed out and not settled
  // Shown while others settle.
  std::atomic<std::int64_t> due_ = 0, done_ = 0, failed_ = 0;
};

/// The number of replicates that a point needed. `outcomes`: of its first replicates, NaN for those that failed.
std::int64_t replicates_needed(const Precision& precision, std::span<const double> outcomes);

}  // namespace moat
