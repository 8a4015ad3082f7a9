// All of the state is declared once, and what has not the size it declares stops with its name, in every kind of build.

#include "model/state.hpp"

#include <set>
#include <stdexcept>
#include <string_view>
#include <vector>

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

// A member that cannot be kept cannot be declared.
static_assert(!Keepable<int*> && !Keepable<std::string_view>);
static_assert(Keepable<Network> && Keepable<Events> && Keepable<std::vector<RuleState>> && Keepable<Packed>);

TEST_CASE("Every column is kept and taken back to the bit") {
  const Scenario s = little_scenario();
  World w = initial_world(s, random_of(s), 1);
  for (; w.clock.step < 15; ++w.clock.step) run_month(w, s, random_of(s).at(w.clock.step), [](const Mechanism&) {});
  const SavedValues saved = keep_state(w);
  CHECK(saved.size() == state_columns().size());
  World other = initial_world(s, random_of(s), 1);
  restore_state(other, saved, s.run.steps());
  CHECK(other.clock.step == 15);
  for (const auto& [name, bytes] : keep_state(other)) {
    CAPTURE(name);
    CHECK(bytes == saved.find(name)->second);
  }
  SavedValues cut = saved;
  cut["firms.cash"].pop_back();
  CHECK_THROWS_AS(restore_state(other, cut, s.run.steps()), std::runtime_error);
  SavedValues longer = saved, huge = saved;
  longer["firms.cash"] = kept(Column<double>(w.firms.cash.size() + 1));
  CHECK_THROWS_WITH(restore_state(other, longer, s.run.steps()),
                    ContainsSubstring("firms.cash was saved with another"));
  const Index rows = Index(1) << 40, cols = Index(1) << 40;  // no memory is taken for what is not there
  for (const Index* size : {&rows, &cols}) std::memcpy(huge["firms.stock"].data() + 8 * (size == &cols), size, 8);
  CHECK_THROWS_WITH(restore_state(other, huge, s.run.steps()), ContainsSubstring("ends too early"));
  cut.erase("firms.cash");
  CHECK_THROWS_WITH(restore_state(other, cut, s.run.steps()), ContainsSubstring("firms.cash was not saved"));
}
