// Revenue, cash and the next budget, by hand.

#include "mechanism/finance/finance.hpp"

#include <cmath>
#include <vector>

#include "catch.hpp"
#include "little_world.hpp"

using namespace moat;

namespace {

FinanceParams plain_finance() {
  FinanceParams p;
  p.research_cost = 0.5;
  p.funding_response = p.capex_response = 0;
  p.standing_scale = 20;
  p.austerity = 0.6;
  p.capex_bound = 100;
  return p;
}

/// Keep sells 50 Mtok for 100 USD; hosts sell 60 Mtok of Give's open line for 30 USD.
World books() {
  World w = little_world();
  w.market.tokens(pro, north, hobby, chat) = 30;
  w.market.tokens(pro, south, company, code) = 20;
  w.market.tokens(open_line, north, company, code) = 60;
  w.market.spend(pro, north) = 60;
  w.market.spend(pro, south) = 40;
  w.market.spend(open_line, north) = 30;
  w.market.receipts = w.market.spend;
  w.market.hosted(open_line, north, company) = 1;
  w.market.serving_cost << 0.8, 0.2;
  w.market.hosting_cost.row(open_line).setConstant(0.2);
  FirmEntry &maker = w.firms.firms[keep], &opener = w.firms.firms[give];
  maker.other_revenue = always(10);
  maker.funding = always(40);
  maker.capex = always(12);
  opener.first_party = 0.3;
  opener.complement = 0.1;
  opener.capex = always(5);
  w.firms.capability << 130, 110;
  return w;
}

void settle_month(World& w, const FinanceParams& p) {
  settle_accounts(w.firms, w.market, w.events, w.ledger, w.governments, w.chips, w.clock, p, 9.5);
}

}  // namespace

TEST_CASE("Revenue: closed spending, the maker's part of hosting, complements, other") {
  World w = books();
  settle_month(w, plain_finance());
  CHECK(w.firms.revenue[keep] == Approx(60 + 40 + 10).epsilon(1e-12));
  CHECK(w.firms.revenue[give] == Approx(0.3 * 30 + 0.1 * 60).epsilon(1e-12));
  // Margins leave out other revenue; Give serves 0.3 x 60 Mtok itself.
  CHECK(w.firms.margin[keep] == Approx(60 + 40 - 50 * 0.8).epsilon(1e-12));
  CHECK(w.firms.margin[give] == Approx(0.3 * 30 + 0.1 * 60 - 0.3 * 60 * 0.2).epsilon(1e-12));
}

TEST_CASE("A revenue-sharing licence earns its part of what other hosts charge, and only of hosted tokens") {
  World w = books();
  LineEntry& line = w.firms.firms[give].lines[0];
  line.licence = Licence::revenue_share;
  line.royalty = 0.2;
  w.market.list_price[open_line] = 0.65;
  w.market.hosted(open_line, north, company) = 0.5;
  w.market.receipts(open_line, north) = 60 * 0.5 * 0.65;
  settle_month(w, plain_finance());
  // 60 Mtok, half of them hosted, 7 tenths of these by others.
  const double royalty = 0.2 * 60 * 0.5 * 0.7 * 0.65;
  CHECK(royalties(w.market, w.firms, open_line) == Approx(royalty).epsilon(1e-12));
  CHECK(w.firms.revenue[give] == Approx(0.3 * 60 * 0.5 * 0.65 + 0.1 * 60 + royalty).epsilon(1e-12));
  CHECK(w.firms.margin[give] == Approx(w.firms.revenue[give] - 0.3 * 60 * 0.5 * 0.2).epsilon(1e-12));
  CHECK(w.firms.revenue[keep] == Approx(110).epsilon(1e-12));
}

TEST_CASE("Weights that nobody hosts earn their maker complements alone, and cost it nothing to serve") {
  World w = books();
  w.firms.firms[give].lines[0].licence = Licence::non_commercial;
  w.market.hosted(open_line, north, company) = w.market.receipts(open_line, north) = 0;
  w.firms.firms[give].capex = always(0);
  settle_month(w, plain_finance());
  CHECK(w.firms.revenue[give] == Approx(0.1 * 60).epsilon(1e-12));
  CHECK(w.firms.cash[give] == Approx(0.1 * 60).epsilon(1e-12));
}

