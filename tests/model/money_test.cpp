// Money is conserved in whole months, whatever governments do; who is helped earns, who is taxed does not, and it is
// the government that acts which pays or is paid.

#include <fmt/format.h>

#include <random>
#include <string>
#include <vector>

#include "catch.hpp"
#include "model/little_scenario.hpp"

using namespace moat;

namespace {

constexpr Index at_north = 0, at_south = 1, firm_keep = 0, firm_give = 1, chip_alpha = 0;

/// A year of the little scenario with these measures instead of its own; run_month checks the ledger each month.
World year_with(std::vector<std::string> sets) {
  for (const char* own : {"control", "ban", "block", "help"})
    sets.push_back(fmt::format("policy.measures.{}=null", own));
  const Scenario s = little_scenario(sets);
  World w = initial_world(s, random_of(s), 1);
  run_months(w, s, 11);
  run_month(w, s, random_of(s).at(w.clock.step), [](const Mechanism&) {});
  return w;
}

/// Tokens of a closed line at its list price, USD.
double at_list_price(const World& w, Index line) {
  double tokens = 0;
  for (Index r = 0; r < w.market.tokens.size(1); ++r)
    for (Index s = 0; s < w.market.tokens.size(2); ++s)
      for (Index t = 0; t < w.market.tokens.size(3); ++t) tokens += w.market.tokens(line, r, s, t);
  return tokens * w.market.list_price[line];
}

/// Something that a government may do, with strengths drawn at random.
std::string random_measure(std::mt19937& draw) {
  const auto share = [&] { return std::uniform_real_distribution(0.0, 1.0)(draw); };
  const auto one_of = [&](int n) { return std::uniform_int_distribution(0, n - 1)(draw); };
  const bool turned = one_of(2);
  const char *actor = turned ? "south" : "north", *other = turned ? "north" : "south";
  const std::string acts[] = {
      fmt::format("tariff, on: services, origins: [{}], rate: {}", other, 3 * share()),
      fmt::format("tariff, on: chips, origins: [{}], rate: {}", other, 2 * share()),
      fmt::format("export_levy, targets: [{}], rate: {}", other, share()),
      fmt::format("export_promotion, targets: [{}], price_support: {}, trust: 0.2", other, one_of(4) ? share() : 1),
      fmt::format("subsidy, capex_share: {}", share()),
      fmt::format("open_promotion, grant: {}, openness: {}, hosting: {}", 1e7 * share(), share(), share() - 0.5),
      fmt::format("export_control, targets: [{}], status: denial, enforcement: {}", other, share()),
      fmt::format("api_block, targets: [{}], coverage: {}", other, share()),
      fmt::format("model_ban, origins: [{}], coverage: {}", other, share()),
      fmt::format("public_compute, compute: {}, hosts: {}", 1e4 * share(), share()),
      fmt::format("deregulation, delay: -1, capex_share: {}, speed: {}", 0.3 * share(), share()),
      fmt::format("memory_control, targets: [{}], cut: {}", other, share()),
      fmt::format("tool_control, targets: [{}], slowdown: {}", other, 2 * share()),
      fmt::format("cloud_access, targets: [{}], coverage: {}", other, share()),
      fmt::format("infrastructure, power: {}", share()),
      fmt::format("revenue_levy, targets: [{}], levy: {}", other, 0.9 * share()),
      fmt::format("standards, targets: [{}], trust: {}, recognition: {}", other, share(), share()),
      fmt::format("data_rule, origins: [{}], coverage: {}, premises: {}", other, share(), share()),
      fmt::format("open_programme, firms: [{}], grant: {}, compute: {}, behind: {}", turned ? "Give" : "Keep",
                  1e7 * share(), 1e3 * share(), 10 * share()),
      fmt::format("safeguards, effectiveness: {}", share()),
      fmt::format("gating, targets: [{}], capability_limit: {}, coverage: {}", other, 100 + 60 * share(), share()),
      fmt::format("publishing_permit, capability_limit: {}, delay: {}", 100 + 60 * share(), one_of(9))};
  return fmt::format("{{instrument: {}, from: 2024-{:02}, actor: {}}}", acts[one_of(int(std::size(acts)))],
                     1 + one_of(9), actor);
}

std::vector<std::string> random_point(std::mt19937& draw) {
  const auto share = [&] { return std::uniform_real_distribution(0.0, 1.0)(draw); };
  const auto one_of = [&](int n) { return std::uniform_int_distribution(0, n - 1)(draw); };
  const char* const licences[] = {"permissive", "non_commercial"};
  const char* const strategies[] = {"closed", "open", "delayed", "tiered"};
  const char* const rules[] = {"path", "responsive", "best_reply"};
  std::vector<std::string> sets{"run.developers=200",
                                fmt::format("firms.Give.first_party={}", share()),
                                fmt::format("firms.Give.complement={}", share()),
                                fmt::format("firms.Late.strategy={}", strategies[one_of(4)]),
                                fmt::format("firms.Late.other_revenue={}", 1e6 * share()),
                                fmt::format("firms.Late.cash={}", 1e8 * share()),
                                fmt::format("finance.capex_rule={}", rules[one_of(3)]),
                                fmt::format("finance.exit={}", one_of(2) ? "true" : "false"),
                                "finance.credit_months=1"};
  if (one_of(2))
    sets.insert(sets.end(), {"firms.Give.lines.give.licence=revenue_share",
                             fmt::format("firms.Give.lines.give.royalty={}", 0.1 + 0.8 * share())});
  else
    sets.push_back(fmt::format("firms.Give.lines.give.licence={}", licences[one_of(2)]));
  if (one_of(2)) sets.insert(sets.end(), {"firms.Give.cash=0", "firms.Give.funding=0", "firms.Give.fixed_cost=1e8"});
  if (one_of(2))
    sets.insert(sets.end(), {fmt::format("compute.capacity_response={}", share()), "compute.capacity_lead=2",
                             fmt::format("chips.alpha.ceiling={}", 1 + share())});
  if (one_of(2))
    sets.insert(sets.end(), {"chips.alpha.power=1", fmt::format("regions.north.power={}", 0.02 * share()),
                             fmt::format("regions.south.power={}", 0.02 * share())});
  for (int m = 1 + one_of(6); m > 0; --m)
    sets.push_back(fmt::format("policy.measures.m{}={}", m, random_measure(draw)));
  return sets;
}

}  // namespace

