#include "cli/dry_run.hpp"

#include <unistd.h>

#include <algorithm>
#include <ctime>
#include <deque>
#include <memory>
#include <set>
#include <vector>

#include <fmt/format.h>

#include "model/population.hpp"
#include "scenario/scenario.hpp"
#include "simulation/run.hpp"
#include "batch/cost.hpp"
#include "batch/gather/gather.hpp"
#include "batch/work/worker.hpp"

namespace moat {
namespace {

namespace fs = std::filesystem;

/// The most developers, runs, values and seconds of the pilot for sizes: enough to see how well values compress.
constexpr std::int64_t pilot_developers = 2000, pilot_runs = 512;
constexpr double pilot_seconds = 0.1;
constexpr std::size_t pilot_values = 8u << 20;

std::string bytes(double n) {
  static constexpr std::string_view units[] = {"B", "kB", "MB", "GB", "TB", "PB"};
  std::size_t unit = 0;
  for (; n >= 1000 && unit + 1 < std::size(units); ++unit) n /= 1000;
  return fmt::format("{:.3g} {}", n, units[unit]);
}

/// A pilot with few developers. A file of edges fits one number of developers only; rings take about as long.
void make_pilot(Scenario& scenario, std::int64_t developers) {
  scenario.run.developers = developers;
  scenario.adoption.network.edges.clear();
}

Cost cost_of(const Plan& plan, std::int64_t point) {
  const std::shared_ptr<const Scenario> scenario = plan.scenario(point);
  const auto timed = [&](const CostPilot& size) {
    Scenario pilot = *scenario;
    make_pilot(pilot, size.developers);
    pilot.adoption.survey = size.survey;
    const std::clock_t begun = std::clock();  // not the time that other programs took meanwhile
    run_once(pilot, plan.variant(point).shape, 0, 1, [](const World&) { return true; });
    return double(std::clock() - begun) / CLOCKS_PER_SEC;
  };
  return fitted_cost(scenario->run.developers, scenario->adoption.survey, timed);
}

/// A folder that is gone when this is.
class Temporary {
 public:
  Temporary() : path(fs::temp_directory_path() / fmt::format("moat-dry-run-{}", ::getpid())) {}
  ~Temporary() {
    std::error_code ignored;
    fs::remove_all(path, ignored);
  }
  Temporary(const Temporary&) = delete;
  Temporary& operator=(const Temporary&) = delete;
  fs::path path;
};

/// Gives some runs and no more.
class SomeRuns final : public Agenda {
 public:
  explicit SomeRuns(std::deque<std::int64_t> runs) : runs_(std::move(runs)) {}
  std::optional<std::int64_t> next() override {
    if (runs_.empty()) return {};
    const std::int64_t run = runs_.front();
    runs_.pop_front();
    return run;
  }
  std::int64_t waiting() const override { return std::int64_t(runs_.size()); }
  void settle(const Settled&) override {}
  void give_back(std::int64_t) override {}
  bool finished() const override { return runs_.empty(); }

