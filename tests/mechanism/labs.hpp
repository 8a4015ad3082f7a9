#pragma once
/// Two firms of the little world that do research and nothing else.

#include "little_world.hpp"
#include "mechanism/research.hpp"

namespace moat::labs_of_tests {

inline const CapabilityScale scale{100, 25, 10};  // reference 100 ECI at 10^25 FLOP, 10 ECI a tenfold

/// No growth, no imitation, no luck; a month's run on all compute: 10^21 FLOP per H100e.
inline ResearchParams still() {
  ResearchParams p;
  p.log10_flop_per_month = 21;
  p.run_months = 1;
  p.growth = p.imitation_open = p.imitation_closed = p.distillation = p.noise = 0;
  return p;
}

/// Both firms run 10^4 H100e for a month: 10^25 FLOP, the reference run.
inline World labs() {
  World w = empty_world();
  w.firms.compute.setConstant(1e4);
  for (FirmEntry& firm : w.firms.firms) firm.final_run = always(1);
  return w;
}

inline void research(World& w, const ResearchParams& p, const Random& random = {}) {
  do_research(w.firms, w.society, w.governments, w.market, w.clock, scale, p, random);
}

}  // namespace moat::labs_of_tests
