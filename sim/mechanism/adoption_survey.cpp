#include "mechanism/adoption_survey.hpp"

namespace moat {

void survey_demand(const Offers& o, const Shares& share, Index r, Index s, double price_weight, double tokens,
                   Grid<double>& sums) {
  for (std::size_t first = 0, last; first < o.closed.size(); first = last) {  // lines of a firm stand together
    const std::int32_t family = o.family[std::size_t(o.closed[first])];
    double own = 0;
    for (last = first; last < o.closed.size() && o.family[std::size_t(o.closed[last])] == family; ++last)
      own += share(o.closed[last]);
    for (std::size_t n = first; n < last; ++n) {
      const int k = o.closed[n];
      const double expected = tokens * o.quantity(r, s, k) * share(k),
                   slope = expected * price_weight * o.slope(r, s, k);
      sums(k, demand_column) += expected;
      sums(k, slope_column) += slope * (1 - own);
      sums(k, weight_column) += slope;
    }
  }
}

void survey_quality(const Offers& o, const Shares& share, Index r, Index s, Index t, double tokens,
                    Grid<double>& sums) {
  for (int first = 1, last; first < o.count; first = last) {
    double pull = 0;
    for (last = first; last < o.count && o.family[std::size_t(last)] == o.family[std::size_t(first)]; ++last)
      pull += share(last) * o.quality_slope(r, s, t, last);
    for (int k = first; k < last; ++k) {
      const double expected = tokens * o.quantity(r, s, k) * share(k);
      sums(k, tokens_column) += expected;
      sums(k, gain_column) += expected * (o.quality_slope(r, s, t, k) - pull);
    }
  }
}

}  // namespace moat
