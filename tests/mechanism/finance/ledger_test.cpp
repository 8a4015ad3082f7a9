// The ledger of the little world by hand: who pays whom, and that a leak is named.

#include "mechanism/finance/ledger.hpp"

#include <limits>
#include <string>

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/finance/finance.hpp"

using namespace moat;

namespace {

using Gov = GovernmentItem;

/// Keep asks 2 USD/Mtok and sells 30 Mtok in the north and 20 in the south, where the north pays half of the price and
/// a tariff of 40 % is laid on the rest. Give's weights: 60 Mtok in the north, half of them hosted for 0.5 USD, half
/// run by their users for 0.8. A chip of the south costs Keep 50 USD, and 5 for tariff and 10 for levy.
World unsettled() {
  World w = little_world();
  Market& m = w.market;
  m.tokens(pro, north, hobby, chat) = 30;
  m.tokens(pro, south, company, code) = 20;
  m.tokens(open_line, north, company, code) = 60;
  m.hosted(open_line, north, company) = 0.5;
  m.spend << 60, 20 * 1.4, 30 * 0.5 + 30 * 0.8, 0;
  m.receipts << 60, 40, 15, 0;
  m.self_hosted << 0, 0, 24, 0;
  m.list_price << 2, 0.5;
  m.serving_cost << 0.8, 0.2;
  m.hosting_cost.row(open_line).setConstant(0.2);
  w.governments.price_support(north, south) = 0.5;
  w.governments.service_tariff(north, south) = 0.4;
  w.governments.capex_subsidy[north] = 0.3;
  w.governments.open_grant[south] = 7;
  FirmEntry &maker = w.firms.firms[keep], &opener = w.firms.firms[give];
  maker.other_revenue = always(10);
  maker.funding = always(40);
  maker.fixed_cost = 3;
  opener.first_party = 0.4;
  opener.complement = 0.1;
  opener.lines[0].licence = Licence::revenue_share;
  opener.lines[0].royalty = 0.2;
  w.chips.sales(beta, north) = 50;
  w.chips.tariffs(beta, north) = 5;
  w.chips.levies(beta, north) = 10;
  w.chips.rental[south] = 4;
  w.chips.smuggling[south] = 9;
  w.firms.capex << 65, 13;
  w.firms.cash << 1000, 100;
  w.firms.endowment << 1000, 101;
  w.firms.port_spending << 0, 1;
  return w;
}

World settled_month(World w = unsettled()) {
  FinanceParams p;
  p.research_cost = 0.5;
  p.funding_response = 0;
  settle_accounts(w.firms, w.market, w.events, w.ledger, w.governments, w.chips, w.clock, p, 9.5);
  return w;
}

}  // namespace

TEST_CASE("Makers, hosts and governments: each gets what another pays") {
  World w = settled_month();
  Ledger& a = w.ledger;
  CHECK_NOTHROW(check_ledger(w));
  CHECK(a.firm(keep, FirmItem::sales) == Approx(100).epsilon(1e-12));  // the list price for all, whoever pays
  CHECK(a.government(north, Gov::price_support) == Approx(-20).epsilon(1e-12));
  CHECK(a.government(south, Gov::service_tariffs) == Approx(8).epsilon(1e-12));
  CHECK(a.government(north, Gov::service_tariffs) == 0);
  CHECK(a.government(south, Gov::open_grants) == -7);
  CHECK(a.government(north, Gov::capex_subsidy) == Approx(-15).epsilon(1e-12));  // 65 x 0.3/1.3
  CHECK(a.government(north, Gov::chip_tariffs) == 5);
  CHECK(a.government(south, Gov::export_levies) == 10);
  CHECK(a.vendors[south] == 50);
  // Of 15 USD for hosting Give gets 0.4 itself, and a fifth of the rest as royalty; hosts pay for 18 Mtok.
  CHECK(a.firm(give, FirmItem::sales) == Approx(6).epsilon(1e-12));
  CHECK(a.firm(give, FirmItem::royalties) == Approx(1.8).epsilon(1e-12));
  CHECK(a.hosts[Index(HostItem::sales)] == Approx(9).epsilon(1e-12));
  CHECK(a.hosts.sum() == Approx(9 - 1.8 - 18 * 0.2).epsilon(1e-12));
  CHECK(a.rest(OutsideItem::self_hosting) == 24);
  // Cash: Keep 100 + 10 + 15 + 40 - 65 x 1.5 - 50 x 0.8 - 3; Give 6 + 1.8 + 6 + 7 - 13 x 1.5 - 12 x 0.2.
  CHECK(w.firms.cash[keep] == Approx(1000 + 24.5).epsilon(1e-12));
  CHECK(w.firms.cash[give] == Approx(100 - 1.1).epsilon(1e-12));
  CHECK(a.firms.row(keep).sum() == Approx(1000 + 24.5).epsilon(1e-12));  // it has entered with 1000
  CHECK(a.firm(give, FirmItem::ports) == -1);
  CHECK((w.firms.endowment.sum() == 0 && w.firms.port_spending.sum() == 0));
}

