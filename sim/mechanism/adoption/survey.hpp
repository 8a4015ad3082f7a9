#pragma once
/// The survey: what firms learn of the demand they face from a sample of developers who review.

#include "mechanism/adoption/choice.hpp"
#include "mechanism/adoption/offers.hpp"

namespace moat {

/// Columns of the survey's sums [option, column]: expected tokens Q, their loss R per unit of the own price, tokens x
/// price weight S (market.hpp), and for the question what a better model would be worth tokens and gain.
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
void survey_demand(const Offers& offers, const Shares& shares, Index region, Index segment, double price_weight,
                   double tokens, Grid<double>& sums);

/// Adds to `sums` the expected tokens of each option and their rise per ECI more on all lines of its maker:
/// d ln(share)/dc = slope of the option's utility - sum of share x slope over the maker's lines.
void survey_quality(const Offers& offers, const Shares& shares, Index region, Index segment, Index task, double tokens,
                    Grid<double>& sums);

}  // namespace moat
