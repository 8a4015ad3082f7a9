#pragma once
/// The scenario's entry for a line on the market.

#include <algorithm>
#include <cstdint>
#include <string>
#include <vector>

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

/// Name of the line that keeps the published vintage of a line `age` vintages before its newest.
inline std::string kept_name(const std::string& line, std::int64_t age) {
  return line + (age > 1 ? "-previous-" + std::to_string(age) : "-previous");
}

/// A line that keeps older vintages of one of its maker's lines. It never gets a model of its own.
struct KeptLine {
  Index firm;
  LineEntry entry;
};

/// Those of all open lines, for `ages` vintages before the newest; they follow the lines of the scenario.
inline std::vector<KeptLine> kept_lines(const std::vector<FirmEntry>& firms, std::int64_t ages) {
  std::vector<KeptLine> kept;
  for (std::size_t f = 0; f < firms.size(); ++f)
    for (const LineEntry& line : firms[f].lines)
      for (std::int64_t age = 1; age <= ages && line.openness == Openness::open; ++age) {
        kept.push_back({Index(f), line});
        LineEntry& entry = kept.back().entry;
        entry.name = kept_name(line.name, age);
        entry.first = never;
        entry.capability = entry.awareness = 0;
      }
  return kept;
}

/// All tokens of a line in the last month of use [Mtok/month].
inline double tokens_of(const Market& m, Index line) {
  double tokens = 0;
  for (Index r = 0; r < m.tokens.size(1); ++r)
    for (Index s = 0; s < m.tokens.size(2); ++s)
      for (Index t = 0; t < m.tokens.size(3); ++t) tokens += m.tokens(line, r, s, t);
  return tokens;
}

/// True if weights of the firm came out within the last twelve months, this one included.
inline bool published_lately(const Market& m, Index firm, Month now) {
  for (Index l = 0; l < m.line_count(); ++l) {
    const Month last = m.vintage[std::size_t(l)].released;
    if (m.firm[l] == firm && m.open[l] && last <= now && now - last < 12) return true;
  }
  return false;
}

/// True if the firm published weights lately and the best that it has on offer are at most `behind` ECI below its best
/// model on offer.
inline bool publishes_its_best(const Market& m, Index firm, Month now, double behind) {
  double open = -1e300, all = open;
  for (Index l = 0; l < m.line_count(); ++l) {
    if (m.firm[l] != firm || !m.on_sale[l]) continue;
    all = std::max(all, m.vintage[std::size_t(l)].capability);
    if (m.open[l]) open = std::max(open, m.vintage[std::size_t(l)].capability);
  }
  return published_lately(m, firm, now) && all - open <= behind;
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
