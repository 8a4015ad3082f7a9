// B10 and B19: published checks on open against proprietary models that the choice and pricing mechanisms can show.

#include <cmath>

#include <fmt/format.h>

#include "base/maths.hpp"
#include "verify/bertrand.hpp"
#include "verify/suite.hpp"

namespace moat {
namespace {

double logistic(double x) {
  return 1 / (1 + maths::exp(-x));
}

/// A user's chance to have moved from the incumbent after some months: with chance 0.1 a month the user thinks again,
/// and each model in use is spared the cost of learning the other.
double moved(double taste, double learning_cost, int months) {
  const double come = 0.1 * logistic(taste - learning_cost), leave = 0.1 * logistic(-taste - learning_cost);
  return come / (come + leave) * (1 - maths::pow(1 - come - leave, months));
}

std::string learning_cost(double cost) {
  return fmt::format("segments.skilled.switching_cost={}", cost);
}

World learning_market(const Effort& effort, double skilled, double cost, Index developers) {
  return last_month(
      *verify_scenario(effort, "learning_cost",
                       {learning_cost(cost), fmt::format("segments.plain.switching_cost={}", cost),
                        fmt::format("regions.all.segments={{skilled: {}, plain: {}}}", skilled, 1 - skilled),
                        fmt::format("run.developers={}", developers)}),
      0, effort.threads);
}

/// Share of all developers who use the newcomer's open model.
double open_share(const World& w) {
  const Cube<std::int64_t, 3>& users = w.market.developers;  // [slot, region, segment]; the newcomer is slot 2
  return double(users(2, 0, 0) + users(2, 0, 1)) / double(w.developers.size());
}

/// Assignments for the market of `bertrand.yaml`.
std::vector<std::string> together(std::initializer_list<std::vector<std::string>> lists) {
  std::vector<std::string> all;
  for (const auto& list : lists) all.insert(all.end(), list.begin(), list.end());
  return all;
}

/// A closed service (cost 0.4) and an open model that buyers host themselves (cost 0.6); buyers differ little.
World deployer_market(const Effort& effort, double closed_value, double open_value) {
  constexpr double mu = 0.02, most = 400;
  return last_month(*verify_scenario(effort, "bertrand",
                                     together({{fmt::format("segments.buyers.price_weight={}", 1 / mu),
                                                fmt::format("segments.buyers.quality_weight={}", most)},
                                               sell("A", closed_value / mu, 0.4, most),
                                               sell("Free", open_value / mu, 0.6, most)})));
}

/// Demand for firm A's model at a fixed price, among ten alike at price 1.
double demand_at(const Effort& effort, double price) {
  std::vector<std::string> sets{"adoption.price_response=log", "adoption.outside_value=-1000", "pricing.adjustment=0",
                                fmt::format("segments.buyers.price_weight={}", 1.11 / 0.9), "run.end=2025-02"};
  for (char firm = 'A'; firm <= 'J'; ++firm) {
    for (std::string& one : sell(std::string(1, firm), 0, 0.5)) sets.push_back(std::move(one));
    sets.push_back(fmt::format("firms.{}.lines.{}.price={}", firm, char(firm - 'A' + 'a'), firm == 'A' ? price : 1.0));
  }
  return last_month(*verify_scenario(effort, "bertrand", sets)).market.demand[0];
}

}  // namespace

std::vector<CheckResult> learning_cost_boundary(const Effort& effort) {
  std::vector<CheckResult> checks;
  const Index developers = effort.runs(10000, 1000000);
  for (const double cost : {0.0, 1.0, 2.0, 3.0}) {
    const World w = learning_market(effort, 0.5, cost, developers);
    for (const auto& [segment, name, taste] : {std::tuple{0, "skilled", 1.0}, {1, "other", -1.5}})
      checks.push_back(sampled_share(
          fmt::format("{} users of the open model after 24 months, learning cost {}", name, cost),
          moved(taste, cost, 24), w.market.developers(2, 0, segment), w.society.members(0, segment), 0.035));
  }

  constexpr double mixes[] = {0.1, 0.5, 0.9}, costs[] = {0, 1, 2, 3};
  double share[3][4];
  for (std::size_t m = 0; m < 3; ++m)
    for (std::size_t c = 0; c < 4; ++c) share[m][c] = open_share(learning_market(effort, mixes[m], costs[c], 4000));
  bool skill_helps = true, cost_hinders = true;
  for (std::size_t m = 0; m < 3; ++m)
    for (std::size_t c = 0; c < 4; ++c) {
      if (m > 0) skill_helps &= share[m][c] > share[m - 1][c];
      if (c > 0) cost_hinders &= share[m][c] < share[m][c - 1];
    }
  checks.push_back(sign("few skilled users, learning cost 2: the incumbent stays ahead", share[0][2] < 0.5));
  checks.push_back(sign("many skilled users, nothing to learn: the open model dominates", share[2][0] > 0.5));
  checks.push_back(sign("more skilled users, more use of the open model, at each cost", skill_helps));
  checks.push_back(sign("higher learning cost, less use of the open model, in each mix", cost_hinders));
  checks.push_back(sign("at learning cost 2 even 90 % skilled users do not make it dominant, at 1 they do",
                        share[2][2] < 0.5 && share[2][1] > 0.5));
  return checks;
}

std::vector<CheckResult> deployment_regimes(const Effort& effort) {
  std::vector<CheckResult> checks;
  const auto closed_share = [](const World& w) { return w.market.demand[0]; };
  const auto closed_price = [](const World& w) { return w.market.list_price[0]; };
  bool always = true;
  for (const double value : {1.0, 2.0, 4.0}) always &= closed_share(deployer_market(effort, value, 0.8 * value)) > 0.9;
  checks.push_back(sign("open quality 0.8 x closed at 1, 2 and 4: the closed service serves nearly all", always));
  const World dominant = deployer_market(effort, 1, 0.3), strategic = deployer_market(effort, 1, 0.9),
              self_hosting = deployer_market(effort, 1, 1.5);
  checks.push_back(sign("open quality 0.3: closed service alone, at the monopoly price",
                        closed_share(dominant) > 0.9 &&
                            std::abs(closed_price(dominant) - closed_price(deployer_market(effort, 1, -0.05))) < 1e-4));
  checks.push_back(
      sign("open quality 0.9: closed service alone, held down to the limit price of 0.7",
           closed_share(strategic) > 0.9 && closed_price(strategic) < 0.7 && closed_price(strategic) > 0.6));
  checks.push_back(sign("open quality 1.5: self-hosting", closed_share(self_hosting) < 0.1));
  return checks;
}

std::vector<CheckResult> market_arithmetic(const Effort& effort) {
  std::vector<CheckResult> checks;
  // Tastes alone give the closed models 80 % of tokens; prices are those measured.
  const auto measured =
      verify_scenario(effort, "bertrand",
                      together({sell("A", maths::log(4), 1),
                                sell("Free", 0, 0.23),
                                {"firms.A.lines.a.price=1.86", "pricing.adjustment=0", "segments.buyers.price_weight=0",
                                 "adoption.outside_value=-1000", "run.end=2025-01", "run.developers=10000"}}));
  std::vector<double> tokens(std::size_t(effort.runs(40, 4000))), money = tokens;
  replicate(*measured, Index(tokens.size()), effort, [&](const World& w, Index n) {
    const Index free = w.market.line_count() - 1;
    const double closed = w.market.tokens(0, 0, 0, 0), open = w.market.tokens(free, 0, 0, 0);
    tokens[std::size_t(n)] = closed / (closed + open);
    money[std::size_t(n)] = w.market.spend(0, 0) / (w.market.spend(0, 0) + w.market.spend(free, 0));
  });
  checks.push_back(sampled("closed share of tokens, set to 80 %", 0.8, tokens, 0.005));
  checks.push_back(sampled("closed share of spending at 1.86 and 0.23 USD/Mtok", 1.488 / 1.534, money, 0.001));

  const double elasticity = maths::log(demand_at(effort, 1.01) / demand_at(effort, 0.99)) / maths::log(1.01 / 0.99);
  checks.push_back(exact("price elasticity between ten hosts of one model", -1.11, elasticity, 1e-3));

  // 90 % cheaper, equally able, yet 30 % of tokens: what else must buyers hold against open models?
  const Index developers = effort.runs(20000, 2000000);
  const World w = last_month(
      *verify_scenario(
          effort, "bertrand",
          together({sell("A", 0, 0.5),
                    sell("Free", 0, 0.1),
                    {"firms.A.lines.a.price=1", "pricing.adjustment=0", "segments.buyers.price_weight=1.11",
                     fmt::format("segments.buyers.openness_weight={}", maths::log(0.3 / 0.7) - 1.11 * maths::log(10)),
                     "adoption.price_response=log", "adoption.outside_value=-1000", "run.end=2025-01",
                     fmt::format("run.developers={}", developers)}})),
      0, effort.threads);
  checks.push_back(sampled_share("open share at a tenth of the price, openness weight -3.4", 0.3,
                                 w.market.developers(w.market.line_count(), 0, 0), developers, 0.015));
  return checks;
}

}  // namespace moat