TEST_CASE("A levy on revenue: makers pay on what they sell, hosts on what royalties leave, and governments get it") {
  World w = unsettled();
  w.governments.revenue_levy(north, pro, north) = 0.1;
  w.governments.revenue_levy(south, pro, north) = 0.05;
  w.governments.revenue_levy(north, open_line, north) = 0.5;
  const World without = settled_month();
  w = settled_month(w);
  Ledger& a = w.ledger;
  CHECK_NOTHROW(check_ledger(w));
  // Keep: 15 % of 60. Give: half of 0.4 x 15; hosts: half of 0.6 x 15 x (1 - 0.2).
  CHECK(a.firm(keep, FirmItem::revenue_levies) == Approx(-9).epsilon(1e-12));
  CHECK(a.firm(give, FirmItem::revenue_levies) == Approx(-3).epsilon(1e-12));
  CHECK(a.host(HostItem::revenue_levies) == Approx(-3.6).epsilon(1e-12));
  CHECK(a.government(north, Gov::revenue_levies) == Approx(6 + 3 + 3.6).epsilon(1e-12));
  CHECK(a.government(south, Gov::revenue_levies) == Approx(3).epsilon(1e-12));
  CHECK(w.firms.cash[keep] == Approx(without.firms.cash[keep] - 9).epsilon(1e-12));
  CHECK(w.firms.profit[give] == Approx(without.firms.profit[give] - 3).epsilon(1e-12));
  CHECK(w.firms.margin[give] == Approx(without.firms.margin[give] - 3).epsilon(1e-12));
  CHECK(w.firms.revenue[keep] == without.firms.revenue[keep]);
}

TEST_CASE("The next month begins with the cash that the last one left") {
  World w = settled_month();
  const Column<double> cash = w.firms.cash;
  ++w.clock.step;
  w = settled_month(w);
  CHECK((w.ledger.opening == cash).all());
  CHECK(w.ledger.firm(keep, FirmItem::endowment) == 0);
  CHECK_NOTHROW(check_ledger(w));
}

TEST_CASE("Nothing is checked where no accounts have been settled this month") {
  World w = unsettled();
  CHECK_NOTHROW(check_ledger(w));
  w = settled_month();
  ++w.clock.step;
  w.firms.cash[keep] += 1;
  CHECK_NOTHROW(check_ledger(w));
}

TEST_CASE("What a firm that has left still earns goes to its successors") {
  World w = unsettled();
  w.firms.active[give] = 0;
  w.firms.capex[give] = w.firms.endowment[give] = w.firms.port_spending[give] = 0;
  w.ledger.closing << 0, 100;
  w.chips.rental[south] = w.chips.smuggling[south] = 0;
  w = settled_month(w);
  CHECK_NOTHROW(check_ledger(w));
  CHECK(w.firms.cash[give] == 100);
  CHECK(w.ledger.rest(OutsideItem::passed_on) == Approx(6 + 1.8 + 6 - 2.4).epsilon(1e-12));
}

TEST_CASE("A leak is noticed, and named with its amounts") {
  World w = settled_month();
  const auto noticed = [&](const std::string& what) {
    CHECK_THROWS_AS(check_ledger(w), ContractError);
    CHECK_THROWS_WITH(check_ledger(w), ContainsSubstring(what));
  };
  SECTION("developers pay what nobody gets") {
    w.market.spend(pro, south) += 2, noticed("payments for models leak 2 USD; developers 129");
  }
  SECTION("support that nobody pays") {
    w.ledger.government(north, Gov::price_support) = 0, noticed("payments for models leak -20 USD");
  }
  SECTION("a tariff that nobody gets") {
    w.ledger.government(south, Gov::service_tariffs) = 0, noticed("service tariffs 0");
  }
  SECTION("chips that nobody sells") {
    w.ledger.vendors[south] -= 3, noticed("payments for compute leak 3 USD");
  }
  SECTION("a levy that nobody gets") {
    w.ledger.government(south, Gov::export_levies) = 0, noticed("export levies 0");
  }
  SECTION("cash from nowhere") {
    w.firms.cash[give] += 0.5, noticed("accounts of Give leak 0.5 USD; change of cash");
  }
  SECTION("a millionth of the turnover") {
    w.firms.cash[keep] += 2e-3, noticed("accounts of Keep leak 0.002");
  }
  SECTION("what comes from outside without having been paid there") {
    w.ledger.rest(OutsideItem::funding) = 0, noticed("all accounts together leak");
  }
  SECTION("what is not a number") {
    w.ledger.hosts[0] = std::numeric_limits<double>::quiet_NaN(), noticed("hosts nan");
  }
}
