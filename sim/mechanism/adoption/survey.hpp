#pragma once
/// The survey: what firms learn of the demand they face from a sample of about `survey` developers who review.
///
/// Sums over the reviews of the sample, for each closed line k:
///
///     Q[k]    = sum over i of tokens p[k]                                 [Mtok/month]
///     S[k]    = sum over i of tokens p[k] a P_slope[k]                    [Mtok/month per unit of list price]
///     R[k]    = sum over i of tokens p[k] a P_slope[k] away               [Mtok/month per unit of list price]
///     gain[k] = sum over i of tokens p[k] rise[k] / sum over i of tokens p[k]
///                                                                         [1/ECI]
///
///     away    = (1 - own / maker) / nesting + own / maker (1 - maker)     [1]
///     rise[k] = (u[k] - mean) / nesting + mean (1 - maker)                [1/ECI]
///     mean    = sum over j of p[j] u[j] / maker                           [1/ECI]
///
/// R is the loss of expected tokens as the own price rises: lines of one firm are priced together, so what they lose to
/// each other is not lost. Without nests `away` is 1 - own, and `rise` is u[k] - sum over j of p[j] u[j]. gain, for all lines, is the relative gain of expected
/// tokens if all lines of the maker were one ECI better.
///
/// Symbols     tokens: Mtok/month of the real developers that the one asked stands for, at the option's price
///             p: probability that it takes the option
///             own, maker: sum of p over the closed lines of the maker, and over all of them
///             nesting: dissimilarity of the maker's lines (nests.hpp); 1 for a line that is alone
///             a, P_slope: its price weight; change of the price response per unit of list price (adoption.hpp)
///             u: change of the option's utility per ECI
///             Q, S, R, gain: market.demand, demand_weight, demand_slope, demand_gain
///             i, k, j: review; line; lines of the same maker
/// Sources     demand as firms measure it; pricing.hpp says what it is for

#include <vector>

#include "mechanism/adoption/offers.hpp"
#include "mechanism/adoption/survey_lanes.hpp"

namespace moat {

/// The survey of one thread: a list of the options by maker, and the sums of the chunk at hand.
class Survey {
 public:
  /// Demand for the options of this month, and what a better model would be worth if `offers` knows.
  explicit Survey(const Offers& offers);

  /// Columns of the developers to be asked: the caller fills in `size`, `share`, `tokens`, `priced` and `weights`.
  Asked asked;

  /// Adds what those in `asked` expect to take from the menu of a region, segment and task.
  void add(const Offers& offers, const Menu& menu, Index region, Index segment, Index task, Instructions instructions);

  /// The sums of a chunk [option, SurveyColumn]; the next one begins at zero.
  Grid<double> take();

 private:
  std::vector<int> by_maker_;
  std::vector<SurveyedMaker> makers_;           ///< places in `by_maker_`
  std::vector<SurveyedOption> on_offer_;        ///< of the menu at hand, as are the next
  std::vector<SurveyedMaker> makers_on_offer_;  ///< places in `on_offer_`
  std::vector<float> sums_;
};

}  // namespace moat
