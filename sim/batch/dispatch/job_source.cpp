#include "batch/dispatch/job_source.hpp"

#include <algorithm>

namespace moat {
namespace {

double seconds_now() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

/// Ever longer pauses while nothing happens: quick answers at first, no core burnt after.
class Pause {
 public:
  void reset() { length_ = shortest; }
  std::chrono::microseconds next() {
    const auto now = length_;
    length_ = std::min(2 * length_, longest);
    return now;
  }

 private:
  static constexpr std::chrono::microseconds shortest{10}, longest{1000};
  std::chrono::microseconds length_ = shortest;
};

struct NothingToDo final : Agenda {
  std::optional<std::int64_t> next() override { return {}; }
  std::int64_t waiting() const override { return 0; }
  void settle(const Settled&) override {}
  void give_back(std::int64_t) override {}
  bool finished() const override { return true; }
};

}  // namespace

JobSource::JobSource(Transport& transport, std::unique_ptr<Side> side, std::atomic<bool>& stop)
    : transport_(transport), side_(std::move(side)), stop_(stop) {}

/// Reads what has arrived and passes on requests to stop; true if anything arrived. Under the lock.
bool JobSource::exchange() {
  bool any = false;
  while (const auto message = transport_.poll()) {
    any = true;
    side_->receive(*message, seconds_now());
  }
  if (stop_) side_->stop(seconds_now());
  if (side_->stopped()) stop_ = true;
  if (any) changed_.notify_all();
  return any;
}

std::optional<std::int64_t> JobSource::next() {
  std::unique_lock guard{lock_};
  Pause pause;
  while (true) {
    if (exchange()) pause.reset();
    if (side_->over()) break;
    if (const auto run = side_->take(seconds_now())) return run;
    changed_.wait_for(guard, pause.next());
  }
  changed_.notify_all();
  return {};
}

void JobSource::settle(Settled settled) {
  const std::scoped_lock guard{lock_};
  side_->settle(std::move(settled), seconds_now());
  exchange();
  changed_.notify_all();
}

void JobSource::give_back(std::int64_t run) {
  const std::scoped_lock guard{lock_};
  side_->give_back(run, seconds_now());
  exchange();
  changed_.notify_all();
}

void JobSource::serve() {
  const std::unique_lock guard{lock_, std::try_to_lock};
  if (guard) exchange();  // else another thread is at it
}

Exit JobSource::leave(Exit mine, const std::string& text) {
  std::unique_lock guard{lock_};
  side_->leave(mine, text, seconds_now());
  Pause pause;
  while (!side_->outcome_code()) {
    if (exchange())
      pause.reset();
    else
      changed_.wait_for(guard, pause.next());
  }
  return *side_->outcome_code();
}

std::unique_ptr<RunSource> make_source(Transport* transport, Agenda* agenda, int threads, OnFailure on_failure) {
  expects(agenda || (transport && transport->rank() > 0), "a process without others to ask has an agenda");
  if (!transport) return std::make_unique<LocalSource>(*agenda);
  std::unique_ptr<Side> side;
  if (transport->rank() == 0)
    side = std::make_unique<Manager>(*agenda, *transport, threads, Chunking{}, std::move(on_failure));
  else
    side = std::make_unique<WorkerRank>(*transport, threads);
  return std::make_unique<JobSource>(*transport, std::move(side));
}

Exit leave_job(Transport* transport, Exit mine, const std::string& text) {
  NothingToDo nothing;
  if (!transport) return mine;
  return make_source(transport, &nothing, 1)->leave(mine, text);
}

}  // namespace moat
