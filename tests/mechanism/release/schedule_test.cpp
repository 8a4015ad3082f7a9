// When a line gets a model, and what it is good at. One firm, Both: line "flag" closed, line "mini" open, 5 ECI below.

#include "state/schedule.hpp"

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/release/release.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::schedule_test {

namespace {

constexpr Index flag = 0, mini = 1;

World two_lines(Strategy strategy) {
  World w = empty_world();
  w.firms.firms = {firm_entry("Both", "north",
                              {line_entry("flag", Openness::closed, 0, 3), line_entry("mini", Openness::open, 5, 3)})};
  w.firms.firms[0].strategy = strategy;
  size_up(w);
  w.firms.capability[0] = 130;
  w.firms.log10_run_flop[0] = 25;
  return w;
}

void decide(World& w) {
  decide_releases(w.market, w.firms, w.events, w.governments, w.society, w.clock, ReleaseParams{}, {100, 25, 10});
}

}  // namespace

TEST_CASE("A cadence over time: each release says how long it is to the next") {
  World w = two_lines(Strategy::closed);
  w.firms.firms[0].lines[flag].cadence.points = {{january + 3, 3}, {january + 4, 2.4}, {january + 8, 1}};
  std::vector<int> months;
  for (w.clock.step = 0; w.clock.step < 11; ++w.clock.step) {
    w.firms.capability[0] += 1;
    decide(w);
    if (w.events.releases.size() > months.size()) months.push_back(w.clock.step);
  }
  // 3 months from January and April; 2.4 x (1 / 2.4)^(2/4) = 1.55, that is 2, from July; 1 from September on.
  CHECK(months == std::vector<int>{0, 3, 6, 8, 9, 10});
}

TEST_CASE("A delay by rules shifts the dates of a cadence over time as it shifts the others") {
  LineEntry line = line_entry("line", Openness::open);
  line.cadence.points = {{january, 2}, {january + 1, 4}};
  std::vector<int> months;
  for (int month = 0; month < 12; ++month)
    if (due(line, january + month, 1.2)) months.push_back(month);
  CHECK(months == std::vector<int>{1, 3, 7, 11});
}

TEST_CASE("A line has the strengths of its entry, or those of its maker") {
  World w = two_lines(Strategy::tiered);
  w.firms.firms[0].focus = {{"language", 1}, {"coding", -1}};
  w.firms.firms[0].lines[mini].focus = {{"coding", 6}};
  decide(w);
  CHECK((w.market.capability(flag, language) == 131 && w.market.capability(flag, coding) == 129));
  CHECK((w.market.capability(mini, language) == 122 &&
         w.market.capability(mini, coding) == 128));  // 5 below, and mean zero
  CHECK(w.market.vintage[mini].capability == 125);
}

}  // namespace moat::schedule_test
