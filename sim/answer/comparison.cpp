#include "answer/comparison.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/error.hpp"
#include "batch/store/precision.hpp"
#include "batch/work/statistics.hpp"

namespace moat {
namespace {

constexpr double confidence = 0.95;

std::size_t place_of(const std::vector<std::string>& names, const std::string& name) {
  return std::size_t(std::find(names.begin(), names.end(), name) - names.begin());
}

std::vector<double> finite_values(const std::vector<double>& values) {
  std::vector<double> known;
  std::copy_if(values.begin(), values.end(), std::back_inserter(known), [](double x) { return std::isfinite(x); });
  return known;
}

OutcomeTable table_of(const Samples& samples, const Quantity& quantity) {
  OutcomeTable table{quantity.name, quantity.description, quantity.unit, {}};
  for (std::size_t p = 0; p < samples.points.size(); ++p) {
    PointRow row{samples.points[p], summary_of(quantity.values[p]), {}, false};
    if (p > 0) row.difference = summary_of(differences(samples, quantity, p, 0, row.paired));
    table.rows.push_back(std::move(row));
  }
  return table;
}

std::optional<TestResult> result_of(const Samples& samples, const TestEntry& test) {
  const std::vector<double> values = contrast_values(samples, test);
  if (values.empty()) return {};
  const auto quantity = std::ranges::find(samples.quantities, test.outcome, &Quantity::name);
  TestResult result{test, test.is_relative ? "%" : quantity->unit, values, summary_of(values), Finding::open};
  result.finding = classify(test, result.found);
  return result;
}

}  // namespace

std::string_view name_of(Finding finding) {
  constexpr std::array<std::string_view, 3> names{"holds", "fails", "open"};
  return names[std::size_t(finding)];
}

RunSummary summary_of(const std::vector<double>& values) {
  std::vector<double> known = finite_values(values);
  RunSummary s;
  s.runs = known.size();
  s.interval = half_width(known, confidence);
  s.basins = find_basins(known);
  std::array<double, 5> out{};
  statistics({"mean", "sd", "q05", "q50", "q95"}, known, out);
  s.mean = out[0];
  s.error = out[1] / std::sqrt(double(s.runs));
  s.low = out[2];
  s.middle = out[3];
  s.high = out[4];
  return s;
}

std::vector<double> differences(const Samples& samples, const Quantity& quantity, std::size_t point, std::size_t from,
                                bool& paired) {
  const std::vector<double>&mine = quantity.values[point], &theirs = quantity.values[from];
  std::vector<double> all;
  for (std::size_t i = 0; i < mine.size(); ++i)
    if (samples.seeds[point][i] == samples.seeds[from][i]) all.push_back(mine[i] - theirs[i]);
  all = finite_values(all);
  paired = !all.empty();
  if (paired) return all;
  const std::vector<double> left = finite_values(mine), right = finite_values(theirs);
  for (std::size_t i = 0; i < std::min(left.size(), right.size()); ++i) all.push_back(left[i] - right[i]);
  return all;
}

std::vector<double> contrast_values(const Samples& samples, const TestEntry& test) {
  const auto outcome = std::ranges::find(samples.quantities, test.outcome, &Quantity::name);
  const auto minus = std::ranges::find(samples.quantities, test.minus, &Quantity::name);
  if (outcome == samples.quantities.end() || (!test.minus.empty() && minus == samples.quantities.end())) return {};
  std::vector<double> sum(samples.replicates.size(), 0), off(samples.replicates.size(), 0);
  for (const auto& [point, weight] : test.of) {
    const std::size_t p = place_of(samples.points, point);
    if (p == samples.points.size()) return {};
    for (std::size_t i = 0; i < sum.size(); ++i) {
      const double x = outcome->values[p][i] - (test.minus.empty() ? 0 : minus->values[p][i]);
      sum[i] += weight * x;
      if (weight < 0) off[i] -= weight * x;
    }
  }
  for (std::size_t i = 0; test.is_relative && i < sum.size(); ++i) sum[i] *= 100 / std::abs(off[i]);
  return sum;
}

Finding classify(const TestEntry& test, const RunSummary& found) {
  if (found.runs < 2) return Finding::open;
  const double low = found.mean - found.interval, high = found.mean + found.interval;
  if (low > test.above && high < test.below) return Finding::holds;
  if (high <= test.above || low >= test.below) return Finding::fails;
  return Finding::open;
}

std::pair<std::string, std::string> judge(const std::vector<TestResult>& tests) {
  if (tests.empty()) return {};
  std::vector<std::string> by_finding[3];
  for (const TestResult& one : tests) by_finding[std::size_t(one.finding)].push_back(one.test.name);
  const auto& [holds, fails, open] = by_finding;
  std::vector<std::string> parts;
  for (const auto& [word, names] : {std::pair{"holds", &holds}, {"fails", &fails}, {"open", &open}})
    if (!names->empty()) parts.push_back(fmt::format("{}: {}", word, fmt::join(*names, ", ")));
  std::string word = "depends";
  if (fails.empty())
    word = open.empty() ? "supported" : "not settled";
  else if (holds.empty())
    word = "contradicted";
  return {word,
          fmt::format("{}{} ({})", word, word == "depends" ? " on the part of the claim" : "", fmt::join(parts, "; "))};
}

Answer compare(const Samples& samples) {
  Answer c{samples.title, samples.question, samples.claim, samples.source, {}, {}, "", ""};
  for (const Quantity& quantity : samples.quantities) c.tables.push_back(table_of(samples, quantity));
  for (const TestEntry& test : samples.tests)
    if (auto result = result_of(samples, test)) c.tests.push_back(std::move(*result));
  std::tie(c.verdict, c.sentence) = judge(c.tests);
  return c;
}

}  // namespace moat