TEST_CASE("Money is conserved at 200 points with random policies, and every account is used") {
  std::mt19937 draw(20261130);
  Ledger used;
  for (int point = 0; point < 200; ++point) {
    const Scenario s = little_scenario(random_point(draw));
    World w = initial_world(s, random_of(s), 1);
    if (point == 0) used = w.ledger;
    for (int month = 0; month < 14; ++month) {
      CAPTURE(point, month);
      REQUIRE_NOTHROW(run_months(w, s, 1));
      REQUIRE(w.ledger.settled == month);
      used.firms += w.ledger.firms.abs();
      used.governments += w.ledger.governments.abs();
      used.hosts += w.ledger.hosts.abs();
      used.vendors += w.ledger.vendors.abs();
      used.outside += w.ledger.outside.abs();
    }
  }
  for (Index i = 0; i < used.firms.cols(); ++i) {
    INFO(Choices<FirmItem>::names[std::size_t(i)]);
    CHECK(used.firms.col(i).sum() > 0);
  }
  for (Index i = 0; i < used.governments.cols(); ++i) {
    INFO(Choices<GovernmentItem>::names[std::size_t(i)]);
    CHECK((used.governments.col(i) > 0).all());
  }
  for (Index i = 0; i < used.outside.size(); ++i) {
    INFO(Choices<OutsideItem>::names[std::size_t(i)]);
    CHECK(used.outside[i] > 0);
  }
  CHECK(((used.hosts > 0).all() && (used.vendors > 0).all()));
}

TEST_CASE("Half of the price abroad paid by its government: the maker earns more, and the government pays it") {
  const World before = year_with({});
  World after = year_with(
      {"policy.measures.help-sales={instrument: export_promotion, from: 2024-01, actor: north, targets: [south], "
       "price_support: 0.5}"});
  CHECK(after.ledger.firm(firm_keep, FirmItem::sales) > 1.01 * before.ledger.firm(firm_keep, FirmItem::sales));
  double abroad = 0;  // what makers of the north and hosts get in the south; half of it is paid by the north
  for (Index l = 0; l < after.market.line_count(); ++l)
    if (after.market.origin[l] == at_north)
      abroad += after.market.receipts(l, at_south) + after.market.self_hosted(l, at_south);
  CHECK(abroad > 0);
  CHECK(after.ledger.firm(firm_keep, FirmItem::sales) == Approx(at_list_price(after, 0)).epsilon(1e-12));
  CHECK(after.ledger.government(at_north, GovernmentItem::price_support) == Approx(-abroad / 2).epsilon(1e-12));
  CHECK(after.ledger.government(at_south, GovernmentItem::price_support) == 0);
}

TEST_CASE("A tariff of 100 % on services abroad: the maker earns less, and the tariff is the importer's") {
  const World before = year_with({});
  World after =
      year_with({"policy.measures.tax={instrument: tariff, from: 2024-01, actor: south, on: services, origins: "
                 "[north], rate: 1}"});
  CHECK(after.ledger.firm(firm_keep, FirmItem::sales) < 0.99 * before.ledger.firm(firm_keep, FirmItem::sales));
  double abroad = 0;
  for (Index l = 0; l < after.market.line_count(); ++l)
    if (after.market.origin[l] == at_north && !after.market.open[l]) abroad += after.market.receipts(l, at_south);
  CHECK(abroad > 0);
  CHECK(after.ledger.firm(firm_keep, FirmItem::sales) == Approx(at_list_price(after, 0)).epsilon(1e-12));
  CHECK(after.ledger.government(at_south, GovernmentItem::service_tariffs) == Approx(abroad).epsilon(1e-12));
  CHECK(after.ledger.government(at_north, GovernmentItem::service_tariffs) == 0);
}

TEST_CASE("A levy on exports of chips pays the government that levies it, and raises the buyer's price") {
  const World before = year_with({});
  World after = year_with(
      {"policy.measures.levy={instrument: export_levy, from: 2024-01, actor: north, targets: [south], rate: 0.5}"});
  const double sales = after.chips.sales(chip_alpha, at_south);
  CHECK(sales > 0);
  CHECK(after.ledger.government(at_north, GovernmentItem::export_levies) == Approx(sales / 2).epsilon(1e-12));
  CHECK(after.ledger.government(at_south, GovernmentItem::export_levies) == 0);
  CHECK(after.ledger.government(at_south, GovernmentItem::chip_tariffs) == 0);
  CHECK(after.chips.bought(chip_alpha, at_south) < before.chips.bought(chip_alpha, at_south));
  CHECK(after.firms.stock(firm_give, chip_alpha) < before.firms.stock(firm_give, chip_alpha));
}
