#include "mechanism/adoption/vintages.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "base/maths.hpp"

namespace moat {

std::vector<Vintages> vintages_on_offer(const Market& m, const std::vector<int>& option) {
  std::vector<Vintages> nests;
  for (Index l = 0; l < m.line_count(); ++l) {
    if (m.newer[l] >= 0 || m.older[l] < 0) continue;
    Vintages vintages;
    for (Index kept = l; kept >= 0; kept = m.older[kept])
      if (option[std::size_t(kept) + 1] > 0) vintages.push_back(option[std::size_t(kept) + 1]);
    for (Index terms = 0; terms < m.line_count(); ++terms)  // in the place of the newest for whom a promotion admits
      if (m.terms_of[terms] == l && option[std::size_t(terms) + 1] > 0)
        vintages.push_back(option[std::size_t(terms) + 1]);
    if (vintages.size() > 1) nests.push_back(std::move(vintages));
  }
  return nests;
}

void nest_vintages(const std::vector<Vintages>& nests, double vintage_nesting, double nesting, double price_weight,
                   const float* price, double* common) {
  std::vector<std::pair<int, double>> values;  // of the vintages that are available
  for (const Vintages& vintages : nests) {
    values.clear();
    for (const int k : vintages)
      if (std::isfinite(common[k])) values.emplace_back(k, common[k] - price_weight * double(price[k]));
    if (values.size() < 2) continue;
    double best = -INFINITY, sum = 0;
    for (const auto& [k, value] : values) best = std::max(best, value);
    for (const auto& [k, value] : values) sum += value == best ? 1 : maths::exp((value - best) / vintage_nesting);
    const double all = (vintage_nesting - nesting) * (best / vintage_nesting + maths::log(sum));
    for (const auto& [k, value] : values) common[k] += (nesting / vintage_nesting - 1) * value + all;
  }
}

}  // namespace moat
