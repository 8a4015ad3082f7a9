#pragma once
/// One run: a scenario with one replicate number, from the first month to the last.

#include <functional>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "run/layout.hpp"

namespace moat {

/// Values in the order of /run_status: what became of a run.
enum class RunStatus : std::int8_t { pending = 0, done = 1, failed = 2 };

/// What one run leaves behind.
struct RunResult {
  int point = 0;
  int replicate = 0;
  RunStatus status = RunStatus::pending;
  std::string message;                      ///< why it failed, and how to see it again
  std::vector<std::vector<double>> values;  ///< [series of the point][record x cells]
  Events events;
  double seconds = 0;
  std::vector<double> mechanism_seconds;  ///< in the order of step_order()
};

/// Called after each month; false stops the run, which then stays pending.
using OnMonth = std::function<bool(const World& world)>;

/// Runs replicate `replicate` of a point; records what its layout names. Never throws for a broken contract: the
/// result then has status failed and a message with the command that shows it again.
RunResult run_point(const Point& point, int point_number, int replicate, int threads, const OnMonth& on_month);

}  // namespace moat
