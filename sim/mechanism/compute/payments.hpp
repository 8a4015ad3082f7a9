#pragma once
/// Who is paid for compute. Of chips that arrive legally:
///
///     sales   = sum over f of bought price                                                       [USD/month]
///     tariffs = tariff sales                                                                     [USD/month]
///     levies  = levy sales                                                                       [USD/month]
///
/// Tariffs go to the buyer's government, levies on exports to the vendor's. Whoever smuggles keeps all that is paid for
/// what it brings, the tariff and levy in its price included: the chips were sold to buyers outside of the model.
///
/// Symbols     f: firms of the region
///             sales, tariffs, levies: chips.sales, tariffs, levies, of a chip in a region
///             bought, price, tariff, levy: compute.hpp
/// Sources     accounting

#include "state/world.hpp"

namespace moat {

/// Before the month's orders.
void forget_payments(Chips& chips);

/// `bought`: [firm, chip] units of this month; `smuggled`: [firm, chip] USD paid for smuggled units.
void note_payments(Chips& chips, const Firms& firms, const Governments& governments, const Grid<double>& bought,
                   const Grid<double>& smuggled);

}  // namespace moat
