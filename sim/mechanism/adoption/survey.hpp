#pragma once
/// The survey: what firms learn of the demand they face from a sample of about `survey` developers who review.
///
/// Sums over the reviews of the sample, for each closed line k:
///
///     Q[k]    = sum over i of tokens p[k]                                 [Mtok/month]
///     S[k]    = sum over i of tokens p[k] a P_slope[k]                    [Mtok/month per unit of list price]
///     R[k]    = sum over i of tokens p[k] a P_slope[k] away               [Mtok/month per unit of list price]
///     gain[k] = sum over i of tokens p[k] (u[k] - sum over j of p[j] u[j])
///               / sum over i of tokens p[k]                               [1/ECI]
///
///     away    = (1 - own / maker) / nesting + own / maker (1 - maker)     [1]
///
/// R is the loss of expected tokens as the own price rises: lines of one firm are priced together, so what they lose to
/// each other is not lost. Without nests `away` is 1 - own. gain, for all lines, is the relative gain of expected
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

#include "mechanism/adoption/choice.hpp"
#include "mechanism/adoption/offers.hpp"

namespace moat {

/// Columns of the survey's sums [option, column]: expected tokens Q, their loss R per unit of the own price, tokens x
/// price weight S (market.hpp); and, to measure what a better model would be worth, tokens and gain.
enum SurveyColumn : int { demand_column, slope_column, weight_column, tokens_column, gain_column, survey_columns };

/// Weights of all options of one developer: every `stride`-th number.
struct Shares {
  const float* weights;
  Index stride;
  double per_weight;  ///< 1/(sum of weights)

  double operator()(int option) const { return double(weights[option * stride]) * per_weight; }
};

/// Adds expected demand for closed lines, its slope in the own price, and the price weight of the buyers; lines of one
/// firm are priced together, so what they lose to each other is not lost. `tokens`: Mtok/month of the developers that
/// this one stands for, at the reference price; `price_weight` in nats.
void survey_demand(const Offers& offers, const Shares& shares, Index region, Index segment, Index task,
                   double price_weight, double tokens, Grid<double>& sums);

/// Adds to `sums` the expected tokens of each option and their rise per ECI more on all lines of its maker:
/// d ln(share)/dc = slope of the option's utility - sum of share x slope over the maker's lines.
void survey_quality(const Offers& offers, const Shares& shares, Index region, Index segment, Index task, double tokens,
                    Grid<double>& sums);

}  // namespace moat
