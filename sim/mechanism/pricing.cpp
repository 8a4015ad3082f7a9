#include "mechanism/pricing.hpp"

#include <boost/math/tools/toms748_solve.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>

#include "base/maths.hpp"
#include "state/columns.hpp"
#include "state/lines.hpp"

namespace moat {
namespace {

void set_serving_costs(Market& market, const Chips& chips, const Clock& clock, const PricingParams& p) {
  const double hours_per_flop = 1 / (3600 * p.flop_per_second * p.serving_utilisation.at(clock.now()));
  for (Index l = 0; l < market.line_count(); ++l) {
    if (!market.on_sale[l]) continue;
    const double rent = market.open[l] ? chips.rent.minCoeff() : chips.rent[market.origin[l]];
    const double hours = 2e15 * market.vintage[std::size_t(l)].active_parameters * hours_per_flop;
    market.serving_cost[l] = hours * rent;
    market.load[l] = hours / hours_of_a_month;
  }
}

/// The price that the maker gives for a month: that of the last date so far, whatever comes after it; 0 for none.
double given_price(const Path& price, Month now) {
  double given = 0;
  for (const auto& [from, value] : price.points)
    if (from <= now) given = value;
  return given;
}

double first_price(const LineEntry& line, Month now, double cost, const PricingParams& p) {
  const double given = given_price(line.price, now);
  return given > 0 ? given : cost * (1 + p.initial_margin);
}

/// What competing hosts ask for, where a million tokens cost them `cost`, the licence takes `royalty`, and governments
/// take `levied` of the rest.
double host_price(double cost, double royalty, double levied, const PricingParams& p) {
  return std::max(p.price_floor, cost * (1 + p.host_margin) / ((1 - royalty) * (1 - levied)));
}

/// The list price of open weights: what hosts ask for where rent is lowest; where the licence allows none, what
/// self-hosting costs.
double list_price_of_weights(const Market& market, const Firms& firms, Index l, const PricingParams& p) {
  const double cost = market.serving_cost[l];
  if (licence_of(market, firms, l) == Licence::non_commercial) return cost * p.self_host_overhead;
  return host_price(cost, royalty_of(market, firms, l), 0, p);
}

/// The price that would be best against the demand of last month's sample.
double best_reply(const Market& market, Index l, const PricingParams& p, PriceResponse response, double elasticity) {
  double cost = market.serving_cost[l] - p.installed_base_value;
  if (response == PriceResponse::log || elasticity > 0) cost = std::max(0.0, cost);  // these know no negative cost
  const double q = market.demand[l], slope = market.demand_slope[l], weight = market.demand_weight[l];
  if (q <= 0 || slope <= 0 || weight <= 0) return cost * (1 + p.initial_margin);
  if (response == PriceResponse::log) return lerner_price(cost, slope / q + elasticity, p.markup_limit);
  const double share = std::clamp(1 - slope / weight, 1e-9, 1 - 1e-9);
  return linear_best_reply(market.list_price[l], cost, q / weight, share, elasticity);
}

/// The month's regular price: one that the maker gives, a first price, or a step towards the best reply.
double regular_price(const Market& market, const LineEntry& line, Index l, Month now, const PricingParams& p,
                     PriceResponse response, double elasticity) {
  const double cost = market.serving_cost[l];
  double price = market.list_price[l];
  const bool resumes = market.promoted[l] && market.regular_price[l] > 0;  // demand under it says nothing
  const bool begins = !resumes && (price <= 0 || market.promoted[l]);
  if (begins || within_dates(line.price, now))
    price = first_price(line, now, cost, p);
  else if (resumes)
    price = market.regular_price[l];
  else
    price += p.adjustment * (best_reply(market, l, p, response, elasticity) - price);
  return std::clamp(price, p.price_floor, std::max(p.price_floor, cost * p.markup_limit));
}

void move_list_prices(Market& market, const Firms& firms, const Clock& clock, const PricingParams& p,
                      PriceResponse response, double elasticity) {
  for (Index l = 0; l < market.line_count(); ++l) {
    if (!market.on_sale[l]) continue;
    double& price = market.list_price[l];
    market.last_price[l] = price;
    if (market.terms_of[l] >= 0) {
      price = entry_of(market, firms, l).promotion.at(clock.now());
      market.promoted[l] = 1;
      continue;
    }
    if (market.open[l]) {
      price = list_price_of_weights(market, firms, l, p);
      continue;
    }
    const LineEntry& line = entry_of(market, firms, l);
    const bool promoted = !admits(line) && is_promoted(line.promotion, clock.now());
    if (promoted && !market.promoted[l]) market.regular_price[l] = price;
    price = promoted ? line.promotion.at(clock.now())
                     : regular_price(market, line, l, clock.now(), p, response, elasticity);
    market.promoted[l] = promoted;
  }
}

/// How a service answers the pressure on its capacity: by price first, then by turning some away.
struct Answer {
  double price = 1;   ///< factor
  double served = 1;  ///< share of those who ask
};

Answer answer_to(double pressure, const PricingParams& p) {
  const double price = std::min(pressure, p.scarcity_limit);
  return {price, price / pressure};
}

/// The use of open weights by others than their maker is served by hosts of the region. Equal parts give 1 to the bit.
Answer mixed(const Answer& maker, const Answer& hosts, double first_party) {
  return {1 + first_party * (maker.price - 1) + (1 - first_party) * (hosts.price - 1),
          1 - first_party * (1 - maker.served) - (1 - first_party) * (1 - hosts.served)};
}

/// What of the asking for a line in a region is served.
Answer answer_of(const Market& market, const Firms& firms, const Chips& chips, Index l, Index r,
                 const PricingParams& p) {
  const Index f = market.firm[l];
  const Answer maker = answer_to(firms.pressure[f], p);
  const double first_party = first_party_of(market, firms, l);
  return first_party == 1 ? maker : mixed(maker, answer_to(chips.pressure[r], p), first_party);
}

/// Part of the use of open weights that hosts are asked to serve, in [0, 1].
double hosted_share(const Society& society, const Governments& g, Index r, Index s) {
  const double capacity = std::clamp(society.regions[std::size_t(r)].hosting + g.hosting[r], 0.0, 1.0);
  return capacity * (1 - society.segments[std::size_t(s)].self_hosting);
}

void offer(Market& market, const Firms& firms, const Chips& chips, const Governments& g, const Society& society,
           const PricingParams& p) {
  const double lowest = chips.rent.minCoeff();
  for (Index l = 0; l < market.line_count(); ++l) {
    const double royalty = royalty_of(market, firms, l);
    const bool weights = market.open[l] && market.terms_of[l] < 0;  // hosts serve them
    const bool non_commercial = licence_of(market, firms, l) == Licence::non_commercial;
    for (Index r = 0; r < society.region_count(); ++r) {
      const Answer answer = answer_of(market, firms, chips, l, r, p);
      market.shortfall(l, r) = 1 - answer.served;
      market.hosting_cost(l, r) = weights ? market.serving_cost[l] * chips.rent[r] / lowest : 0;
      market.self_hosting(l, r) = market.hosting_cost(l, r) * p.self_host_overhead;
      market.received(l, r) =
          answer.price *
          (weights ? host_price(market.hosting_cost(l, r), royalty, g.levied(l, r), p) : market.list_price[l]);
      for (Index s = 0; s < society.segment_count(); ++s) {
        const int origin = market.origin[l];
        const double support = 1 - g.price_support(origin, r), allowed = 1 - g.banned(l, r, s);
        if (weights) {
          const double asked = non_commercial ? 0 : hosted_share(society, g, r, s);
          const double left = 1 - asked * (1 - answer.served);
          const double hosted = left > 0 ? asked * answer.served / left : 0;
          const bool may_use = !non_commercial || !society.segments[std::size_t(s)].commercial;
          market.hosted(l, r, s) = hosted;
          market.price(l, r, s) = support * (hosted * market.received(l, r) + (1 - hosted) * market.self_hosting(l, r));
          market.available(l, r, s) = market.on_sale[l] && may_use ? allowed * left : 0;
        } else {
          market.hosted(l, r, s) = market.open[l];
          market.price(l, r, s) = support * market.received(l, r) * (1 + g.service_tariff(origin, r));
          market.available(l, r, s) =
              market.on_sale[l] ? allowed * (1 - g.blocked(market.firm[l], r)) * answer.served : 0;
        }
      }
    }
  }
}

/// Chained matched-model (Laspeyres) index, and the cheapest price at constant capability.
void index_prices(Market& market, const CapabilityScale& scale) {
  double now = 0, before = 0, cheapest = 0;
  for (Index l = 0; l < market.line_count(); ++l) {
    if (!market.on_sale[l] || market.list_price[l] <= 0) continue;  // free: no price
    if (market.last_price[l] > 0) {
      const double tokens = tokens_of(market, l);
      now += tokens * market.list_price[l];
      before += tokens * market.last_price[l];
    }
    if (market.vintage[std::size_t(l)].capability >= scale.reference)
      cheapest = cheapest > 0 ? std::min(cheapest, market.list_price[l]) : market.list_price[l];
  }
  if (before > 0) market.price_index *= now / before;
  market.constant_capability_price = cheapest;
}

}  // namespace

double lambert_exp(double z) {
  if (z < -37) return maths::exp(z);  // W(x) = x - x^2 + ...
  double w = z > 1.5 ? z - maths::log(z) : 1 / (1 + maths::exp(-z));
  for (int i = 0; i < 5; ++i) w -= (w + maths::log(w) - z) * w / (w + 1);  // Newton on w + ln w = z
  return w;
}

double linear_best_reply(double price, double cost, double mu, double share, double elasticity) {
  const double x = (price - cost) / mu + maths::log(share / (1 - share));
  const double most = mu * (1 + lambert_exp(x - 1));
  // The quantity response only lowers the markup, and the condition rises with it: one root between 0 and `most`.
  const auto condition = [&](double m) {
    const double others = 1 / (1 + maths::exp(x - m / mu));
    return m * (others / mu + elasticity / (cost + m)) - 1;
  };
  if (elasticity <= 0 || condition(most) <= 0) return cost + most;
  std::uintmax_t iterations = 100;
  const auto [low, high] = boost::math::tools::toms748_solve(condition, 0.0, most, -1.0, condition(most),
                                                             boost::math::tools::eps_tolerance<double>(50), iterations);
  return cost + (low + high) / 2;
}

double lerner_price(double cost, double eta, double limit) {
  const double most = cost * limit;
  return eta > 1 ? std::min(most, cost * eta / (eta - 1)) : most;
}

void set_list_prices(Market& market, const Firms& firms, const Chips& chips, const Clock& clock, const PricingParams& p,
                     PriceResponse response, double token_elasticity) {
  set_serving_costs(market, chips, clock, p);
  move_list_prices(market, firms, clock, p, response, token_elasticity);
}

void offer_lines(Market& market, const Firms& firms, const Chips& chips, const Governments& g, const Society& society,
                 const CapabilityScale& scale, const PricingParams& p) {
  offer(market, firms, chips, g, society, p);
  index_prices(market, scale);
}

void set_prices(Market& market, const Firms& firms, const Chips& chips, const Governments& g, const Society& society,
                const Clock& clock, const CapabilityScale& scale, const PricingParams& p, PriceResponse response,
                double token_elasticity) {
  set_list_prices(market, firms, chips, clock, p, response, token_elasticity);
  offer_lines(market, firms, chips, g, society, scale, p);
}

namespace {

constexpr Series pricing_rows[] = {
    {"price", "USD/Mtok", "line", "List price: of the maker for closed lines, of competing hosts for open ones.",
     [](const World& w, std::span<double> out) {
       for (std::size_t l = 0; l < out.size(); ++l)
         out[l] = w.market.on_sale[Index(l)] ? w.market.list_price[Index(l)] : NAN;
     }},
    {"promoted", "1", "line", "Whether the line's list price is a promotion: 1, else 0.",
     [](const World& w, std::span<double> out) {
       for (std::size_t l = 0; l < out.size(); ++l) out[l] = w.market.promoted[Index(l)];
     }},
    {"serving_cost", "USD/Mtok", "line", "Cost of serving the line's newest vintage.",
     [](const World& w, std::span<double> out) {
       for (std::size_t l = 0; l < out.size(); ++l)
         out[l] = w.market.on_sale[Index(l)] ? w.market.serving_cost[Index(l)] : NAN;
     }},
    {"serving_shortfall", "1", "line,region",
     "Share of those who would use the line's service that capacity turns away.",
     [](const World& w, std::span<double> out) { std::copy_n(w.market.shortfall.data(), out.size(), out.begin()); }},
    {"price_index", "1", "", "Matched-model price index (chained, weighted by tokens), 1 in the first month.",
     [](const World& w, std::span<double> out) { out[0] = w.market.price_index; }},
    {"price_constant_capability", "USD/Mtok", "", "Cheapest list price of a model of constant capability.",
     [](const World& w, std::span<double> out) {
       out[0] = w.market.constant_capability_price > 0 ? w.market.constant_capability_price : NAN;
     }},
    {"availability", "1", "line,region,segment", "Share of developers who may use the line, after bans and blocks.",
     [](const World& w, std::span<double> out) {
       std::copy_n(w.market.available.flat().data(), out.size(), out.begin());
     }},
};

constexpr StateColumn pricing_columns[] = {
    column<&Market::serving_cost>("market.serving_cost", "line", 0, Held::taken),
    column<&Market::load>("market.load", "line", 0, Held::taken),
    column<&Market::shortfall>("market.shortfall", "line,region", 0, Held::taken, a_share),
    column<&Market::list_price>("market.list_price", "line", 0, Held::taken, positive),
    column<&Market::last_price>("market.last_price", "line", 0, Held::taken),
    column<&Market::regular_price>("market.regular_price", "line", 0, Held::taken),
    column<&Market::promoted>("market.promoted", "line", 0, Held::taken),
    column<&Market::hosted>("market.hosted", "line,region,segment", 0, Held::taken, a_share),
    column<&Market::price>("market.price", "line,region,segment", 0, Held::taken, positive),
    column<&Market::received>("market.received", "line,region", 0, Held::taken, positive),
    column<&Market::hosting_cost>("market.hosting_cost", "line,region", 0, Held::taken, positive),
    column<&Market::self_hosting>("market.self_hosting", "line,region", 0, Held::taken, positive),
    column<&Market::available>("market.available", "line,region,segment", 0, Held::taken, a_share),
    single<&Market::price_index>("market.price_index", Held::taken),
    single<&Market::constant_capability_price>("market.constant_capability_price", Held::taken),
};

}  // namespace

std::span<const Series> pricing_series() {
  return pricing_rows;
}

std::span<const StateColumn> pricing_state() {
  return pricing_columns;
}

}  // namespace moat
