#pragma once
/// Pricing: who may buy what, and at which price.
///
///     cost      = flop / (3600 flop_per_second serving_utilisation) rent                     [USD/Mtok]
///     flop      = 2 10^15 active_parameters                                                  [FLOP/Mtok]
///     list'     = list + adjustment (best - list)                                            [USD/Mtok]  closed lines
///     list'     = max(price_floor, cost (1 + host_margin) / (1 - line.royalty))               [USD/Mtok]  open lines
///
/// List prices of closed lines stay between price_floor and cost markup_limit; they move towards the logit-Bertrand
/// best reply on the demand they face. Where prices enter utility as they are or as bills (adoption, price_response
/// `linear` or `bill`) it is
///
///     best      = net + mu (1 + W(exp(x - 1)))                                               [USD/Mtok]
///     x         = (list - net) / mu + ln(s / (1 - s))                                        [1]
///
/// or, if users also buy fewer tokens (token_elasticity > 0), the solution of
///
///     (best - net) ((1 - s_best) / mu + token_elasticity / best) = 1                         [1]
///
/// Where their logarithms enter (`log`) it is the Lerner price, or the highest allowed if eta <= 1,
///
///     best      = net eta / (eta - 1)                                                        [USD/Mtok]
///     eta       = R_demand / Q + token_elasticity                                            [1]
///     mu        = Q / S_demand                                                               [USD/Mtok]
///     s         = 1 - R_demand / S_demand                                                    [1]
///     net       = cost - installed_base_value                                                [USD/Mtok]
///
/// A line's first price is that of its entry, else cost (1 + initial_margin); so is the best reply without any demand
/// yet. Prices with dates take the place of the rule from the first date to the last: each holds, within the same
/// bounds, until the next; after the last one the rule goes on from it. Shares enter as measured from a sample of
/// reviewing developers, so no firm knows the utility function. The plain iteration price <- cost + mu/(1-s) has the
/// same fixed point but diverges. A promotion takes the place of this rule, floor and limit included, while it lasts;
/// the regular price then returns. A promotion that admits a share of developers only, or of an open line, is the price
/// of the line LINE-promoted beside it (adoption/promotions.hpp), which its maker serves.
///
/// What developers pay in region r and segment s, and the share of them who may use the line:
///
///     price     = support scarce list (1 + tariff)                                           [USD/Mtok]  closed lines
///     price     = support (host received + (1 - host) own_cost)                              [USD/Mtok]  open lines
///     host      = asked served / (1 - asked (1 - served))                                    [1]
///     asked     = clip(region.hosting + added, 0, 1) (1 - segment.self_hosting)              [1]          open lines
///     received  = scarce list                                                                [USD/Mtok]  closed lines
///     received  = scarce max(price_floor, here cost (1 + host_margin) / kept)                [USD/Mtok]  open lines
///     kept      = (1 - line.royalty) (1 - levied)                                            [1]
///     own_cost  = here cost self_host_overhead                                               [USD/Mtok]  open lines
///     available = (1 - banned) (1 - blocked) (1 - asked (1 - served))                        [1]
///     scarce    = min(pressure, scarcity_limit)                                              [1]
///     served    = scarce / pressure                                                          [1]
///     index'    = index sum over l of tokens list' / sum over l of tokens list               [1]
///
/// Tariffs are paid on top of what the seller asks, and support is paid to the seller: for every token it gets its
/// price (received), whatever governments decide. Demand in the list price follows the price as paid: one USD more on
/// the list is support (1 + tariff) USD more to pay, and one per cent is one per cent.
///
/// Hosts compete, so their margin is thin and they pass on what the licence and governments take of their earnings.
/// Under a non-commercial licence nobody hosts (asked = 0), and commercial segments may not use the line.
///
/// Symbols     flop: that a million tokens need, two for each parameter that a token passes
///             active_parameters: of the vintage [1e9]
///             rent: chips.rent [USD/H100e-hour] where the maker of a closed line is; where it is lowest for open lines
///             here: the region's rent over the lowest
///             list: market.list_price; list' after this month's change
///             best, net: the best reply; cost less what a sale is worth beyond its price (at least 0 with `log` or a
///               token_elasticity)
///             W: Lambert's W function
///             mu, s, s_best: scale of utility in money; effective share of the market, now and at the best reply
///             token_elasticity: fall of a user's tokens with the price (adoption)
///             eta: elasticity of demand in the own price
///             Q, R_demand, S_demand: market.demand, demand_slope, demand_weight of last month's sample
///               (adoption/survey.hpp)
///             price, host: as paid; part of the use that hosts serve, once those are gone whom they turn away
///             scarce, served: factor on the price of a service whose capacity is short, and share of users that it
///               then serves: of makers and, in the part that they do not serve themselves, of hosts in the region
///             pressure: of firms or of chips [by region] (compute): at least 1
///             asked: part of the use that services are asked for: 1 for closed lines
///             received, own_cost: market.received and self_hosting: what a maker or host gets; what hosting for
///               oneself costs, support included
///             kept: part of what they are paid that hosts keep
///             support, tariff, added, banned, blocked, levied: governments (policy); support = 1 - price support;
///               blocked is 0 for open lines
///             available: share of developers, 0 for lines not on sale
///             index, tokens: chained matched-model (Laspeyres) index over lines l that are not free; last month's
///               tokens
/// Sources     two FLOP per parameter and token: Kaplan et al. 2020, arXiv:2001.08361; logit-Bertrand pricing:
///             Anderson, de Palma & Thisse 1992, MIT Press, ch. 7; divergence of the plain iteration: Morrow & Skerlos
///             2011, arXiv:1012.5832
/// Reads       clock, chips (rent, pressure), governments, society, firms, market (vintages, demand sampled last month,
///             tokens)
/// Writes      market.serving_cost, load, shortfall, list_price, regular_price, promoted, price, received,
///             hosting_cost, self_hosting, hosted, available, price_index, constant_capability_price; free lines are in
///             neither of the two
/// Draws       nothing
/// Leaves out  whether it is the maker or hosts whose customers are turned away, contracts, volume discounts, price
///             discrimination beyond tariffs, predatory pricing, makers who sell service where the licence keeps hosts
///             out, breach of licences

