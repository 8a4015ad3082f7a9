#pragma once
/// One run: a scenario with one replicate number, from the first month to the last.

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.hpp"
#include "model/state.hpp"
#include "simulation/layout.hpp"
#include "state/world.hpp"

namespace moat {

struct Scenario;

/// A run that stopped at the end of a month, and can go on.
struct SavedRun {
  Month month;  ///< the last one simulated
  SavedValues values;
};

/// Where a run begins and ends, if not with its scenario's first and last month.
struct Stretch {
  const SavedRun* from = nullptr;        ///< goes on after this one
  std::optional<Month> until;            ///< ends with this month: what comes later is NaN in its result
  std::function<void(SavedRun&&)> keep;  ///< gets the run at the end of that month
};

/// Values in the order of /run_status: what became of a run. `timeout`: it took longer than allowed. `unneeded`: its
/// point was precise enough without it.
enum class RunStatus : std::int8_t { pending = 0, done = 1, failed = 2, timeout = 3, unneeded = 4 };
template <>
struct Choices<RunStatus> {
  static constexpr std::array<std::string_view, 5> names{"pending", "done", "failed", "timeout", "unneeded"};
};

/// The result of one run.
struct RunResult {
  RunStatus status = RunStatus::pending;
  std::string message;         ///< why it failed
  Month reached;               ///< the last month begun
  std::vector<double> values;  ///< series after series as in the shape; each: record x cells
  std::vector<double> outcomes;
  std::vector<double> draws;  ///< what was drawn, in the order of the shape
  Events events;
  double seconds = 0;
  std::vector<double> mechanism_seconds;  ///< in the order of mechanisms()
};

/// Called after each month; false stops the run, which then stays pending.
using OnMonth = std::function<bool(const World& world)>;

/// Runs a scenario and records what the shape names. Never throws: a broken contract or a lack of memory gives a result
/// with status failed and a message.
RunResult run_once(const Scenario& scenario, const Shape& shape, std::int64_t replicate, int threads,
                   const OnMonth& on_month, const Stretch& stretch = {});

}  // namespace moat
