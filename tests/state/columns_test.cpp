// Columns as they are declared: sizes from axes, first values, copies, changes, bounds.

#include "state/columns.hpp"

#include <cmath>

#include "catch.hpp"
#include "little_world.hpp"

using namespace moat;

namespace {

constexpr StateColumn stock = column<&Firms::stock>("firms.stock", "firm,chip", 2, Held::taken, positive);
constexpr StateColumn cash = column<&Firms::cash>("firms.cash", "firm", by_start, Held::added, any_finite);
constexpr StateColumn frontier =
    column<&Market::frontier>("market.frontier", "step,openness,region", -1, Held::taken, any_finite);
constexpr StateColumn attention = single<&Market::attention>("market.attention", Held::taken, a_share);

}  // namespace

TEST_CASE("A column is sized along its axes and filled with its first value, unless its start does that") {
  World w = empty_world();
  w.firms.stock.resize(0, 0);
  w.firms.cash.resize(1);
  CHECK_FALSE(is_sized(w, stock, 60));
  const StateColumn all[] = {stock, cash, frontier, attention};
  size_up(w, all, 7);
  CHECK((w.firms.stock.rows() == 2 && w.firms.stock.cols() == 2 && (w.firms.stock == 2).all()));
  CHECK((w.market.frontier.size(0) == 7 && w.market.frontier.size(1) == 2 && w.market.frontier.size(2) == 2));
  CHECK((w.market.frontier.flat() == -1).all());
  CHECK(is_sized(w, stock, 7));
  CHECK(is_sized(w, frontier, 7));
  CHECK_FALSE(is_sized(w, frontier, 8));
  CHECK(is_sized(w, attention, 7));
  CHECK_FALSE(is_sized(w, cash, 7));
}

TEST_CASE("What is shared is neither sized nor asked for its size") {
  World w = empty_world();
  const StateColumn also[] = {shared<&Firms::stock>("firms.stock", Held::taken)};
  w.firms.stock.resize(0, 0);
  size_up(w, also, 1);
  CHECK(w.firms.stock.size() == 0);
  CHECK(is_sized(w, also[0], 1));
}

TEST_CASE("Axes are told apart, and one that does not exist breaks the contract") {
  CHECK(frontier.lies_along("step"));
  CHECK_FALSE(frontier.lies_along("firm"));
  const World w = little_world();
  CHECK(axis_size("slot", w, 1) == 3);
  CHECK(axis_size("developer", w, 1) == 4);
  CHECK_THROWS_WITH(axis_size("galaxy", w, 1), ContainsSubstring("galaxy"));
}

TEST_CASE("Columns are copied, lengthened, and given what was added elsewhere") {
  World here = empty_world(), before = here, after = here;
  after.market.attention = 0.3;
  attention.acts->take(here, after);
  CHECK(here.market.attention == 0.3);

  here.firms.cash << 1, 10;
  before.firms.cash << 1, 2;
  after.firms.cash << 1e17, 5;
  cash.acts->add_change(here, before, after);
  CHECK(here.firms.cash[0] == 1e17);  // equal before: equal after, to the bit
  CHECK(here.firms.cash[1] == 13);

  const Index months = here.market.frontier.size(0);
  here.market.frontier.flat().setConstant(5);
  frontier.acts->lengthen(here, 2, -1);
  CHECK(here.market.frontier.size(0) == months + 2);
  CHECK(here.market.frontier(months - 1, 1, 1) == 5);
  CHECK(here.market.frontier(months, 0, 0) == -1);
}

TEST_CASE("Values that are not finite or leave their bounds are told apart") {
  World w = empty_world();
  const auto fault = [&](const StateColumn& column) { return column.acts->fault(w, column.bounds); };
  CHECK(fault(stock) == Fault::none);
  w.firms.stock(1, 0) = -1;
  CHECK(fault(stock) == Fault::out_of_bounds);
  w.firms.stock(1, 0) = std::nan("");
  CHECK(fault(stock) == Fault::not_finite);
  w.market.attention = 1.5;
  CHECK(fault(attention) == Fault::out_of_bounds);
  w.market.attention = INFINITY;
  CHECK(fault(attention) == Fault::not_finite);
}
