// Sources of runs shared by real threads.

#include <thread>

#include "batch/dispatch/little_job.hpp"

using namespace moat;

namespace {

struct Process {
  Exit exit = Exit::ok;
  int runs = 0;
};

/// A worker thread until its source ends; `each` may throw in place of the run.
template <class Each>
void work(RunSource& source, const std::atomic<bool>& stop, const Each& each) {
  while (const auto run = source.next()) {
    each(*run);
    source.serve();
    if (stop)
      source.give_back(*run);
    else
      source.settle(result(*run));
  }
}

/// A job of `ranks` processes with `threads` workers each. `each(rank, run)` stands for the run.
struct ThreadedJob {
  ThreadedJob(int ranks_, int threads_) : ranks(ranks_), threads(threads_), post(ranks_), stops(std::size_t(ranks_)) {}

  template <class Each>
  std::vector<Process> go(Agenda& agenda, const Each& each) {
    std::vector<Process> processes(static_cast<std::size_t>(ranks));
    std::vector<std::thread> all;
    for (int rank = 0; rank < ranks; ++rank)
      all.emplace_back([&, rank] { processes[std::size_t(rank)] = process(agenda, rank, each); });
    for (std::thread& thread : all) thread.join();
    return processes;
  }

  template <class Each>
  Process process(Agenda& agenda, int rank, const Each& each) {
    PostTransport transport(post, rank);
    std::unique_ptr<Side> side;
    if (rank == 0)
      side =
          std::make_unique<Manager>(agenda, transport, threads, Chunking{},
                                    [&](int failed, const std::string& text) { failures.emplace_back(failed, text); });
    else
      side = std::make_unique<WorkerRank>(transport, threads);
    std::atomic<bool>& stop = stops[std::size_t(rank)];
    JobSource source(transport, std::move(side), stop);
    std::atomic<int> runs{0};
    std::vector<std::thread> workers;
    for (int i = 0; i < threads; ++i)
      workers.emplace_back([&] { work(source, stop, [&](std::int64_t run) { each(rank, run), ++runs; }); });
    for (std::thread& thread : workers) thread.join();
    const Exit exit = source.leave(stop ? Exit::stopped : Exit::ok, rank == 1 ? "a word" : "");
    return {exit, runs};
  }

  int ranks, threads;
  Post post;
  std::vector<std::atomic<bool>> stops;
  std::vector<std::pair<int, std::string>> failures;
};

}  // namespace

TEST_CASE("All threads of all processes share the runs") {
  const int ranks = GENERATE(1, 2, 5, 9, 16);
  const int threads = GENERATE(1, 3);
  LittleAgenda agenda(600, true);
  ThreadedJob job(ranks, threads);
  const auto processes = job.go(agenda, [](int, std::int64_t) {});
  CHECK(agenda.settled.size() == agenda.all());
  int runs = 0;
  for (const Process& process : processes) {
    CHECK(process.exit == Exit::ok);
    runs += process.runs;
  }
  CHECK(runs == int(agenda.all()));
  CHECK((processes[0].runs == 0) == (ranks > 8));
  CHECK(job.failures.size() == std::size_t(ranks > 1));
}

TEST_CASE("A request to stop in one process reaches the others during their runs") {
  const int ranks = GENERATE(2, 10);
  const int first = GENERATE(0, 1);
  LittleAgenda agenda(2000);
  ThreadedJob job(ranks, 2);
  std::atomic<int> begun{0};
  const auto processes = job.go(agenda, [&](int rank, std::int64_t) {
    if (++begun >= 100 && rank == first) job.stops[std::size_t(first)] = true;
    std::this_thread::sleep_for(std::chrono::microseconds(200));
    if (ranks == 10 && first == 0 && begun >= 100) job.stops[0] = true;  // rank 0 has no run of its own
  });
  for (const Process& process : processes) CHECK(process.exit == Exit::stopped);
  for (const std::atomic<bool>& stop : job.stops) CHECK(stop);
  CHECK(agenda.taken() == 0);
  CHECK(agenda.waiting() + std::int64_t(agenda.settled.size()) == 2000);
}

TEST_CASE("A process at work answers others and hears of a request to stop") {
  Post post(2);
  PostTransport transport0(post, 0), transport1(post, 1);
  LittleAgenda agenda(10);
  std::atomic<bool> stop0{false}, stop1{false};
  JobSource rank0(transport0, std::make_unique<Manager>(agenda, transport0, 1), stop0);
  JobSource rank1(transport1, std::make_unique<WorkerRank>(transport1, 1), stop1);
  REQUIRE(rank0.next() == 0);
  rank1.serve();
  CHECK(post.sent == 0);
  WorkerRank asking(transport1, 1);
  asking.take(0);
  rank0.serve();
  CHECK(post.boxes[1].size() == 1);
  stop0 = true;
  rank0.serve();
  rank1.serve();
  CHECK(stop1);
}

TEST_CASE("The threads of one process share the agenda and wait for runs that come later") {
  const int threads = GENERATE(1, 4);
  LittleAgenda agenda(300, true);
  std::atomic<bool> stop{false};
  LocalSource source(agenda, stop);
  std::vector<std::thread> workers;
  for (int i = 0; i < threads; ++i) workers.emplace_back([&] { work(source, stop, [](std::int64_t) {}); });
  for (std::thread& thread : workers) thread.join();
  CHECK(agenda.settled.size() == agenda.all());
  CHECK(source.leave(Exit::some_runs_failed, "") == Exit::some_runs_failed);
}

TEST_CASE("A thread that waits for runs hears of a request to stop") {
  LittleAgenda agenda(1);
  std::atomic<bool> stop{false};
  LocalSource source(agenda, stop);
  REQUIRE(source.next() == 0);
  std::thread waiting([&] { CHECK_FALSE(source.next()); });
  stop = true;
  waiting.join();
  source.give_back(0);
  CHECK(agenda.waiting() == 1);
}

TEST_CASE("The source fits the place of the process in the job") {
  LittleAgenda agenda(1);
  CHECK(dynamic_cast<LocalSource*>(make_source(nullptr, &agenda, 1).get()));
  Post post(2);
  PostTransport rank1(post, 1);
  CHECK(dynamic_cast<JobSource*>(make_source(&rank1, nullptr, 1).get()));
  CHECK_THROWS_AS(make_source(nullptr, nullptr, 1), ContractError);
}

TEST_CASE("A process that fails before it has a source leaves the job, and the others learn of it") {
  CHECK(leave_job(nullptr, Exit::input_missing, "") == Exit::input_missing);
  const int failed = GENERATE(0, 1);
  Post post(3);
  LittleAgenda agenda(failed == 0 ? 0 : 50);
  std::vector<Exit> exits(3);
  std::vector<std::thread> processes;
  for (int rank = 0; rank < 3; ++rank)
    processes.emplace_back([&, rank] {
      PostTransport transport(post, rank);
      Exit& exit = exits[std::size_t(rank)];
      if (rank == failed) {
        exit = leave_job(&transport, Exit::cannot_create, "no folder");
        return;
      }
      const auto source = make_source(&transport, rank == 0 ? &agenda : nullptr, 1);
      work(*source, stop_requested, [](std::int64_t) {});
      exit = source->leave(Exit::ok, "");
    });
  for (std::thread& process : processes) process.join();
  CHECK(exits == std::vector<Exit>(3, Exit::cannot_create));
  CHECK(agenda.finished());
}
