#pragma once
/// The benchmarks by name; each is defined in the file of its topic, and listed in the table of suite.cpp.

#include "verify/benchmark.hpp"

namespace moat {

std::vector<CheckResult> lock_in(const Effort& effort);
std::vector<CheckResult> polya_urns(const Effort& effort);
std::vector<CheckResult> bass_diffusion(const Effort& effort);
std::vector<CheckResult> norton_bass(const Effort& effort);
std::vector<CheckResult> social_interactions(const Effort& effort);
std::vector<CheckResult> lambert_best_reply(const Effort& effort);
std::vector<CheckResult> bertrand_market(const Effort& effort);
std::vector<CheckResult> mixed_logit(const Effort& effort);
std::vector<CheckResult> hotelling_line(const Effort& effort);
std::vector<CheckResult> learning_cost_boundary(const Effort& effort);
std::vector<CheckResult> replicator(const Effort& effort);
std::vector<CheckResult> kirman_herding(const Effort& effort);
std::vector<CheckResult> deployment_regimes(const Effort& effort);
std::vector<CheckResult> market_arithmetic(const Effort& effort);
std::vector<CheckResult> chip_rules(const Effort& effort);
std::vector<CheckResult> mean_field(const Effort& effort);
std::vector<CheckResult> leaders_close(const Effort& effort);
std::vector<CheckResult> mixed_duopoly(const Effort& effort);
std::vector<CheckResult> momentum(const Effort& effort);
std::vector<CheckResult> research_contests(const Effort& effort);
std::vector<CheckResult> imitation_lag(const Effort& effort);
std::vector<CheckResult> learning_by_doing(const Effort& effort);
std::vector<CheckResult> small_models(const Effort& effort);
std::vector<CheckResult> accounts(const Effort& effort);
std::vector<CheckResult> rationing(const Effort& effort);
std::vector<CheckResult> nests_of_makers(const Effort& effort);
std::vector<CheckResult> capacity_cobweb(const Effort& effort);

}  // namespace moat
