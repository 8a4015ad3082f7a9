#pragma once
/// Firms that come and go.

#include "mechanism/finance/finance.hpp"

namespace moat {

/// Notes the firms that began to work this month.
void note_entries(Events& events, const Firms& firms, const Clock& clock);

/// A firm without cash, credit and profit leaves; its closed lines go, its open weights stay. `spending`: USD a month.
void leave_if_ruined(Firms& firms, Market& market, Events& events, Index firm, double spending, Month now,
                     const FinanceParams& params);

/// Lets the cheapest of the waiting firms in from next month if profits have invited it for long enough.
void invite_entry(Firms& firms, const Market& market, Month now, const FinanceParams& params);

}  // namespace moat
