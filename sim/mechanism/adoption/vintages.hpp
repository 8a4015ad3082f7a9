#pragma once
/// Vintages of one line that are on offer together are near copies of each other, so a line must not win users by
/// having more of them. They form a nest of a nested logit: what is added to the utility of a vintage, so that the
/// plain logit among all options (choice.hpp) is the nested one,
///
///     nested[i] = U[i] + (nesting / vintage_nesting - 1) v[i]
///                 + (vintage_nesting - nesting) ln sum over j of exp(v[j] / vintage_nesting)         [utility]
///     v[i]      = U[i] - a P[i]                                                                      [utility]
///
/// is exact where all of a region and segment weigh the price alike; what developers weigh differently from the median
/// enters as between lines. `nesting` is that of the maker's lines, among which the line is then one (nests.hpp), 1
/// without. n equal vintages have n^vintage_nesting times the weight of one: with 1 they count as lines of their own,
/// near 0 as one. A vintage alone keeps its utility, and the log-sum is that of the nested logit.
///
/// Symbols     i, j: vintages of the line that are available in the region and segment
///             U, nested: utility for the task that all of a region and segment share, before and after
///             a, P: the segment's median price weight; the price response (adoption.hpp), that of a developer of
///               median use where it follows bills
///             v: what differs between vintages
/// Sources     nested logit: Train 2009, Discrete Choice Methods with Simulation, ch. 4, doi:10.1017/CBO9780511805271;
///             red bus and blue bus: Debreu 1960, American Economic Review 50: 186-188

#include <vector>

#include "state/market.hpp"

namespace moat {

/// Options that are vintages of one line, at least two.
using Vintages = std::vector<int>;

/// The nests among what is on offer. `option`: [slot] option, 0 if the line is offered nowhere.
std::vector<Vintages> vintages_on_offer(const Market& market, const std::vector<int>& option);

/// Changes the utilities `common` [option] of one task; minus infinity is not available. `vintage_nesting` at most
/// `nesting`. `price_weight`: utility per unit of `price` [option].
void nest_vintages(const std::vector<Vintages>& nests, double vintage_nesting, double nesting, double price_weight,
                   const float* price, double* common);

}  // namespace moat
