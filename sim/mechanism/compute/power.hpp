#pragma once
/// Power and sites: what cannot be powered is not in operation. A region gets connected what is planned; faster permits
/// let its plan run ahead of the calendar, and its government may build beyond it.
///
///     use      = power_overhead sum over c of (stock + others) chip.power / 1000000           [GW]
///     limit    = plan + sites                                                                 [GW]
///     plan     = region.power                                                                 [GW]
///     ahead'   = ahead + speed                                                                [months]
///     sites'   = sites + built / 12                                                           [GW]
///     powered  = min(1, limit / use)                                                          [1]
///
/// Of all chips that stand in the region the part powered runs, whoever owns them. A region without a path has power
/// for all; a site planned for n months from now is connected in n / (1 + speed) months.
///
/// Symbols     c: chip
///             use, limit: power that all chips of the region would draw; that there is for them
///             stock, others: units of the region's firms, and of buyers outside of the model there
///             plan: of the month that lies ahead months after this one, in proportion between two months
///             ahead: months by which the plan is ahead of the calendar
///             sites: beyond the plan
///             speed, built: months of the plan gained each month by deregulation, and GW that the government has built
///               a year (policy)
/// Sources     all in, an H100 of 0.7 kW takes about 1.4: servers, network and cooling, as in accounts of sites, 2023-25

#include "mechanism/compute/params.hpp"
#include "state/world.hpp"

namespace moat {

/// After the month's deliveries: sets chips.powered, power_use and power_limit (NaN where there is none), and moves
/// the building of sites on.
void power_up(Chips& chips, const Firms& firms, const Governments& governments, const Society& society, Month now,
              const ComputeParams& params);

}  // namespace moat
