// The protocol between manager and workers, in one thread: every order of events that a seed draws.

#include <cmath>
#include <limits>

#include "batch/dispatch/little_job.hpp"
#include "batch/dispatch/messages.hpp"

using namespace moat;

namespace {

constexpr std::uint64_t arrival_orders = 40;  // drawn per case: an error of one order in ten stays unseen with 1.5 %

void check_all_done(const LittleAgenda& agenda) {
  CHECK(agenda.settled.size() == agenda.all());
  CHECK(agenda.finished());
  for (const auto& [run, settled] : agenda.settled) {
    REQUIRE(settled.status == result(run).status);
    REQUIRE(settled.outcomes == result(run).outcomes);
  }
}

void check_outcome_code(const DrawnJob& job, Exit exit) {
  for (const auto& side : job.sides) CHECK(side->outcome_code() == exit);
}

/// A manager whose other ranks are played by the test.
struct Played {
  explicit Played(std::int64_t runs, int ranks = 5, Chunking chunking = {})
      : agenda(runs), post(ranks), transport(post, 0), manager(agenda, transport, 1, chunking) {}

  /// One rank asks; the runs it gets, which settle at once.
  std::size_t ask(int rank, double rate, std::int64_t idle = 1) {
    manager.receive({rank, message(Kind::report, 1, idle, 1, std::bit_cast<std::int64_t>(rate), 0, 0)}, 0);
    auto& box = post.boxes[std::size_t(rank)];
    if (box.empty()) return 0;
    const Message words = std::exchange(box, {}).back().words;
    for (std::size_t i = 2; i < words.size(); ++i) manager.settle(result(words[i]), 0);
    return words.size() < 2 ? 0 : words.size() - 2;
  }

  LittleAgenda agenda;
  Post post;
  PostTransport transport;
  Manager manager;
};

/// A worker whose manager is played by the test: every run takes `seconds`, every answer `round_trip`, and is seen at
/// once or `late`, at the end of a run. How many runs it had not started, on average, when it asked.
double held_when_asking(double seconds, double round_trip, bool late = false) {
  Post post(2);
  PostTransport transport(post, 1);
  WorkerRank worker(transport, 1);
  double now = 0, answer_at = -1, end_at = 0;
  int given = 0, taken = 0, held = 0, asked = 0;
  std::optional<std::int64_t> running;
  const double tick = std::min(seconds, round_trip) / 10;
  for (; taken < 500; now += tick) {
    auto& box = post.boxes[0];
    if (!box.empty() && box.front().words[1] == 1) {
      answer_at = now + round_trip;
      if (taken > 50) held += given - taken, ++asked;
    }
    box.clear();
    if (answer_at >= 0 && now >= answer_at && !(late && running && now < end_at)) {
      worker.receive({0, message(Kind::runs, 0, given, given + 1, given + 2)}, now);
      given += 3;
      answer_at = -1;
    }
    if (running && now >= end_at) worker.settle(result(*std::exchange(running, {})), now);
    if (!running && (running = worker.take(now))) {
      ++taken;
      end_at = now + seconds;
    }
  }
  return double(held) / asked;
}

}  // namespace

TEST_CASE("Every run is done once and its result arrives, in any order of events") {
  const int ranks = GENERATE(1, 2, 3, 8, 9, 64);
  const int threads = GENERATE(1, 3);
  const bool more = GENERATE(false, true);
  const int runs = GENERATE(0, 1, 100);
  for (std::uint64_t seed = 0; seed < arrival_orders; ++seed) {
    LittleAgenda agenda(runs, more);
    DrawnJob job(agenda, ranks, threads, seed);
    job.finish();
    check_all_done(agenda);
    check_outcome_code(job, Exit::ok);
    CHECK(job.failures.empty());
  }
}

