#include "mechanism/adoption/promotions.hpp"

#include <limits>

#include "base/error.hpp"
#include "state/lines.hpp"

namespace moat {

std::vector<Promotion> promotions_on_offer(const Market& m, const Firms& firms, const std::vector<int>& option,
                                           Month now) {
  std::vector<Promotion> promotions;
  for (Index l = 0; l < m.line_count(); ++l) {
    if (m.terms_of[l] < 0 || !m.on_sale[l]) continue;
    const Index line = m.terms_of[l];
    const LineEntry& entry = entry_of(m, firms, l);
    promotions.push_back({option[std::size_t(l) + 1], option[std::size_t(line) + 1], line, entry.reach,
                          now == entry.promotion.points.front().first});
  }
  expects(promotions.size() <= std::size_t(max_promotions), "promotions of a month are no more than can be told apart");
  return promotions;
}

Flags admitted(std::span<const Promotion> promotions, unsigned mask, const Random& random, Index block, Flags asked) {
  for (std::size_t p = 0; p < promotions.size(); ++p) {
    const Promotion& one = promotions[p];
    const Flags in = numbers_below(chance_threshold(one.reach), random.at(int(one.line)), Purpose::admitted, block, 0);
    asked = asked & (mask >> p & 1 ? in : ~in);
  }
  return asked;
}

void hide_others(std::span<const Promotion> promotions, unsigned mask, double* common) {
  for (std::size_t p = 0; p < promotions.size(); ++p)
    common[mask >> p & 1 ? promotions[p].line_option : promotions[p].option] = -std::numeric_limits<double>::infinity();
}

}  // namespace moat
