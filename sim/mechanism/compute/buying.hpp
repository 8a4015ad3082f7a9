#pragma once
/// The month's orders and deliveries of accelerators; compute.hpp has the equations.

#include "mechanism/compute/params.hpp"
#include "state/world.hpp"

namespace moat {

/// Spends the firms' budgets, at chips.price, on what there is of chips.supply: sets flows, payments, orders and
/// scarcity, and adds to stocks and to what was produced.
void buy_chips(Firms& firms, Chips& chips, const Governments& governments, const Society& society, Month now,
               const ComputeParams& params);

}  // namespace moat
