#pragma once
/// The scenario's entry for a line on the market.

#include "base/error.hpp"
#include "state/firms.hpp"
#include "state/market.hpp"
#include "state/society.hpp"

namespace moat {

inline const LineEntry& entry_of(const Market& market, const Firms& firms, Index line) {
  const std::vector<LineEntry>& lines = firms.firms[std::size_t(market.firm[line])].lines;
  const Index at = find_entry(lines, market.lines[std::size_t(line)]);
  expects(at >= 0, "a line of the market is one of its maker's");
  return lines[std::size_t(at)];
}

/// The licence of an open line. Closed lines have none (`permissive`), whatever their entry says.
inline Licence licence_of(const Market& market, const Firms& firms, Index line) {
  return market.open[line] ? entry_of(market, firms, line).licence : Licence::permissive;
}

/// Share of hosts' earnings with the line that goes to its maker.
inline double royalty_of(const Market& market, const Firms& firms, Index line) {
  return licence_of(market, firms, line) == Licence::revenue_share ? entry_of(market, firms, line).royalty : 0;
}

}  // namespace moat
