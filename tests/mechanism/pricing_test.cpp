// Best replies in logit demand (Anderson, de Palma & Thisse 1992): benchmark B6, by the library's own function.

#include "mechanism/pricing.hpp"

#include <cmath>
#include <numeric>
#include <vector>

#include "catch.hpp"

using namespace moat;

namespace {

/// Products of quality d and unit cost c in logit demand, u = (d - price)/mu; each by a firm of its own.
struct Logit {
  std::vector<double> quality, cost;
  double mu;
  bool outside = true;          ///< whether buyers can buy nothing, at utility 0
  std::size_t competitors = 0;  ///< the last so many products are priced at cost (open weights)

  std::vector<double> shares(const std::vector<double>& price) const {
    std::vector<double> e(price.size());
    for (std::size_t j = 0; j < e.size(); ++j) e[j] = std::exp((quality[j] - price[j]) / mu);
    const double all = std::accumulate(e.begin(), e.end(), outside ? 1.0 : 0.0);
    for (double& x : e) x /= all;
    return e;
  }

  /// Best replies in turn, until no price moves.
  std::vector<double> prices() const {
    std::vector<double> p = cost;
    double moved = 1;
    for (int sweep = 0; sweep < 1000 && moved > 1e-14; ++sweep) {
      moved = 0;
      for (std::size_t j = 0; j + competitors < p.size(); ++j) {
        const double reply = linear_best_reply(p[j], cost[j], mu, shares(p)[j]);
        moved = std::max(moved, std::abs(reply - p[j]));
        p[j] = reply;
      }
    }
    REQUIRE(moved <= 1e-13);
    return p;
  }
};

constexpr double printed = 5e-7;  // half a unit of the sixth decimal

void check_case(const Logit& market, const std::vector<double>& prices, const std::vector<double>& shares,
                const std::vector<double>& profits) {
  const std::vector<double> p = market.prices(), s = market.shares(p);
  for (std::size_t j = 0; j < p.size(); ++j) {
    CAPTURE(j);
    CHECK_THAT(p[j], WithinAbs(prices[j], printed));
    CHECK_THAT(s[j], WithinAbs(shares[j], printed));
    CHECK_THAT(s[j] * (p[j] - market.cost[j]), WithinAbs(profits[j], printed));
    // First-order condition: markup = mu/(1 - share).
    if (j + market.competitors < p.size())
      CHECK_THAT(p[j] - market.cost[j] - market.mu / (1 - s[j]), WithinAbs(0, 1e-8));
  }
}

}  // namespace

TEST_CASE("Lambert's W of e^z: the w with w + ln w = z, where e^z overflows too") {
  const double z = GENERATE(-700.0, -5.0, -1.0, 0.0, 1.0, 50.0, 499.0, 499.999, 500.0, 501.0, 708.0, 1e4, 1e8);
  CAPTURE(z);
  const double w = lambert_exp(z);
  CHECK(w > 0);
  CHECK_THAT(w + std::log(w), WithinAbs(z, 1e-12 * std::max(1.0, std::abs(z))));
}

TEST_CASE("Known values of W: W(1) is the omega constant, W(e) = 1, W(2 e^2) = 2") {
  CHECK_THAT(lambert_exp(0), WithinAbs(0.56714329040978387, 1e-15));
  CHECK_THAT(lambert_exp(1), WithinAbs(1, 1e-15));
  CHECK_THAT(lambert_exp(std::log(2) + 2), WithinAbs(2, 1e-14));
}

TEST_CASE("One firm against fixed alternatives: markup mu(1 + W), share W/(1 + W) (benchmark B6)") {
  const double x[] = {-2, -1, 0, 1, 2, 3, 4};
  const double markup[] = {1.047478, 1.120028, 1.278465, 1.567143, 2, 2.557146, 3.207940};
  const double share[] = {.045326, .107165, .217812, .361896, .5, .608939, .688273};
  const double mu = 0.5, cost = 0.3;
  for (std::size_t i = 0; i < 7; ++i) {
    CAPTURE(x[i]);
    const double w = lambert_exp(x[i] - 1);
    CHECK_THAT(1 + w, WithinAbs(markup[i], printed));
    CHECK_THAT(w / (1 + w), WithinAbs(share[i], printed));
    // The reply is the same from wherever the firm looks: at price p it sees the odds e^(x - (p - cost)/mu).
    for (const double price : {0.0, 0.3, 1.0, 2.0}) {
      const double odds = std::exp(x[i] - (price - cost) / mu);
      CHECK(linear_best_reply(price, cost, mu, odds / (1 + odds)) == Approx(cost + mu * (1 + w)).epsilon(1e-9));
    }
  }
}

