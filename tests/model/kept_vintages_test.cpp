// Older published vintages over whole runs: who uses them, and what does not change without them.

#include <string>
#include <vector>

#include "catch.hpp"
#include "model/axes.hpp"
#include "model/little_scenario.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::kept_vintages_test {

namespace {

Scenario keeping(int ages, std::vector<std::string> sets = {}) {
  sets.push_back("release.kept_vintages=" + std::to_string(ages));
  return little_scenario(sets);
}

std::int64_t users(const World& w, Index line) {
  std::int64_t n = 0;
  for (Index r = 0; r < w.market.developers.size(1); ++r)
    for (Index s = 0; s < w.market.developers.size(2); ++s) n += w.market.developers(line + 1, r, s);
  return n;
}

}  // namespace

TEST_CASE("Lines that keep vintages follow the others, in the state and on the axes, and none is there by default") {
  const Scenario s = keeping(1), plain = little_scenario();
  const World w = initial_world(s, random_of(s), 1), without = initial_world(plain, random_of(plain), 1);
  CHECK(without.market.lines == std::vector<std::string>{"keep", "give", "give-max", "late", "late-open"});
  CHECK(w.market.lines == std::vector<std::string>{"keep", "give", "give-max", "late", "late-open", "give-previous",
                                                   "late-open-previous"});
  CHECK(axes_of(s).find("line")->second == w.market.lines);
  CHECK((without.market.older == -1).all());
  CHECK((w.market.older[1] == 5 && w.market.newer[5] == 1 && w.market.open[5]));
}

TEST_CASE("A kept vintage has users only while it is on offer, and finds some") {
  for (const int ages : {1, 2}) {
    const Scenario s = keeping(ages, {"firms.Give.strategy=open"});
    World w = initial_world(s, random_of(s), 1);
    std::int64_t most = 0;
    for (int month = 0; month < 24; ++month) {
      run_months(w, s, 1);  // checks the ledger too: what is kept earns and costs
      for (Index l = 5; l < w.market.line_count(); ++l) {
        CAPTURE(month, w.market.lines[std::size_t(l)]);
        if (!w.market.on_sale[l]) CHECK(users(w, l) == 0);
        most = std::max(most, users(w, l));
      }
    }
    CHECK(most > 0);
  }
}

TEST_CASE("An older vintage never reveals more, and the frontier is as without it") {
  const Scenario s = keeping(1, {"run.skip=[adoption, community]"}),
                 plain = little_scenario({"run.skip=[adoption, community]"});
  World w = initial_world(s, random_of(s), 1), without = initial_world(plain, random_of(plain), 1);
  run_months(w, s, 20);
  run_months(without, plain, 20);
  CHECK(w.market.open_know_how == without.market.open_know_how);
  CHECK((w.firms.know_how == without.firms.know_how).all());
  for (Index l = 0; l < without.market.line_count(); ++l)
    CHECK(w.market.vintage[std::size_t(l)].capability == without.market.vintage[std::size_t(l)].capability);
}

}  // namespace moat::kept_vintages_test
