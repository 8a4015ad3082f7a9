#pragma once
/// Leaderboard: what the public knows of models.
///
/// Some months after its release a vintage gets a public rating: its capability, inflated by the maker's optimism and
/// by a share of openness (public tests are in training data, and open models are tuned to them), plus noise. Until
/// then the line keeps its old rating or, if it has none, the maker's claim, which is the same without noise. Each
/// month:
///
///     rating     = capability + firm.optimism + open_optimism o + noise z       [ECI]   after `delay` months
///     buzz'      = (1 - launch_decay) buzz
///                  + new (launch_per_eci G + launch_per_user N)                 [1]       0 once below 0.001
///     known      = awareness + awareness_growth (1 - awareness)                 [1]       first awareness_start
///     awareness' = known + (1 - exp(-buzz')) (1 - known)                        [1]
///     lag        = now - first + (above - level) / (above - under)              [months]
///
/// So launches are talked about, more if they move the frontier of their kind and if the maker has many users. The
/// other effect of buzz, trials, is in adoption/launch.hpp.
///
/// Symbols     capability: of the newest vintage, by domain
///             o: 1 for open weights, 0 for closed ones
///             z: standard normal, one for all domains of a vintage
///             buzz: mean number of mentions of the launch that reach a developer in the month: a Poisson number of
///               them misses those who do not know the line with probability exp(-buzz)
///             new: 1 in the month of a release (of the first month of a run: 0), else 0
///             G: ECI by which the vintage is above the best of its kind (open or closed) until last month; 0 without
///               one
///             N: share of all developer-tasks that use a line of the maker
///             awareness, known: share of developers who know the line
///             lag: of a follower (open models, or one region's) behind the leaders (closed models, or all other
///               regions')
///             now, first: this month, and the one in which the leaders' best capability first reached level; without
///               one the lag is 0
///             level: the followers' best capability this month
///             above, under: the leaders' best at the end of first and of the month before, between which it rises at a
///               constant pace; without leaders in the month before, the last term is 0
/// Sources     new models gain most of their users within weeks (Fradkin 2025, arXiv:2504.15440)
/// Reads       clock, society (weights), firms (optimism), market (vintages, users)
/// Writes      market.rating, rated_since, awareness, buzz, frontier, rated_frontier
/// Draws       Purpose::rating_noise: one normal number z per line in the month of its rating
/// Leaves out  several boards, private evaluations, gaming by selective submission

#include <span>

#include "base/random.hpp"
#include "state/series.hpp"

namespace moat {

struct LeaderboardParams {
  std::int64_t delay = 1;
  double noise = 1.5;
  double open_optimism = 1;
  double awareness_start = 0.05;
  double awareness_growth = 0.12;
  double launch_per_eci = 0;
  double launch_per_user = 0;
  double launch_decay = 0.5;

  template <class P = LeaderboardParams>
  static constexpr auto rows() {
    return std::tuple{
        number("delay", &P::delay, "months", within(0, 24), "Months from release to rating.",
               measured("weeks on public arenas")),
        number("noise", &P::noise, "ECI", within(0, 50), "Standard deviation of a rating.",
               estimated("half-width of ECI intervals of frontier models, 2-5 points at 90 %")),
        number("open_optimism", &P::open_optimism, "ECI", within(-20, 20), "How much ratings flatter open models.",
               assumed("gap between public and held-out tests; contested"))
            .acts_if("firms.*.lines.*.openness is open"),
        number("awareness_start", &P::awareness_start, "1", within(1e-6, 1),
               "Share of developers who know a line in its first month.", assumed("early adopters")),
        number("awareness_growth", &P::awareness_growth, "1/month", share(),
               "Part of those unaware who hear of a line each month.", assumed("most know a line after two years")),
        number("launch_per_eci", &P::launch_per_eci, "1/ECI", within(0, 100),
               "Mentions that reach a developer in the month of a launch, per ECI point that it moves its frontier.",
               assumed("0: launches do not stand out; with 0.1 to 0.5 the best line of a kind gains users at once")),
        number(
            "launch_per_user", &P::launch_per_user, "1", within(0, 100),
            "Mentions that reach a developer in the month of a launch, if everybody uses the maker's lines.",
            assumed("0: launches do not stand out; with 3, lines reach four fifths of their peak in the third month")),
        number("launch_decay", &P::launch_decay, "1/month", share(), "Part of the mentions lost each month.",
               assumed("as attention: adoption settles within weeks (Fradkin 2025, arXiv:2504.15440)"))
            .acts_if("leaderboard.launch_per_eci is not 0 or leaderboard.launch_per_user is not 0"),
    };
  }
};

/// One month, after releases.
void publish_ratings(Market& market, const Firms& firms, const Society& society, const Clock& clock,
                     const LeaderboardParams& params, const Random& random);

/// Months from the moment when `leader` reaches `level` [ECI, to within 1e-9] to the end of `step`; 0 if it has not by
/// then. `leader` is a running maximum at the ends of steps, with at least step + 1 values, and rises at a constant pace
/// in between.
double lag_months(std::span<const double> leader, int step, double level);

std::span<const Series> leaderboard_series();
std::span<const StateColumn> leaderboard_state();

}  // namespace moat
