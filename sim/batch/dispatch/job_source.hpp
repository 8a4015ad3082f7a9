#pragma once
/// The source of runs of one process of a job: its side of the dispatch, shared by its threads.

#include <memory>

#include "batch/dispatch/dispatch.hpp"

namespace moat {

class JobSource final : public RunSource {
 public:
  /// Any thread that finds no run looks for messages itself: there is no thread for communication. `stop` is both
  /// read (a signal in this process) and set (a request from another).
  JobSource(Transport& transport, std::unique_ptr<Side> side, std::atomic<bool>& stop = stop_requested);

  std::optional<std::int64_t> next() override;
  void settle(Settled settled) override;
  void give_back(std::int64_t run) override;
  void serve() override;
  Exit leave(Exit mine, const std::string& text) override;

 private:
  bool exchange();

  Transport& transport_;
  std::unique_ptr<Side> side_;
  std::atomic<bool>& stop_;
  std::mutex lock_;
  std::condition_variable changed_;
};

/// The source for this process. Without a transport: the agenda itself. In rank 0 of a job: the manager over the
/// agenda. In the others `agenda` is not used and may be null. `threads`: how many workers will call next().
/// `on_failure` is called in rank 0 with the text of each process that leaves with one, as soon as it does.
std::unique_ptr<RunSource> make_source(
    Transport* transport, Agenda* agenda, int threads, OnFailure on_failure = [](int, const std::string&) {});

/// For a process that fails before it has a source, so that the others do not wait for it forever: leaves the job,
/// and in rank 0 ends it. Without a transport the exit code stays as it is.
Exit leave_job(Transport* transport, Exit mine, const std::string& text);

}  // namespace moat
