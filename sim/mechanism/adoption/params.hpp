#pragma once
/// What a scenario says about adoption; adoption.hpp and peers.hpp say what it does.

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <tuple>

#include "base/describe.hpp"
#include "mechanism/price_response.hpp"

namespace moat {

/// Whose choices a developer sees, one month late: nobody's, all developers', those of its region, or those of the
/// developers it sees in a network (peers.hpp).
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

/// How peers' use of a firm enters utility.
enum class PeerResponse : int { share, count, log };
template <>
struct Choices<PeerResponse> {
  static constexpr std::array<std::string_view, 3> names{"share", "count", "log"};
};

struct NetworkParams {
  std::int64_t degree = 10;
  double rewiring = 0.1;
  std::string edges;

  template <class P = NetworkParams>
  static constexpr auto rows() {
    return std::tuple{
        number("degree", &P::degree, "developers", within(1, 1000), "Others whom a developer of the small world sees.",
               assumed("a team and a few contacts; no measurement of who looks at whose choice of model"))
            .acts_if("adoption.network.edges is left out"),
        number("rewiring", &P::rewiring, "1", share(),
               "Probability that an edge leads to anybody of region and sector, not to a neighbour on the ring.",
               assumed("0.01 to 0.1 is where short paths meet high clustering (Watts & Strogatz 1998)"))
            .acts_if("adoption.network.edges is left out"),
        value("edges", &P::edges,
              "File of edges instead of the small world, .csv or .h5 with columns `from` (who sees) and `to` (who is "
              "seen), numbers of developers from 0; relative to the file that names it."),
    };
  }
};

/// Lines cost nothing under a promotion, where a government pays all, where makers buy users, or where
/// nobody sets prices.
inline constexpr std::string_view may_be_free =
    "firms.*.lines.*.promotion is given or policy.measures.*.price_support is not 0 or "
    "pricing.installed_base_value is not 0 or run.skip has pricing";

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
  double vintage_nesting = 0.3;
  double nesting = 1;
  double price_offset = 0;
  double income_elasticity = 0;
  double usage_elasticity = 0;
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
               "Price at which tokens equal usage x path.", setting())
            .acts_if("adoption.token_elasticity is not 0 or adoption.price_response is log"),
        number("outside_value", &P::outside_value, "utility", within(-1000, 1000), "Utility of using no model.",
               setting()),
        number("insulation", &P::insulation, "1", share(),
               "Part of geopolitical distance that open weights, run elsewhere, take away.",
               assumed("bans often spare self-hosted use; contested"))
            .acts_if(
                "regions.*.distance is not 0 and segments.*.trust_weight is not 0 or segments.*.trust_sd is not 0"),
        number("ecosystem_weight", &P::ecosystem_weight, "utility", within(0, 100),
               "Utility per log unit of a firm's derivatives and tools.", assumed("no measurement"))
            .acts_if("run.skip lacks community and community.contribution is not 0"),
        value("peers", &P::peers, "Whose choices a developer sees.", assumed("work and meet-ups are mostly regional"))
            .acts_if("adoption.peer_weight is not 0 or adoption.word_of_mouth is not 0"),
        number("peer_weight", &P::peer_weight, "utility", within(-100, 100),
               "Utility of a firm that all peers use (share), per user (count), or per log unit of users (log).",
               assumed("well below the threshold of tipping (number of options; Brock & Durlauf 2001)"))
            .acts_if("adoption.peers is global or adoption.peers is regional or adoption.peers is network"),
        value("peer_response", &P::peer_response, "How peers' use of a firm enters utility.",
              assumed("a share does not depend on the size of the population"))
            .acts_if("adoption.peers is global or adoption.peers is regional and adoption.peer_weight is not 0"),
        number("word_of_mouth", &P::word_of_mouth, "1/month", within(0, 100),
               "Chance of a review that a task without a model gains when all peers use one.",
               assumed("none: the adoption of models was fitted without; 0.38 a year for consumer durables (Sultan, "
                       "Farley & Lehmann 1990)"))
            .acts_if("adoption.peers is global or adoption.peers is regional or adoption.peers is network"),
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
                       "size for models is not measured"))
            .acts_if(may_be_free),
        number("free_allowance", &P::free_allowance, "1", within(0, 1e6),
               "Tokens that a free line grants, relative to those at the reference price.",
               assumed("free tiers limit use instead of pricing it"))
            .acts_if(may_be_free),
        number(
            "vintage_nesting", &P::vintage_nesting, "1", within(0.05, 1),
            "Dissimilarity of the vintages of one line: 1 as unlike as lines of different makers, near 0 copies.",
            assumed("vintages of a line are nearer substitutes than models of a class in other markets, where 0.1-0.5 "
                    "is found (cars: Brenkers & Verboven 2006, doi:10.1162/jeea.2006.4.1.216); sweep it"))
            .acts_if("release.kept_vintages is not 0 and firms.*.lines.*.openness is open"),
        number(
            "nesting", &P::nesting, "1", within(0.05, 1),
            "Dissimilarity of the lines of one maker: 1 as unlike as lines of different makers, near 0 copies.",
            assumed("1: a second line draws as many users as the first. 0.35-0.9 fit a router's shares of 2025 alike; "
                    "sweep it")),
        number(
            "price_offset", &P::price_offset, "USD/Mtok", within(0, 1e6),
            "Price that is felt half as much as its logarithm says: below it, prices hardly matter. 0: none, and the "
            "logarithm has no bound.",
            assumed("0.03 fits shares of 2025, and stands for what using any model costs in time"))
            .acts_if("adoption.price_response is log"),
        number("income_elasticity", &P::income_elasticity, "1", within(0, 3),
               "Fall of the price weight per unit of log income of the region.",
               assumed("0: income acts on budgets alone; 0.5 to 1 are elasticities of price sensitivity in income for "
                       "other goods")),
        number("usage_elasticity", &P::usage_elasticity, "1", within(0, 2),
               "Rise of a developer's price weight per unit of log usage above the segment's median.",
               assumed("0: heavy and light users weigh a price alike; data say nothing between 0 and 0.4"))
            .acts_if("segments.*.tokens_log_sd is not 0"),
        part("network", &P::network, "Who sees whom, where peers are a network.")
            .acts_if("adoption.peers is network and adoption.peer_weight is not 0"),
    };
  }
};

}  // namespace moat
