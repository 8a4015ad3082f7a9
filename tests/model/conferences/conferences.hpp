#pragma once
/// Conferences: researchers meet, and learn part of what a firm can do with its compute.
///
/// Each month, for each active firm:
///
///     t' = t + exchange (target - t) + luck z                                                  [1]
///     target = 2 compute / (compute + mean)                                                    [1]
///
/// A firm with contacts t gains t times the know-how that its own research would bring otherwise.
///
/// Symbols     t: firms.contacts, those of its staff relative to a firm of average compute, not below zero
///             compute, mean: H100e realised by the firm (compute), and the mean over active firms
///             target: the contacts that its compute attracts
///             z: standard normal
/// Sources     none: a mechanism that tests add
/// Reads       firms.compute, firms.active
/// Writes      firms.contacts
/// Draws       conference_luck: one normal per firm and month
/// Leaves out  who meets whom

#include <span>

#include "base/random.hpp"
#include "mechanism/purpose.hpp"
#include "state/series.hpp"

namespace moat {

inline constexpr Purpose conference_luck{200};  ///< agent: firm

struct ConferencesParams {
  double exchange = 0.1;
  double luck = 0.02;

  template <class P = ConferencesParams>
  static constexpr auto rows() {
    return std::tuple{
        number("exchange", &P::exchange, "1/month", share(), "Part of the distance to their target that contacts move.",
               assumed("a mechanism of the tests")),
        number("luck", &P::luck, "1", within(0, 1), "Standard deviation of a month's meetings.",
               assumed("a mechanism of the tests")),
    };
  }
};

void meet(Firms& firms, const ConferencesParams& params, const Random& random);

std::span<const Series> conferences_series();
std::span<const StateColumn> conferences_state();

}  // namespace moat
