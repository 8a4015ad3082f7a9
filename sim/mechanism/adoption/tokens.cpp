#include "mechanism/adoption/tokens.hpp"

#include "base/maths.hpp"

namespace moat {

double price_factor(const Society& society, const AdoptionParams& p, Index r, Index t) {
  return society.tasks[std::size_t(t)].price_weight *
         maths::pow(society.regions[std::size_t(r)].income, -p.income_elasticity);
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
  return paid > 0 ? maths::pow(paid / tokens / entry.entry_price, -entry.entry_elasticity) : 1;
}

double token_factor(const AdoptionParams& p, double price) {
  return price > 0 ? maths::pow(price / p.reference_price, -p.token_elasticity) : p.free_allowance;
}

double cheapest_paid(const Market& market, Index r, Index s, double otherwise) {
  double least = 0;
  for (Index l = 0; l < market.line_count(); ++l) {
    const double price = market.price(l, r, s);
    if (market.on_sale[l] && market.available(l, r, s) > 0 && price > 0 && (least <= 0 || price < least)) least = price;
  }
  return least > 0 ? least : otherwise;
}

Priced priced(double price, double list_price, double cheapest, const AdoptionParams& p) {
  Priced of{token_factor(p, price), float(price), list_price > 0 ? price / list_price : 1};
  switch (p.price_response) {
    case PriceResponse::bill:
      of.response = float(price * of.tokens);
      of.slope = (1 - p.token_elasticity) * of.tokens * of.slope;
      break;
    case PriceResponse::log:
      of.response =
          float(p.price_offset > 0 ? maths::log1p(price / p.price_offset) : maths::log(price > 0 ? price : cheapest));
      of.slope = price / (price + p.price_offset);
      break;
    case PriceResponse::linear:
      break;
  }
  if (price <= 0) of.slope = 0;
  return of;
}

}  // namespace moat
