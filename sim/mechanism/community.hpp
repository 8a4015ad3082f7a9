#pragma once
/// Community: users of open weights give improvements back.
///
///   d ecosystem = contribution x (open users, thousands) x luck - decay x ecosystem      thousands of derivatives, a
///   firm gain        = gain_limit (1 - e^(-ecosystem / gain_scale))                           ECI, for the firm's open
///   models feedback    = feedback x ln(1 + ecosystem)                                           log10/month, the
///   maker's know-how d open know-how = commons x ln(1 + sum of ecosystems)                                log10/month,
///   for everybody
///
/// luck is log-normal with mean one: derivatives are heavy-tailed. Closed lines get none of it.
///
/// Reads       society, market (users of open lines)
/// Writes      firms.ecosystem, community_gain, feedback; market.open_know_how
/// Draws       Purpose::derivatives: one normal a firm and month
/// Leaves out  who contributes, forks that become families of their own

#include <span>

#include "base/random.hpp"
#include "state/series.hpp"

namespace moat {

struct CommunityParams {
  double contribution = 0.002;
  double luck = 0.5;
  double decay = 0.03;
  double gain_limit = 2;
  double gain_scale = 50;
  double feedback = 0.0008;
  double commons = 0.0004;

  template <class P = CommunityParams>
  static constexpr auto rows() {
    return std::tuple{
        number("contribution", &P::contribution, "1/month", within(0, 100),
               "Derivatives and tools that a user of open weights adds.",
               estimated(
                   "new models on the largest hub per month over its users: 1.2 million in 2024, 5-13 million users")),
        number("luck", &P::luck, "1", within(0, 4), "Standard deviation of the logarithm of a month's contributions.",
               assumed("1.5 % of repositories take 99 % of downloads")),
        number("decay", &P::decay, "1/month", share(), "Part of the ecosystem that falls out of use each month.",
               assumed("derivatives of old vintages are abandoned within two to three years")),
        number("gain_limit", &P::gain_limit, "ECI", within(0, 50), "Most that fine-tunes add to an open model.",
               assumed("fine-tunes help on narrow tasks")),
        number("gain_scale", &P::gain_scale, "thousand derivatives", within(1e-6, 1e9),
               "Ecosystem at which 63 % of that is reached.", assumed("size of the large families in 2024")),
        number("feedback", &P::feedback, "log10/month", within(0, 1),
               "Know-how fed back to the maker per log unit of ecosystem.",
               assumed("a tenth of own research for a large family")),
        number("commons", &P::commons, "log10/month", within(0, 1),
               "Know-how added to what is open to all per log unit of all ecosystems.", assumed("half of feedback")),
    };
  }
};

void contribute(Firms& firms, Market& market, const Society& society, const CommunityParams& params,
                const Random& random);

std::span<const Series> community_series();

}  // namespace moat
