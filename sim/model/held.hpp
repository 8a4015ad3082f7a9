#pragma once
/// Holds a mechanism to the path of another run: what it writes is taken from the state of that run, in which it has
/// just acted.
///
/// Each column takes the other run's values, or adds their change, as its declaration says (state/columns.hpp);
/// exceptions are in model/special_holds.hpp. Events: releases are taken, since series read them; others are not.

#include "model/mechanisms.hpp"

namespace moat {

/// A copy of the columns that mechanisms add to (Held::added) and of nothing else, to be made before one of them acts.
World added_columns_of(const World& world);

/// Copies to `world` what the mechanism has just written in the other run.
void hold(World& world, const OtherPath& path);

/// Before the first month: copies to `world` what the mechanism owns in the other run.
void hold_from_start(World& world, const Mechanism& mechanism, const World& other);

// For rows without exceptions: all columns as they are declared; at the start, those declared Held::taken.
void take_state(World& world, const OtherPath& path);
void take_state_at_start(World& world, const Mechanism& mechanism, const World& other);

/// For mechanisms of the channel `direct`.
inline constexpr Hold never_held{
    [](World&, const OtherPath&) { expects(false, "the mechanism can be held"); },
    [](World&, const Mechanism&, const World&) { expects(false, "the mechanism can be held"); }};

}  // namespace moat
