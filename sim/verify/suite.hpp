#pragma once
/// The benchmarks by name; each stands in the file of its family, and in the table of suite.cpp.

#include "verify/benchmark.hpp"

namespace moat {

std::vector<Check> lock_in(const Effort& effort);
std::vector<Check> polya_urns(const Effort& effort);
std::vector<Check> bass_diffusion(const Effort& effort);
std::vector<Check> norton_bass(const Effort& effort);
std::vector<Check> social_interactions(const Effort& effort);
std::vector<Check> lambert_best_reply(const Effort& effort);
std::vector<Check> bertrand_market(const Effort& effort);
std::vector<Check> mixed_logit(const Effort& effort);
std::vector<Check> hotelling_line(const Effort& effort);
std::vector<Check> learning_cost_boundary(const Effort& effort);
std::vector<Check> replicator(const Effort& effort);
std::vector<Check> kirman_herding(const Effort& effort);
std::vector<Check> deployment_regimes(const Effort& effort);
std::vector<Check> market_arithmetic(const Effort& effort);
std::vector<Check> chip_rules(const Effort& effort);
std::vector<Check> mean_field(const Effort& effort);
std::vector<Check> leaders_close(const Effort& effort);
std::vector<Check> mixed_duopoly(const Effort& effort);
std::vector<Check> momentum(const Effort& effort);
std::vector<Check> research_contests(const Effort& effort);
std::vector<Check> imitation_lag(const Effort& effort);
std::vector<Check> learning_by_doing(const Effort& effort);

}  // namespace moat
