#include "sweep/dispatch.hpp"

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

namespace moat {
namespace {

/// The first word of a message.
enum class Kind : std::int64_t {
  report,    ///< to rank 0: asks, idle, threads, rate, runs given back, settled runs
  farewell,  ///< to rank 0: exit code, text; a question without an answer is answered by `end`
  gone,      ///< to rank 0: nothing will follow
  stop,      ///< both ways
  runs,      ///< from rank 0: 1 if the question had to wait for runs, runs
  end,       ///< from rank 0: no run will come any more to the one who asked
  verdict,   ///< from rank 0: exit code of all
};

}  // namespace

class WordReader {
 public:
  explicit WordReader(const Message& words) : words_(words) {}
  std::int64_t next() {
    expects(at_ < words_.size(), "a message between processes is complete");
    return words_[at_++];
  }
  double real() { return std::bit_cast<double>(next()); }
  std::string text() {
    const auto size = std::size_t(next());
    expects(size <= (words_.size() - at_) * sizeof(std::int64_t), "a message between processes is complete");
    return {reinterpret_cast<const char*>(words_.data() + at_), size};
  }

 private:
  const Message& words_;
  std::size_t at_ = 0;
};

namespace {

void add_text(Message& words, const std::string& text) {
  words.push_back(std::int64_t(text.size()));
  const std::size_t at = words.size();
  words.resize(at + (text.size() + sizeof(std::int64_t) - 1) / sizeof(std::int64_t));
  if (!text.empty()) std::memcpy(words.data() + at, text.data(), text.size());
}

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
    Message words{std::int64_t(Kind::runs), rank.parked};
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
    if (none) words = {std::int64_t(Kind::end)};
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

void Manager::receive(const Received& message, double now) {
  try {
    read(message, now);
    answer();
  } catch (const std::exception& error) {
    stop(now);  // what has settled can no longer be noted
    if (!at(0).left) throw;
    worst_ = worse(worst_, exit_of(error));
    on_failure_(0, error.what());
  }
}

void Manager::read(const Received& message, double now) {
  WordReader words(message.words);
  switch (Kind(words.next())) {
    case Kind::report:
      read_report(words, message.from);
      break;
    case Kind::farewell: {
      const auto exit = Exit(words.next());
      depart(message.from, exit, words.text());
      if (std::erase(asking_, message.from) > 0) transport_.send(message.from, {std::int64_t(Kind::end)});
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
  threads_ += threads - rank.threads;
  rank.threads = threads;
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
    if (!at(rank).left) transport_.send(rank, {std::int64_t(Kind::stop)});
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
  for (int rank = 1; rank < transport_.size(); ++rank)
    transport_.send(rank, {std::int64_t(Kind::verdict), std::int64_t(worst_)});
  verdict_ = worst_;
}

Worker::Worker(Transport& transport, int threads, Chunking chunking)
    : transport_(transport), threads_(threads), chunking_(chunking) {}

std::optional<std::int64_t> Worker::take(double now) {
  std::optional<std::int64_t> run;
  if (!held_.empty()) {
    run = held_.front();
    held_.pop_front();
    started_.emplace(*run, now);
  }
  ask_or_report(now);
  return run;
}

void Worker::settle(Settled settled, double now) {
  const auto found = started_.find(settled.run);
  expects(found != started_.end(), "a run settles once, where it was taken");
  const double seconds = now - found->second;
  mean_seconds_ = mean_seconds_ > 0 ? mean_seconds_ + (seconds - mean_seconds_) / 8 : seconds;
  started_.erase(found);
  settled_.push_back(std::move(settled));
  ask_or_report(now);
}

void Worker::give_back(std::int64_t run, double now) {
  expects(started_.erase(run) == 1, "a run is given back once, where it was taken");
  back_.push_back(run);
  ask_or_report(now);
}

bool Worker::hungry() const {
  if (asked_ || ended_ || stopped_ || left_) return false;
  // Work left for the thread that runs dry first: what is held, and the run it has just begun.
  const auto ahead = std::int64_t(held_.size()) + (idle() > 0 ? 0 : 1);
  if (ahead == 0) return true;
  return mean_seconds_ > 0 && double(ahead) * mean_seconds_ < double(threads_) * chunking_.lead * round_trip_;
}

void Worker::ask_or_report(double now) {
  const bool asks = hungry();
  const bool results = !settled_.empty() || !back_.empty();
  // Without a run to start, what this process knows may be what makes the next ones due.
  if (asks || (results && (held_.empty() || now - reported_at_ >= chunking_.report_every))) report(asks, now);
}

void Worker::report(bool asks, double now) {
  Message words{std::int64_t(Kind::report), asks, idle(), threads_, std::bit_cast<std::int64_t>(rate())};
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

void Worker::receive(const Received& message, double now) {
  WordReader words(message.words);
  switch (Kind(words.next())) {
    case Kind::runs: {
      asked_ = false;
      const bool parked = words.next() != 0;
      const double waited = now - asked_at_;
      // A process at work looks for the answer late: its reading counts only where it is shorter.
      if (!parked && round_trip_ == 0) round_trip_ = waited;
      if (!parked && (starved_ || waited < round_trip_)) round_trip_ += (waited - round_trip_) / 4;
      held_.insert(held_.end(), message.words.begin() + 2, message.words.end());
      if (stopped_ || left_) hold_nothing();
      break;
    }
    case Kind::end:
      asked_ = false;
      ended_ = true;
      break;
    case Kind::stop:
      stopped_ = true;
      hold_nothing();
      break;
    case Kind::verdict:
      verdict_ = Exit(words.next());
      break;
    default:
      expects(false, "a worker knows the messages it gets");
  }
  ask_or_report(now);
  go();
}

void Worker::hold_nothing() {
  back_.insert(back_.end(), held_.begin(), held_.end());
  held_.clear();
}

void Worker::stop(double now) {
  if (std::exchange(stopped_, true) || left_) return;
  hold_nothing();
  transport_.send(0, {std::int64_t(Kind::stop)});
  ask_or_report(now);
}

void Worker::leave(Exit mine, const std::string& text, double now) {
  left_ = true;
  hold_nothing();
  ask_or_report(now);
  Message words{std::int64_t(Kind::farewell), std::int64_t(mine)};
  add_text(words, text);
  transport_.send(0, std::move(words));
  go();
}

void Worker::go() {
  // Runs may be on their way until the last question has its answer; they must come back before the goodbye.
  if (!left_ || asked_ || gone_) return;
  gone_ = true;
  transport_.send(0, {std::int64_t(Kind::gone)});
}

}  // namespace moat
