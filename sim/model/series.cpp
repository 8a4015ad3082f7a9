// All outputs: each mechanism's rows, in the order of the mechanisms.

#include "mechanism/release/adaptive.hpp"
#include "model/model.hpp"
#include "model/outcome.hpp"
#include "model/watch.hpp"

namespace moat {

const std::vector<Series>& all_series() {
  static const std::vector<Series> all = [] {
    std::vector<Series> list;
    for (const auto rows : {adoption_series(), leaderboard_series(), pricing_series(), release_series(),
                            release_adaptive_series(), research_series(), compute_series(), policy_series(),
                            community_series(), finance_series(), security_series()})
      list.insert(list.end(), rows.begin(), rows.end());
    return list;
  }();
  return all;
}

KnownNames known_names() {
  KnownNames names;
  for (const Mechanism& mechanism : step_order()) names.mechanisms.push_back(mechanism.name);
  for (const Series& series : all_series()) names.series.push_back(series.name);
  names.more = [](const Scenario& scenario, const Reading& reading) {
    std::vector<Problem> problems = check_outcomes(scenario, reading);
    for (Problem& one : check_rules(scenario, reading)) problems.push_back(std::move(one));
    return problems;
  };
  return names;
}

}  // namespace moat