TEST_CASE("Rank 0 runs in jobs of up to eight processes, and only manages in larger ones") {
  const int ranks = GENERATE(1, 2, 8, 9, 20);
  LittleAgenda agenda(2000);
  DrawnJob job(agenda, ranks, 1, 1);
  job.finish();
  CHECK((job.runs_of[0] > 0) == (ranks <= 8));
  for (int rank = 1; rank < ranks; ++rank) CHECK(job.runs_of[rank] > 0);
}

TEST_CASE("What a failed process leaves is done by the others, and its exit code is that of all") {
  const int ranks = GENERATE(2, 3, 9, 12);
  for (std::uint64_t seed = 0; seed < arrival_orders; ++seed) {
    LittleAgenda agenda(200, true);
    DrawnJob job(agenda, ranks, 2, seed);
    const int steps = int(seed) * 20 * ranks / 3;  // before it asked, while runs are on their way, when it has some
    for (int i = 0; i < steps; ++i) job.step();
    const int failed = ranks == 9 ? 1 : ranks - 1;
    const bool early = !job.sides[std::size_t(failed)]->outcome_code() && !agenda.finished();
    if (!early) continue;
    job.fail(failed, "part-7.h5: cannot write (no space left; ä)");
    job.finish();
    check_all_done(agenda);
    check_outcome_code(job, Exit::io);
    CHECK(job.failures ==
          std::vector<std::pair<int, std::string>>{{failed, "part-7.h5: cannot write (no space left; ä)"}});
  }
}

TEST_CASE("A failed rank 0 goes on handing out runs") {
  LittleAgenda agenda(200, true);
  DrawnJob job(agenda, 4, 1, 3);
  for (int i = 0; i < 100; ++i) job.step();
  job.fail(0, "disk full");
  job.finish();
  check_all_done(agenda);
  check_outcome_code(job, Exit::io);
}

TEST_CASE("A job ends when nobody is left to run") {
  LittleAgenda agenda(5000);
  DrawnJob job(agenda, 10, 1, 5);
  for (int i = 0; i < 400; ++i) job.step();
  for (int rank = 1; rank < 10; ++rank) job.fail(rank, "gone");
  job.finish();
  check_outcome_code(job, Exit::io);
  CHECK(agenda.taken() == 0);
  CHECK(agenda.waiting() + std::int64_t(agenda.settled.size()) == 5000);
  CHECK(agenda.waiting() > 0);
}

TEST_CASE("A request to stop in any process stops all, no run is lost") {
  const int ranks = GENERATE(1, 2, 8, 9);
  const int first = GENERATE(0, 1, 7);
  if (first >= ranks) return;
  for (std::uint64_t seed = 0; seed < arrival_orders; ++seed) {
    LittleAgenda agenda(5000, true);
    DrawnJob job(agenda, ranks, 2, seed);
    for (int i = 0; i < int(seed) * 30; ++i) job.step();
    job.sides[std::size_t(first)]->stop(job.now);
    job.finish();
    check_outcome_code(job, Exit::stopped);
    CHECK(agenda.taken() == 0);
    CHECK(agenda.waiting() > 0);
  }
}

TEST_CASE("Outcomes travel bit by bit") {
  Post post(2);
  PostTransport at_worker(post, 1), at_manager(post, 0);
  LittleAgenda agenda(1);
  Manager manager(agenda, at_manager, 1);
  WorkerRank worker(at_worker, 1);
  worker.take(0);
  manager.receive(*at_manager.poll(), 0);
  worker.receive(*at_worker.poll(), 0);
  REQUIRE(worker.take(0) == 0);
  constexpr double tiny = std::numeric_limits<double>::denorm_min();
  worker.settle({0, RunStatus::done, {std::nan(""), -0.0, tiny, 0.1}}, 1);
  manager.receive(*at_manager.poll(), 1);
  const std::vector<double>& outcomes = agenda.settled.at(0).outcomes;
  REQUIRE(outcomes.size() == 4);
  CHECK(std::isnan(outcomes[0]));
  CHECK(std::signbit(outcomes[1]));
  CHECK(outcomes[2] == tiny);
  CHECK(outcomes[3] == 0.1);
}

