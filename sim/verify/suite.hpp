#pragma once
/// The benchmarks by name; each stands in the file of its family, and in the table of suite.cpp.

#include "verify/benchmark.hpp"

namespace moat {

std::vector<Finding> lock_in(const Effort& effort);
std::vector<Finding> polya_urns(const Effort& effort);
std::vector<Finding> bass_diffusion(const Effort& effort);
std::vector<Finding> norton_bass(const Effort& effort);
std::vector<Finding> social_interactions(const Effort& effort);
std::vector<Finding> lambert_best_reply(const Effort& effort);
std::vector<Finding> bertrand_market(const Effort& effort);
std::vector<Finding> mixed_logit(const Effort& effort);
std::vector<Finding> hotelling_line(const Effort& effort);
std::vector<Finding> learning_cost_boundary(const Effort& effort);
std::vector<Finding> replicator(const Effort& effort);
std::vector<Finding> kirman_herding(const Effort& effort);
std::vector<Finding> deployment_regimes(const Effort& effort);
std::vector<Finding> market_arithmetic(const Effort& effort);
std::vector<Finding> chip_rules(const Effort& effort);
std::vector<Finding> mean_field(const Effort& effort);
std::vector<Finding> leaders_close(const Effort& effort);
std::vector<Finding> mixed_duopoly(const Effort& effort);
std::vector<Finding> momentum(const Effort& effort);
std::vector<Finding> research_contests(const Effort& effort);
std::vector<Finding> imitation_lag(const Effort& effort);
std::vector<Finding> learning_by_doing(const Effort& effort);

}  // namespace moat
