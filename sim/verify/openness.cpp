// B19: what papers of 2025-26 on the economics of open models say of release, as patterns.

#include <cmath>
#include <string>

#include <fmt/format.h>

#include "model/outcome.hpp"
#include "verify/suite.hpp"

namespace moat {
namespace {

/// Outcomes of a scenario, by outcome and replicate.
std::vector<std::vector<double>> outcomes(const Scenario& scenario, Index runs, const Effort& effort) {
  const std::vector<Outcome> read = outcomes_of(scenario, axes_of(scenario));
  const OutcomeReader fresh(read);
  std::vector<OutcomeReader> readers(std::size_t(runs), fresh);
  replicate(scenario, runs, effort, [&](const World& w, Index n) { readers[std::size_t(n)].see(w); });
  std::vector<std::vector<double>> values(read.size());
  for (const OutcomeReader& one : readers)
    for (std::size_t o = 0; o < read.size(); ++o) values[o].push_back(one.values()[o]);
  return values;
}

struct Mean {
  double value, standard_error;
};

Mean mean_of(const std::vector<double>& values) {
  const CheckResult summary = sampled("", 0, values, 0);
  return {summary.obtained, summary.standard_error};
}

}  // namespace

/// Trailing laboratories open and leaders close (Mladenovic et al. 2026): nothing in the scenario says so.
std::vector<CheckResult> leaders_close(const Effort& effort) {
  const Index runs = effort.runs(8, 100);
  const auto correlation = [&](const std::vector<std::string>& sets) {
    return mean_of(outcomes(*verify_scenario(effort, "openness", sets), runs, effort)[0]);
  };
  const Mean sorted = correlation({}), random = correlation({"release.choice_noise=100"});
  const auto text = [](std::string_view what, const Mean& m) {
    return fmt::format("{}: rank correlation {:.2f} +- {:.2f}", what, m.value, m.standard_error);
  };
  return {sign(text("Openness falls with the lead", sorted), sorted.value < -4 * sorted.standard_error),
          sign(text("More so than if firms chose blindly", random),
               sorted.value + 4 * std::hypot(sorted.standard_error, random.standard_error) < random.value)};
}

}  // namespace moat
