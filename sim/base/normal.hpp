#pragma once
/// Quantiles and probabilities of the standard normal distribution.

namespace moat {

/// The number that a standard normal number is below with this probability, 0 < probability < 1; a relative error of
/// 1e-15 (Wichura 1988, algorithm AS 241, doi:10.2307/2347330).
double normal_quantile(double probability);

/// The probability that a standard normal number is below this one: an absolute error of 1e-15 and a relative one of
/// 1e-12 (Marsaglia 2004, doi:10.18637/jss.v011.i04, and the continued fraction of Laplace in the tails).
double normal_probability(double number);

}  // namespace moat
