#pragma once
/// Firms that come and go.
///
/// A firm with `entry: free` begins to work when the mean profit of the firms on the market, their fixed costs apart,
/// has exceeded a hurdle for entry_months in a row; at most one firm per month, the cheapest first:
///
///     mean over f of (profit[f] + firm.fixed_cost[f]) > entry_hurdle own_fixed_cost                  [USD/month]
///
/// Symbols     f: active firms with a line on sale
///             profit: firms.profit of the month
///             own_fixed_cost: of the entrant
/// Sources     entry: Hopenhayn 1992, doi:10.2307/2951541; waiting: Dixit 1989, doi:10.1086/261619

#include "mechanism/finance/params.hpp"
#include "state/world.hpp"

namespace moat {

/// Adds an event for each firm that began to work this month.
void note_entries(Events& events, const Firms& firms, const Clock& clock);

/// A firm without cash, credit and profit leaves, and one whose exit is drawn (uncertain.hpp); its closed lines go, its
/// open weights stay. `spending`: USD a month.
void leave_if_over(Firms& firms, Market& market, Events& events, Index firm, double spending, Month now,
                   const FinanceParams& params);

/// Lets the cheapest of the waiting firms enter next month if profits have been above the hurdle for long enough.
void invite_entry(Firms& firms, const Market& market, Month now, const FinanceParams& params);

}  // namespace moat
