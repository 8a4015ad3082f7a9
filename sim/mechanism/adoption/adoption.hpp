#pragma once
/// Adoption: which model each developer uses for each of its tasks.
///
/// Each month developer i of region r and segment s reviews the model of its task t with probability
///
///     review      = segment.review (1 + attention) + word_of_mouth share                             [1/month]
///
/// and always when the line in use is withdrawn from it. In a review it takes the option with the largest utility among
/// those on offer, or no model:
///
///     U[k]        = segment.quality_weight Q(c[k, t])
///                   - a[i] P[k]
///                   + b[i] open[k] + taste open[k]
///                   - d[i] distance[k] (1 - insulation open[k])
///                   + ecosystem_weight ln(1 + E[k]) open[k]
///                   + peer_utility[k]
///                   + segment.switching_cost same[k]
///                   + free_appeal free[k] - trust_shift[k]
///                   + ln(awareness[k]) + ln(available[k]) + gumbel                                   [utility]
///     U_none      = outside_value + gumbel                                                           [utility]
///     Q(c)        = 1 / (1 + exp(-y))                                                                [1]   saturating
///     Q(c)        = y                                                                                [1]   linear
///     y           = (c - task.difficulty) / task.scale                                               [1]
///     P           = price tokens / budget                                                            [1]   bill
///     P           = ln price                                                                         [1]   log
///     P           = price                                                                            [1]   linear
///     tokens      = usage[i] intensity path (price / reference_price)^-token_elasticity              [Mtok/month]
///
/// with Q by quality_response and P by price_response. So choices follow the multinomial logit given i's weights, and
/// the mixed logit over developers. Zero is not a small price: a free line has P = 0 (log: that of the cheapest line
/// that is paid for), free_appeal is added to its utility, and tokens = usage[i] intensity path free_allowance. In a
/// segment with `needs`, developers weigh the domains of a task each in its own way: Q is then a sum over domains,
/// weighed by the task's weights x the developer's Dirichlet-distributed numbers (what experience adds stays that of
/// the task's weights).
///
/// With `timing: one_by_one` developers act in the order of their number, region by region, and each sees what those
/// before it have chosen, itself excluded; on one thread, since each choice depends on the one before it.
///
/// Symbols     k: option: a line on offer in the region and segment
///             c: public rating by the task's weights of domains, with what the community adds to open weights; for the
///               line in use the true capability. A newer vintage of the line in use needs no switch
///             attention: extra reviews after releases (release)
///             share: of the peers' tasks t that have a model; 0 for a task that has one: only those without hear of
///               models
///             y: capability above the task's difficulty (which grows by difficulty_growth), in units of its scale
///             a, b, d: the developer's price, openness and trust weight
///             P, price, budget: price response; price as paid (pricing); segment.budget x region.income
///             open, free: 1 for open weights, and for a price of 0; else 0
///             taste: open_taste of governments less openness_shift of security
///             distance: to the maker's region, less trust built by governments, at least 0
///             E, trust_shift: of the maker (community, security)
///             peer_utility: uptake.hpp, peers.hpp
///             same: 1 if the line in use is of the same maker, else 0: leaving for no model costs the switch too
///             awareness, available: share of developers who know the line (leaderboard), and who may use it (pricing);
///               ln(awareness) stands for the chance that the line is considered at all, and is 0 for the line in use
///             gumbel: standard Gumbel noise, independent over options
///             usage, intensity, path: the developer's, the sector's in the task (sector.intensity), the task's over
///               time
///             i, t: developer, task
///             U, U_none, Q: utility of a line and of no model; value of capability
/// Sources     reviews: innovation and imitation (Bass 1969, doi:10.1287/mnsc.15.5.215); logit: McFadden 1974, in
///             Frontiers in Econometrics, ch. 4; mixed logit: McFadden & Train 2000,
///             doi:10.1002/1099-1255(200009/10)15:5<447::AID-JAE570>3.0.CO;2-1; zero as a price: Shampanier, Mazar &
///             Ariely 2007, doi:10.1287/mksc.1060.0254
/// Reads       clock, society, governments, firms (ecosystem, trust, early users), security, market (offers)
/// Writes      developers.slot; market (users, usage, tokens, spend, downloads, demand sample, flow, surplus)
/// Draws       Purpose::review: one 32-bit number per developer and task, of which as many bits are drawn as decide
///             (review.hpp); Purpose::choice: one number per developer and task that is reviewed; those of peers.hpp
///             and launch.hpp
/// Leaves out  search costs, contracts, teams deciding together, learning by doing with a model

#include <span>

#include "base/random.hpp"
#include "mechanism/adoption/peers.hpp"
#include "mechanism/price_response.hpp"
#include "state/series.hpp"

