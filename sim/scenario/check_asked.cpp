#include "scenario/check_asked.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "scenario/scenario.hpp"

namespace moat {
namespace {

/// Statistics are mean, sd, min, max or quantiles written as their decimals: q05, q50, q975.
void check_statistics(const Texts& given, const Reading& reading, std::vector<Problem>& problems) {
  for (auto name = given.begin(); name != given.end(); ++name) {
    const Position at = reading.where(fmt::format("record.statistics[{}]", name - given.begin()));
    if (!is_statistic(*name))
      problems.push_back(
          {at, fmt::format("record.statistics is '{}' (must be mean, sd, min, max or a quantile such as q05 or q50)",
                           *name)});
    if (std::find(given.begin(), name, *name) != name)
      problems.push_back({at, fmt::format("record.statistics has {} twice", *name)});
  }
}

/// A test that cannot fail, or cannot hold, tests nothing.
void check_test(const TestEntry& test, const Reading& reading, std::vector<Problem>& problems) {
  const std::string path = "verdict.tests." + test.name;
  const auto report = [&](const std::string& at, std::string text) {
    problems.push_back({reading.where(at), std::move(text)});
  };
  if (!std::isfinite(test.above) && !std::isfinite(test.below))
    report(path, path + " has no bound (give above, below or both)");
  if (test.above >= test.below)
    report(path + ".below", fmt::format("{}.below is {} (not above {})", path, test.below, test.above));
  const auto is_taken_off = [](const auto& one) { return one.second < 0; };
  if (test.is_relative && std::ranges::none_of(test.of, is_taken_off))
    report(path + ".relative", path + ".relative has no arm to be relative to (give one a negative number)");
}

}  // namespace

void check_asked(const Scenario& scenario, const Reading& reading, std::vector<Problem>& problems) {
  check_statistics(scenario.record.statistics, reading, problems);
  for (const TestEntry& test : scenario.verdict.tests) check_test(test, reading, problems);
}

}  // namespace moat
