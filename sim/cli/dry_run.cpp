#include "cli/dry_run.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "run/batch.hpp"

namespace moat {
namespace {

constexpr std::int64_t pilot_developers = 50000;

/// Seconds for all months of one run on one thread: a pilot with few developers gives the fixed and the variable part.
double run_seconds(const Point& point) {
  const auto timed = [&](std::int64_t developers) {
    Point pilot = point;
    pilot.loaded.scenario.run.developers = developers;
    return run_point(pilot, 0, 0, 1, [](const World&) { return true; }).seconds;
  };
  const std::int64_t wanted = point.scenario().run.developers, few = std::min<std::int64_t>(wanted, 1000);
  const double fixed = timed(few);
  if (wanted <= few) return fixed;
  const std::int64_t many = std::min(wanted, pilot_developers);
  return fixed + (timed(many) - fixed) * double(wanted - few) / double(many - few);
}

/// Bytes of one developer: traits and a byte a task.
double developer_bytes(const Scenario& s) {
  return 20.0 + double(s.tasks.size());
}

std::string bytes(double n) {
  static constexpr std::string_view units[] = {"B", "kB", "MB", "GB", "TB"};
  std::size_t unit = 0;
  for (; n >= 1000 && unit + 1 < std::size(units); ++unit) n /= 1000;
  return fmt::format("{:.3g} {}", n, units[unit]);
}

}  // namespace

std::string dry_run_report(const std::vector<Point>& points, const Layout& layout, int jobs, const std::string& path) {
  const int runs = run_count(points);
  const double values = double(layout.values_per_run() * points.size() * layout.replicates.size());
  double largest = 0, seconds = 0;
  for (const Point& point : points) {
    const Scenario& s = point.scenario();
    const auto replicates = double(s.run.replicates);
    largest = std::max(largest, double(s.run.developers) * developer_bytes(s));
    seconds += run_seconds(point) * replicates;
  }
  const int at_once = runs >= 2 * jobs ? jobs : 1;
  return fmt::format(
      "scenarios   {}\nruns        {}\nmonths      {} recorded\nmemory      {} (developers of {} at once, results)\n"
      "file        {} before compression: {}\nseconds     {:.1f} on {} threads, estimated from a pilot\n",
      points.size(), runs, layout.months.size(), bytes(largest * at_once + 8 * values),
      at_once == 1 ? "1 run" : fmt::format("{} runs", at_once), bytes(8 * values), path, seconds / jobs, jobs);
}

}  // namespace moat
