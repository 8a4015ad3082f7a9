#pragma once
/// Weighted developers: who uses much is simulated more often, and counts for less.
///
///     n_s  ~ n p_s sqrt(m_s) exp(sd_s^2 / 8)                                                         [developers]
///     u    = m_s exp(sd_s^2 / 2 + sd_s z),     z = quantile((rank + U) / n_s)                        [ktok/month]
///     w    = (n p_s / n_s) exp(-sd_s^2 / 8 - sd_s z / 2)                                             [1]
///
/// Symbols     n, n_s: simulated developers of the region; of a segment there, at least one
///             p_s: share of the segment among the region's developers
///             m_s, sd_s: median of usage, standard deviation of its logarithm (segments.*.tokens_median, tokens_log_sd)
///             u, w: usage of the simulated developer, and how many it counts as: in proportion to 1 / sqrt(u)
///             rank, U, quantile: 0 to n_s - 1; uniform on [0, 1); of the standard normal distribution
///
/// Usage is drawn with the density of the segment times its root, which for a lognormal is one with the median
/// m exp(sd^2 / 2): u and w, summed, are on average those of the region's developers. One draw from each n_s-th part
/// of that distribution (stratified sampling) takes most of the luck of usage away. With the weight that is best for
/// tokens, 1 / u, users of little would count so much that numbers of users were mere luck; the root is between.
///
/// Sources     importance and stratified sampling, Owen 2013, Monte Carlo theory, methods and examples, chapters 8, 9

#include <vector>

#include "base/column.hpp"
#include "io/scenario_text/yaml.hpp"

namespace moat {

struct RegionEntry;
struct Scenario;
struct SegmentEntry;

/// Simulated developers of each segment, of `count` in the region: at least one where its share is not zero.
std::vector<Index> developers_by_segment(const Scenario& scenario, const RegionEntry& region, Index count);

struct SampledUsage {
  double ktok;    ///< kilotokens a month at task path 1
  double counts;  ///< how many developers it counts as, on average 1
};

/// Usage of one of `among` developers of a segment. `expected`: how many a sample without weights would have, on
/// average; `rank`, `uniform`: the developer's place among them, and a number in [0, 1).
SampledUsage sample_usage(const SegmentEntry& segment, double expected, Index rank, Index among, double uniform);

/// What `run.sampling` asks of the rest of the scenario.
std::vector<Problem> check_sampling(const Scenario& scenario, const Reading& reading);

}  // namespace moat
