#include "run/run.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "io/parse.hpp"

namespace moat {
namespace {

using SteadyClock = std::chrono::steady_clock;

double seconds_since(SteadyClock::time_point start) {
  return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

void record(RunResult& result, const Point& point, const World& world) {
  if (!std::binary_search(point.months.begin(), point.months.end(), world.clock.now())) return;
  for (std::size_t i = 0; i < point.series.size(); ++i) {
    std::vector<double>& values = result.values[i];
    const std::size_t cells = cell_count(*point.series[i], point.axes), at = values.size();
    values.resize(at + cells, 0.0);
    point.series[i]->read(world, std::span<double>{values}.subspan(at, cells));
  }
}

/// True for an option that the replay command gives in a form of its own.
bool named_below(std::string_view option) {
  for (const std::string_view key :
       {"run.seed=", "run.developers=", "run.replicates=", "run.first_replicate=", "run.end="})
    if (option.starts_with(key)) return true;
  return false;
}

/// The command that runs into the same failure, with as few months as possible.
std::string replay_command(const Point& point, int replicate, Month month) {
  std::string command = fmt::format("moat run {}", point.loaded.reading.main_file);
  for (const Source& source : point.loaded.reading.sources)
    if (!source.in_file && !named_below(source.option))
      command += fmt::format(" --set '{}'", fmt::join(split(source.option, '\''), "'\\''"));
  const RunParams& run = point.scenario().run;
  return fmt::format("{} --seed {} --developers {} --replicate {} --until {}", command, run.seed, run.developers,
                     replicate, to_string(month));
}

}  // namespace

RunResult run_point(const Point& point, int point_number, int replicate, int threads, const OnMonth& on_month) {
  const Scenario& s = point.scenario();
  RunResult result;
  result.point = point_number;
  result.replicate = replicate;
  result.values.resize(point.series.size());
  result.mechanism_seconds.assign(step_order().size(), 0.0);
  const auto start = SteadyClock::now();
  const Random random{std::uint64_t(s.run.seed), std::uint64_t(replicate), 0};
  Month reached = s.run.start;
  try {
    World world = initial_world(s, random, threads);
    for (; world.clock.step < s.run.steps(); ++world.clock.step) {
      reached = world.clock.now();
      auto begun = SteadyClock::now();
      run_month(world, s, random.at(world.clock.step), [&](const Mechanism& mechanism) {
        result.mechanism_seconds[std::size_t(&mechanism - step_order().data())] += seconds_since(begun);
        begun = SteadyClock::now();
      });
      record(result, point, world);
      if (!on_month(world)) return result;
    }
    result.events = std::move(world.events);
    result.status = RunStatus::done;
  } catch (const ContractError& error) {
    result.status = RunStatus::failed;
    result.message = fmt::format("{} (scenario {}, replicate {}). Replay: {}", error.what(), point.name, replicate,
                                 replay_command(point, replicate, reached));
  }
  result.seconds = seconds_since(start);
  return result;
}

}  // namespace moat
