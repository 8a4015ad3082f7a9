#pragma once
/// What renting an H100e costs for an hour, by region: the chips that it takes, paid back over their life, and power,
/// with the lessors' margin, as many times as compute is scarce.
///
///     rent    = (value / (8766 chip_life rental_use) + power_cost) (1 + rental_margin)
///               (1 + rental_scarcity)                                                          [USD/H100e-hour]
///     value   = min(own, smuggling_premium lowest)                                             [USD/H100e]
///     own     = sum over c of offer price (1 + tariff + levy)
///               / sum over c of offer chip.h100e_training maturity                             [USD/H100e]
///     offer   = chip.capacity supply permitted                                                 [chips/month]
///
/// So a region that rules keep from good chips pays what intermediaries ask for compute, or for worse chips, if that is
/// less. Where nothing is on offer anywhere, rents stay.
///
/// Symbols     c: chips on sale and made for the region's market
///             own, lowest: price of what realises as much as an H100 among the chips on offer in the region; least of
///               all regions
///             value: what it takes to have one
///             offer: chips on offer, as far as rules let them through
///             permitted, tariff, levy: governments (policy)
///             price, maturity, supply: of the chip, of its stack, and its capacity relative to the path (compute.hpp,
///               capacity.hpp)
/// Sources     price trackers of clouds, 2024-25: about 8 USD an hour early in 2024, 1.5-2.5 late in 2025, where chips,
///             power and margin come to 1.2 and 1.05: rental_scarcity is what the difference implies

#include "mechanism/compute/params.hpp"
#include "state/world.hpp"

namespace moat {

/// Sets chips.rent, after the month's prices.
void set_rents(Chips& chips, const Governments& governments, const Society& society, Month now,
               const ComputeParams& params);

}  // namespace moat
