#pragma once
/// Hybrids: runs in which some mechanisms respond to what happens and the others keep to the path of another run. They
/// show what each channel contributes to a difference between two scenarios.
///
/// Two scenarios with the same axes, seed and replicate: a baseline A and an arm B. In a hybrid everything follows B
/// with the same random numbers, except that the mechanisms of channels that do not respond are held: each month, what
/// they write is what they have just written in A, which runs in lockstep (state/columns.hpp and
/// model/special_holds.hpp say how). With all channels responding a hybrid equals B to the bit. With none it differs
/// from A by what policy, adoption and security do directly: bans and blocks, trust, tastes, hosting, the number and
/// kind of developers, peers, incidents.

#include <span>

#include "model/model.hpp"

namespace moat {

/// The channels beside `direct`, in the order of the first mechanism of each.
std::span<const Channel> channels();

/// Number of hybrids: one for each set of channels that may respond.
unsigned hybrid_count();

struct Hybrid {
  unsigned responding = 0;  ///< bit c set: channel c responds
  World world;
};

/// A hybrid before the first month: the arm's state at the start, with the baseline's in what held channels own.
Hybrid begin_hybrid(const World& arm_start, const World& baseline_start, unsigned responding);

/// One month of A and of hybrids between A and B, as run_month; clocks are not moved. A mechanism that A skips does not
/// act in A, and hybrids that hold it take A's values; one that B skips does not act in hybrids in which it responds.
void run_switched_month(World& baseline, const Scenario& of_baseline, std::span<Hybrid> hybrids, const Scenario& of_arm,
                        const Random& random);

}  // namespace moat
