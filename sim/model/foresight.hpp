#pragma once
/// Foresight: what an adaptive firm expects of the coming months, simulated with the mechanisms themselves.
///
/// The imagined world is the present one with a sample of its developers, each standing for more real ones. The
/// mechanisms whose rows say `played` act in their order, with the parameters that firms imagine (no luck in training,
/// ratings and contributions). What the others write stays as it is: governments, compute, trust. So does the number of
/// developers; every other firm keeps the strategy in force, launches no new line, and nobody enters or leaves. Choices
/// of developers are drawn, with the same draws for every strategy compared, from a seed of the firm's own: it foresees
/// no real draw.

#include <string_view>

#include "base/random.hpp"
#include "mechanism/release/adaptive.hpp"
#include "state/world.hpp"

namespace moat {

struct Scenario;

/// The present on a sample of about `scenario.release.sample` developers, with room for the months of the horizon.
World imagined_world(const World& world, const Scenario& scenario);

/// What firms foresee in this month, while the mechanism `thinking` acts: those before it have acted. The imagined
/// world is made when first asked for; `world` and `scenario` must outlive the function, and the world must not change
/// before it is asked.
Foresee foresee(const World& world, const Scenario& scenario, const Random& random, std::string_view thinking);

}  // namespace moat