TEST_CASE("A grant goes to firms at home that published weights, and is money like any other") {
  World w = books();
  w.governments.open_grant << 5, 7;
  settle_month(w, plain_finance());
  CHECK(w.firms.revenue[give] == Approx(0.3 * 30 + 0.1 * 60 + 7).epsilon(1e-12));
  CHECK(w.firms.margin[give] == Approx(0.3 * 30 + 0.1 * 60 + 7 - 0.3 * 60 * 0.2).epsilon(1e-12));
  CHECK(w.firms.profit[give] == Approx(w.firms.margin[give]).epsilon(1e-12));
  CHECK(w.firms.cash[give] == Approx(w.firms.margin[give]).epsilon(1e-12));
  CHECK(w.firms.revenue[keep] == Approx(110).epsilon(1e-12));  // closed

  World abroad = books();
  abroad.governments.open_grant << 5, 0;
  settle_month(abroad, plain_finance());
  CHECK(abroad.firms.revenue[give] == Approx(0.3 * 30 + 0.1 * 60).epsilon(1e-12));

  World gone = books();
  gone.governments.open_grant << 5, 7;
  gone.firms.active[give] = 0;
  settle_month(gone, plain_finance());
  CHECK(gone.firms.revenue[give] == Approx(0.3 * 30 + 0.1 * 60).epsilon(1e-12));
}

TEST_CASE("A grant is paid for twelve months from the last publication, that month included") {
  World w = books();
  w.governments.open_grant << 5, 7;
  w.market.vintage[open_line].released = never;  // before any
  for (w.clock.step = 0; w.clock.step < 36; ++w.clock.step) {
    if (w.clock.step == 2 || w.clock.step == 8) w.market.vintage[open_line].released = w.clock.now();
    w.market.vintage[pro].released = w.clock.now();
    settle_month(w, plain_finance());
    const bool paid = w.clock.step >= 2 && w.clock.step < 8 + 12;
    CHECK(w.firms.revenue[give] == Approx(0.3 * 30 + 0.1 * 60 + (paid ? 7 : 0)).epsilon(1e-12));
  }
}

TEST_CASE("A programme pays a firm that it names as long as its best weights are no further behind than agreed") {
  World w = books();
  w.governments.programme_grant << 9, 4;  // Keep publishes nothing
  w.governments.programme_behind << 1000, 3;
  w.market.firm[pro] = give;  // Give sells a service too
  const double income = 0.3 * 30 + 0.1 * 60 + 100;
  const double best = w.market.vintage[open_line].capability;
  for (const auto& [lead, paid] : {std::pair{3.0, true}, {3.5, false}}) {
    World one = w;
    one.market.on_sale[pro] = one.market.on_sale[open_line] = 1;
    one.market.vintage[pro].capability = best + lead;
    settle_month(one, plain_finance());
    CHECK(one.firms.revenue[give] == Approx(income + (paid ? 4 : 0)).epsilon(1e-12));
  }
}

TEST_CASE("Free tokens earn nothing and cost what they cost") {
  World w = books();
  w.market.spend.row(pro).setZero();
  w.market.receipts.row(pro).setZero();
  settle_month(w, plain_finance());
  CHECK(w.firms.revenue[keep] == Approx(10).epsilon(1e-12));
  CHECK(w.firms.cash[keep] == Approx(10 + 40 - 50 * 0.8).epsilon(1e-12));
}

TEST_CASE("Cash: revenue, funding and subsidy come in, compute, research and serving go out") {
  World w = books();
  w.firms.cash << 1000, 100;
  w.firms.capex << 12, 5;
  w.governments.capex_subsidy[north] = 0.2;
  FinanceParams p = plain_finance();
  p.funding_response = 0.3;
  settle_month(w, p);
  // Keep: mean capability 120, standing (130 - 120)/20 = 0.5. Of 12 USD spent the state paid 12 x 0.2/1.2 = 2.
  CHECK(w.firms.cash[keep] == Approx(1000 + 110 + 40 * 1.15 + 2 - 12 * 1.5 - 50 * 0.8).epsilon(1e-12));
  // Give serves 0.3 x 60 Mtok itself.
  CHECK(w.firms.cash[give] == Approx(100 + 15 - 5 * 1.5 - 0.3 * 60 * 0.2).epsilon(1e-12));
}

