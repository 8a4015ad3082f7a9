#include "model/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "model/cell.hpp"
#include "model/model.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

/// Names of variables and groups that output files have anyway.
bool is_taken(const std::string& name, const Axes& axes) {
  for (const std::string_view fixed :
       {"point",     "replicate", "time",        "statistic",  "arm",      "arm_description", "design_row",
        "line_firm", "line_open", "firm_region", "run_status", "run_seed", "run_message",     "provenance",
        "timing",    "releases",  "policy",      "incidents",  "firms",    "verdict"})
    if (name == fixed) return true;
  return axes.contains(name) || find_series(name);
}

class Checker {
 public:
  Checker(const Scenario& scenario, const Reading& reading)
      : scenario_(scenario), reading_(reading), axes_(axes_of(scenario)) {}

  void check(const OutcomeEntry& entry) {
    const std::string path = "outcomes." + entry.name;
    if (is_taken(entry.name, axes_))
      report(path, fmt::format("{} has the name of something else in outputs (choose another)", path));
    for (const OutcomeEntry& other : scenario_.outcomes)
      if (entry.name == other.name + "_statistics" && !scenario_.record.statistics.empty())
        report(path, fmt::format("{} has the name of the statistics of {} (choose another)", path, other.name));
    const bool is_sum = entry.across == Across::none || entry.across == Across::sum;
    if (entry.is_share && !is_sum)
      report(path + ".across", fmt::format("{}.across is {} (a share is of a sum: sum, or leave it out)", path,
                                           Choices<Across>::names[std::size_t(entry.across)]));
    for (const CellFault& fault : cell_faults({entry.series, entry.select}, axes_, entry.across != Across::none)) {
      const bool of_selection = fault.of == CellFault::Of::selection;
      const std::string at = path + (fault.of == CellFault::Of::series ? ".series"
                                     : of_selection                    ? ".select"
                                                                       : ".select." + fault.axis);
      report(of_selection ? path : at, at + " " + fault.text);
    }
    const RunParams& run = scenario_.run;
    const Month last = std::min(entry.month, run.end);
    if (entry.month < never && (entry.month < run.start || entry.month > run.end))
      report(path + ".month", fmt::format("{}.month is {} (the run goes from {} to {})", path, to_string(entry.month),
                                          to_string(run.start), to_string(run.end)));
    else if (entry.over != Over::at && entry.from > last)
      report(path + ".from", fmt::format("{}.from is {} (after {})", path, to_string(entry.from), to_string(last)));
  }

  std::vector<Problem> problems;

 private:
  void report(const std::string& path, std::string text) {
    problems.push_back({reading_.where(path), std::move(text)});
  }

  const Scenario& scenario_;
  const Reading& reading_;
  Axes axes_;
};

/// What the chosen cells of a record come to. NaN counts in sums, not as smallest or largest.
double value_of(const Outcome& outcome, const std::vector<double>& record) {
  double sum = 0, low = std::numeric_limits<double>::infinity(), high = -low;
  for (const std::size_t cell : outcome.chosen) {
    sum += record[cell];
    low = std::fmin(low, record[cell]);
    high = std::fmax(high, record[cell]);
  }
  if (outcome.is_share) {
    double all = 0;
    for (const double x : record) all += x;
    return sum / all;
  }
  if (outcome.across == Across::mean) return sum / double(outcome.chosen.size());
  if (outcome.across == Across::min) return low;
  if (outcome.across == Across::max) return high;
  return sum;
}

}  // namespace

std::string unit_over(std::string_view unit, Over over) {
  constexpr std::string_view per_month = "/month";
  if (over == Over::sum && unit.ends_with(per_month)) unit.remove_suffix(per_month.size());
  return std::string(unit);
}

std::vector<Outcome> outcomes_of(const Scenario& scenario, const Axes& axes) {
  std::vector<Outcome> outcomes;
  for (const OutcomeEntry& entry : scenario.outcomes) {
    const Series* series = find_series(entry.series);
    outcomes.push_back({entry.name, series, cell_count(*series, axes), find_cells(dims_of(*series), entry.select, axes),
                        entry.across, entry.is_share, entry.over, std::max(entry.from, scenario.run.start),
                        std::min(entry.month, scenario.run.end)});
  }
  return outcomes;
}

std::vector<Problem> check_outcomes(const Scenario& scenario, const Reading& reading) {
  if (scenario.outcomes.empty()) return {};
  Checker checker(scenario, reading);
  for (const OutcomeEntry& entry : scenario.outcomes) checker.check(entry);
  return std::move(checker.problems);
}

OutcomeReader::OutcomeReader(const std::vector<Outcome>& outcomes) {
  for (const Outcome& one : outcomes) progress_.push_back({&one, std::numeric_limits<double>::quiet_NaN()});
}

void OutcomeReader::see(const World& world) {
  const Month now = world.clock.now();
  for (Progress& p : progress_) {
    const Outcome& outcome = *p.outcome;
    if (now > outcome.to || now < (outcome.over == Over::at ? outcome.to : outcome.from)) continue;
    record_.assign(outcome.cells, 0.0);
    outcome.series->read(world, record_);
    const double x = value_of(outcome, record_);
    const bool first = p.months++ == 0;
    if (first || outcome.over == Over::at)
      p.value = x;
    else if (outcome.over == Over::min)
      p.value = x < p.value ? x : p.value;
    else if (outcome.over == Over::max)
      p.value = x > p.value ? x : p.value;
    else
      p.value += x;
  }
}

std::vector<double> OutcomeReader::values() const {
  std::vector<double> all;
  for (const Progress& p : progress_)
    all.push_back(p.outcome->over == Over::mean && p.months > 0 ? p.value / p.months : p.value);
  return all;
}

}  // namespace moat
