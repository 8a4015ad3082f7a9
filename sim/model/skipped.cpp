// What a run that skips mechanisms has to know of it.

#include <algorithm>

#include "model/mechanisms.hpp"
#include "scenario/scenario.hpp"

namespace moat {

bool skipped(const Scenario& scenario, std::string_view mechanism) {
  const Texts& skip = scenario.run.skip;
  return std::find(skip.begin(), skip.end(), mechanism) != skip.end();
}

double serving_paid_apart(const Scenario& scenario) {
  return skipped(scenario, "compute") ? 1 : 1 - scenario.compute.serving_claim;
}

}  // namespace moat
