#pragma once
/// Buyers of chips outside of the model: clouds, states and firms that train no models of note. They get a part of each
/// chip's capacity, in regions where it is sold and let through, and lend of it to firms that rent offshore:
///
///     units    = other_buyers chip.capacity supply there                                       [chips/month]
///     there    = region.other_buyers permitted / sum over r of region.other_buyers permitted   [1]
///     others'  = (1 - retirement) others + units                                               [chips]
///     h100e    = powered sum over c of others chip.h100e_training maturity                     [H100e]
///     part     = min(1, sum over r of h100e / sum over r of wish,
///                min over r of (offshore / wish))                                              [1]
///
/// Symbols     c, r: chip; region
///             units, others: that they get this month, and have installed
///             there: the region's part of them; 0 where the chip is not sold
///             permitted: governments.permitted (policy); 1 before the first month
///             supply, maturity: of the chip and of its stack (capacity.hpp, compute.hpp)
///             powered: the part of the region's chips that runs; when compute is lent, last month's (power.hpp)
///             h100e, offshore: realised in the region; in all others
///             wish, part: what firms of the region want to rent offshore; how much of it is lent to them, the same
///               part everywhere
/// Sources     installed clusters by country: Epoch AI, GPU clusters, 2025 (CC BY 4.0)

#include "mechanism/compute/params.hpp"
#include "state/world.hpp"

namespace moat {

/// What they have installed before the first month: their part of what was sold, wherever the chip was sold.
void start_others(Chips& chips, const Society& society, Month start, const ComputeParams& params);

/// One month of their purchases and of wear.
void supply_others(Chips& chips, const Governments& governments, const Society& society, Month now,
                   const ComputeParams& params);

/// H100e [region] that they realise.
Column<double> compute_of_others(const Chips& chips);

/// Lends what firms of each region wish to rent offshore [H100e], or a part of it, which is returned; adds to
/// chips.rented in the region of the firms and to chips.lent where it stands, by what there is in each.
double lend(Chips& chips, const Column<double>& wish);

}  // namespace moat
