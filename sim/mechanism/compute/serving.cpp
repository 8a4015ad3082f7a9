#include "mechanism/compute/serving.hpp"

#include <algorithm>

#include "base/maths.hpp"
#include "mechanism/compute/others.hpp"
#include "state/lines.hpp"

namespace moat {
namespace {

double next_pressure(double pressure, double claimed, double capacity, double response) {
  if (claimed <= 0) return 1;
  const double most = 1e6;  // where there is no capacity at all
  const double use = capacity > 0 ? std::min(most, claimed / capacity) : most;
  return std::clamp(pressure * maths::pow(use, response), 1.0, most);
}

}  // namespace

void claim_serving(Firms& firms, Chips& chips, const Market& m, const ComputeParams& p) {
  Column<double> by_makers = Column<double>::Zero(firms.size()), by_hosts = Column<double>::Zero(chips.rent.size());
  for (Index l = 0; l < m.line_count(); ++l) {
    const double first_party = first_party_of(m, firms, l);
    for (Index r = 0; r < m.tokens.size(1); ++r)
      for (Index s = 0; s < m.tokens.size(2); ++s) {
        double tokens = 0;
        for (Index t = 0; t < m.tokens.size(3); ++t) tokens += m.tokens(l, r, s, t);
        const double need = tokens * m.load[l] * (m.open[l] ? m.hosted(l, r, s) : 1);
        by_makers[m.firm[l]] += need * first_party;
        by_hosts[r] += need * (1 - first_party);
      }
  }
  const Column<double> others = compute_of_others(chips);
  for (Index f = 0; f < firms.size(); ++f) {
    const double claimed = p.serving_claim * by_makers[f];
    firms.serving[f] = std::min(firms.compute[f], claimed);
    firms.pressure[f] = next_pressure(firms.pressure[f], claimed, firms.compute[f], p.pressure_response);
  }
  for (Index r = 0; r < by_hosts.size(); ++r) {
    const double capacity = p.hosting_share * std::max(0.0, others[r] - chips.lent[r]) + chips.public_hosting[r];
    chips.pressure[r] = next_pressure(chips.pressure[r], p.serving_claim * by_hosts[r], capacity, p.pressure_response);
  }
}

}  // namespace moat
