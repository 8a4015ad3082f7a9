#include "simulation/run.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "model/model.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

using SteadyClock = std::chrono::steady_clock;

double seconds_since(SteadyClock::time_point start) {
  return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

/// Writes each series of the shape into its place, if the month is one that is recorded.
void record(std::vector<double>& values, const Shape& shape, const World& world) {
  const auto month = std::lower_bound(shape.months.begin(), shape.months.end(), world.clock.now());
  if (month == shape.months.end() || *month != world.clock.now()) return;
  const auto at = std::size_t(month - shape.months.begin());
  for (std::size_t i = 0; i < shape.series.size(); ++i) {
    const std::size_t cells = (shape.offset[i + 1] - shape.offset[i]) / shape.months.size();
    shape.series[i]->read(world, std::span{values}.subspan(shape.offset[i] + at * cells, cells));
  }
}

void simulate(RunResult& result, const Scenario& s, const Shape& shape, std::int64_t replicate, int threads,
              const OnMonth& on_month) {
  const Random random{std::uint64_t(s.run.seed), std::uint64_t(replicate), 0};
  OutcomeReader outcomes(shape.outcomes);
  DrawReader draws(draws_of(s));
  World world = initial_world(s, random, threads);
  expects(shape.axes.find("line")->second == world.market.lines,
          "the lines of a run are those of its scenario file: release.kept_vintages is for arms, not for a sweep");
  for (; world.clock.step < s.run.steps(); ++world.clock.step) {
    result.reached = world.clock.now();
    auto begun = SteadyClock::now();
    run_month(world, s, random.at(world.clock.step), [&](const Mechanism& mechanism) {
      result.mechanism_seconds[std::size_t(&mechanism - mechanisms().data())] += seconds_since(begun);
      begun = SteadyClock::now();
    });
    record(result.values, shape, world);
    outcomes.see(world);
    draws.see(world);
    if (!on_month(world)) return;
  }
  result.outcomes = outcomes.values();
  result.draws = draws.values(shape.draws);
  result.events = std::move(world.events);
  result.status = RunStatus::done;
}

}  // namespace

RunResult run_once(const Scenario& scenario, const Shape& shape, std::int64_t replicate, int threads,
                   const OnMonth& on_month) {
  RunResult result;
  result.reached = scenario.run.start;
  result.mechanism_seconds.assign(mechanisms().size(), 0.0);
  const auto start = SteadyClock::now();
  const auto fail = [&](std::string why) {
    result.status = RunStatus::failed;
    result.message = std::move(why);
  };
  try {
    result.values.assign(shape.values(), 0.0);
    simulate(result, scenario, shape, replicate, threads, on_month);
  } catch (const std::bad_alloc&) {
    fail("out of memory (fewer developers, or fewer runs at once with -j)");
  } catch (const std::exception& error) {
    fail(error.what());
  }
  result.seconds = seconds_since(start);
  return result;
}

}  // namespace moat
