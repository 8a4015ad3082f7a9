#pragma once
/// Finance: revenue, costs, cash, the next month's budget for compute; entry and exit of firms.
///
///     revenue = sales + firm.first_party hosted_sales + complement open_tokens
///               + royalties + grants + firm.other_revenue                                            [USD/month]
///     serving = cost (tokens + firm.first_party hosted_tokens) (1 - serving_claim) + levied          [USD/month]
///     income  = revenue - serving                                                                    [USD/month]
///     result  = income - capex (1 + research_cost) - firm.fixed_cost + state                         [USD/month]
///     profit  = result                                                                               [USD/month]  write_off 0
///     profit  = result + bought - written                                                            [USD/month]  else
///     written = (book + bought) / (12 write_off)                                                     [USD/month]
///     book'   = book + bought - written                                                              [USD]
///     state   = capex subsidy / (1 + subsidy)                                                        [USD/month]
///     funding = firm.funding max(0, 1 + funding_response standing + funding_use_response in_use)     [USD/month]
///     cash'   = cash + result + funding                                                              [USD]
///     standing = clip((c - mean over f of c[f]) / standing_scale, -1, 1)                              [1]
///     in_use' = in_use + ((share - 1 / n) / (share + 1 / n) - in_use) / funding_memory               [1]
///
/// Serving that takes the firm's own compute is paid for with it: in the accounts, though not in the margin that prices
/// and releases answer, it costs nothing twice. So profit is that of the models alone, before the funding that pays for
/// growth or, in firms that sell something else, for what the models are worth there. Money follows success: a firm
/// that gains rank or share of use attracts more in the months after, and income from complements,
///
///     complement = firm.complement max(0, 1 + complement_response (standing + in_use) / 2)           [USD/Mtok]
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
///               one included; what was on the market before the run counts from its first month; and what a programme
///               that funds it by name gives (open_programme), as long as it publishes as agreed
///             levied: what governments take of its sales (ledger.hpp)
///             cost: USD/Mtok (pricing); of a promotion's tokens too, whatever they earn
///             capex, subsidy: spending on accelerators, paid in part by the state: subsidy per USD of the firm's own
///             state: state money for compute
///             income: the margin, but for other revenue
///             standing, c: distance of the firm's capability c from the mean of active firms f
///             in_use, share, n: distance of the firm's share of all tokens from the mean of the n active firms: 0 at
///               the mean, 1/3 at twice it, -1 without use
///             complement: income beside open models in use
///             serving_claim: of compute, the part of serving that takes the firm's own accelerators
///             result, cash, profit, funding: without funding; firms.cash, firms.profit; outside funding
///             bought, written, book: own money for accelerators, what of it is charged to the month, and the rest
/// Sources     funding: Puri & Zarutskie 2012, doi:10.1111/j.1540-6261.2012.01786.x; accounts: IAS 16 (declining
///             balance); budget.hpp and entry.hpp name theirs
/// Reads       clock, governments, chips (payments), market (receipts, tokens, prices, demand, vintages)
/// Writes      ledger; firms.revenue, margin, profit, cash, book, standing, use_standing, capex_budget, months of loss
///             and promise, endowment and port_spending (booked); events.firms; on exit firms.active, stock, compute
///             and market.on_sale
/// Draws       nothing
/// Leaves out  debt, taxes, buy-outs, resale of chips, expectations beyond the last months

#include <span>

#include "mechanism/finance/params.hpp"
#include "state/series.hpp"

namespace moat {

/// What hosts of the line pay to its maker this month [USD/month]; 0 unless its licence is `revenue_share`.
double royalties(const Market& market, const Firms& firms, Index line);

/// One month, after adoption. `capability_per_tenfold`: ECI per log10 FLOP (CapabilityScale::per_tenfold);
/// `paid_serving`: part of serving that is paid for apart, as it takes no compute of the firm.
void settle_accounts(Firms& firms, Market& market, Events& events, Ledger& ledger, const Governments& governments,
                     const Chips& chips, const Clock& clock, const FinanceParams& params, double capability_per_tenfold,
                     double paid_serving = 1);

std::span<const Series> finance_series();

}  // namespace moat
