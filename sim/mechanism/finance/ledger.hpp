#pragma once
/// The ledger: money is conserved. What one pays another gets, with what is outside of the model as an account too, so
/// that in every month
///
///     developers + support + grants = makers + hosts + self_hosted + service_tariffs                 [USD/month]
///     outlays + subsidy + public = vendors + rental + smuggling + chip_tariffs + levies              [USD/month]
///     cash'[f] - cash[f] = sum over i of item[f, i]                                                  [USD/month]
///     developers = firms + governments + hosts + vendors + outside                                   [USD/month]
///
/// each within 1e-9 of the sum of its terms; else the run stops, and says what leaks. Developers pay on top of the list
/// price what the tariff asks, and less what a government supports: who sells gets its list price whatever is decided.
///
///     support         = sum over l, r of price_support (receipts + own)                              [USD/month]
///     revenue_levies  = sum over l, r of taken kept receipts                                     [USD/month]
///     service_tariffs = sum over l, r of service_tariff (1 - price_support) receipts                 [USD/month]
///
/// Symbols     l, r, f, i: line; region of the developers; firm; item of its account (state/ledger.hpp)
///             developers: what they spend (market.spend)
///             receipts, own: market.receipts and self_hosted: of who serves the line; of who hosts it for itself
///             price_support, service_tariff, taken: governments (policy); tariffs are on closed lines; taken: by
///               levies on revenue
///             kept: part of receipts that makers and hosts are levied on: all but what hosts pay as royalties
///             grants, subsidy, public: state money for open releases, for compute, and for public compute (compute)
///             makers: sales of firms at the price that they get, and grants
///             hosts: sales of hosts; in the last line what they keep of them
///             self_hosted: what hosting for oneself costs
///             outlays: of firms on chips and offshore rental, the part that the state pays left out
///             vendors, rental, smuggling, chip_tariffs, levies: who gets them (compute/payments.hpp)
///             cash, item: firms.cash; what a firm takes in (+) and pays (-)
///             firms, governments, outside: the sums of their accounts
/// Sources     accounting

#include <span>

#include "state/series.hpp"

namespace moat {

/// What a line moves in a month, USD.
struct LineMoney {
  double sales = 0;            ///< of its maker
  double complements = 0;      ///< of its maker
  double hosts = 0;            ///< sales of hosts
  double royalties = 0;        ///< from hosts to its maker
  double serving = 0;          ///< cost of its maker
  double hosting = 0;          ///< cost of hosts
  double levied = 0;           ///< part of receipts [1] that governments levy from the maker on
  double levied_of_hosts = 0;  ///< the same of hosts, after royalties
};

/// What a firm moves in a month beside its lines, USD.
struct FirmMoney {
  double other_revenue = 0, open_grants = 0, capex_subsidy = 0, funding = 0, compute = 0, research = 0, fixed_costs = 0;
};

/// What all governments would take of the receipts for a line, if all of them were levied [USD/month].
double levies_on(const Market& market, const Governments& governments, Index line);

/// Begins the accounts of a month, with what is paid for compute.
void open_ledger(Ledger& accounts, const Chips& chips);

/// Books a line: its developers, its maker, hosts, and the governments that tax and support it.
void book_line(Ledger& accounts, const Market& market, const Governments& governments, Index line,
               const LineMoney& money);

/// Books a firm, after its lines: what is left of its month is its change of cash, or is passed on if it has left.
/// Forgets what it entered with and spent on ports, which are booked.
void book_firm(Ledger& accounts, Firms& firms, Index firm, const FirmMoney& money);

/// The accounts are those of the month.
void close_ledger(Ledger& accounts, const Firms& firms, const Clock& clock);

/// Throws ContractError if money leaks in the accounts of this month; where nobody has settled them there are none.
void check_ledger(const World& world);

std::span<const Series> ledger_series();

}  // namespace moat
