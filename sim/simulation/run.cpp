#include "simulation/run.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

#include <fmt/format.h>

#include "base/missing.hpp"
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

/// Number of recorded months up to this one.
std::size_t months_until(const Shape& shape, Month month) {
  return std::size_t(std::upper_bound(shape.months.begin(), shape.months.end(), month) - shape.months.begin());
}

/// The values of all series up to a month, in the order of the shape.
std::vector<double> values_until(const std::vector<double>& values, const Shape& shape, Month month) {
  std::vector<double> kept;
  for (std::size_t i = 0; i < shape.series.size(); ++i) {
    const std::size_t cells = (shape.offset[i + 1] - shape.offset[i]) / shape.months.size();
    const auto first = values.begin() + std::ptrdiff_t(shape.offset[i]);
    kept.insert(kept.end(), first, first + std::ptrdiff_t(cells * months_until(shape, month)));
  }
  return kept;
}

/// The same the other way round. The run that was saved may have recorded one month more, its last one.
void put_values(std::vector<double>& values, const std::vector<double>& kept, std::size_t kept_months,
                const Shape& shape, Month month) {
  const std::size_t months = months_until(shape, month);
  const auto misfit = [] { return std::runtime_error("the saved run recorded other series or months"); };
  if (months > kept_months) throw misfit();
  std::size_t at = 0;
  for (std::size_t i = 0; i < shape.series.size(); ++i) {
    const std::size_t cells = (shape.offset[i + 1] - shape.offset[i]) / shape.months.size();
    if (at + cells * kept_months > kept.size()) throw misfit();
    std::copy_n(kept.begin() + std::ptrdiff_t(at), cells * months, values.begin() + std::ptrdiff_t(shape.offset[i]));
    at += cells * kept_months;
  }
}

/// Leaves nothing where no month was simulated.
void clear_after(std::vector<double>& values, const Shape& shape, Month month) {
  for (std::size_t i = 0; i < shape.series.size(); ++i) {
    const std::size_t cells = (shape.offset[i + 1] - shape.offset[i]) / shape.months.size();
    std::fill(values.begin() + std::ptrdiff_t(shape.offset[i] + cells * months_until(shape, month)),
              values.begin() + std::ptrdiff_t(shape.offset[i + 1]), missing_value);
  }
}

template <class Reader>
Bytes kept_reader(Reader& reader) {
  Keeping keeping;
  reader.pass_through(keeping);
  return std::move(keeping.bytes);
}

template <class Reader>
void take_reader(Reader& reader, const Bytes& bytes) {
  Taking taking(bytes);
  reader.pass_through(taking);
}

SavedRun saved_run(const World& world, const std::vector<double>& values, const Shape& shape, OutcomeReader& outcomes,
                   DrawReader& draws) {
  SavedRun run{world.clock.now(), keep_state(world)};
  run.values["result.months"] = kept(Index(months_until(shape, run.month)));
  run.values["result.values"] = kept(values_until(values, shape, run.month));
  run.values["result.outcomes"] = kept_reader(outcomes);
  run.values["result.draws"] = kept_reader(draws);
  return run;
}

void go_on_from(const SavedRun& run, World& world, std::vector<double>& values, const Shape& shape, int steps,
                OutcomeReader& outcomes, DrawReader& draws) {
  const auto saved = [&](std::string_view name) -> const Bytes& {
    const auto found = run.values.find(name);
    if (found == run.values.end()) throw std::runtime_error(fmt::format("{} was not saved", name));
    return found->second;
  };
  restore_state(world, run.values, steps);
  Index months = 0;
  std::vector<double> before;
  take_kept(months, saved("result.months"));
  take_kept(before, saved("result.values"));
  put_values(values, before, std::size_t(months), shape, run.month);
  take_reader(outcomes, saved("result.outcomes"));
  take_reader(draws, saved("result.draws"));
  ++world.clock.step;
}

void simulate(RunResult& result, const Scenario& s, const Shape& shape, std::int64_t replicate, int threads,
              const OnMonth& on_month, const Stretch& stretch) {
  const Random random{std::uint64_t(s.run.seed), std::uint64_t(replicate), 0};
  OutcomeReader outcomes(shape.outcomes);
  DrawReader draws(draws_of(s));
  World world = initial_world(s, random, threads);
  expects(shape.axes.find("line")->second == world.market.lines,
          "the lines of a run are those of its scenario file: release.kept_vintages is for arms, not for a sweep");
  if (stretch.from) go_on_from(*stretch.from, world, result.values, shape, s.run.steps(), outcomes, draws);
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
    if (stretch.until == world.clock.now()) {
      stretch.keep(saved_run(world, result.values, shape, outcomes, draws));
      clear_after(result.values, shape, world.clock.now());
      break;
    }
  }
  result.outcomes = outcomes.values();
  result.draws = draws.values(shape.draws);
  result.events = std::move(world.events);
  result.status = RunStatus::done;
}

}  // namespace

RunResult run_once(const Scenario& scenario, const Shape& shape, std::int64_t replicate, int threads,
                   const OnMonth& on_month, const Stretch& stretch) {
  RunResult result;
  result.reached = scenario.run.start;
  result.mechanism_seconds.assign(mechanisms().size(), 0.0);
  const auto start = SteadyClock::now();
  const auto fail = [&](std::string why) {
    result.status = RunStatus::failed;
    result.message = std::move(why);
  };
  try {
    result.values.assign(shape.values(), 0.0);  // series may add to what is there
    simulate(result, scenario, shape, replicate, threads, on_month, stretch);
  } catch (const std::bad_alloc&) {
    fail("out of memory (fewer developers, or fewer runs at once with -j)");
  } catch (const std::exception& error) {
    fail(error.what());
  }
  result.seconds = seconds_since(start);
  return result;
}

}  // namespace moat
