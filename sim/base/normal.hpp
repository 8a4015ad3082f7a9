#pragma once
/// Quantiles of the standard normal distribution.

namespace moat {

/// The number that a standard normal number is below with this probability, 0 < probability < 1; a relative error of
/// 1e-15 (Wichura 1988, algorithm AS 241, doi:10.2307/2347330).
double normal_quantile(double probability);

}  // namespace moat
