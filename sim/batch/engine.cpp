#include "batch/engine.hpp"

#include <algorithm>
#include <chrono>
#include <memory>
#include <thread>

#include <fmt/format.h>

#include "simulation/stop.hpp"
#include "batch/work/agenda.hpp"
#include "batch/dispatch/job_source.hpp"

namespace moat {
namespace {

using namespace std::chrono_literals;

/// The largest number of points whose sizes are added up for the progress bar.
constexpr std::int64_t points_measured = 10'000;

/// Developers x months of a run, on average over points.
double mean_developer_steps(const Plan& plan) {
  const std::int64_t points = std::min(plan.points(), points_measured);
  double sum = 0;
  for (std::int64_t point = 0; point < points; ++point) {
    const RunParams run = plan.run_params(point);
    sum += double(run.developers) * run.steps();
  }
  return sum / double(std::max<std::int64_t>(points, 1));
}

/// A process that was just killed, or is asked to stop, may take a moment to go. After that the conflict is real.
void wait_for_others(const Folder& folder, const Orders& orders) {
  constexpr std::chrono::milliseconds patience = 10s, pause = 100ms;
  for (auto waited = 0ms; waited < patience && !stop_requested; waited += pause) {
    const std::string who = conflict(folder.path, orders.work.slice);
    if (who.empty()) return;
    if (waited == 0ms) orders.on_trouble(fmt::format("{}: {}; waiting for it", folder.path.string(), who));
    std::this_thread::sleep_for(pause);
  }
  expect_no_conflict(folder.path, orders.work.slice);
}

Exit exit_of(const Carried& carried, bool stopped_by_error) {
  const std::int64_t failed = carried.work.advance.failed;
  if (stop_requested && !stopped_by_error) return Exit::stopped;
  return failed > 0 ? Exit::some_runs_failed : Exit::ok;
}

}  // namespace

Carried carry_out(const Folder& folder, Transport* transport, Orders orders) {
  const Plan& plan = folder.plan;
  const int rank = transport ? transport->rank() : 0;
  std::unique_ptr<PlanAgenda> agenda;
  Carried carried;
  try {
    if (rank == 0) {
      wait_for_others(folder, orders);
      if (orders.work.slice.count == 1) clear_leftovers(folder.path);
      const JournalState state = read_journals(folder.path, plan.runs(), plan.precision.is_on(), true);
      for (const std::string& fault : state.faults)
        orders.on_trouble(fmt::format("{}: {}: its runs are done again", folder.path.string(), fault));
      agenda = std::make_unique<PlanAgenda>(plan, state, orders.work.slice, orders.retry_failed);
    }
  } catch (const std::exception& error) {
    leave_job(transport, Exit::cannot_create, error.what());
    throw;
  }
  orders.work.rank = rank;
  orders.work.due = agenda ? agenda->due() : plan.runs();
  const double mean_steps = agenda && !transport ? mean_developer_steps(plan) : 0;
  const auto reached = [&](const Advance& advance) {
    if (!agenda) return Reached{};
    return Reached{agenda->due(), agenda->done(), agenda->failed(), advance.developer_steps,
                   mean_steps * double(agenda->due())};
  };
  orders.work.on_advance = [&](const Advance& advance) {
    if (agenda) orders.on_progress(reached(advance));
  };
  const int threads = orders.work.due >= 2 * orders.work.jobs ? orders.work.jobs : 1;
  const auto source = make_source(transport, agenda.get(), threads, [&](int from, const std::string& text) {
    orders.on_trouble(fmt::format("process {} of the job: {}", from, text));
  });
  try {
    carried.work = work(plan, folder.path, *source, orders.work);
  } catch (const std::exception& error) {
    const auto* io = dynamic_cast<const IoError*>(&error);
    source->leave(io ? io->code() : Exit::internal, error.what());
    throw;
  }
  carried.reached = reached(carried.work.advance);
  const bool by_error = orders.work.stop_on_error && carried.work.advance.failed > 0;
  carried.exit = source->leave(exit_of(carried, by_error), "");
  return carried;
}

Folder prepare_together(Transport* transport, const std::filesystem::path& path,
                        const std::function<Folder()>& prepare) {
  if (!transport) return prepare();
  constexpr std::int64_t ready = -1;
  if (transport->rank() == 0) {
    const auto tell = [&](std::int64_t word) {
      for (int other = 1; other < transport->size(); ++other) transport->send(other, {word});
    };
    try {
      Folder folder = prepare();
      tell(ready);
      return folder;
    } catch (const InputError&) {
      tell(std::int64_t(Exit::scenario_invalid));
      throw;
    } catch (const IoError& error) {
      tell(std::int64_t(error.code()));
      throw;
    } catch (...) {
      tell(std::int64_t(Exit::internal));
      throw;
    }
  }
  std::optional<Received> word;
  while (!(word = transport->poll())) std::this_thread::sleep_for(1ms);
  if (word->words.front() != ready) throw Dismissed{Exit(word->words.front())};
  // A file system shared between machines may show the new folder a little later.
  for (int tries = 0; !is_sweep(path) && tries < 300; ++tries) std::this_thread::sleep_for(100ms);
  try {
    return open_folder(path);
  } catch (const std::exception& error) {  // the others must not wait for this process
    leave_job(transport, Exit::io, error.what());
    throw;
  }
}

}  // namespace moat
