#include "batch/cost.hpp"

#include <algorithm>

namespace moat {

double Cost::seconds(std::int64_t developers, std::int64_t survey) const {
  return fixed + each * double(developers) + surveyed * double(std::min(developers, survey));
}

Cost fitted_cost(std::int64_t developers, std::int64_t survey, const std::function<double(const CostPilot&)>& timed) {
  const auto [small, large, unasked] = cost_pilots;
  if (developers <= small.developers) return {timed({developers, survey}), 0, 0};
  const double at_small = timed(small), at_large = timed(large), at_unasked = timed(unasked);
  const auto more_asked = double(large.survey - unasked.survey), more = double(large.developers - small.developers);
  const double surveyed = std::max(0.0, at_large - at_unasked) / more_asked;
  const double each = std::max(0.0, at_unasked - at_small) / more;
  const double fixed = at_small - each * double(small.developers) - surveyed * double(small.survey);
  return {std::max(0.0, fixed), each, surveyed};
}

}  // namespace moat
