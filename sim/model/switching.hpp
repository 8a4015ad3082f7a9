#pragma once
/// Hybrids: some mechanisms answer what happens, and others keep to the path of another run: what each of them does
/// to a difference between two scenarios.
///
/// Two scenarios with the same axes, seed and replicate: a baseline A and an arm B. In a hybrid world everything
/// follows B with the same random numbers, but the mechanisms of channels that do not respond are held: month by month,
/// what they write is what they have just written in A, which runs in lockstep (the columns of their rows and
/// model/special_holds.hpp say how). With all channels responding a hybrid is B to the bit. With none it differs from A
/// by what policy, adoption and security do directly: bans and blocks, trust, tastes, hosting, the number and kind of
/// developers, peers, incidents.

#include <span>

#include "model/model.hpp"

namespace moat {

/// The channels beside `direct`, in the order of the first mechanism of each.
std::span<const Channel> channels();

/// Hybrids in which all sets of channels respond, one each.
unsigned hybrid_count();

struct Hybrid {
  unsigned responding = 0;  ///< bit c set: channel c responds
  World world;
};

/// A hybrid before the first month: the arm's world at the start, but for what belongs to channels that are held.
Hybrid begin_hybrid(const World& arm_start, const World& baseline_start, unsigned responding);

/// One month of A and of hybrids towards B, as run_month; clocks are not moved. What a scenario skips is skipped in its
/// own worlds, and a mechanism that A skips leaves the hybrids that hold it what A has.
void run_switched_month(World& baseline, const Scenario& of_baseline, std::span<Hybrid> hybrids, const Scenario& of_arm,
                        const Random& random);

}  // namespace moat
