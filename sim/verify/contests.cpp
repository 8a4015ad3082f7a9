// B11: research contests with compute costs. Labs that follow the demand they face reach the equilibrium of the contest
// s_i = x_i^g / sum of x^g with profit R s_i - c_i x_i, whose first-order condition is g R s_i (1 - s_i) = c_i x_i.

#include <algorithm>

#include <fmt/format.h>

#include "base/maths.hpp"
#include "scenario/scenario.hpp"
#include "verify/suite.hpp"

namespace moat {
namespace {

/// Means over the last two years of a run.
struct Settled {
  std::vector<double> share, spending, compute;  ///< [firm]
  double firms = 0;                              ///< at work
  int months = 0;

  void add(const World& w) {
    const Index n = w.firms.size();
    share.resize(std::size_t(n));
    spending.resize(std::size_t(n));
    compute.resize(std::size_t(n));
    const double all = w.market.spend.sum();
    for (Index l = 0; l < w.market.line_count(); ++l)
      share[std::size_t(w.market.firm[l])] += w.market.spend.row(l).sum() / all;
    for (Index f = 0; f < n; ++f) {
      spending[std::size_t(f)] += w.firms.capex[f];
      compute[std::size_t(f)] += w.firms.compute[f];
      firms += w.firms.active[f];
    }
    ++months;
  }
  double of(const std::vector<double>& column, Index firm) const { return column[std::size_t(firm)] / months; }
  double all(const std::vector<double>& column) const {
    double sum = 0;
    for (const double x : column) sum += x;
    return sum / months;
  }
};

std::vector<Settled> settle(const Effort& effort, std::string_view name, const std::vector<std::string>& sets,
                            Index count) {
  const Scenario scenario = *verify_scenario(effort, name, sets);
  std::vector<Settled> runs(std::size_t(count), Settled{});
  replicate(scenario, count, effort, [&](const World& w, Index r) {
    if (w.clock.step >= scenario.run.steps() - 24) runs[std::size_t(r)].add(w);
  });
  return runs;
}

constexpr double market = 1e8;      // USD a month to win, scenario contest
constexpr double chip_price = 3e4;  // USD

/// A mean over runs that must lie within 2 % of theory (benchmark B11, rules that adapt); a bias of order 1/developers
/// is left. The best reply of a small lab is nearly flat, so that the luck of a month's sales moves it for years: it is
/// judged by a hundredth of the market.
template <class Of>
CheckResult mean_of_runs(std::string what, double expected, const std::vector<Settled>& runs, Of of, double least = 0) {
  std::vector<double> values;
  for (const Settled& run : runs) values.push_back(of(run));
  return mean_within(std::move(what), expected, values, std::max(0.02 * expected, least));
}

/// The same for a share of the market.
CheckResult share_of(Index lab, std::string what, double expected, const std::vector<Settled>& runs) {
  return mean_of_runs(
      std::move(what), expected, runs, [=](const Settled& s) { return s.of(s.share, lab); }, 0.01);
}

void two_labs(const Effort& effort, Index runs, std::vector<CheckResult>& checks) {
  for (const auto& [weight, g] : {std::pair{460.51701859880916, 1.0}, {230.25850929940458, 0.5}})
    for (const double k : {1.0, 1.5, 2.0, 4.0, 10.0, 30.0}) {
      const auto settled = settle(effort, "contest",
                                  {fmt::format("segments.all.quality_weight={}", weight),
                                   fmt::format("chips.far-chip.price={}", k * chip_price)},
                                  runs);
      const double first = 1 / (1 + maths::pow(k, -g)), spent = g * market * first * (1 - first);
      checks.push_back(
          share_of(1, fmt::format("share of the lab with {} times dearer chips, g = {}", k, g), 1 - first, settled));
      if (g == 1)
        checks.push_back(mean_of_runs(
            fmt::format("compute of both over that at equal prices, k = {}", k), 2 / (1 + k), settled,
            [](const Settled& s) { return s.all(s.compute) * chip_price / (market / 2); }, 0.01));
      if (k <= 4)
        for (const Index lab : {0, 1})
          checks.push_back(mean_of_runs(fmt::format("spending of lab {}, k = {}, g = {}", lab + 1, k, g), spent,
                                        settled, [=](const Settled& s) { return s.of(s.spending, lab); }));
    }
  const auto taxed = settle(effort, "contest", {"policy.measures.dear-chips.from=2020-01"}, runs);
  checks.push_back(share_of(1, "share of the lab whose chips are taxed at 300 %, g = 1", 0.2, taxed));
}

void many_labs(const Effort& effort, Index runs, std::vector<CheckResult>& checks) {
  const std::vector<std::string> all{"firms.B.region=near", "firms.B.stock={near-chip: 1}", "firms.C.enters=2020-01",
                                     "firms.D.enters=2020-01", "run.developers=20000"};
  const auto with = [&](std::vector<std::string> sets) {
    sets.insert(sets.begin(), all.begin(), all.end());
    return settle(effort, "contest", sets, runs);
  };
  const auto four = with({"chips.far-chip.price=45000"});
  for (const auto& [lab, share] : {std::pair<Index, double>{0, 0.4}, {1, 0.4}, {2, 0.1}, {3, 0.1}})
    checks.push_back(share_of(lab, fmt::format("share of lab {}, costs 1, 1, 1.5, 1.5", lab + 1), share, four));
  // The third lab is exactly marginal, so that its share fades as 1/time: it gets forty years.
  const auto marginal = with({"firms.D.enters=never", "chips.far-chip.price=60000", "run.end=2059-12"});
  for (const auto& [lab, share] : {std::pair<Index, double>{0, 0.5}, {1, 0.5}, {2, 0.0}})
    checks.push_back(share_of(lab, fmt::format("share of lab {}, costs 1, 1, 2", lab + 1), share, marginal));
  const auto three =
      with({"firms.C.region=near", "firms.C.stock={near-chip: 1}", "chips.far-chip.price=90000", "firms.D.cash=0",
            "firms.D.fixed_cost=3e6", "finance.exit=true", "finance.credit_months=0", "finance.exit_months=6"});
  for (const Index lab : {0, 1, 2})
    checks.push_back(share_of(lab, fmt::format("share of lab {}, costs 1, 1, 1, 3", lab + 1), 1.0 / 3, three));
  Index left = 0;
  for (const Settled& s : three) left += s.firms / s.months == 3 && s.share[3] == 0;
  checks.push_back(sign("costs 1, 1, 1, 3: the fourth leaves, and nobody is left with its model", left == runs));
}

/// Fixed cost 1e6: N labs earn more than it as long as N < sqrt(market/1e6).
void free_entry(const Effort& effort, Index runs, std::vector<CheckResult>& checks) {
  for (const auto& [developers, chip, labs] :
       {std::tuple{1e8, 3e4, 10.0}, {4e8, 3e4, 20.0}, {2.5e7, 3e4, 5.0}, {1e8, 6e4, 10.0}}) {
    const auto entered = settle(
        effort, "contest_entry",
        {fmt::format("regions.near.developers={}", developers), fmt::format("chips.near-chip.price={}", chip)}, runs);
    const std::string where = fmt::format("R/F = {}, chips at {} USD", developers / 1e6, chip);
    checks.push_back(mean_of_runs(fmt::format("labs after free entry, {}", where), labs, entered,
                                  [](const Settled& s) { return s.firms / s.months; }));
    checks.push_back(mean_of_runs(fmt::format("compute a lab, chips, {}", where),
                                  developers * (labs - 1) / (labs * labs) / chip, entered,
                                  [n = labs](const Settled& s) { return s.all(s.compute) / n; }));
  }
}

}  // namespace

std::vector<CheckResult> research_contests(const Effort& effort) {
  std::vector<CheckResult> checks;
  two_labs(effort, effort.runs(16, 64), checks);
  many_labs(effort, effort.runs(16, 64), checks);
  free_entry(effort, effort.runs(2, 32), checks);
  return checks;
}

}  // namespace moat
