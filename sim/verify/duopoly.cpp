// B9, B10: a firm, or a standard, against a free product. The models differ from the published ones in their functional
// forms (logit tastes, shares of users for installed bases, a fixed value of a user for foresight), so that patterns
// are tested, never numbers.

#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "verify/suite.hpp"

namespace moat {
namespace {

constexpr int arrival = 24;  // months until the free product comes, scenario mixed_duopoly

struct Course {
  int lost = -1;         ///< months after the arrival until the first line had less than half of users; -1 for never
  double last_free = 0;  ///< share of the free product at the end
};

std::vector<Course> courses(const Effort& effort, std::string_view name, const std::vector<std::string>& sets,
                            Index count) {
  std::vector<Course> seen(std::size_t(count), Course{});
  replicate(*verify_scenario(effort, name, sets), count, effort, [&](const World& w, Index r) {
    double users[3] = {0, 0, 0}, all = 0;
    for (Index slot = 0; slot < 3; ++slot)
      for (Index s = 0; s < w.society.segment_count(); ++s) users[slot] += double(w.market.assignments(slot, 0, s, 0));
    for (const double n : users) all += n;
    Course& course = seen[std::size_t(r)];
    if (w.clock.step >= arrival && course.lost < 0 && users[1] < all / 2) course.lost = w.clock.step - arrival;
    course.last_free = users[2] / all;
  });
  return seen;
}

using Sets = std::vector<std::string>;

Sets operator+(Sets a, const Sets& b) {
  a.insert(a.end(), b.begin(), b.end());
  return a;
}

bool all(const std::vector<Course>& seen, auto holds) {
  for (const Course& one : seen)
    if (!holds(one)) return false;
  return true;
}

bool never_lost(const std::vector<Course>& seen) {
  return all(seen, [](const Course& c) { return c.lost < 0; });
}

bool lost(const std::vector<Course>& seen) {
  return all(seen, [](const Course& c) { return c.lost >= 0; });
}

double mean_months(const std::vector<Course>& seen) {
  double sum = 0;
  for (const Course& c : seen) sum += c.lost < 0 ? std::numeric_limits<double>::infinity() : double(c.lost);
  return sum / double(seen.size());
}

std::string ended(const std::vector<Course>& seen) {
  double sum = 0;
  for (const Course& c : seen) sum += c.last_free;
  const double months = mean_months(seen);
  return fmt::format(" [{}; free product {:.2f} at the end]",
                     std::isfinite(months) ? fmt::format("lost after {:.0f} months", months) : "not lost in all runs",
                     sum / double(seen.size()));
}

}  // namespace

std::vector<CheckResult> mixed_duopoly(const Effort& effort) {
  const Index runs = effort.runs(4, 32);
  const Sets myopic, ahead{"pricing.installed_base_value=3"}, fast{"adoption.ecosystem_weight=1"},
      better{"firms.Commons.know_how=0.3"}, few{"regions.home.segments={all: 0.9, committed: 0.1}"},
      many{"regions.home.segments={all: 0.4, committed: 0.6}"};
  const auto run = [&](const Sets& sets) { return courses(effort, "mixed_duopoly", sets, runs); };
  std::vector<CheckResult> checks;
  const auto expect = [&](const std::string& what, const std::vector<Course>& seen, bool appears) {
    checks.push_back(sign(what + ended(seen), appears));
  };
  for (const auto& [who, sets] : {std::pair{"a myopic firm", myopic}, {"a firm that looks ahead", ahead}}) {
    const auto seen = run(sets);
    expect(fmt::format("equal learning: {} keeps its lead", who), seen, never_lost(seen));
  }
  const auto fast_myopic = run(fast), fast_ahead = run(fast + ahead);
  expect("the free product learns faster: a myopic firm loses its lead", fast_myopic, lost(fast_myopic));
  expect("the free product learns faster: a firm that looks ahead keeps it", fast_ahead, never_lost(fast_ahead));
  const auto better_myopic = run(fast + better), better_ahead = run(fast + better + ahead);
  expect("it learns faster and is better: a myopic firm loses sooner", better_myopic,
         lost(better_myopic) && mean_months(better_myopic) < mean_months(fast_myopic));
  expect("it learns faster and is better: a firm that looks ahead keeps its lead", better_ahead,
         never_lost(better_ahead));
  const auto few_myopic = run(few), few_ahead = run(few + ahead);
  expect("a tenth committed to it: a myopic firm loses its lead", few_myopic, lost(few_myopic));
  expect("a tenth committed to it: a firm that looks ahead keeps it", few_ahead, never_lost(few_ahead));
  for (const auto& [who, sets] : {std::pair{"a myopic firm", myopic}, {"a firm that looks ahead", ahead}}) {
    const auto seen = run(fast + many + sets);
    expect(fmt::format("it learns faster and most are committed to it: {} loses", who), seen, lost(seen));
  }
  return checks;
}

std::vector<CheckResult> momentum(const Effort& effort) {
  const Index runs = effort.runs(4, 32);
  const auto run = [&](const Sets& sets) { return courses(effort, "momentum", sets, runs); };
  const auto below = [](double share) { return [share](const Course& c) { return c.last_free < share; }; };
  const auto above = [](double share) { return [share](const Course& c) { return c.last_free > share; }; };
  std::vector<CheckResult> checks;
  const auto expect = [&](const std::string& what, const std::vector<Course>& seen, bool appears) {
    checks.push_back(sign(what + ended(seen), appears));
  };
  const auto alone = run({});
  expect("without help the standard stands", alone, all(alone, below(0.2)));
  const auto pulse = run({"policy.measures.pulse.from=2022-01", "policy.measures.pulse.until=2023-01"});
  expect("promotion of 2 for 12 months turns the market for good", pulse, all(pulse, above(0.8)));
  const auto spread = run({"policy.measures.spread.from=2022-01", "policy.measures.spread.until=2032-01"});
  expect("the same promotion spread out, 0.2 for 120 months, does not", spread, all(spread, below(0.2)));
  const auto improved = run({"firms.Commons.know_how=0.6"});
  expect("a better free product wins against the standard", improved, all(improved, above(0.8)));
  const auto held = run({"firms.Commons.know_how=0.6", "segments.all.switching_cost=5"});
  expect("not where learning it costs much", held, all(held, below(0.5)));
  const auto mixed = run({"segments.all.openness_sd=3"});
  expect("unlike tastes for openness: both coexist", mixed, all(mixed, above(0.25)) && all(mixed, below(0.75)));
  return checks;
}

}  // namespace moat
