#include "mechanism/compute/public.hpp"

#include <algorithm>

#include "mechanism/compute/others.hpp"
#include "state/lines.hpp"

namespace moat {

void share_public_compute(Firms& firms, Chips& chips, const Governments& g, const Market& m, Month now) {
  for (auto* column : {&firms.granted, &chips.public_hosting, &chips.public_rent}) column->setZero();
  if ((g.public_firms + g.public_hosts).sum() + g.programme_compute.sum() <= 0) return;
  const Column<double> others = compute_of_others(chips);
  for (Index r = 0; r < others.size(); ++r) {
    std::vector<Index> publishers, funded;
    double for_funded = 0;
    for (Index f = 0; f < firms.size(); ++f) {
      if (!firms.active[f] || firms.region[f] != r) continue;
      if (published_lately(m, f, now)) publishers.push_back(f);
      if (g.programme_compute[f] <= 0 || !publishes_its_best(m, f, now, g.programme_behind[f])) continue;
      funded.push_back(f);
      for_funded += g.programme_compute[f];
    }
    const double for_firms = publishers.empty() ? 0 : g.public_firms[r];
    const double asked = for_firms + g.public_hosts[r] + for_funded;
    if (asked <= 0) continue;
    const double part = std::min(1.0, std::max(0.0, others[r] - chips.lent[r]) / asked);
    chips.lent[r] += part * asked;
    chips.public_hosting[r] = part * g.public_hosts[r];
    chips.public_rent[r] = part * asked * chips.rent[r] * hours_of_a_month;
    for (const Index f : publishers) firms.granted[f] = part * for_firms / double(publishers.size());
    for (const Index f : funded) firms.granted[f] += part * g.programme_compute[f];
    for (Index f = 0; f < firms.size(); ++f)
      if (firms.region[f] == r) firms.compute[f] += firms.granted[f];
  }
}

}  // namespace moat
