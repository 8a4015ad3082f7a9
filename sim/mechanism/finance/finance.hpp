#pragma once
/// Finance: revenue, costs, cash, the next month's budget for compute; entry and exit of firms.
///
///     revenue = sales + firm.first_party hosted_sales + firm.complement open_tokens
///               + royalties + grants + firm.other_revenue                                            [USD/month]
///     serving = cost (tokens + firm.first_party hosted_tokens)                                       [USD/month]
///     income  = revenue - serving                                                                    [USD/month]
///     profit  = income - capex (1 + research_cost) - firm.fixed_cost + state                         [USD/month]
///     state   = capex subsidy / (1 + subsidy)                                                        [USD/month]
///     funding = firm.funding (1 + funding_response standing)                                         [USD/month]
///     cash'   = cash + profit + funding                                                              [USD]
///     standing = clip((c - mean over f of c[f]) / standing_scale, -1, 1)                              [1]
///
/// budget.hpp sets what the firm spends on compute next month. With `exit`, a firm leaves whose debt exceeds
/// credit_months of its spending and which has made losses for at least exit_months; it takes its closed lines with it.
/// entry.hpp lets firms in. ledger.hpp books all that moves, and sees to it that what one pays another gets.
///
/// Symbols     sales, tokens: of its closed lines, USD/month at the price that the maker gets, with support and without
///               tariffs; and Mtok/month
///             hosted_sales, hosted_tokens: of its open lines, of the use that hosts serve: nobody hosts those of a
///               non-commercial licence, and what users host for themselves they pay for themselves
///             open_tokens: Mtok/month of all its open lines
///             royalties: what hosts pay under a `revenue_share` licence: royalty x what they are paid, which leaves
///               out the maker's own part of hosting (first_party)
///             grants: of its government (open_promotion), if it published weights within the last twelve months, this
///               one included; what was on the market before the run counts from its first month
///             cost: USD/Mtok (pricing); of a promotion's tokens too, whatever they earn
///             capex, subsidy: spending on accelerators, paid in part by the state: subsidy per USD of the firm's own
///             state: state money for compute
///             income: the margin, but for other revenue
///             standing, c: distance of the firm's capability c from the mean of active firms f
///             cash, profit, funding: firms.cash, firms.profit; outside funding
/// Sources     the accounts need none; budget.hpp and entry.hpp name theirs
/// Reads       clock, governments, chips (payments), market (receipts, tokens, prices, demand, vintages)
/// Writes      ledger; firms.revenue, margin, profit, cash, standing, capex_budget, months of loss and promise,
///             endowment and port_spending (booked); events.firms; on exit firms.active, stock, compute and
///             market.on_sale
/// Draws       nothing
/// Leaves out  debt, taxes, depreciation, buy-outs, resale of chips, expectations beyond the last months

#include <span>

#include "mechanism/finance/params.hpp"
#include "state/series.hpp"

namespace moat {

/// What hosts of the line pay to its maker this month [USD/month]; 0 unless its licence is `revenue_share`.
double royalties(const Market& market, const Firms& firms, Index line);

/// One month, after adoption. `capability_per_tenfold`: ECI per log10 FLOP (CapabilityScale::per_tenfold).
void settle_accounts(Firms& firms, Market& market, Events& events, Ledger& ledger, const Governments& governments,
                     const Chips& chips, const Clock& clock, const FinanceParams& params,
                     double capability_per_tenfold);

std::span<const Series> finance_series();

}  // namespace moat
