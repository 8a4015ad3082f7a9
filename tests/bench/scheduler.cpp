// A simulated job of up to thousands of processes around the real manager and workers: how well are they used?
//
// Discrete events in virtual time. Run times are lognormal; a message takes the latency; a busy process looks for
// messages at the end of each of its months, an idle one in pauses as JobSource makes them. What a message costs the
// manager is measured first, with the real code, plus the time that MPI is said to take.

#include <boost/random/lognormal_distribution.hpp>

#include <chrono>
#include <cmath>
#include <queue>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/random.hpp"
#include "batch/dispatch/dispatch.hpp"
#include "batch/dispatch/messages.hpp"

using namespace moat;

namespace {

constexpr int months = 24;  // per run: how often a busy process looks

struct Setup {
  int ranks = 2;
  std::int64_t runs = 0;
  double mean = 1, cv = 0.3;            // seconds of a run
  double latency = 2e-6;                // seconds
  double per_message = 0, per_run = 0;  // seconds of the manager
  Chunking chunking;
};

struct Use {
  std::int64_t messages = 0;
  double manager_busy = 0;  // share of the time
  double efficiency = 0;    // useful time over ranks x makespan
  double makespan = 0;
};

class CountedAgenda final : public Agenda {
 public:
  explicit CountedAgenda(std::int64_t runs) : runs_(runs) {}
  std::optional<std::int64_t> next() override {
    if (next_ == runs_) return {};
    return next_++;
  }
  std::int64_t waiting() const override { return runs_ - next_; }
  void settle(const Settled&) override { ++settled_; }
  void give_back(std::int64_t) override { expects(false, "nothing is given back here"); }
  bool finished() const override { return settled_ == runs_; }

 private:
  std::int64_t runs_, next_ = 0, settled_ = 0;
};

class SimulatedJob {
 public:
  explicit SimulatedJob(const Setup& setup) : setup_(setup), agenda_(setup.runs), processes_(std::size_t(setup.ranks)) {
    const double sigma2 = std::log(1 + setup.cv * setup.cv);
    run_seconds_ = boost::random::lognormal_distribution<double>(std::log(setup.mean) - sigma2 / 2, std::sqrt(sigma2));
    for (int rank = 0; rank < setup.ranks; ++rank) {
      Process& process = processes_[std::size_t(rank)];
      process.wire = std::make_unique<Wire>(*this, rank);
      if (rank == 0)
        process.side = std::make_unique<Manager>(agenda_, *process.wire, 1, setup.chunking);
      else
        process.side = std::make_unique<WorkerRank>(*process.wire, 1, setup.chunking);
      at(0, rank, What::look);
    }
  }

  Use go() {
    int open = setup_.ranks;
    while (open > 0) {
      const Event event = events_.top();
      events_.pop();
      now_ = event.time;
      Process& process = processes_[std::size_t(event.rank)];
      const bool was_open = !process.side->outcome_code();
      switch (event.what) {
        case What::arrival:
          arrive(process, event.rank);
          break;
        case What::look:
          look(process, event.rank);
          break;
        case What::run_end:
          end_run(process, event.rank);
          break;
      }
      if (was_open && process.side->outcome_code()) --open;
    }
    return {messages_, manager_seconds_ / now_, useful_ / (setup_.ranks * now_), now_};
  }

 private:
  enum class What { arrival, look, run_end };
  struct Event {
    double time;
    std::int64_t order;  // equal times: first come first served
    int rank;
    What what;
    bool operator>(const Event& other) const { return std::tie(time, order) > std::tie(other.time, other.order); }
  };
  struct Wire final : Transport {
    Wire(SimulatedJob& job_, int rank) : job(job_), mine(rank) {}
    int rank() const override { return mine; }
    int size() const override { return job.setup_.ranks; }
    void send(int to, Message words) override {
      ++job.messages_;
      job.processes_[std::size_t(to)].coming.push_back({mine, std::move(words)});
      job.at(job.now_ + job.setup_.latency, to, What::arrival);
    }
    std::optional<Received> poll() override { return {}; }
    SimulatedJob& job;
    int mine;
  };
  struct Process {
    std::unique_ptr<Wire> wire;
    std::unique_ptr<Side> side;
    std::deque<Received> coming, box;  // under way, arrived
    std::optional<std::int64_t> running;
    double begun = 0, seconds = 0;  // of the run
    double idle_since = 0;
    double look_at = -1;  // the look that is due, before now: none
    bool left = false;
  };

  void at(double time, int rank, What what) { events_.push({time, order_++, rank, what}); }

  void look_later(Process& process, int rank, double time) {
    if (process.look_at >= now_) return;
    process.look_at = time;
    at(time, rank, What::look);
  }

  /// When a process that has been idle looks next: pauses of 10 us, doubled up to 1 ms.
  double next_look(double idle_since) const {
    double time = idle_since, pause = 10e-6;
    while (time < now_ && pause < 1e-3) time += pause, pause = std::min(2 * pause, 1e-3);
    return time < now_ ? time + std::ceil((now_ - time) / pause) * pause : time;
  }

