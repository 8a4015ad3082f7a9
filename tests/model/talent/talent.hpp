#pragma once
/// Talent: researchers move between firms, and with them part of what a firm can do with its compute.
///
/// Each month, for each active firm:
///
///     t' = t + mobility (target - t) + luck z                                                  [1]
///     target = 2 compute / (compute + mean)                                                    [1]
///
/// A firm with talent t gains t times the know-how that its own research would bring otherwise.
///
/// Symbols     t: firms.talent, research staff relative to a firm of average compute, not below zero
///             compute, mean: H100e realised by the firm (compute), and the mean over active firms
///             target: the talent that its compute attracts
///             z: standard normal
/// Sources     none: a mechanism that tests add
/// Reads       firms.compute, firms.active
/// Writes      firms.talent
/// Draws       talent_moves: one normal per firm and month
/// Leaves out  wages, migration between regions

#include <span>

#include "base/random.hpp"
#include "mechanism/purpose.hpp"
#include "state/series.hpp"

namespace moat {

inline constexpr Purpose talent_moves{200};  ///< agent: firm

struct TalentParams {
  double mobility = 0.1;
  double luck = 0.02;

  template <class P = TalentParams>
  static constexpr auto rows() {
    return std::tuple{
        number("mobility", &P::mobility, "1/month", share(), "Part of the distance to its target that talent moves.",
               assumed("a mechanism of the tests")),
        number("luck", &P::luck, "1", within(0, 1), "Standard deviation of monthly moves.",
               assumed("a mechanism of the tests")),
    };
  }
};

void move_talent(Firms& firms, const TalentParams& params, const Random& random);

std::span<const Series> talent_series();
std::span<const StateColumn> talent_state();

}  // namespace moat
