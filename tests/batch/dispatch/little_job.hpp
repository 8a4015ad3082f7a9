#pragma once
// A job in one process: an agenda that watches over its runs, and messages through queues.

#include <algorithm>
#include <deque>
#include <map>
#include <memory>
#include <mutex>

#include "base/random.hpp"
#include "catch.hpp"
#include "batch/dispatch/job_source.hpp"

namespace moat {

/// Runs 0 .. runs-1; where `more` is set, every third of them adds run + runs when it settles. A run that is taken
/// twice, or settles without having been taken, breaks a contract.
class LittleAgenda final : public Agenda {
 public:
  explicit LittleAgenda(std::int64_t runs, bool more = false) : runs_(runs), more_(more) {
    for (std::int64_t run = 0; run < runs; ++run) due_.push_back(run);
  }

  std::optional<std::int64_t> next() override {
    if (due_.empty()) return {};
    const std::int64_t run = due_.front();
    due_.pop_front();
    expects(taken_.emplace(run, true).second, "each run is taken once");
    return run;
  }
  std::int64_t waiting() const override { return std::int64_t(due_.size()); }
  void settle(const Settled& run) override {
    if (broken) throw IoError("journal", "write", "no space left");
    expects(taken_.erase(run.run) == 1, "what settles was taken");
    expects(settled.emplace(run.run, run).second, "each run settles once");
    if (more_ && run.run < runs_ && run.run % 3 == 0) due_.push_back(run.run + runs_);
  }
  void give_back(std::int64_t run) override {
    expects(taken_.erase(run) == 1, "what is given back was taken");
    due_.push_front(run);
  }
  bool finished() const override { return due_.empty() && taken_.empty(); }
  std::size_t taken() const { return taken_.size(); }
  std::size_t all() const { return std::size_t(more_ ? runs_ + (runs_ + 2) / 3 : runs_); }

  std::map<std::int64_t, Settled> settled;
  bool broken = false;

 private:
  std::int64_t runs_;
  bool more_;
  std::deque<std::int64_t> due_;
  std::map<std::int64_t, bool> taken_;
};

/// The outcome that a run must come back with.
inline Settled result(std::int64_t run) {
  return {run, run % 7 == 0 ? RunStatus::failed : RunStatus::done, {double(run) / 3, -0.0}};
}

/// All messages under way.
struct Post {
  explicit Post(int ranks) : boxes(std::size_t(ranks)) {}
  std::mutex lock;
  std::vector<std::deque<Received>> boxes;  ///< by receiver, in the order of sending
  std::int64_t sent = 0;
};

class PostTransport final : public Transport {
 public:
  PostTransport(Post& post, int rank) : post_(post), rank_(rank) {}
  int rank() const override { return rank_; }
  int size() const override { return int(post_.boxes.size()); }
  void send(int to, Message words) override {
    const std::scoped_lock guard{post_.lock};
    ++post_.sent;
    post_.boxes.at(std::size_t(to)).push_back({rank_, std::move(words)});
  }
  std::optional<Received> poll() override {
    const std::scoped_lock guard{post_.lock};
    auto& box = post_.boxes[std::size_t(rank_)];
    if (box.empty()) return {};
    Received first = std::move(box.front());
    box.pop_front();
    return first;
  }

 private:
  Post& post_;
  int rank_;
};

/// A job whose next event is drawn: messages arrive, threads take and end runs in any order there could be.
class DrawnJob {
 public:
  DrawnJob(Agenda& agenda, int ranks, int threads, std::uint64_t seed, Chunking chunking = {})
      : post(ranks), threads_(threads), draws_(Random{.seed = seed}(0, 0)), running_(std::size_t(ranks)) {
    for (int rank = 0; rank < ranks; ++rank) {
      PostTransport& transport = *transports_.emplace_back(std::make_unique<PostTransport>(post, rank));
      if (rank > 0)
        sides.push_back(std::make_unique<WorkerRank>(transport, threads, chunking));
      else
        sides.push_back(std::make_unique<Manager>(
            agenda, transport, threads, chunking,
            [this](int failed, const std::string& text) { failures.emplace_back(failed, text); }));
    }
    left_.assign(std::size_t(ranks), false);
  }

  /// One event of one rank.
  void step() {
    now += 0.001;
    const auto rank = std::size_t(draw(int(sides.size())));
    Side& side = *sides[rank];
    std::vector<std::int64_t>& running = running_[rank];
    switch (draw(3)) {
      case 0:
        if (const auto message = transports_[rank]->poll()) side.receive(*message, now);
        break;
      case 1:
        if (left_[rank] || int(running.size()) == threads_) break;
        if (const auto run = side.over() ? std::nullopt : side.take(now)) {
          running.push_back(*run);
          ++runs_of[int(rank)];
        }
        break;
      default:
        if (!running.empty())
          end_one(rank);
        else if (side.over() && !left_[rank])
          leave(rank, side.stopped() ? Exit::stopped : Exit::ok, "");
    }
  }

  /// Ends a run as its worker would: after a request to stop it stays undone.
  void end_one(std::size_t rank) {
    const std::int64_t run = running_[rank].back();
    running_[rank].pop_back();
    if (sides[rank]->stopped())
      sides[rank]->give_back(run, now);
    else
      sides[rank]->settle(result(run), now);
  }

  void fail(int rank, const std::string& text, Exit exit = Exit::io) {
    for (const std::int64_t run : std::exchange(running_[std::size_t(rank)], {}))
      sides[std::size_t(rank)]->give_back(run, now);
    leave(std::size_t(rank), exit, text);
  }

  bool done() const {
    return std::all_of(sides.begin(), sides.end(), [](const auto& side) { return side->outcome_code().has_value(); });
  }
  /// Until all know the exit code; an endless job is a failure of the test.
  void finish(std::int64_t steps = 3'000'000) {
    while (!done() && steps-- > 0) step();
    REQUIRE(done());
    for (const auto& box : post.boxes) CHECK(box.empty());
  }

  Post post;
  std::vector<std::unique_ptr<Side>> sides;
  std::vector<std::pair<int, std::string>> failures;
  std::map<int, int> runs_of;
  double now = 0;

 private:
  int draw(int below) { return int(draws_() % std::uint64_t(below)); }
  void leave(std::size_t rank, Exit exit, const std::string& text) {
    left_[rank] = true;
    sides[rank]->leave(exit, text, now);
  }

  int threads_;
  Draws draws_;
  std::vector<std::unique_ptr<PostTransport>> transports_;
  std::vector<std::vector<std::int64_t>> running_;
  std::vector<bool> left_;
};

}  // namespace moat
