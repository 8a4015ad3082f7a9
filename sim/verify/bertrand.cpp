// B6: logit Bertrand competition (Anderson, de Palma & Thisse 1992, MIT Press, ch. 7). The best reply against fixed
// rivals is a Lambert W function; equilibria were solved in 30 digits, apart from this program.

#include <algorithm>
#include <cctype>
#include <optional>

#include <fmt/format.h>

#include "base/maths.hpp"
#include "mechanism/pricing.hpp"
#include "verify/bertrand.hpp"
#include "verify/suite.hpp"

namespace moat {
namespace {

/// What theory says of a closed firm.
struct Firm {
  double value, cost;
  double price, share;
};

struct PriceDuel {
  std::string name;
  double mu;
  bool outside;  ///< buyers may do without
  std::vector<Firm> firms;
  std::optional<double> open_value = {};  ///< of an open model sold at its cost of 0.1
};

const std::vector<PriceDuel>& cases() {
  static const std::vector<PriceDuel> all = {
      {"B, two unequal firms",
       0.5,
       false,
       {{2, 0.5, 1.94569767655, 0.65414622427}, {1, 0.5, 1.26435509592, 0.34585377573}}},
      {"C, three firms",
       0.4,
       true,
       {{2, 1, 1.6039739421, 0.337719772128},
        {1.5, 0.6, 1.16393903421, 0.29070347017},
        {1, 0.2, 0.730571628037, 0.246096136953}}},
      {"F, monopolist", 0.5, true, {{2, 0.4, 1.74037809649, 0.626970926108}}},
      {"D, F and an open model", 0.5, true, {{2, 0.4, 1.08034680109, 0.265080692377}}, 1.5},
      {"G, two firms like F",
       0.5,
       true,
       {{2, 0.4, 1.30094232618, 0.44502551887}, {2, 0.4, 1.30094232618, 0.44502551887}}},
      {"E, G and an open model",
       0.5,
       true,
       {{2, 0.4, 1.04045578683, 0.21930598446}, {2, 0.4, 1.04045578683, 0.21930598446}},
       1.5},
      {"D with open value -1", 0.5, true, {{2, 0.4, 1.70767964121, 0.617643355265}}, -1},
      {"D with open value 0", 0.5, true, {{2, 0.4, 1.5612036622, 0.569412312175}}, 0},
      {"D with open value 1", 0.5, true, {{2, 0.4, 1.23050474135, 0.397956477424}}, 1},
      {"D with open value 2", 0.5, true, {{2, 0.4, 0.983545606542, 0.143168941048}}, 2},
      {"D with open value 2.5", 0.5, true, {{2, 0.4, 0.9343856952, 0.0643462119379}}, 2.5},
  };
  return all;
}

std::vector<std::string> assignments(const PriceDuel& duel) {
  std::vector<std::string> sets{fmt::format("segments.buyers.price_weight={}", 1 / duel.mu),
                                fmt::format("adoption.outside_value={}", duel.outside ? 6 : -1000)};
  const auto add = [&](std::string_view firm, double value, double cost) {
    for (std::string& one : sell(firm, value / duel.mu, cost)) sets.push_back(std::move(one));
  };
  for (std::size_t f = 0; f < duel.firms.size(); ++f)
    add(std::string(1, char('A' + f)), duel.firms[f].value, duel.firms[f].cost);
  if (duel.open_value) add("Free", *duel.open_value, 0.1);
  return sets;
}

Index line_named(const World& w, std::string_view name) {
  return std::find(w.market.lines.begin(), w.market.lines.end(), name) - w.market.lines.begin();
}

World settled(const Effort& effort, const PriceDuel& duel, const std::vector<std::string>& more = {}) {
  std::vector<std::string> sets = assignments(duel);
  sets.insert(sets.end(), more.begin(), more.end());
  return last_month(*verify_scenario(effort, "bertrand", sets), 0, effort.threads);
}

/// Choices are weighed in floats, with an exponential good to 5e-6 (mechanism/adoption/choice.hpp): no better can be asked of
/// prices and shares that come from them.
constexpr double in_floats = 1e-5;

void compare_prices(const PriceDuel& duel, const World& w, std::vector<CheckResult>& checks) {
  for (std::size_t f = 0; f < duel.firms.size(); ++f) {
    const Firm& firm = duel.firms[f];
    if (f > 0 && firm.price == duel.firms[f - 1].price) continue;  // twins
    const auto l = Index(f);
    const auto name = [&](std::string_view what) {
      return fmt::format("{} of {}: {}", what, char('A' + f), duel.name);
    };
    const double margin = w.market.list_price[l] - w.market.serving_cost[l];
    checks.push_back(exact(name("price"), firm.price, w.market.list_price[l], in_floats));
    checks.push_back(exact(name("share"), firm.share, w.market.demand[l], in_floats));
    checks.push_back(
        exact(name("profit"), (firm.price - firm.cost) * firm.share, margin * w.market.demand[l], 2 * in_floats));
  }
}

}  // namespace

std::vector<std::string> sell(std::string_view firm, double utility, double cost, double most) {
  const double part = (utility + 6) / most;  // the task's value curve is logistic, with half at 100 and scale 10
  std::string line(firm);
  line[0] = char(std::tolower(line[0]));
  return {fmt::format("firms.{}.lines.{}.capability={}", firm, line, 100 + 10 * maths::log(part / (1 - part))),
          fmt::format("firms.{}.lines.{}.shrink={}", firm, line, 1 / cost)};
}

std::vector<CheckResult> lambert_best_reply(const Effort&) {
  constexpr std::pair<double, double> table[] = {
      {-2, 1.04747849102}, {-1, 1.12002823899}, {0, 1.27846454276}, {1, 1.56714329041}, {2, 2},
      {3, 2.557145599},    {4, 3.20794003157}};
  std::vector<CheckResult> checks;
  for (const auto& [x, markup] : table) {
    // Selling at cost, the firm's attraction over that of the others is e^x.
    const double share = 1 / (1 + maths::exp(-x));
    checks.push_back(exact(fmt::format("markup/mu at x = {}", x), markup, linear_best_reply(1, 1, 1, share) - 1, 1e-8));
  }
  // In equilibrium no firm wants to move.
  for (const PriceDuel& duel : cases())
    for (std::size_t f = 0; f < duel.firms.size(); ++f)
      checks.push_back(
          exact(fmt::format("best reply of {} in equilibrium: {}", char('A' + f), duel.name), duel.firms[f].price,
                linear_best_reply(duel.firms[f].price, duel.firms[f].cost, duel.mu, duel.firms[f].share), 1e-8));
  return checks;
}

std::vector<CheckResult> bertrand_market(const Effort& effort) {
  std::vector<CheckResult> checks;
  for (const PriceDuel& duel : cases()) compare_prices(duel, settled(effort, duel), checks);
  for (const int n : {2, 3, 4, 5, 10}) {
    const PriceDuel symmetric{"", 0.5, false, std::vector<Firm>(std::size_t(n), Firm{2, 0.4, 0, 0})};
    const World w = settled(effort, symmetric);
    checks.push_back(exact(fmt::format("markup/mu of {} equal firms, all buyers served", n), double(n) / (n - 1),
                           (w.market.list_price[0] - 0.4) / 0.5, in_floats));
  }

  const PriceDuel &alone = cases()[2], &with_open = cases()[3];
  const auto surplus = [&](const World& w) { return 0.5 * (w.market.surplus(0, 0) - 6); };  // mu x log-sum, above d = 0
  checks.push_back(exact("buyers' surplus: " + alone.name, 0.493049458142, surplus(settled(effort, alone)), 1e-4));
  checks.push_back(
      exact("buyers' surplus: " + with_open.name, 1.58351369882, surplus(settled(effort, with_open)), 1e-4));

  const World slow = settled(effort, with_open, {"pricing.adjustment=0.15", "run.end=2026-12"});
  checks.push_back(exact("price after 24 months at 15 % of the way a month: " + with_open.name,
                         with_open.firms[0].price, slow.market.list_price[0], 0.01));

  const Index developers = effort.runs(40000, 4000000);
  const World many = settled(effort, with_open, {fmt::format("run.developers={}", developers), "run.end=2027-12"});
  for (const auto& [line, share] : {std::pair{"a", 0.265080692377}, {"free", 0.692790663961}})
    checks.push_back(sampled_share(fmt::format("share of developers with {}: {}", line, with_open.name), share,
                                   many.market.developers(line_named(many, line) + 1, 0, 0), developers, 0.01));
  return checks;
}

}  // namespace moat