TEST_CASE("Symmetric firms that share the market: markup mu n/(n - 1)") {
  const std::size_t n = GENERATE(2, 3, 4, 5, 10);
  const Logit market{std::vector<double>(n, 1.0), std::vector<double>(n, 0.2), 0.4, false};
  for (const double p : market.prices()) CHECK_THAT((p - 0.2) / 0.4, WithinAbs(double(n) / double(n - 1), 1e-8));
}

TEST_CASE("Worked markets (benchmark B6): prices, shares, profits, first-order conditions") {
  SECTION("B: two firms, no outside option; the naive iteration diverges here") {
    check_case({{2, 1}, {.5, .5}, .5, false}, {1.945698, 1.264355}, {.654146, .345854}, {.945698, .264355});
  }
  SECTION("C: three firms") {
    check_case({{2, 1.5, 1}, {1, .6, .2}, .4}, {1.603974, 1.163939, .730572}, {.337720, .290703, .246096},
               {.203974, .163939, .130572});
  }
  SECTION("F: one closed firm") {
    check_case({{2}, {.4}, .5}, {1.740378}, {.626971}, {.840378});
  }
  SECTION("D: and an open model at cost") {
    check_case({{2, 1.5}, {.4, .1}, .5, true, 1}, {1.080347, .1}, {.265081, .692791}, {.180347, 0});
  }
  SECTION("G: two closed firms") {
    check_case({{2, 2}, {.4, .4}, .5}, {1.300942, 1.300942}, {.445026, .445026}, {.400942, .400942});
  }
  SECTION("E: and an open model at cost") {
    check_case({{2, 2, 1.5}, {.4, .4, .1}, .5, true, 1}, {1.040456, 1.040456, .1}, {.219306, .219306, .529207},
               {.140456, .140456, 0});
  }
}

TEST_CASE("The better the open model, the lower the closed price (benchmark B6)") {
  const double quality[] = {-1, 0, 1, 1.5, 2, 2.5};
  const double price[] = {1.70768, 1.56120, 1.23050, 1.08035, .98355, .93439};
  const double share[] = {.61764, .56941, .39796, .26508, .14317, .06435};
  for (std::size_t i = 0; i < 6; ++i) {
    const Logit market{{2, quality[i]}, {.4, .1}, .5, true, 1};
    const std::vector<double> p = market.prices();
    CHECK_THAT(p[0], WithinAbs(price[i], 5e-6));  // five digits printed
    CHECK_THAT(market.shares(p)[0], WithinAbs(share[i], 5e-6));
  }
}

TEST_CASE("The Lerner price: cost over 1 - 1/eta, up to the limit") {
  CHECK(lerner_price(2, 3, 20) == Approx(3).epsilon(1e-12));
  CHECK(lerner_price(2, 1.25, 20) == Approx(10).epsilon(1e-12));
  CHECK(lerner_price(2, 1.01, 20) == 40);  // 202 without the limit
  CHECK(lerner_price(2, 1, 20) == 40);     // no finite optimum
  CHECK(lerner_price(2, 0.5, 20) == 40);
  const double price = lerner_price(2, 3, 20);
  CHECK((price - 2) / price == Approx(1.0 / 3).epsilon(1e-12));
}

TEST_CASE("With fewer tokens bought at higher prices the markup m solves m((1 - s)/mu + elasticity/price) = 1") {
  const double cost = GENERATE(0.01, 0.4, 3.0), share = GENERATE(1e-9, 0.05, 0.5, 0.95, 1 - 1e-9);
  const double elasticity = GENERATE(1e-300, 1e-17, 1e-6, 0.5, 0.95), mu = 0.5, seen_at = 1.3;
  CAPTURE(cost, share, elasticity);
  const double price = linear_best_reply(seen_at, cost, mu, share, elasticity);
  const double odds = share / (1 - share) * std::exp(-(price - seen_at) / mu), others = 1 / (1 + odds);
  CHECK((price - cost) * (others / mu + elasticity / price) == Approx(1).epsilon(1e-9));
  const double without = linear_best_reply(seen_at, cost, mu, share);
  CHECK(price <= without * (1 + 1e-12));  // the response never raises the price
  if (elasticity < 1e-16) CHECK(price == Approx(without).epsilon(1e-12));
}
