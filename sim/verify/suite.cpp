// The table of all benchmarks.

#include "verify/suite.hpp"

namespace moat {
namespace {

constexpr Benchmark table[] = {
    {"B6", "Best reply in logit Bertrand competition", "Anderson, de Palma & Thisse 1992, MIT Press, ch. 7",
     "pricing: linear_best_reply", lambert_best_reply},
    {"B9", "Dynamic mixed duopoly (pattern)", "Casadesus-Masanell & Ghemawat 2006, Management Science 52, 1072-1084",
     "pricing (installed_base_value), adoption, community", mixed_duopoly},
    {"B10", "Momentum against a standard (pattern)",
     "Dalle & Jullien 2003, Research Policy 32, 1-11; Bonaccorsi & Rossi 2003, Research Policy 32, 1243-1258",
     "policy (open_promotion), adoption", momentum},
    {"B11", "Research contests with compute costs, exit and free entry",
     "Tullock 1980, in Toward a Theory of the Rent-Seeking Society; derived",
     "compute, research, adoption (survey), finance", research_contests},
    {"B12", "Lag of an imitator", "derived; Epoch AI, open models lag closed ones by three months",
     "research, release, leaderboard (open_lag)", imitation_lag},
    {"B18", "Wright's law and Sahal's",
     "Wright 1936, doi:10.2514/8.155; Nagy et al. 2013, doi:10.1371/journal.pone.0052669", "compute",
     learning_by_doing},
};

}  // namespace

std::span<const Benchmark> benchmarks() {
  return table;
}

}  // namespace moat