  void arrive(Process& process, int rank) {
    // Messages of different senders may overtake on the way only if their latencies differ; here they do not.
    process.box.push_back(std::move(process.coming.front()));
    process.coming.pop_front();
    if (process.running) {
      const double month = process.seconds / months;
      look_later(process, rank, process.begun + std::ceil((now_ - process.begun) / month) * month);
    } else {
      look_later(process, rank, std::max(now_, next_look(process.idle_since)));
    }
  }

  void look(Process& process, int rank) {
    process.look_at = -1;
    while (!process.box.empty()) {
      const Received message = std::move(process.box.front());
      process.box.pop_front();
      if (rank == 0) {
        const double runs = double(message.words.size()) / 5;  // an estimate: five words per settled run
        const double cost = setup_.per_message + setup_.per_run * runs;
        manager_seconds_ += cost;
        now_ += cost;  // events in the meantime keep their own times
      }
      process.side->receive(message, now_);
      if (rank == 0 && !process.running) break;
    }
    process.idle_since = now_;
    if (!process.box.empty()) look_later(process, rank, now_);
    if (!process.running) take(process, rank);
  }

  void take(Process& process, int rank) {
    if (process.left) return;
    if (process.side->over()) {
      process.left = true;
      process.side->leave(Exit::ok, "", now_);
      return;
    }
    process.running = process.side->take(now_);
    if (!process.running) return;
    Draws draws = random_(0, *process.running);
    process.begun = now_;
    process.seconds = run_seconds_(draws);
    at(now_ + process.seconds, rank, What::run_end);
  }

  void end_run(Process& process, int rank) {
    useful_ += process.seconds;
    process.idle_since = now_;
    process.side->settle({*std::exchange(process.running, {}), RunStatus::done, {0.0, 0.0}}, now_);
    look(process, rank);
  }

  Setup setup_;
  CountedAgenda agenda_;
  Random random_{.seed = 1};
  boost::random::lognormal_distribution<double> run_seconds_;
  std::vector<Process> processes_;
  std::priority_queue<Event, std::vector<Event>, std::greater<>> events_;
  std::int64_t order_ = 0, messages_ = 0;
  double now_ = 0, useful_ = 0, manager_seconds_ = 0;
};

/// Seconds the real manager needs for a question that reports `runs` results and gets as many runs.
double measured_message(int runs) {
  struct Nowhere final : Transport {
    int rank() const override { return 0; }
    int size() const override { return 1000; }
    void send(int, Message words) override { last = std::move(words); }
    std::optional<Received> poll() override { return {}; }
    Message last;
  };
  constexpr int repeats = 2'000;
  CountedAgenda agenda(std::int64_t(1) << 40);
  Nowhere nowhere;
  Manager manager(agenda, nowhere, 1);
  const auto rate = std::bit_cast<std::int64_t>(runs / Chunking{}.seconds);
  Received question{1, message(Kind::report, 1, 1, 1, rate, 0, runs)};
  for (int run = 0; run < runs; ++run) question.words.insert(question.words.end(), {run, 1, 2, 0, 0});
  double best = 1;  // of several: other programs on the machine only ever add
  for (int trial = 0; trial < 10; ++trial) {
    const auto start = std::chrono::steady_clock::now();
    for (int i = 0; i < repeats; ++i) manager.receive(question, i);
    best = std::min(best, std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count() / repeats);
  }
  expects(nowhere.last.size() == std::size_t(runs) + 2, "the manager answers with as many runs as were reported");
  return best;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"How well the manager keeps simulated processes busy."};
  double mpi = 1.5e-6, work = 100;
  app.add_option("--mpi", mpi, "seconds that MPI takes to receive and answer a message")->capture_default_str();
  app.add_option("--work", work, "seconds of work per rank (at most 10 million runs in all)")->capture_default_str();
  CLI11_PARSE(app, argc, argv);

  const double one = measured_message(1), many = measured_message(101);
  Setup setup;
  setup.per_run = std::max(0.0, (many - one) / 100);
  setup.per_message = mpi + std::max(0.0, one - setup.per_run);
  fmt::print("the manager needs {:.2f} us per message (MPI {:.2f} us of them) and {:.0f} ns per run in it\n\n",
             setup.per_message * 1e6, mpi * 1e6, setup.per_run * 1e9);
  fmt::print("| run | latency | chunks | ranks | runs | messages | per s | manager busy | efficiency |\n");
  fmt::print("|---|---|---|---|---|---|---|---|---|\n");
  for (const double mean : {0.015, 0.05, 1.0})
    for (const double latency : {2e-6, 20e-6})
      for (const double chunk_seconds : {0.5, 0.0})
        for (const int ranks : {2, 4, 8, 9, 16, 64, 256, 1024, 4096}) {
          setup.ranks = ranks;
          setup.mean = mean;
          setup.latency = latency;
          setup.chunking.seconds = chunk_seconds;
          setup.runs = std::min(std::int64_t(10'000'000), std::int64_t(work * ranks / mean));
          const Use use = SimulatedJob(setup).go();
          fmt::print("| {:.0f} ms | {:.0f} us | {} | {} | {} | {} | {:.0f} | {:.2f} % | {:.2f} % |\n", mean * 1e3,
                     latency * 1e6, chunk_seconds > 0 ? "on" : "off", ranks, setup.runs, use.messages,
                     double(use.messages) / use.makespan, 100 * use.manager_busy, 100 * use.efficiency);
          std::fflush(stdout);
        }
}
