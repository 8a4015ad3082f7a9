#pragma once
/// Capacity of vendors: a path, programmes and rules that move it, and what vendors add because orders exceed it. What
/// is decided today delivers after a lead, and goes again if orders do.
///
///     capacity   = chip.capacity supply                                                       [chips/month]
///     supply     = programme expansion (1 - cut) yield                                        [1]
///     programme' = programme max(0, 1 + (growth - slowdown) / 12)                             [1]
///     expansion' = min(most, 1 + (1 - capacity_decay) (expansion - 1)
///                  + capacity_response missing)                                               [1]
///     missing    = max(0, sum over v of short chip.h100e_training)
///                  / sum over v of chip.capacity programme (1 - other_buyers)
///                  chip.h100e_training                                                        [1]
///     short      = orders - chip.capacity supply (1 - other_buyers)                           [chips/month]
///
/// So capacity_response is the part of the missing units that a vendor sets out to add each month. Its lines make
/// whatever it sells, so what is missing is counted over all its chips, and new ones begin with what is built. Buyers
/// outside of the model order as many times their part as firms do theirs. With capacity_response 0 capacity is the
/// path, as far as programmes and rules do not move it.
///
/// Symbols     v: chips of the vendor that are on sale
///             capacity: units that the vendor can deliver to all buyers
///             supply, programme: capacity relative to its path; what programmes and controls on tools make of it
///             growth, slowdown, cut: what a chip programme adds a year, what controls on tools take away a year, and
///               the part that controls on memory take away, of the vendor's region (policy)
///             yield: what is drawn for the run (uncertain); 1 without
///             expansion: lines that answer orders, relative to path and programme
///             most: chip.ceiling; without bound where none is given
///             missing: of the month capacity_lead months ago; 0 before the run
///             orders: units that firms would buy, and smugglers order, if all vendors could deliver (compute.hpp): a
///               dollar that one vendor cannot serve is not ordered of two
/// Sources     supply that answers after a delay: Ezekiel 1938, doi:10.2307/1881734; that the pipeline is not counted
///             when more is ordered, as people do: Sterman 1989, doi:10.1287/mnsc.35.3.321

#include "mechanism/compute/params.hpp"
#include "state/world.hpp"

namespace moat {

/// Before the month's orders: sets chips.programme, expansion and supply.
void set_capacity(Chips& chips, const Governments& governments, const Clock& clock, const ComputeParams& params);

/// After them: what chips.orders exceed capacity by, kept for the months to come.
void note_missing(Chips& chips, const Clock& clock, const ComputeParams& params);

}  // namespace moat
