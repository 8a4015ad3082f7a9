#pragma once
/// Reputation: what a maker is held for in a region follows what it offers and how much it is used, with a lag.
///
/// Each month, for each maker f and region r:
///
///     R'[f, r]    = R[f, r] + (1 - 2^(-1 / half_life)) (target[f, r] - R[f, r])                      [1]
///     target      = by_use min(1, share[f, r] / use_share) + (1 - by_use) 2^(-gap[f] / gap_scale)     [1]
///     shift[f, r] = -weight (1 - R'[f, r])                                                           [utility]
///
/// target is 0 for a maker without a line on sale. So a maker that is new or unheard of wins users for some months
/// after a release that is good, a maker that falls behind or stops releasing loses its name, and with constant use and
/// quality nothing moves. A part that does not ask for use is needed: use alone keeps every maker where it is.
/// Reputations stay from frozen_from on.
///
/// Symbols     R: firms.reputation at the end of the month, in [0, 1]; firm.reputation on entering
///             share: of the maker's lines in the tokens of the region in the last month of use
///             gap: best public rating of all lines on sale less that of the maker's, mean over domains [ECI]
///             shift: firms.reputation_shift, which adoption adds to the utility of the maker's lines
/// Sources     partial adjustment: Nerlove 1958, The Dynamics of Supply; that share follows quality with a lag: authors
///             of Chinese models had 1 % of a router's tokens late in 2024, 13 in April and 30 in August 2025
///             (OpenRouter 2025)
/// Reads       clock, society, firms, market (ratings, tokens)
/// Writes      firms.reputation, firms.reputation_shift
/// Draws       nothing
/// Leaves out  advertising, reputation by task, scandals (security has those)

#include <span>

#include "base/describe.hpp"
#include "state/series.hpp"

namespace moat {

struct ReputationParams {
  double weight = 0;
  double half_life = 2;
  double by_use = 0.5;
  double use_share = 0.05;
  double gap_scale = 10;
  Month frozen_from = never;

  template <class P = ReputationParams>
  static constexpr auto rows() {
    return std::tuple{
        number(
            "weight", &P::weight, "utility", within(0, 100),
            "Utility that the lines of a maker lack whom nobody has heard good of.",
            assumed("0: none. A router's shares of 2025 ask for one such state, of reputation or of hosting; 1 is the "
                    "median of what a mean-field fit took for possible (0.3 to 4)")),
        number("half_life", &P::half_life, "months", within(0.1, 1200), "Time in which a gap to the target halves.",
               assumed("the shares of 2025 follow releases within months: 2; 2 to 36 cannot be told apart, sweep it"))
            .acts_if("reputation.weight is not 0"),
        number("by_use", &P::by_use, "1", share(), "Part of the target that use makes; the rest follows quality.",
               assumed("not identified; half"))
            .acts_if("reputation.weight is not 0"),
        number("use_share", &P::use_share, "1", within(1e-6, 1),
               "Share of a region's tokens at which use adds no more to the name.",
               assumed("a twentieth: everybody knows somebody who uses it"))
            .acts_if("reputation.weight is not 0 and reputation.by_use is not 0"),
        number("gap_scale", &P::gap_scale, "ECI", within(0.1, 1000),
               "How far behind the best a maker keeps half of the name that quality makes.",
               assumed("about a year of progress"))
            .acts_if("reputation.weight is not 0 and reputation.by_use is not 1"),
        value("frozen_from", &P::frozen_from, "Month from which reputations stay as they are; left out: never.",
              setting())
            .acts_if("reputation.weight is not 0"),
    };
  }
};

/// Reputations on entering.
void start_reputation(Firms& firms, const ReputationParams& params);

/// One month, after adoption. Does nothing if the weight is 0.
void follow_reputation(Firms& firms, const Market& market, const Clock& clock, const ReputationParams& params);

std::span<const Series> reputation_series();
std::span<const StateColumn> reputation_state();

}  // namespace moat
