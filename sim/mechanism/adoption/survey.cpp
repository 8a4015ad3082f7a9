#include "mechanism/adoption/survey.hpp"

#include <algorithm>
#include <vector>

namespace moat {

void survey_demand(const Offers& o, const Shares& share, Index r, Index s, Index t, double price_weight, double tokens,
                   Grid<double>& sums) {
  const double *const quantity = o.quantity.row(r, s, t), *const slopes = o.slope.row(r, s);
  const std::size_t count = o.closed.size();
  double shares[max_options];
  for (std::size_t n = 0; n < count; ++n) shares[n] = share(o.closed[n]);
  for (std::size_t first = 0, last; first < count; first = last) {  // lines of a firm stand together
    const std::int32_t firm = o.firm[std::size_t(o.closed[first])];
    double own = 0;
    for (last = first; last < count && o.firm[std::size_t(o.closed[last])] == firm; ++last) own += shares[last];
    double away = 1 - own;
    if (o.nests.any()) {
      const int one = o.closed[first];
      double maker = 0;
      for (int k = o.nests.begin(one); k < o.nests.end(one); ++k) maker += share(k);
      const double part = maker > 0 ? own / maker : 1;
      away = (1 - part) * double(o.nests.scale(one)) + part * (1 - maker);
    }
    for (std::size_t n = first; n < last; ++n) {
      const int k = o.closed[n];
      const double expected = tokens * quantity[k] * shares[n], slope = expected * price_weight * slopes[k];
      double* const sum = sums.data() + k * survey_columns;
      sum[demand_column] += expected;
      sum[slope_column] += slope * away;
      sum[weight_column] += slope;
    }
  }
}

void survey_quality(const Offers& o, const Shares& share, Index r, Index s, Index t, double tokens,
                    Grid<double>& sums) {
  thread_local std::vector<double> pull, makers;  // by firm; kept, since every cell comes here every month
  pull.assign(1 + std::size_t(*std::max_element(o.firm.begin(), o.firm.end())), 0.0);
  makers.assign(pull.size(), 0.0);
  for (int k = 1; k < o.count; ++k) {
    pull[std::size_t(o.firm[std::size_t(k)])] += share(k) * o.quality_slope(r, s, t, k);
    makers[std::size_t(o.firm[std::size_t(k)])] += share(k);
  }
  for (int k = 1; k < o.count; ++k) {
    const double expected = tokens * o.quantity(r, s, t, k) * share(k);
    sums(k, tokens_column) += expected;
    const auto f = std::size_t(o.firm[std::size_t(k)]);
    double gain = o.quality_slope(r, s, t, k) - pull[f];
    if (o.nests.any() && makers[f] > 0) {
      const double mean = pull[f] / makers[f];
      gain = (o.quality_slope(r, s, t, k) - mean) * double(o.nests.scale(k)) + mean * (1 - makers[f]);
    }
    sums(k, gain_column) += expected * gain;
  }
}

}  // namespace moat
