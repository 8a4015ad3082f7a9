// All of the state is declared once, and what has not the size it declares stops with its name, in every kind of build.

#include "model/state.hpp"

#include <set>

#include "catch.hpp"
#include "model/little_scenario.hpp"

using namespace moat;

TEST_CASE("Every column has one owner, a name of its own and a size at the start") {
  const Scenario s = little_scenario();
  const World w = initial_world(s, random_of(s), 1);
  std::set<std::string_view> names;
  for (const auto& [column, owner] : state_columns()) {
    CAPTURE(column->name, owner);
    CHECK(names.insert(column->name).second);
    CHECK(is_sized(w, *column, s.run.steps()));
  }
  CHECK(names.size() > 100);
  CHECK_NOTHROW(check_state(w, s.run.steps()));
}

TEST_CASE("What mechanisms share has an owner among the others") {
  std::set<std::string_view> owned;
  for (const auto& [column, owner] : state_columns()) owned.insert(column->name);
  for (const Mechanism& mechanism : mechanisms())
    for (const StateColumn& column : mechanism.state())
      if (!column.owned) CHECK(owned.count(column.name) == 1);
}

TEST_CASE("State that was never sized is named, with its owner") {
  const Scenario s = little_scenario();
  World w = initial_world(s, random_of(s), 1);
  w.chips.price.resize(0);
  CHECK_THROWS_WITH(check_state(w, s.run.steps()), ContainsSubstring("chips.price was never sized") &&
                                                       ContainsSubstring("`compute`") && ContainsSubstring("start"));
  CHECK_THROWS_AS(check_state(w, s.run.steps()), ContractError);
}
