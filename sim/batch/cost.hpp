#pragma once
/// What a run costs, from small pilots.
///
///     T(n) = fixed + each n + surveyed min(n, survey)     [s of one thread, all months together; n: developers]

#include <array>
#include <cstdint>
#include <functional>

namespace moat {

struct CostPilot {
  std::int64_t developers, survey;
};

/// None of them takes more than a small part of a run of 20,000. From the first to the second both parts grow with the
/// developers, from the third to the second only the survey does.
inline constexpr std::array<CostPilot, 3> cost_pilots{{{1000, 1000}, {7000, 7000}, {7000, 1000}}};

struct Cost {
  double fixed = 0, each = 0, surveyed = 0;  ///< seconds; of the survey, each developer who is asked

  double seconds(std::int64_t developers, std::int64_t survey) const;
};

/// `timed` runs a pilot and gives its seconds. A run as small as a pilot is its own pilot.
Cost fitted_cost(std::int64_t developers, std::int64_t survey, const std::function<double(const CostPilot&)>& timed);

}  // namespace moat
