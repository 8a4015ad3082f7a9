// Firms that come and go.

#include "mechanism/finance/entry.hpp"

#include <cmath>

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/compute/compute.hpp"
#include "mechanism/adoption/plain_adoption.hpp"

using namespace moat;

namespace {

/// Keep and Give sell; Give waits no more. Two more firms wait: dear and cheap.
World waiting() {
  World w = empty_world();
  for (const char* name : {"Dear", "Cheap"}) {
    FirmEntry firm = firm_entry(name, "north", {line_entry(name, Openness::closed)});
    firm.entry = EntryRule::free;
    firm.fixed_cost = name[0] == 'D' ? 8 : 4;
    w.firms.firms.push_back(firm);
  }
  size_up(w);
  w.firms.active << 1, 1, 0, 0;
  for (const Index line : {pro, open_line}) put_on_sale(w, line, 120);
  return w;
}

FinanceParams params() {
  FinanceParams p;
  p.entry_hurdle = 1.5;
  p.entry_months = 3;
  p.exit = true;
  p.credit_months = 0;
  p.exit_months = 2;
  return p;
}

constexpr Index dear = 2, cheap = 3;

}  // namespace

TEST_CASE("The cheapest firm is let in once the mean profit has exceeded its hurdle for some months in a row") {
  World w = waiting();
  const FinanceParams p = params();
  w.firms.firms[keep].fixed_cost = 2;
  w.firms.profit << 5, 5.1, 0, 0;  // fixed costs apart: (5 + 2 + 5.1)/2 = 6.05 > 1.5 x 4
  for (int month = 0; month < 2; ++month) invite_entry(w.firms, w.market, january + month, p);
  CHECK(w.firms.months_of_promise == 2);
  w.firms.profit[give] = 5;  // 6.0 is not above the hurdle: begin again
  invite_entry(w.firms, w.market, january + 2, p);
  CHECK(w.firms.months_of_promise == 0);
  w.firms.profit[give] = 5.1;
  for (int month = 3; month < 6; ++month) {
    CHECK(w.firms.invited[cheap] == never);
    invite_entry(w.firms, w.market, january + month, p);
  }
  CHECK(w.firms.invited[cheap] == january + 6);
  CHECK(w.firms.invited[dear] == never);
  CHECK(w.firms.months_of_promise == 0);
  w.firms.profit.setConstant(11);  // (11 + 2 + 11)/2 = 12 is 1.5 x 8: the dear one waits on
  for (int month = 6; month < 20; ++month) invite_entry(w.firms, w.market, january + month, p);
  CHECK(w.firms.invited[dear] == never);
}

TEST_CASE("Nobody is let in before its month, nor where nobody sells") {
  World w = waiting();
  FinanceParams p = params();
  p.entry_months = 1;
  w.firms.profit.setConstant(100);
  for (const Index f : {dear, cheap}) w.firms.firms[std::size_t(f)].enters = january + 5;
  invite_entry(w.firms, w.market, january + 3, p);
  CHECK(w.firms.invited[cheap] == never);
  World none = waiting();
  none.firms.profit.setConstant(100);
  none.market.on_sale.setZero();
  invite_entry(none.firms, none.market, january, p);
  CHECK(none.firms.invited[cheap] == never);
}

TEST_CASE("An invited firm begins work in its month, with its own stock, and the event says so") {
  World w = waiting();
  w.firms.firms[cheap].stock = {{"alpha", 7}};
  w.firms.firms[cheap].cash = 50;
  w.firms.strategy[cheap] = int(Strategy::tiered);
  w.firms.invited[cheap] = january + 2;
  for (w.clock.step = 1; w.clock.step < 4; ++w.clock.step) {
    enter_firms(w.firms, w.chips, w.clock);
    note_entries(w.events, w.firms, w.clock);
    CHECK(int(w.firms.active[cheap]) == (w.clock.step >= 2));
  }
  CHECK(w.firms.active[dear] == 0);
  CHECK(w.firms.stock(cheap, alpha) == 7);
  REQUIRE(w.events.firms.size() == 1);
  CHECK(w.events.firms[0].month == january + 2);
  CHECK(w.events.firms[0].firm == cheap);
  CHECK(w.events.firms[0].action == "enters");
  CHECK(w.events.firms[0].strategy == Strategy::tiered);
  CHECK(w.events.firms[0].cash == 50);
}

TEST_CASE("A firm leaves without cash and after months of loss only, its closed lines go, its open weights stay") {
  World w = waiting();
  const FinanceParams p = params();
  w.firms.cash << -1, -1, 0, 0;
  w.firms.months_of_loss << 1, 2, 0, 0;
  w.firms.stock(give, alpha) = 5;
  leave_if_over(w.firms, w.market, w.events, keep, 0, january, p);  // only one month of loss
  CHECK(w.firms.active[keep] == 1);
  leave_if_over(w.firms, w.market, w.events, give, 0, january, p);
  CHECK(w.firms.active[give] == 0);
  CHECK(w.firms.stock.row(give).sum() == 0);
  CHECK(w.market.on_sale[open_line] == 1);
  w.firms.months_of_loss[keep] = 2;
  w.firms.cash[keep] = 0;
  leave_if_over(w.firms, w.market, w.events, keep, 0, january, p);
  CHECK(w.firms.active[keep] == 1);
  w.firms.cash[keep] = -1;
  leave_if_over(w.firms, w.market, w.events, keep, 0, january, p);
  CHECK(w.firms.active[keep] == 0);
  CHECK(w.market.on_sale[pro] == 0);
  CHECK(w.events.firms.size() == 2);
  CHECK(w.events.firms[1].action == "leaves");
}

TEST_CASE("Users of a line that its maker took along choose again at once, and nobody keeps it") {
  World w = waiting();
  add_developers(w, 500, north);
  for (SegmentEntry& s : w.society.segments) s.switching_cost = 3;
  choose_models(w.developers, w.market, w.society, w.governments, w.firms, w.security, w.clock, plain(), {1, 0, 0}, 1,
                false);
  REQUIRE(w.market.developers(pro + 1, north, hobby) > 100);
  const auto with_open = w.market.developers(open_line + 1, north, hobby);
  for (SegmentEntry& s : w.society.segments) s.review = 0;
  w.market.on_sale[pro] = 0;
  ++w.clock.step;
  choose_models(w.developers, w.market, w.society, w.governments, w.firms, w.security, w.clock, plain(), {1, 0, 1}, 1,
                false);
  CHECK(w.market.developers(pro + 1, north, hobby) == 0);
  CHECK(w.market.reviews > 100);
  // No model keeps no one: leaving it costs nothing. The open line: value 1/2 at a price of 1.
  const double moved = double(w.market.developers(open_line + 1, north, hobby) - with_open) / double(w.market.reviews);
  CHECK(moved == Approx(1 / (1 + std::exp(0.5))).margin(0.15));
}
