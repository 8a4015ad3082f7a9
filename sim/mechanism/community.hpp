#pragma once
/// Community: users of open weights give improvements back.
///
/// Each month, for each firm; closed lines get none of it:
///
///     E'     = E + contribution U L - decay E                 [thousand derivatives]
///     L      = exp(luck z - luck^2 / 2)                       [1]
///     gain   = gain ln(1 + E' / gain_scale)                   [ECI]
///     return = relief E'^returns                            [H100e]
///     K'     = K + commons ln(1 + sum over f of E'[f])        [log10]
///
/// Symbols     E: firms.ecosystem, derivatives and tools of the firm's open models in use; E' at the end of the month
///             U: real developers who use an open line of the firm, in thousands, added up over its lines and over
///               regions, each with region.contributors as weight
///             L: luck of the month, log-normal with mean one: derivatives are heavy-tailed
///             z: standard normal
///             gain: firms.community_gain, added to the capability of the firm's open models
///             return: firms.feedback, research that others do for the firm: it counts as compute of its own in
///               research, so that a maker with less compute gains more; it has no ceiling, and each tenfold of E
///               brings less per derivative
///             K: market.open_know_how, open to all; unchanged before any weights are published
/// Sources     the form is assumed; users as a source of innovation that the maker need not pay for: von Hippel 2005,
///             doi:10.7551/mitpress/2333.001.0001; the parameters say what is known of their values
/// Reads       society, market (users of open lines)
/// Writes      firms.ecosystem, community_gain, feedback; market.open_know_how
/// Draws       Purpose::derivatives: one normal number z per firm and month
/// Leaves out  who contributes, forks that become lines of other firms

#include <span>

#include "base/random.hpp"
#include "state/series.hpp"

namespace moat {

struct CommunityParams {
  double contribution = 0.002;
  double luck = 0.5;
  double decay = 0.03;
  double gain = 1.4;
  double gain_scale = 50;
  double relief = 1000;
  double returns = 0.5;
  double commons = 0.0004;

  template <class P = CommunityParams>
  static constexpr auto rows() {
    return std::tuple{
        number("contribution", &P::contribution, "1/month", within(0, 100),
               "Derivatives and tools that a user of open weights adds.",
               estimated(
                   "new models on the largest hub per month over its users: 1.2 million in 2024, 5-13 million users"))
            .acts_if("firms.*.lines.*.openness is open"),
        number("luck", &P::luck, "1", within(0, 4), "Standard deviation of the logarithm of a month's contributions.",
               assumed("1.5 % of repositories take 99 % of downloads"))
            .acts_if("community.contribution is not 0"),
        number("decay", &P::decay, "1/month", share(), "Part of the ecosystem that falls out of use each month.",
               assumed("derivatives of old vintages are abandoned within two to three years"))
            .acts_if("community.contribution is not 0"),
        number("gain", &P::gain, "ECI", within(0, 50),
               "What fine-tunes add to an open model per log unit by which its ecosystem is above the scale.",
               assumed("fine-tunes help on narrow tasks: 2 points for the largest ecosystem of 2025"))
            .acts_if("community.contribution is not 0"),
        number("gain_scale", &P::gain_scale, "thousand derivatives", within(1e-6, 1e9),
               "Ecosystem that adds 0.69 times that.", assumed("size of the large model families in 2024"))
            .acts_if("community.contribution is not 0 and community.gain is not 0"),
        number("relief", &P::relief, "H100e", within(0, 1e9),
               "Research that an ecosystem of a thousand derivatives spares its maker.",
               assumed("of an order with the compute of that many fine-tunes; half of DeepSeek's own late in 2025"))
            .acts_if("community.contribution is not 0 and run.skip lacks research"),
        number("returns", &P::returns, "1", within(0, 1), "Elasticity of that in the size of the ecosystem.",
               assumed("much of what many do is the same; 1 for none of it"))
            .acts_if("community.contribution is not 0 and community.relief is not 0 and run.skip lacks research"),
        number("commons", &P::commons, "log10/month", within(0, 1),
               "Know-how added to what is open to all per log unit of all ecosystems.",
               assumed("a twentieth of own research for all of 2025"))
            .acts_if("community.contribution is not 0"),
    };
  }
};

/// One month, after adoption.
void contribute(Firms& firms, Market& market, const Society& society, const CommunityParams& params,
                const Random& random);

std::span<const Series> community_series();
std::span<const StateColumn> community_state();

}  // namespace moat
