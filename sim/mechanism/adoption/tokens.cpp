#include "mechanism/adoption/tokens.hpp"

#include <cmath>

namespace moat {

double price_factor(const Society& society, const AdoptionParams& p, Index r, Index t) {
  return society.tasks[std::size_t(t)].price_weight *
         std::pow(society.regions[std::size_t(r)].income, -p.income_elasticity);
}

double price_scale(const Society& society, const Clock& clock, const AdoptionParams& p, Index r, Index s, Index t) {
  if (p.price_response != PriceResponse::bill) return 1;
  const SegmentEntry& segment = society.segments[std::size_t(s)];
  return segment.tokens_median * tokens_a_month(society, t, clock.now()) /
         (segment.budget.at(clock.now()) * society.regions[std::size_t(r)].income);
}

double entered(const Market& m, const TaskEntry& entry, Index t) {
  if (entry.entry_elasticity == 0) return 1;
  double tokens = 0, paid = 0;
  for (Index l = 0; l < m.line_count(); ++l)
    for (Index r = 0; r < m.tokens.size(1); ++r)
      for (Index s = 0; s < m.tokens.size(2); ++s) {
        tokens += m.tokens(l, r, s, t);
        paid += m.tokens(l, r, s, t) * m.price(l, r, s);
      }
  return paid > 0 ? std::pow(paid / tokens / entry.entry_price, -entry.entry_elasticity) : 1;
}

double TokenFactor::operator()(double price) {
  if (price != price_) {
    price_ = price;
    factor_ = price > 0 ? std::pow(price / p_.reference_price, -p_.token_elasticity) : p_.free_allowance;
  }
  return factor_;
}

}  // namespace moat
