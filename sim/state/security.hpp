#pragma once
/// Dual use of open weights: the state of the security mechanism.

namespace moat {

struct Security {
  double offence = 0;         ///< ECI of the best open weights on the dual-use domains
  double defence = 0;         ///< share of developers who use models at least as good
  double index = 0;           ///< offence potential above the threshold that defence does not cover, ECI
  double incidents = 0;       ///< misuse incidents this month
  double openness_shift = 0;  ///< utility of openness lost through incidents
};

}  // namespace moat
