#pragma once
/// Whether values gather in two groups, so that their mean describes neither.

#include <optional>
#include <span>
#include <vector>

namespace moat {

/// The dip of the sorted numbers `x` (Hartigan & Hartigan 1985, doi:10.1214/aos/1176346577; the algorithm is AS 217
/// with the corrections of Maechler's diptest): the largest distance of their distribution from the nearest with one
/// mode. From 1 / (2 n) to 1/4.
double dip(std::span<const double> x);

/// Probability that `count` uniform numbers dip as deep as `observed`, or deeper; from 2,000 draws with a fixed seed.
double dip_probability(double observed, std::size_t count);

/// Two groups in which values gather.
struct Basins {
  double probability = 1;  ///< of a dip as deep if there were one mode
  double split = 0;        ///< numbers below belong to the lower basin
  double low_share = 0;    ///< of the numbers
  double low_mean = 0, high_mean = 0;
};

/// The fewest numbers that are tested.
inline constexpr std::size_t fewest_for_basins = 12;
/// A dip that one mode would give less often than this makes basins.
inline constexpr double basins_probability = 0.01;

/// Basins of finite numbers, if the dip test finds more than one mode. The split is the one that leaves least variance
/// within the two. Numbers on a grid, such as whole months, are first spread over its step: two neighbouring steps are
/// one place, and so are basins less than a hundredth of the mean apart.
std::optional<Basins> find_basins(std::vector<double> values);

}  // namespace moat