TEST_CASE("A chunk is half a second's work, and a shrinking share of what waits") {
  Played job(10'000);
  CHECK(job.ask(1, 0) == 1);  // speed not known
  CHECK(job.ask(1, 0, 4) == 4);
  CHECK(job.ask(1, 100) == 50);
  CHECK(job.ask(2, 0.1) == 1);
  CHECK(job.ask(2, 0.1, 3) == 3);
  std::vector<std::size_t> sizes;
  while (const std::size_t size = job.ask(1 + int(sizes.size() % 4), 1e5)) {
    // Half a fair share: the five ranks can all take as much again.
    const double before = double(job.agenda.waiting()) + double(size);
    CHECK(double(size) <= std::max(1.0, before / 10));
    sizes.push_back(size);
  }
  CHECK(sizes.front() > 900);
  CHECK(std::is_sorted(sizes.rbegin(), sizes.rend()));
  CHECK(sizes.back() == 1);
  CHECK(job.agenda.finished());
}

TEST_CASE("Chunks are bounded, and can be switched off") {
  CHECK(Played(10'000'000).ask(1, 1e7) == 4096);
  Played single(1000, 5, {.seconds = 0});
  CHECK(single.ask(1, 1e5) == 1);
}

TEST_CASE("Runs that are due later go to those that wait for them") {
  Post post(3);
  PostTransport at_manager(post, 0);
  LittleAgenda agenda(1, true);
  Manager manager(agenda, at_manager, 1);
  REQUIRE(manager.take(0) == 0);
  for (const int rank : {1, 2}) manager.receive({rank, message(Kind::report, 1, 1, 1, 0, 0, 0)}, 0);
  CHECK(post.sent == 0);
  manager.settle(result(0), 1);
  REQUIRE(post.boxes[1].size() == 1);
  CHECK(post.boxes[1].front().words == message(Kind::runs, 1, 1));
  CHECK(post.boxes[2].empty());
}

TEST_CASE("A worker asks ahead by round trips, not by runs") {
  CHECK(held_when_asking(1.0, 0.01) == 0);
  CHECK(held_when_asking(0.01, 0.01) > 5);
  CHECK(held_when_asking(0.1, 0.01, true) < 5);  // 20 round trips are two runs
}

TEST_CASE("Waiting for runs to come due is no round trip") {
  Post post(2);
  PostTransport transport(post, 1);
  WorkerRank worker(transport, 1);
  const std::int64_t parked = GENERATE(0, 1);
  worker.take(0);
  post.boxes[0].clear();
  worker.receive({0, message(Kind::runs, parked, 0, 1)}, 100);
  REQUIRE(worker.take(100) == 0);
  worker.settle(result(0), 101);
  REQUIRE(post.boxes[0].size() == 1);
  CHECK(post.boxes[0].front().words[1] == (parked ? 0 : 1));  // asks ahead only where answers take as long as that
}

TEST_CASE("An agenda that cannot be kept stops the job") {
  LittleAgenda agenda(1000);
  DrawnJob job(agenda, 4, 1, 11);
  for (int i = 0; i < 300; ++i) job.step();
  agenda.broken = true;
  SECTION("seen while rank 0 is at work") {
    const auto broken = [&] {
      while (true) job.step();
    };
    CHECK_THROWS_AS(broken(), IoError);
  }
  SECTION("seen when rank 0 waits for the others") {
    job.fail(0, "", Exit::ok);
    job.finish();
    check_outcome_code(job, Exit::io);
    REQUIRE_FALSE(job.failures.empty());
    CHECK(job.failures[0] == std::pair{0, std::string("journal: cannot write (no space left)")});
  }
}

TEST_CASE("The worse exit code wins") {
  const std::vector<Exit> order{Exit::ok, Exit::some_runs_failed, Exit::stopped, Exit::io};
  for (std::size_t a = 0; a < order.size(); ++a)
    for (std::size_t b = 0; b < order.size(); ++b) CHECK(worse(order[a], order[b]) == order[std::max(a, b)]);
}
