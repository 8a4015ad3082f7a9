#pragma once
/// Shapley values (Shapley 1953, doi:10.1515/9781400881970-018): a total shared among players by what each adds, on
/// average over all orders in which they may come.

#include <span>
#include <vector>

namespace moat {

/// One value per player; they sum to worth(all) - worth(none). `worth` holds the worth of every set of players; bit p
/// of its place is set if player p is in it. A NaN makes the values of all players NaN that depend on it.
std::vector<double> shapley_values(std::span<const double> worth);

}  // namespace moat
