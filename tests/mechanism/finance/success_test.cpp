// Money follows success: funding and income from complements, and what counts as profit, by hand.

#include <cmath>

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/finance/finance.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::success_test {

namespace {

/// Keep's closed line has three of four tokens, Give's open one the rest.
World firms_with_use() {
  World w = little_world();
  w.market.tokens(pro, north, hobby, chat) = 30;
  w.market.tokens(open_line, north, company, code) = 10;
  w.market.spend(pro, north) = w.market.receipts(pro, north) = 60;
  w.market.serving_cost << 0.5, 0.2;
  for (FirmEntry& firm : w.firms.firms) firm.funding = always(100);
  w.firms.firms[give].complement = 0.1;
  w.firms.capability << 120, 120;
  return w;
}

FinanceParams plain() {
  FinanceParams p;
  p.research_cost = 0.5;
  p.funding_response = p.capex_response = 0;
  p.funding_memory = 1;
  return p;
}

double settle(World& w, const FinanceParams& p, Index firm, FirmItem item, double paid_serving = 1) {
  settle_accounts(w.firms, w.market, w.events, w.ledger, w.governments, w.chips, w.clock, p, 9.5, paid_serving);
  return w.ledger.firm(firm, item);
}

}  // namespace

TEST_CASE("A firm above the mean share of use attracts more from the next month on, one below it less") {
  World w = firms_with_use();
  FinanceParams p = plain();
  p.funding_use_response = 0.5;
  CHECK(settle(w, p, keep, FirmItem::funding) == 100);  // investors have seen nothing yet
  CHECK(w.firms.use_standing[keep] == Approx((0.75 - 0.5) / 1.25).epsilon(1e-12));
  CHECK(w.firms.use_standing[give] == Approx((0.25 - 0.5) / 0.75).epsilon(1e-12));
  CHECK(settle(w, p, keep, FirmItem::funding) == Approx(100 * (1 + 0.5 * 0.2)).epsilon(1e-12));
  CHECK(w.ledger.firm(give, FirmItem::funding) == Approx(100 * (1 - 0.5 / 3)).epsilon(1e-12));
}

TEST_CASE("Without a response funding is the path, and a firm without use keeps some of it") {
  World w = firms_with_use();
  for (int month = 0; month < 3; ++month) CHECK(settle(w, plain(), keep, FirmItem::funding) == 100);
  FinanceParams p = plain();
  p.funding_use_response = p.funding_response = 1;
  w.market.tokens.flat().setZero();
  w.market.tokens(open_line, north, company, code) = 10;
  w.firms.capability << 100, 140;
  for (int month = 0; month < 2; ++month) settle(w, p, keep, FirmItem::funding);
  CHECK(w.ledger.firm(keep, FirmItem::funding) == 0);  // never below nothing
}

TEST_CASE("A gain of share or of rank raises funding month after month, towards its new level") {
  FinanceParams p = plain();
  p.funding_use_response = 0.3;
  p.funding_response = 0.3;
  p.funding_memory = 6;
  World w = firms_with_use(), gains = w, leads = w;
  double before = 0;
  for (int month = 0; month < 12; ++month) {
    if (month == 4) gains.market.tokens(open_line, north, company, code) = 40;
    if (month == 4) leads.firms.capability << 120, 125;
    const double as_was = settle(w, p, give, FirmItem::funding), gained = settle(gains, p, give, FirmItem::funding),
                 led = settle(leads, p, give, FirmItem::funding);
    CAPTURE(month);
    if (month < 4) CHECK((gained == as_was && led == as_was));
    if (month == 4) CHECK(gained == as_was);  // of the month itself nobody knows yet
    if (month > 4) CHECK((gained - as_was > before && led > as_was));
    before = gained - as_was;
  }
}

TEST_CASE("Income from complements follows rank and use, if it answers at all") {
  World w = firms_with_use();
  CHECK(settle(w, plain(), give, FirmItem::complements) == Approx(1).epsilon(1e-12));
  FinanceParams p = plain();
  p.complement_response = 0.6;
  w.firms.standing[give] = 0.5;
  w.firms.use_standing[give] = -0.25;
  CHECK(settle(w, p, give, FirmItem::complements) == Approx(1 + 0.6 * 0.125).epsilon(1e-12));
}

TEST_CASE("Serving with the firm's own compute is paid for once: in profit and cash, not in the margin") {
  World w = firms_with_use(), owned = w, half = w;
  CHECK(settle(w, plain(), keep, FirmItem::serving) == -15);
  CHECK(settle(owned, plain(), keep, FirmItem::serving, 0) == 0);
  CHECK(settle(half, plain(), keep, FirmItem::serving, 0.5) == -7.5);
  CHECK((owned.firms.margin[keep] == w.firms.margin[keep] && half.firms.margin[keep] == w.firms.margin[keep]));
  CHECK(owned.firms.profit[keep] == w.firms.profit[keep] + 15);
  CHECK(owned.firms.cash[keep] == w.firms.cash[keep] + 15);
}

TEST_CASE("What accelerators cost is charged to profit over their life, and cash pays it at once") {
  World w = firms_with_use();
  w.firms.capex[keep] = 120;
  w.firms.capex_budget[keep] = 120;
  FinanceParams p = plain();
  World at_once = w;
  settle(at_once, p, keep, FirmItem::compute);
  p.write_off = 5;
  settle(w, p, keep, FirmItem::compute);
  CHECK(w.firms.book[keep] == Approx(120 - 2).epsilon(1e-12));  // a sixtieth a month
  CHECK(w.firms.profit[keep] == Approx(at_once.firms.profit[keep] + 118).epsilon(1e-12));
  CHECK(w.firms.cash[keep] == at_once.firms.cash[keep]);
  double charged = 2;
  w.firms.capex[keep] = 0;
  for (int month = 0; month < 1200; ++month) {
    const double book = w.firms.book[keep];
    settle(w, p, keep, FirmItem::compute);
    charged += book - w.firms.book[keep];
  }
  CHECK(charged == Approx(120).epsilon(1e-6));  // all of it, once
}

}  // namespace moat::success_test
