#pragma once
/// Foresight: what an adaptive firm expects of the coming months, simulated with the mechanisms themselves.
///
/// It is played on a copy of the present state with a sample of its developers, each standing for more real ones. The
/// mechanisms whose rows say `played` act in their order, with the parameters that firms assume (no noise in training,
/// ratings and contributions). What the others write stays as it is: governments, compute, trust. So does the number of
/// developers; every other firm keeps the strategy in force, launches no new line, and nobody enters or leaves. Choices
/// of developers are drawn, with the same draws for every strategy compared, from a seed of the firm's own, so that it
/// does not foresee the draws of the run itself.

#include <string_view>

#include "base/random.hpp"
#include "mechanism/release/adaptive.hpp"
#include "state/world.hpp"

namespace moat {

struct Scenario;

/// The present on a sample of about `scenario.release.sample` developers, with room for the months of the horizon.
World imagined_world(const World& world, const Scenario& scenario);

/// What firms foresee in this month while the mechanism `thinking` acts, after those before it. The copy of the state
/// is made at the first call of the function returned; `world` and `scenario` must outlive that function, and `world`
/// must not change before that call.
Foresee foresee(const World& world, const Scenario& scenario, const Random& random, std::string_view thinking);

}  // namespace moat
