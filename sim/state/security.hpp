#pragma once
/// Dual use of models: the state of the security mechanism.

namespace moat {

struct Security {
  double offence = 0;         ///< ECI on the dual-use domains of the best that attackers can use
  double offence_open = 0;    ///< ECI of it among open weights, 0 for none
  double offence_closed = 0;  ///< ECI of it among closed services that they misuse, 0 for none
  double defence = 0;         ///< share of developer-tasks whose model keeps up with it
  double index = 0;           ///< offence potential above the threshold that defence does not cover, ECI
  double incidents = 0;       ///< misuse incidents this month
  double openness_shift = 0;  ///< utility of openness lost through incidents
};

}  // namespace moat
