#include "model/sampling.hpp"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "base/maths.hpp"
#include "base/normal.hpp"
#include "model/population.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

bool has_some(const RegionEntry& region, const SegmentEntry& segment) {
  return number_for(region.segments, segment.name) > 0;
}

}  // namespace

std::vector<Index> developers_by_segment(const Scenario& s, const RegionEntry& region, Index count) {
  std::vector<double> exact;
  double sum = 0;
  Index left = count;
  for (const SegmentEntry& segment : s.segments) {
    const double sd = segment.tokens_log_sd;
    exact.push_back(number_for(region.segments, segment.name) * std::sqrt(segment.tokens_median) *
                    maths::exp(sd * sd / 8));
    sum += exact.back();
    left -= has_some(region, segment);
  }
  expects(left >= 0, "there is a developer for each segment of the region");
  // One of each segment, and the others in proportion, rounded by largest remainders.
  std::vector<Index> whole(exact.size());
  const auto others = double(left);
  for (std::size_t g = 0; g < exact.size(); ++g) {
    exact[g] *= others / sum;
    const auto floor = Index(exact[g]);
    whole[g] = floor + has_some(region, s.segments[g]);
    exact[g] -= double(floor);
    left -= floor;
  }
  for (; left > 0; --left) {
    const auto most = std::max_element(exact.begin(), exact.end());
    ++whole[std::size_t(most - exact.begin())];
    *most -= 1;
  }
  return whole;
}

SampledUsage sample_usage(const SegmentEntry& segment, double expected, Index rank, Index among, double uniform) {
  // Half of 2^-32 keeps the smallest number of the first part above zero.
  const double probability = (double(rank) + std::clamp(uniform, 0x1p-33, 1 - 0x1p-33)) / double(among);
  const double sd = segment.tokens_log_sd, z = normal_quantile(probability);
  return {1000 * segment.tokens_median * maths::exp(sd * (sd / 2 + z)),
          expected / double(among) * maths::exp(-sd * (sd / 4 + z) / 2)};
}

std::vector<Problem> check_sampling(const Scenario& s, const Reading& reading) {
  std::vector<Problem> problems;
  if (s.run.sampling != Sampling::usage || s.regions.empty()) return problems;
  const auto report = [&](std::string_view why) {
    problems.push_back({reading.where("run.sampling"), fmt::format("run.sampling is usage ({})", why)});
  };
  if (s.adoption.timing == Timing::one_by_one)
    report("adoption.timing is one_by_one, where a developer sees how many others there are: equal");
  if (s.adoption.peers == Peers::network)
    report("adoption.peers is network, whose neighbours would be heavy users too often: equal");
  if (s.run.developers > max_weighted)
    report(fmt::format("run.developers is {}, more than the {} whose weights can be added up: equal", s.run.developers,
                       max_weighted));
  const Column<double> by_region = share_out(s);
  for (Index r = 0; r < by_region.size(); ++r) {
    const RegionEntry& region = s.regions[std::size_t(r)];
    const auto needed = std::count_if(s.segments.begin(), s.segments.end(),
                                      [&](const SegmentEntry& segment) { return has_some(region, segment); });
    if (by_region[r] < double(needed))
      report(fmt::format("regions.{} has {} of run.developers {}, and {} segments: more developers, or equal",
                         region.name, by_region[r], s.run.developers, needed));
  }
  return problems;
}

}  // namespace moat