TEST_CASE("The next budget: path, subsidy, standing, austerity") {
  World w = books();
  w.firms.firms[keep].capex = Path{{{january, 12}, {january + 1, 20}}};
  w.governments.capex_subsidy[north] = 0.5;
  FinanceParams p = plain_finance();
  p.capex_response = 0.2;
  settle_month(w, p);
  CHECK(w.firms.capex_budget[keep] == Approx(20 * 1.5 * (1 + 0.2 * 0.5)).epsilon(1e-12));
  CHECK(w.firms.capex_budget[give] == Approx(5 * (1 - 0.2 * 0.5)).epsilon(1e-12));

  World broke = books();
  broke.firms.cash[keep] = -1e6;
  settle_month(broke, plain_finance());
  CHECK(broke.firms.capex_budget[keep] == Approx(12 * 0.6).epsilon(1e-12));
}

TEST_CASE("Standing is bounded by one, and counts firms at work only") {
  World w = books();
  w.firms.capability << 200, 110;
  FinanceParams p = plain_finance();
  p.capex_response = 0.2;
  settle_month(w, p);
  CHECK(w.firms.capex_budget[keep] == Approx(12 * 1.2).epsilon(1e-12));
  CHECK(w.firms.capex_budget[give] == Approx(5 * 0.8).epsilon(1e-12));
  w = books();
  w.firms.active[give] = 0;
  settle_month(w, p);
  CHECK(w.firms.capex_budget[keep] == Approx(12).epsilon(1e-12));  // alone: its own mean
}

TEST_CASE("A budget moves by at most capex_bound a month, except from nothing") {
  World w = books();
  w.firms.capex_budget << 4, 100;
  FinanceParams p = plain_finance();
  p.capex_bound = 1.5;
  settle_month(w, p);
  CHECK(w.firms.capex_budget[keep] == Approx(6).epsilon(1e-12));
  CHECK(w.firms.capex_budget[give] == Approx(100 / 1.5).epsilon(1e-12));
  World fresh = books();
  settle_month(fresh, p);
  CHECK(fresh.firms.capex_budget[keep] == Approx(12).epsilon(1e-12));
}

TEST_CASE("A firm that is out of cash by a year of spending leaves, if the scenario says so") {
  World w = books();
  FinanceParams p = plain_finance();
  const double year = 12 * 12 * 1.5;
  w.firms.cash[keep] = -10 * year;
  settle_month(w, p);
  CHECK(w.firms.active[keep] == 1);
  p.exit = true;
  settle_month(w, p);
  CHECK((w.firms.active[keep] == 0 && w.firms.active[give] == 1));

  World near = books();  // income of the month: 110 + 40 - 40 = 110
  near.firms.cash[keep] = -year - 110 + 1;
  settle_month(near, p);
  CHECK(near.firms.active[keep] == 1);
}

TEST_CASE("A firm that is not at work keeps its cash") {
  World w = books();
  w.firms.active[keep] = 0;
  w.firms.cash[keep] = 77;
  settle_month(w, plain_finance());
  CHECK(w.firms.cash[keep] == 77);
  CHECK(w.firms.revenue[keep] == 100);  // what is still sold, without other business
}

TEST_CASE("Money is conserved: what developers and the state pay is what firms and hosts get") {
  World w = books();
  w.firms.capex << 12, 5;
  w.governments.capex_subsidy << 0.2, 0.1;
  const double before = w.firms.cash.sum();
  settle_month(w, plain_finance());
  const double hosts = 0.7 * 30, complements = 6, other = 10, funding = 40;
  const double state = 12 * 0.2 / 1.2 + 5 * 0.1 / 1.1, spent = 17 * 1.5 + 50 * 0.8 + 0.3 * 60 * 0.2;
  CHECK(w.firms.cash.sum() - before ==
        Approx(w.market.spend.sum() - hosts + complements + other + funding + state - spent).epsilon(1e-12));
}

TEST_CASE("Soft power: a region's share of the tokens that other regions use") {
  World w = books();
  std::vector<double> out(2, 0.0);
  finance_series().back().read(w, out);
  CHECK(finance_series().back().name == "soft_power");
  CHECK(out[north] == 1);                                 // the south uses 20 Mtok, all of northern make
  CHECK(out[south] == Approx(60.0 / 90).epsilon(1e-12));  // the north uses 30 of its own and 60 of southern make
}
