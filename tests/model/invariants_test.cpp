// A world that is corrupt on purpose is noticed, and the message says what, in which mechanism's care and month.

#include <limits>

#include "catch.hpp"
#include "model/little_scenario.hpp"

using namespace moat;

namespace {

World sound() {
  static const Scenario s = little_scenario({"run.developers=500"});
  static const World world = [] {
    World w = initial_world(s, random_of(s), 1);
    run_months(w, s, 4);
    return w;
  }();
  return world;
}

constexpr double not_a_number = std::numeric_limits<double>::quiet_NaN();

}  // namespace

TEST_CASE("A sound world passes") {
  CHECK_NOTHROW(check_invariants(sound()));
}

TEST_CASE("What is not a finite number is noticed by name") {
  World w = sound();
  const auto noticed = [&](const std::string& what) {
    CHECK_THROWS_WITH(check_invariants(w), ContainsSubstring(what));
  };
  SECTION("cash") {
    w.firms.cash[1] = not_a_number, noticed("firms.cash");
  }
  SECTION("know-how") {
    w.firms.know_how[0] = -std::numeric_limits<double>::infinity(), noticed("firms.know_how");
  }
  SECTION("price") {
    w.market.price(1, 0, 0) = not_a_number, noticed("market.price");
  }
  SECTION("list price") {
    w.market.list_price[0] = not_a_number, noticed("market.list_price");
  }
  SECTION("tokens") {
    w.market.tokens(0, 0, 0, 0) = not_a_number, noticed("market.tokens");
  }
  SECTION("attention") {
    w.market.attention = not_a_number, noticed("market.attention");
  }
  SECTION("security") {
    w.security.index = not_a_number, noticed("security.index");
  }
  SECTION("chips") {
    w.chips.bought(0, 0) = not_a_number, noticed("chips.bought");
  }
}

TEST_CASE("What leaves its range is noticed by name") {
  World w = sound();
  const auto noticed = [&](const std::string& what) {
    CHECK_THROWS_WITH(check_invariants(w), ContainsSubstring(what));
  };
  SECTION("negative stock") {
    w.firms.stock(0, 0) = -1, noticed("firms.stock");
  }
  SECTION("proficiency over one") {
    w.firms.proficiency(0, 0) = 1.1, noticed("firms.proficiency");
  }
  SECTION("maturity over one") {
    w.chips.maturity[1] = 1.01, noticed("chips.maturity");
  }
  SECTION("availability over one") {
    w.market.available(0, 0, 0) = 1.5, noticed("market.available");
  }
  SECTION("negative awareness") {
    w.market.awareness[0] = -0.1, noticed("market.awareness");
  }
  SECTION("negative price") {
    w.market.price(0, 0, 0) = -1, noticed("market.price");
  }
  SECTION("negative spending") {
    w.market.spend(0, 0) = -1, noticed("market.spend");
  }
  SECTION("negative smuggling") {
    w.chips.smuggled(0, 0) = -1, noticed("chips.smuggled");
  }
}

TEST_CASE("Chips that go where they are not sold, or that nobody made, are noticed by name") {
  const Scenario s = little_scenario({"run.developers=500", "chips.beta.markets=[south]"});
  World w = initial_world(s, random_of(s), 1);
  run_months(w, s, 2);
  check_invariants(w);
  const auto noticed = [&](const std::string& what) {
    CHECK_THROWS_WITH(check_invariants(w), ContainsSubstring(what));
  };
  SECTION("bought") {
    w.chips.bought(1, 0) = 1, noticed("nobody buys what is not sold to its region: beta in north");
  }
  SECTION("smuggled") {
    w.chips.smuggled(1, 0) = 1, noticed("nobody buys what is not sold to its region: beta in north");
  }
  SECTION("bought by others") {
    w.chips.bought_by_others(1, 0) = 1, noticed("nobody buys what is not sold to its region: beta in north");
  }
  SECTION("more than was made") {
    w.chips.smuggled(0, 1) += 40000, noticed("no more is delivered than was made");
  }
  SECTION("over its ceiling") {
    w.chips.chips[0].ceiling = {{{w.clock.start, 1.5}}};
    w.chips.expansion[0] = 1.6, noticed("capacity stays under its ceiling");
  }
}

TEST_CASE("Counts that do not add up are noticed") {
  World w = sound();
  const auto noticed = [&](const std::string& what) {
    CHECK_THROWS_WITH(check_invariants(w), ContainsSubstring(what));
  };
  SECTION("negative users") {
    w.market.assignments(1, 0, 0, 0) = -1, noticed("no negative number of users");
  }
  SECTION("negative developers") {
    w.market.developers(1, 0, 0) = -1, noticed("no negative number of developers");
  }
  SECTION("a lost task") {
    w.market.by_sector(0, 0) += 1, noticed("developer-tasks by sector add up to all");
  }
  SECTION("a developer too many") {
    w.market.firms_in_use(0, 0) += 1, noticed("developers by number of firms");
  }
  SECTION("use of what is not available") {
    w.market.developers(1, 0, 0) = 5;
    w.market.available(0, 0, 0) = 0;
    noticed("nobody uses a line that is not available: keep");
  }
}

TEST_CASE("A broken contract within a month says where and when") {
  const Scenario s = little_scenario({"run.developers=500"});
  World w = sound();
  w.firms.cash[0] = not_a_number;
  const auto month = [&] { run_month(w, s, random_of(s).at(w.clock.step), [](const Mechanism&) {}); };
  CHECK_THROWS_AS(month(), ContractError);
  w = sound();
  w.firms.cash[0] = not_a_number;
  CHECK_THROWS_WITH(month(), ContainsSubstring("firms.cash") && ContainsSubstring("mechanism check_invariants") &&
                                 ContainsSubstring("month 2024-05"));
}
