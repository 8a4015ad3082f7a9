#pragma once
/// Permits: weights above a limit of their maker's government wait before they are published.
///
///     published = filed + measure.delay                                                              [month]
///
/// The model is the one that was finished when the permit was asked for, and so is what its weights reveal; its maker
/// goes on with the next one meanwhile. A maker that has closed by then publishes nothing. There is no luck in it: who
/// asks gets the permit, or meets a limit (release.hpp) where it is refused.
///
/// Symbols     filed: month in which the line would have got the model
/// Sources     the form is assumed
/// Leaves out  smaller models that need no permit, made in the place of one that does

#include <vector>

#include "state/firms.hpp"
#include "state/governments.hpp"
#include "state/market.hpp"

namespace moat {

/// Files the vintage of an open line of a region's firm if it needs a permit; false if it may be published now. A model
/// that is no better than one filed for the line before is forgotten.
bool waits_for_permit(Market& market, const Governments& governments, Index region, Index line, const Vintage& vintage);

/// Takes out the models whose permit is given by `now`, in the order of filing, with this month as their release.
std::vector<Filed> take_permitted(Market& market, Month now);

}  // namespace moat
