#include "mechanism/adoption_survey.hpp"

namespace moat {

void survey_quality(const Offers& o, const Weights& w, Index r, Index s, Index t, double tokens, Grid<double>& sums) {
  for (int first = 1, last; first < o.count; first = last) {  // lines of a firm stand together
    double pull = 0;
    for (last = first; last < o.count && o.family[std::size_t(last)] == o.family[std::size_t(first)]; ++last)
      pull += double(w.e[last]) / w.total * o.quality_slope(r, s, t, last);
    for (int k = first; k < last; ++k) {
      const double expected = tokens * o.quantity(r, s, k) * double(w.e[k]) / w.total;
      sums(k, tokens_column) += expected;
      sums(k, gain_column) += expected * (o.quality_slope(r, s, t, k) - pull);
    }
  }
}

}  // namespace moat