#include <span>

#include "mechanism/price_response.hpp"
#include "state/scale.hpp"
#include "state/series.hpp"

namespace moat {

struct PricingParams {
  double flop_per_second = 989e12;
  Path serving_utilisation = {
      {{Month::of(2023, 1), 0.1}, {Month::of(2025, 2), 0.25}, {Month::of(2026, 1), 0.35}, {Month::of(2030, 12), 0.5}}};
  double host_margin = 0.3;
  double self_host_overhead = 4;
  double initial_margin = 1;
  double adjustment = 0.15;
  double installed_base_value = 0;
  double price_floor = 0.02;
  double markup_limit = 20;
  double scarcity_limit = 3;

  template <class P = PricingParams>
  static constexpr auto rows() {
    return std::tuple{
        number("flop_per_second", &P::flop_per_second, "FLOP/H100e-second", within(1, 1e30),
               "Nominal performance of one H100e.", measured("989e12 dense at 16 bits (NVIDIA H100 data sheet)")),
        number(
            "serving_utilisation", &P::serving_utilisation, "1", within(1e-9, 1e9),
            "Part of nominal performance at 16 bits that tokens sold make use of, over time: batching, kernels, "
            "caches, "
            "fewer bits, idle hours; above 1 where few bits gain more than is lost.",
            estimated("DeepSeek served 776e3 Mtok with 37e9 active parameters on 1,814 H800 in a day of February 2025: "
                      "0.37 with cache hits, 0.21 without; others and earlier years less; assumed after 2025")),
        number("host_margin", &P::host_margin, "1", within(-1, 10), "Margin of competing hosts over cost.",
               assumed("thin: dozens of hosts sell the same open models")),
        number("self_host_overhead", &P::self_host_overhead, "1", within(0.1, 100),
               "Cost of self-hosting over the raw cost of compute.",
               measured("3-5x of the GPU bill all in (self-hosting cost surveys, 2026)")),
        number("initial_margin", &P::initial_margin, "1", within(0, 100),
               "Margin over cost of a closed line without demand yet and without a list price in the scenario.",
               assumed("half of the price is margin")),
        number("adjustment", &P::adjustment, "1/month", share(),
               "Part of the way to its best reply that a list price moves each month.",
               assumed("list prices change a few times a year")),
        number("installed_base_value", &P::installed_base_value, "USD/Mtok", within(0, 1e6),
               "What a sale is worth to a maker beyond its price, by the users it keeps and draws later: taken off the "
               "cost that its price covers.",
               setting()),
        number("price_floor", &P::price_floor, "USD/Mtok", within(0, 1e6),
               "Lowest price of a closed line and of a host: what billing, networks and support cost however small "
               "the model.",
               assumed("cheapest paid tiers of 2025; hosts asked as much for weights of one billion parameters")),
        number("markup_limit", &P::markup_limit, "1", within(1, 1e9),
               "Highest list price of a closed line over its cost.",
               assumed("entry or regulation would answer; binds only for near monopolies")),
        number("scarcity_limit", &P::scarcity_limit, "1", within(1, 1e6),
               "How far a service without enough capacity raises its price before it turns users away (see "
               "compute.serving_claim).",
               assumed("makers limit use rather than raise prices much: rate limits and waiting lists of 2023-25"))
            .acts_if("compute.serving_claim is not 0"),
    };
  }
};

/// Lambert's W0(e^z): the w > 0 with w + ln w = z, for any finite z.
double lambert_exp(double z);

/// Logit-Bertrand best reply of a firm that sells at `price` with share s in (0, 1): USD/Mtok, see above. With an
/// elasticity >= 0 buyers also buy fewer tokens as the price p rises, and the markup m solves
///   m ((1 - s(p))/mu + elasticity/p) = 1,  ln(s/(1-s)) + m/mu constant.
double linear_best_reply(double price, double cost, double mu, double share, double elasticity = 0);

/// Lerner price [USD/Mtok] for own-price elasticity eta, at most `limit` x cost, which is also the price if eta <= 1,
/// where no finite price is best.
double lerner_price(double cost, double eta, double limit);

/// The first half of a month's pricing, which model/special_holds.cpp calls apart from the second: serving costs, and
/// the list prices of makers and hosts. `token_elasticity` >= 0: fall of a user's tokens with the price (adoption).
void set_list_prices(Market& market, const Firms& firms, const Chips& chips, const Clock& clock,
                     const PricingParams& params, PriceResponse response, double token_elasticity);

/// The second half: prices as paid and access under the rules in force, and the price indices.
void offer_lines(Market& market, const Firms& firms, const Chips& chips, const Governments& governments,
                 const Society& society, const CapabilityScale& scale, const PricingParams& params);

/// Both halves.
void set_prices(Market& market, const Firms& firms, const Chips& chips, const Governments& governments,
                const Society& society, const Clock& clock, const CapabilityScale& scale, const PricingParams& params,
                PriceResponse response, double token_elasticity);

std::span<const Series> pricing_series();
std::span<const StateColumn> pricing_state();

}  // namespace moat
