#pragma once
/// A mechanism that is held: what it writes is taken from another world, in which it has just acted.
///
/// Columns are taken, or what was added to them is added, as their declarations say (state/columns.hpp). What does not
/// fit into that is in model/special_holds.hpp. Events: releases are taken, since series read them; others are not.

#include "model/mechanisms.hpp"

namespace moat {

/// A world that holds only what mechanisms add to, to be kept before one of them acts.
World added_columns_of(const World& world);

/// Gives `world` what the mechanism has just written in the other one.
void hold(World& world, const OtherPath& path);

/// Before the first month: gives `world` what belongs to the mechanism.
void hold_from_start(World& world, const Mechanism& mechanism, const World& other);

// For rows: columns as they are declared; at the start those that are taken.
void take_state(World& world, const OtherPath& path);
void take_state_at_start(World& world, const Mechanism& mechanism, const World& other);

/// For mechanisms of the channel `direct`.
inline constexpr Hold never_held{
    [](World&, const OtherPath&) { expects(false, "the mechanism can be held"); },
    [](World&, const Mechanism&, const World&) { expects(false, "the mechanism can be held"); }};

}  // namespace moat
