// B21: who pays whom in a month of two firms and three governments, on paper (scenarios/verify/accounts.yaml).

#include <string_view>

#include "verify/suite.hpp"

namespace moat {
namespace {

constexpr Index home = 0, away = 1, yard = 2, maker = 0, opener = 1;

struct Amount {
  std::string_view what;
  double expected, obtained;
};

}  // namespace

std::vector<CheckResult> accounts(const Effort& effort) {
  const World w = last_month(*verify_scenario(effort, "accounts"), 0, effort.threads);
  Ledger a = w.ledger;
  using Gov = GovernmentItem;
  const Amount table[] = {
      {"developers of home pay", 4e6, w.market.spend.col(home).sum()},
      {"developers of away pay half the price and 30 % of that", 2.6e6, w.market.spend.col(away).sum()},
      // A Mtok from a host costs 1.3 / (1 - 0.2) = 1.625 USD; hosted by its user it costs 4.
      {"developers of yard pay", 0.8e6 * 1.625 + 0.2e6 * 4, w.market.spend.col(yard).sum()},
      {"the maker gets its list price for all", 8e6, a.firm(maker, FirmItem::sales)},
      {"the opener gets a quarter of hosting", 0.25 * 0.8e6 * 1.625, a.firm(opener, FirmItem::sales)},
      {"and a fifth of what other hosts earn", 195000, a.firm(opener, FirmItem::royalties)},
      {"hosts keep their margin", 0.3 * 0.6e6, a.hosts.sum()},
      {"home pays the support", -2e6, a.government(home, Gov::price_support)},
      {"away gets the tariff", 0.6e6, a.government(away, Gov::service_tariffs)},
      {"home pays a fifth of the chips", -250000, a.government(home, Gov::capex_subsidy)},
      {"home gets the tariff on chips", 1e5, a.government(home, Gov::chip_tariffs)},
      {"yard gets the levy", 1.5e5, a.government(yard, Gov::export_levies)},
      {"yard pays the grant", -50000, a.government(yard, Gov::open_grants)},
      {"vendors get their price", 1e6, a.vendors[yard]},
      {"cash of the maker", 8e6 + 250000 - 1.25e6 * 1.5 - 2e6 + 1e5 - 2e5, w.firms.cash[maker] - a.opening[maker]},
      {"cash of the opener", 325000 + 195000 + 100000 + 50000 - 200000, w.firms.cash[opener] - a.opening[opener]},
  };
  std::vector<CheckResult> checks;
  for (const Amount& amount : table)
    checks.push_back(exact(std::string(amount.what), amount.expected, amount.obtained, 1e-9));
  return checks;
}

}  // namespace moat
