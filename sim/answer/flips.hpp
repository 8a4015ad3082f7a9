#pragma once
/// Which of the parameters that differ between samples flips a verdict: Monte Carlo filtering (Spear & Hornberger 1980,
/// doi:10.1016/0043-1354(80)90040-8). A factor matters if it is distributed differently in samples where the verdict
/// holds and where it does not.

#include <string>
#include <vector>

namespace moat {

struct Flip {
  std::size_t factor = 0;
  double distance = 0;     ///< of the two distributions (Kolmogorov-Smirnov), 0 to 1
  double probability = 1;  ///< of one as large by chance, asymptotic
  double split = 0;        ///< value at which they lie furthest apart
  double below = 0;        ///< share of samples below the split in which the verdict holds
  double above = 0;        ///< the same above it
};

/// The fewest samples on either side for which factors are tested.
inline constexpr std::size_t fewest_samples = 5;

/// All factors, largest distance first; empty where fewer than `fewest_samples` hold or flip. `values` by
/// [factor][sample], finite.
std::vector<Flip> find_flips(const std::vector<std::vector<double>>& values, const std::vector<bool>& holds);

/// Probability that the distance of two samples of these sizes from one distribution is larger (Smirnov's limit).
double smirnov_probability(double distance, std::size_t first, std::size_t second);

}  // namespace moat
