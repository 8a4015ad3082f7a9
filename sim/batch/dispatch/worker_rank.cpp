// A worker's side of the dispatch, in all ranks but 0.

#include <algorithm>
#include <utility>

#include "batch/dispatch/dispatch.hpp"
#include "batch/dispatch/messages.hpp"

namespace moat {

WorkerRank::WorkerRank(Transport& transport, int threads, Chunking chunking)
    : transport_(transport), threads_(threads), chunking_(chunking) {}

std::optional<std::int64_t> WorkerRank::take(double now) {
  std::optional<std::int64_t> run;
  if (!held_.empty()) {
    run = held_.front();
    held_.pop_front();
    started_.emplace(*run, now);
  }
  ask_or_report(now);
  return run;
}

void WorkerRank::settle(Settled settled, double now) {
  const auto found = started_.find(settled.run);
  expects(found != started_.end(), "a run settles once, where it was taken");
  const double seconds = now - found->second;
  mean_seconds_ = mean_seconds_ > 0 ? mean_seconds_ + (seconds - mean_seconds_) / 8 : seconds;
  started_.erase(found);
  settled_.push_back(std::move(settled));
  ask_or_report(now);
}

void WorkerRank::give_back(std::int64_t run, double now) {
  expects(started_.erase(run) == 1, "a run is given back once, where it was taken");
  back_.push_back(run);
  ask_or_report(now);
}

bool WorkerRank::hungry() const {
  if (asked_ || ended_ || stopped_ || left_) return false;
  // Work left for the thread that runs dry first: what is held, and the run it has just begun.
  const auto ahead = std::int64_t(held_.size()) + (idle() > 0 ? 0 : 1);
  if (ahead == 0) return true;
  return mean_seconds_ > 0 && double(ahead) * mean_seconds_ < double(threads_) * chunking_.lead * round_trip_;
}

void WorkerRank::ask_or_report(double now) {
  const bool asks = hungry();
  const bool results = !settled_.empty() || !back_.empty();
  // Without a run to start, what this process knows may be what makes the next ones due.
  if (asks || (results && (held_.empty() || now - reported_at_ >= chunking_.report_every))) report(asks, now);
}

void WorkerRank::report(bool asks, double now) {
  Message words = message(Kind::report, asks, idle(), threads_, std::bit_cast<std::int64_t>(rate()));
  words.push_back(std::int64_t(back_.size()));
  words.insert(words.end(), back_.begin(), back_.end());
  words.push_back(std::int64_t(settled_.size()));
  for (const Settled& each : settled_) {
    words.insert(words.end(), {each.run, std::int64_t(each.status), std::int64_t(each.outcomes.size())});
    for (const double outcome : each.outcomes) words.push_back(std::bit_cast<std::int64_t>(outcome));
  }
  back_.clear();
  settled_.clear();
  reported_at_ = now;
  if (asks) {
    asked_ = true;
    asked_at_ = now;
    starved_ = idle() > 0 && held_.empty();
  }
  transport_.send(0, std::move(words));
}

void WorkerRank::receive(const Received& received, double now) {
  WordReader words(received.words);
  switch (Kind(words.next())) {
    case Kind::runs: {
      asked_ = false;
      const bool parked = words.next() != 0;
      const double waited = now - asked_at_;
      // A process at work looks for the answer late: its reading counts only where it is shorter.
      if (!parked && round_trip_ == 0) round_trip_ = waited;
      if (!parked && (starved_ || waited < round_trip_)) round_trip_ += (waited - round_trip_) / 4;
      held_.insert(held_.end(), received.words.begin() + 2, received.words.end());
      if (left_) return_held();
      break;
    }
    case Kind::end:
      asked_ = false;
      ended_ = true;
      break;
    case Kind::stop:
      stopped_ = true;
      break;
    case Kind::outcome_code:
      outcome_code_ = Exit(words.next());
      break;
    default:
      expects(false, "a worker knows the messages it gets");
  }
  ask_or_report(now);
  go();
}

void WorkerRank::return_held() {
  back_.insert(back_.end(), held_.begin(), held_.end());
  held_.clear();
}

void WorkerRank::stop(double) {
  if (std::exchange(stopped_, true) || left_) return;
  transport_.send(0, message(Kind::stop));
}

void WorkerRank::leave(Exit mine, const std::string& text, double now) {
  left_ = true;
  return_held();
  ask_or_report(now);
  Message words = message(Kind::farewell, mine);
  add_text(words, text);
  transport_.send(0, std::move(words));
  go();
}

void WorkerRank::go() {
  // Runs may be on their way until the last question has its answer; they must come back before the goodbye.
  if (!left_ || asked_ || gone_) return;
  gone_ = true;
  transport_.send(0, message(Kind::gone));
}

}  // namespace moat
