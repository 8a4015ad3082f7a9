#pragma once
/// Statistics over the replicates of a point, exact and in a fixed order.

#include <span>
#include <string>
#include <vector>

namespace moat {

/// Statistics by name (see is_statistic) of some values; NaN does not count, and where nothing counts all are NaN.
/// Quantiles interpolate between the two nearest values (type 7 of Hyndman and Fan 1996, doi:10.2307/2684934, as in
/// NumPy and R); sd is that of a sample, NaN for one value. `values` are sorted on return.
void statistics(const std::vector<std::string>& names, std::span<double> values, std::span<double> out);

}  // namespace moat
