#pragma once
/// Promotions that admit a share of developers: a free period with rate limits, an invitation, a tier for students.
///
/// Whoever is admitted chooses from a menu in which the line stands at its promotional price, all others from one in
/// which it stands at its list price, so that the share of the line is the exact mixture
///
///     share = (1 - reach) P[list] + reach P[promotion]                                               [1]
///
/// with the same developers admitted as long as the promotion lasts. In its first month all of them choose, and without
/// habit: what they use has no bonus for being in use. Afterwards they review as others do, and when it ends those who
/// use the line under it choose anew. What is used under the promotion is counted as a line of its own, LINE-promoted,
/// of the same maker, openness and quality, and everybody who is admitted knows it.
///
/// Symbols     reach: line.reach
///             P: probability of the choice at the list price and at the promotional one
/// Sources     the form fits one maker's rise on a router from 4 % of tokens in August to 30-33 % from September to
///             November 2025, beside the fall of open weights (OpenRouter 2025); why those who are reached choose
///             afresh: model 13 and 24 % in the first months with habit, data 32 and 31
/// Draws       Purpose::admitted
/// Leaves out  who is admitted by region or segment, limits on tokens of each of them

#include <span>
#include <vector>

#include "base/random.hpp"
#include "mechanism/adoption/review.hpp"
#include "state/firms.hpp"
#include "state/market.hpp"

namespace moat {

/// Those on offer in a month are at most so many: developers are grouped by which of them admit them.
inline constexpr int max_promotions = 4;

struct Promotion {
  int option;       ///< of the line under the promotion
  int line_option;  ///< of the line itself
  Index line;       ///< the line itself
  double reach;     ///< share of developers whom it admits
  bool fresh;       ///< in its first month
};

/// Those on offer. `option` [slot]: 0 if the line is offered nowhere.
std::vector<Promotion> promotions_on_offer(const Market& market, const Firms& firms, const std::vector<int>& option,
                                           Month now);

/// Those of `asked` whom exactly the promotions with a bit in `mask` admit.
Flags admitted(std::span<const Promotion> promotions, unsigned mask, const Random& random, Index block, Flags asked);

/// Takes from the utilities `common` [option] what those whom the promotions of `mask` admit do not see.
void hide_others(std::span<const Promotion> promotions, unsigned mask, double* common);

}  // namespace moat
