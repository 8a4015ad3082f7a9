#include "model/outcome.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>

#include "io/parse.hpp"
#include "model/model.hpp"

namespace moat {
namespace {

const Series* find_series(std::string_view name) {
  const std::vector<Series>& all = all_series();
  const auto found = std::find_if(all.begin(), all.end(), [&](const Series& one) { return one.name == name; });
  return found == all.end() ? nullptr : &*found;
}

/// The label that the entry selects on an axis; null if it names none.
const std::string* selected(const OutcomeEntry& entry, std::string_view dim) {
  for (const Change& one : entry.select)
    if (one.path == dim) return &one.value;
  return nullptr;
}

std::size_t place_of(const Labels& labels, const std::string& label) {
  return std::size_t(std::find(labels.begin(), labels.end(), label) - labels.begin());
}

/// Names of variables and groups that output files have anyway.
bool is_taken(const std::string& name, const Axes& axes) {
  for (const std::string_view fixed :
       {"point", "replicate", "time", "statistic", "arm", "design_row", "line_firm", "line_open", "firm_region",
        "run_status", "run_seed", "run_message", "provenance", "timing", "releases", "policy", "incidents", "firms"})
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
    const Series* series = find_series(entry.series);
    if (series) {
      labels(entry, *series, path);
    } else {
      std::vector<std::string> names;
      for (const Series& one : all_series()) names.emplace_back(one.name);
      report(path + ".series", fmt::format("{}.series is '{}', which is no series {}", path, entry.series,
                                           suggestion(entry.series, names)));
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
  void labels(const OutcomeEntry& entry, const Series& series, const std::string& path) {
    const std::vector<std::string> dims = dims_of(series);
    for (const std::string& dim : dims) {
      const Labels& known = axes_.find(dim)->second;
      const std::string* label = selected(entry, dim);
      if (!label)
        report(path, fmt::format("{}.select lacks {} (choose one of {})", path, dim, listed(known)));
      else if (place_of(known, *label) == known.size())
        report(fmt::format("{}.select.{}", path, dim),
               fmt::format("{}.select.{} is '{}' {}", path, dim, *label, suggestion(*label, known)));
    }
    for (const Change& one : entry.select)
      if (std::find(dims.begin(), dims.end(), one.path) == dims.end())
        report(path + ".select." + one.path,
               dims.empty() ? fmt::format("{}.select.{} is no axis of {}, which has none", path, one.path, series.name)
                            : fmt::format("{}.select.{} is no axis of {} {}", path, one.path, series.name,
                                          suggestion(one.path, dims)));
  }
  void report(const std::string& path, std::string text) {
    problems.push_back({reading_.where(path), std::move(text)});
  }

  const Scenario& scenario_;
  const Reading& reading_;
  Axes axes_;
};

}  // namespace

std::vector<Outcome> outcomes_of(const Scenario& scenario, const Axes& axes) {
  std::vector<Outcome> outcomes;
  for (const OutcomeEntry& entry : scenario.outcomes) {
    Outcome one{entry.name,
                find_series(entry.series),
                0,
                0,
                entry.over,
                std::max(entry.from, scenario.run.start),
                std::min(entry.month, scenario.run.end)};
    expects(one.series != nullptr, "the series of an outcome exists");
    one.cells = cell_count(*one.series, axes);
    for (const std::string& dim : dims_of(*one.series)) {
      const Labels& labels = axes.find(dim)->second;
      const std::string* label = selected(entry, dim);
      const std::size_t at = label ? place_of(labels, *label) : labels.size();
      expects(at < labels.size(), "an outcome selects a label on each axis");
      one.cell = one.cell * labels.size() + at;
    }
    outcomes.push_back(std::move(one));
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
    const double x = record_[outcome.cell];
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