namespace moat {

/// Whose choices a developer sees, one month late: nobody's, all developers', those of its region, or those of the
/// developers it sees in a network (adoption_peers.hpp).
enum class Peers : int { none, global, regional, network };
template <>
struct Choices<Peers> {
  static constexpr std::array<std::string_view, 4> names{"none", "global", "regional", "network"};
};

/// Whether the choices of a month are made at once or in the order of the developers' numbers.
enum class Timing : int { together, one_by_one };
template <>
struct Choices<Timing> {
  static constexpr std::array<std::string_view, 2> names{"together", "one_by_one"};
};

/// How quality rises with capability: towards 1, or by 1 per `scale` of the task from its difficulty on.
enum class QualityResponse : int { saturating, linear };
template <>
struct Choices<QualityResponse> {
  static constexpr std::array<std::string_view, 2> names{"saturating", "linear"};
};

/// How peers' use of a family enters utility.
enum class PeerResponse : int { share, count, log };
template <>
struct Choices<PeerResponse> {
  static constexpr std::array<std::string_view, 3> names{"share", "count", "log"};
};

struct AdoptionParams {
  PriceResponse price_response = PriceResponse::bill;
  QualityResponse quality_response = QualityResponse::saturating;
  double token_elasticity = 0.5;
  double reference_price = 1;
  double outside_value = 0;
  double insulation = 0.5;
  double ecosystem_weight = 0.1;
  Peers peers = Peers::regional;
  double peer_weight = 0.5;
  PeerResponse peer_response = PeerResponse::share;
  double word_of_mouth = 0;
  Timing timing = Timing::together;
  std::int64_t survey = 30000;
  double downloads_per_move = 2;
  double downloads_per_user = 0.5;
  double free_appeal = 0;
  double free_allowance = 1;
  NetworkParams network;

  template <class P = AdoptionParams>
  static constexpr auto rows() {
    return std::tuple{
        value("price_response", &P::price_response, "How the price enters utility.",
              assumed("heavy users move first when bills grow; which form data support is a question of calibration")),
        value("quality_response", &P::quality_response, "How quality rises with capability.",
              assumed("capability beyond what a task needs is worth ever less; linear is for comparison with textbook "
                      "models")),
        number("token_elasticity", &P::token_elasticity, "1", within(0, 0.95),
               "Fall of a user's tokens per unit of log price.",
               estimated("between 0.05 (0.5-0.7 % more use per 10 % lower price across models, OpenRouter 2025) and "
                         "1.1 (between "
                         "hosts of one model, Demirer et al. 2025)")),
        number("reference_price", &P::reference_price, "USD/Mtok", within(1e-6, 1e6),
               "Price at which tokens equal usage x path.", setting()),
        number("outside_value", &P::outside_value, "utility", within(-1000, 1000), "Utility of using no model.",
               setting()),
        number("insulation", &P::insulation, "1", share(),
               "Part of geopolitical distance that open weights, run elsewhere, take away.",
               assumed("bans often spare self-hosted use; contested")),
        number("ecosystem_weight", &P::ecosystem_weight, "utility", within(0, 100),
               "Utility per log unit of a family's derivatives and tools.", assumed("no measurement")),
        value("peers", &P::peers, "Whose choices a developer sees.", assumed("work and meet-ups are mostly regional")),
        number("peer_weight", &P::peer_weight, "utility", within(-100, 100),
               "Utility of a family that all peers use (share), per user (count), or per log unit of users (log).",
               assumed("well below the threshold of tipping (number of options; Brock & Durlauf 2001)")),
        value("peer_response", &P::peer_response, "How peers' use of a family enters utility.",
              assumed("a share does not depend on the size of the population")),
        number("word_of_mouth", &P::word_of_mouth, "1/month", within(0, 100),
               "Chance of a review that a task without a model gains when all peers use one.",
               assumed("none: the adoption of models was fitted without; 0.38 a year for consumer durables (Sultan, "
                       "Farley & Lehmann 1990)")),
        value("timing", &P::timing, "Whether developers choose at once or see the choices before theirs.",
              assumed("within a month few learn what others have just chosen")),
        number("survey", &P::survey, "developers", within(1, 1e9),
               "Developers whose reviews tell firms what demand they face; a sample of all of about this size.",
               setting()),
        number("downloads_per_move", &P::downloads_per_move, "1", within(0, 1e6),
               "Downloads of weights when a developer-task moves to an open line.", assumed("tests and versions")),
        number("downloads_per_user", &P::downloads_per_user, "1/month", within(0, 1e6),
               "Downloads per developer who uses an open line.", assumed("automatic pulls")),
        number("free_appeal", &P::free_appeal, "utility", within(-100, 100),
               "Utility of a line that is free, beside its price.",
               assumed("demand at zero is above what the step in price explains (Shampanier, Mazar & Ariely 2007); its "
                       "size for models is not measured")),
        number("free_allowance", &P::free_allowance, "1", within(0, 1e6),
               "Tokens that a free line grants, relative to those at the reference price.",
               assumed("free tiers limit use instead of pricing it")),
        part("network", &P::network, "Who sees whom, where peers are a network."),
    };
  }
};

/// One month of choices. The result does not depend on the number of threads.
void choose_models(Developers& developers, Market& market, const Society& society, const Governments& governments,
                   const Firms& firms, const Security& security, const Clock& clock, const AdoptionParams& params,
                   const Random& random, int threads, bool record_flows);

/// Users and usage counted from scratch: at the start of a run, and to check the running counts.
void count_users(Market& market, const Developers& developers, const Society& society);

std::span<const Series> adoption_series();

}  // namespace moat
