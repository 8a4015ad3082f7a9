// All outputs: each mechanism's rows, in the order of the mechanisms.

#include "model/model.hpp"
#include "model/outcome.hpp"
#include "model/sampling.hpp"
#include "model/watch.hpp"

namespace moat {

const std::vector<Series>& all_series() {
  static const std::vector<Series> all = [] {
    std::vector<Series> list;
    for (const Mechanism& mechanism : mechanisms()) {
      const std::span<const Series> reported = mechanism.series();
      list.insert(list.end(), reported.begin(), reported.end());
    }
    return list;
  }();
  return all;
}

KnownNames known_names() {
  KnownNames names;
  for (const Mechanism& mechanism : mechanisms()) names.mechanisms.push_back(mechanism.name);
  for (const Series& series : all_series()) names.series.push_back(series.name);
  names.more = [](const Scenario& scenario, const Reading& reading) {
    std::vector<Problem> problems = check_outcomes(scenario, reading);
    for (Problem& one : check_rules(scenario, reading)) problems.push_back(std::move(one));
    for (Problem& one : check_sampling(scenario, reading)) problems.push_back(std::move(one));
    return problems;
  };
  return names;
}

}  // namespace moat
