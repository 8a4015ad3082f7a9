#pragma once
/// The survey's second question: what a better model would be worth.

#include "mechanism/adoption_offers.hpp"

namespace moat {

/// Columns of the survey's sums [option, column].
enum SurveyColumn : int { tokens_column = 3, gain_column = 4, survey_columns = 5 };

/// Adds to `sums` the expected tokens of each option and their rise per ECI more on all lines of its maker:
/// d ln(share)/dc = slope of the option's utility - sum of share x slope over the maker's lines.
/// `tokens`: Mtok/month of the developers that this one stands for, at the reference price.
void survey_quality(const Offers& offers, const Weights& weights, Index region, Index segment, Index task,
                    double tokens, Grid<double>& sums);

}  // namespace moat
