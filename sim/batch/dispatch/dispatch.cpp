// The manager's side of the dispatch, in rank 0.

#include "batch/dispatch/dispatch.hpp"

#include <algorithm>
#include <utility>

#include "batch/dispatch/messages.hpp"

namespace moat {
namespace {

int severity(Exit exit) {
  switch (exit) {
    case Exit::ok:
      return 0;
    case Exit::some_runs_failed:
      return 1;
    case Exit::stopped:
      return 2;
    default:
      return 2 + int(exit);
  }
}

Exit exit_of(const std::exception& error) {
  const auto* io = dynamic_cast<const IoError*>(&error);
  return io ? io->code() : Exit::internal;
}

}  // namespace

Exit worse(Exit a, Exit b) {
  return severity(a) >= severity(b) ? a : b;
}

Manager::Manager(Agenda& agenda, Transport& transport, int threads, Chunking chunking, OnFailure on_failure)
    : agenda_(agenda),
      transport_(transport),
      chunking_(chunking),
      on_failure_(std::move(on_failure)),
      works_(transport.size() <= ranks_with_working_manager),
      ranks_(std::size_t(transport.size()), Rank{.threads = threads}),
      present_(transport.size()),
      threads_(std::int64_t(threads) * (transport.size() - !works_)) {}

std::int64_t Manager::chunk(const Rank& rank) const {
  const auto worth = std::int64_t(rank.rate * chunking_.seconds);
  const std::int64_t share = agenda_.waiting() * rank.threads / (2 * threads_);
  return std::clamp(std::min(std::max(rank.idle, worth), share), std::int64_t(1), chunking_.largest);
}

void Manager::answer() {
  while (!asking_.empty() && !stopped_) {
    Rank& rank = at(asking_.front());
    Message words = message(Kind::runs, rank.parked);
    for (std::int64_t n = chunk(rank); n > 0; --n) {
      const auto run = agenda_.next();
      if (!run) break;
      words.push_back(*run);
    }
    const bool none = words.size() == 2;
    if (none && !agenda_.finished()) {
      for (const int parked : asking_) at(parked).parked = true;
      return;
    }
    if (none) words = message(Kind::end);
    transport_.send(asking_.front(), std::move(words));
    asking_.pop_front();
  }
}

std::optional<std::int64_t> Manager::take(double) {
  if (!works_ || stopped_) return {};
  return agenda_.next();
}

void Manager::settle(Settled settled, double) {
  agenda_.settle(settled);
  answer();
}

void Manager::give_back(std::int64_t run, double) {
  agenda_.give_back(run);
  answer();
}

void Manager::receive(const Received& received, double now) {
  try {
    read(received, now);
    answer();
  } catch (const std::exception& error) {
    stop(now);  // what has settled can no longer be noted
    if (!at(0).left) throw;
    worst_ = worse(worst_, exit_of(error));
    on_failure_(0, error.what());
  }
}

void Manager::read(const Received& received, double now) {
  WordReader words(received.words);
  switch (Kind(words.next())) {
    case Kind::report:
      read_report(words, received.from);
      break;
    case Kind::farewell: {
      const auto exit = Exit(words.next());
      depart(received.from, exit, words.text());
      if (std::erase(asking_, received.from) > 0) transport_.send(received.from, message(Kind::end));
      break;
    }
    case Kind::gone:
      count_out();
      break;
    case Kind::stop:
      stop(now);
      break;
    default:
      expects(false, "rank 0 knows the messages it gets");
  }
}

void Manager::read_report(WordReader& words, int from) {
  Rank& rank = at(from);
  const bool asks = words.next() != 0;
  rank.idle = words.next();
  const std::int64_t threads = words.next();
  if (!rank.left) threads_ += threads - std::exchange(rank.threads, threads);
  rank.rate = words.real();
  rank.parked = rank.parked && !asks;
  if (asks) asking_.push_back(from);
  for (std::int64_t n = words.next(); n > 0; --n) agenda_.give_back(words.next());
  for (std::int64_t n = words.next(); n > 0; --n) {
    Settled settled{words.next(), RunStatus(words.next()), {}};
    settled.outcomes.resize(std::size_t(words.next()));
    for (double& outcome : settled.outcomes) outcome = words.real();
    agenda_.settle(settled);
  }
}

void Manager::stop(double) {
  if (std::exchange(stopped_, true)) return;
  for (int rank = 1; rank < transport_.size(); ++rank)
    if (!at(rank).left) transport_.send(rank, message(Kind::stop));
}

bool Manager::over() const {
  const bool alone = present_ == 1;
  return stopped_ || agenda_.finished() || (alone && !works_);
}

void Manager::leave(Exit mine, const std::string& text, double) {
  depart(0, mine, text);
  count_out();
}

void Manager::depart(int rank, Exit exit, const std::string& text) {
  at(rank).left = true;
  if (rank > 0 || works_) threads_ = std::max<std::int64_t>(1, threads_ - at(rank).threads);
  at(rank).threads = 0;
  worst_ = worse(worst_, exit);
  if (!text.empty()) on_failure_(rank, text);
}

void Manager::count_out() {
  if (--present_ > 0) return;
  for (int rank = 1; rank < transport_.size(); ++rank) transport_.send(rank, message(Kind::outcome_code, worst_));
  outcome_code_ = worst_;
}

}  // namespace moat
