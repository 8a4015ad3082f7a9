// B24: the nested logit: a second line of a maker, lines that differ, tastes that differ within the nest, and whom the
// users of a withdrawn line turn to.

#include <algorithm>

#include <fmt/format.h>

#include "base/maths.hpp"
#include "scenario/scenario.hpp"
#include "verify/suite.hpp"

namespace moat {
namespace {

/// Developers with each of the three lines over all runs.
struct LineUsers {
  Index all = 0, of[3] = {};
};

LineUsers count_lines(const std::vector<std::string>& sets, const Effort& effort) {
  std::vector<LineUsers> runs(static_cast<std::size_t>(effort.runs(4, 40)));
  replicate(*verify_scenario(effort, "nests", sets), Index(runs.size()), effort, [&](const World& w, Index run) {
    LineUsers& users = runs[std::size_t(run)];
    users.all = w.developers.size();
    for (Index line = 0; line < 3; ++line) users.of[line] = w.market.assignments(line + 1, 0, 0, 0);
  });
  LineUsers sum;
  for (const LineUsers& users : runs) {
    sum.all += users.all;
    for (std::size_t line = 0; line < 3; ++line) sum.of[line] += users.of[line];
  }
  return sum;
}

/// Shares of Alpha's two lines at utilities u[0] and u[1], Beta's at u[2].
void nested_shares(const double (&u)[3], double nesting, double (&share)[3]) {
  const double best = std::max(u[0], u[1]);  // relative to it, as bad lines leave the range of a number
  const double first = maths::exp((u[0] - best) / nesting), second = maths::exp((u[1] - best) / nesting),
               both = first + second, nest = maths::pow(both, nesting), other = maths::exp(u[2] - best);
  share[0] = nest / (nest + other) * first / both;
  share[1] = nest / (nest + other) * second / both;
  share[2] = other / (nest + other);
}

void add_shares(std::vector<CheckResult>& checks, const std::string& what, const double (&share)[3],
                const LineUsers& users) {
  constexpr const char* lines[] = {"Alpha's first line", "Alpha's second line", "Beta's line"};
  for (std::size_t line = 0; line < 3; ++line)
    checks.push_back(
        sampled_share(fmt::format("{}: {}", what, lines[line]), share[line], users.of[line], users.all, 0.005));
}

}  // namespace

std::vector<CheckResult> nests_of_makers(const Effort& effort) {
  std::vector<CheckResult> checks;
  double share[3];
  for (const double nesting : {1.0, 0.5, 0.2}) {
    const std::string set = fmt::format("adoption.nesting={}", nesting);
    nested_shares({5, 5, 5}, nesting, share);
    add_shares(checks, fmt::format("equal lines, nesting {}", nesting), share, count_lines({set}, effort));
    // Capability 100.405465: 10/(1 + e^-0.405465) = 6.
    nested_shares({5, 6, 5}, nesting, share);
    add_shares(checks, fmt::format("a better second line, nesting {}", nesting), share,
               count_lines({set, "firms.Alpha.lines.alpha-two.capability=100.405465"}, effort));
  }
  // Price weights exp(0.8 Z) and a price of 2 for the second line: nested for each developer, integrated over Z.
  const double nesting = 0.4;
  double mixed[3] = {};
  constexpr int steps = 4000;
  double weight = 0;
  for (int i = 0; i < steps; ++i) {
    const double z = -8 + 16 * (i + 0.5) / steps, density = maths::exp(-z * z / 2), a = maths::exp(0.8 * z);
    nested_shares({5 - a, 5.5 - 2 * a, 5 - a}, nesting, share);
    for (std::size_t line = 0; line < 3; ++line) mixed[line] += density * share[line];
    weight += density;
  }
  for (double& part : mixed) part /= weight;
  add_shares(checks, "prices weighed differently, nesting 0.4", mixed,
             count_lines({"adoption.nesting=0.4", "segments.all.price_weight=1", "segments.all.price_log_sd=0.8",
                          "firms.Alpha.lines.alpha-two.price=2",
                          // 10/(1 + e^-0.200671) = 5.5
                          "firms.Alpha.lines.alpha-two.capability=100.200671"},
                         effort));
  return checks;
}

}  // namespace moat