 private:
  std::deque<std::int64_t> runs_;
};

struct Sizes {
  double file = 0, parts = 0;
};

/// Runs for a pilot, spread over the points: whole points where statistics over replicates are written.
std::vector<std::int64_t> pilot(const Plan& plan, bool pooled, double seconds_per_run) {
  const auto room = std::int64_t(pilot_values / std::max<std::size_t>(plan.layout.values(), 1));
  const auto in_time = std::int64_t(pilot_seconds / std::max(seconds_per_run, 1e-6));
  const std::int64_t most = std::clamp<std::int64_t>(std::min(room, in_time), 4, pilot_runs);
  const std::int64_t replicates = pooled ? std::min<std::int64_t>(plan.replicates(), 4) : plan.replicates();
  const std::int64_t points =
      std::clamp<std::int64_t>(pooled ? most / 2 : most / std::min(plan.replicates(), most), 1, plan.points());
  std::vector<std::int64_t> runs;
  const std::int64_t stretch = std::max<std::int64_t>(points / 4, 1);  // neighbours share chunks
  for (std::int64_t i = 0; i < points; ++i)
    for (std::int64_t place = 0; place < replicates; ++place) {
      const std::int64_t point = i / stretch * stretch * plan.points() / points + i % stretch;
      const std::int64_t run = plan.run_of(point, place);
      if (plan.is_asked(run) && (pooled || std::int64_t(runs.size()) < most)) runs.push_back(run);
    }
  return runs;
}

/// Bytes of the output and of the parts: those of a pilot, and what the second half of it added, once for each run
/// (or, with statistics, each point) that the pilot leaves out.
Sizes sizes(const Plan& plan, int jobs, std::int64_t wanted, double seconds_per_run) {
  const Temporary temporary;
  Plan small = plan;
  for (Variant& one : small.variants) {
    Scenario pilot_scenario = *one.scenario;
    make_pilot(pilot_scenario, std::min(pilot_scenario.run.developers, pilot_developers));
    one.scenario = std::make_shared<const Scenario>(std::move(pilot_scenario));
  }
  const Folder folder{temporary.path, std::move(small), "", ""};
  fs::create_directories(folder.path);
  const bool pooled = !plan.variants.front().record().statistics.empty();
  const std::vector<std::int64_t> runs = pilot(plan, pooled, seconds_per_run / jobs);
  const auto half = runs.begin() + std::ptrdiff_t(runs.size() / 2);
  const auto file_with = [&](std::vector<std::int64_t>::const_iterator begin,
                             std::vector<std::int64_t>::const_iterator end) {
    SomeRuns some({begin, end});
    LocalSource source(some);
    WorkOptions options;
    options.jobs = jobs;
    options.due = end - begin;
    work(folder.plan, folder.path, source, options);
    const fs::path file = folder.path / "pilot.h5";
    gather(folder, read_journals(folder.path, plan.runs(), plan.precision.is_on(), false), file, "", false);
    return double(fs::file_size(file));
  };
  const double first = file_with(runs.begin(), half), all = file_with(half, runs.end());
  double parts = 0;
  for (const fs::directory_entry& entry : fs::directory_iterator(folder.path))
    if (entry.path().filename().string().starts_with("part-")) parts += double(fs::file_size(entry.path()));
  std::set<std::int64_t> seen_first, seen;
  for (const std::int64_t run : runs) seen.insert(pooled ? plan.point_of(run) : run);
  for (auto run = runs.begin(); run != half; ++run) seen_first.insert(pooled ? plan.point_of(*run) : *run);
  const double left = double(pooled ? plan.points() : wanted) - double(seen.size());
  const double slope = (all - first) / std::max(double(seen.size() - seen_first.size()), 1.0);
  return {all + left * slope, parts / double(runs.size()) * double(wanted)};
}

}  // namespace

std::string dry_run_report(const Plan& plan, int jobs, const fs::path& output) {
  std::int64_t runs = 0;
  double largest = 0, seconds = 0, fixed = 0, each = 0, asked = 0, months = 0;
  Index per_developer = 0;
  for (std::int64_t run = 0; run < plan.runs(); ++run) runs += plan.is_asked(run);
  const std::int64_t tried = std::min<std::int64_t>(plan.points(), 4);
  for (std::int64_t i = 0; i < tried; ++i) {
    const std::int64_t point = i * plan.points() / tried;
    const std::shared_ptr<const Scenario> scenario = plan.scenario(point);
    const Scenario& s = *scenario;
    const Cost cost = cost_of(plan, point);
    const double share = 1 / double(tried);
    largest = std::max(largest, double(s.run.developers) * double(developer_bytes(s)));
    per_developer = std::max(per_developer, developer_bytes(s));
    seconds += cost.seconds(s.run.developers, s.adoption.survey) * share;
    fixed += cost.seconds(0, 0) * share;
    asked += cost.surveyed * double(std::min(s.run.developers, s.adoption.survey)) * share;
    each += cost.each * share;
    months += double(s.run.steps()) * share;
  }
  const std::string variable =
      each > 0 ? fmt::format(" + {:.3g} ns a developer and month", 1e9 * each / months) : std::string();
  const Sizes size = sizes(plan, jobs, runs, seconds);
  const int at_once = runs >= 2 * jobs ? jobs : 1;
  const double held = 8.0 * double(plan.layout.values()) * at_once + double(WorkOptions{}.flush_bytes);
  return fmt::format(
      "scenarios   {}\npoints      {}\nruns        {}{}\nmonths      {} recorded\n"
      "memory      {} (developers of {}, results that wait)\nfile        {}: {}\n"
      "on the way  {} in parts\none run     {:.3g} s{} on one thread; {} a developer\n"
      "seconds     {:.1f} on {} threads, estimated from a pilot\n",
      plan.scenarios.size(), plan.points(), runs, plan.precision.is_on() ? " at most" : "", plan.layout.months.size(),
      bytes(largest * at_once + held), at_once == 1 ? "1 run" : fmt::format("{} runs at once", at_once),
      bytes(size.file), output.string(), bytes(size.parts), fixed + asked, variable, bytes(double(per_developer)),
      seconds * double(runs) / jobs, jobs);
}

}  // namespace moat
