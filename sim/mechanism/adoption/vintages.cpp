#include "mechanism/adoption/vintages.hpp"

#include <algorithm>
#include <cmath>

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
  for (const Vintages& vintages : nests) {
    const auto value = [&](int k) { return common[k] - price_weight * double(price[k]); };
    double best = -INFINITY, sum = 0;
    int available = 0;
    for (const int k : vintages) {
      if (!std::isfinite(common[k])) continue;
      ++available;
      best = std::max(best, value(k));
    }
    if (available < 2) continue;
    for (const int k : vintages)
      if (std::isfinite(common[k])) sum += value(k) == best ? 1 : std::exp((value(k) - best) / vintage_nesting);
    const double all = (vintage_nesting - nesting) * (best / vintage_nesting + std::log(sum));
    for (const int k : vintages)
      if (std::isfinite(common[k])) common[k] += (nesting / vintage_nesting - 1) * value(k) + all;
  }
}

}  // namespace moat
