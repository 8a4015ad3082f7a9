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

/// True if the promotion does not simply take the place of the line's price: it admits a share of developers only, or
/// the line is open and its maker serves it on terms of its own. Those who are admitted see the line LINE-promoted in
/// the place of the line itself.
inline bool admits(const LineEntry& line) {
  return !line.promotion.points.empty() && (line.reach < 1 || line.openness == Openness::open);
}

/// Name of the line under its promotion.
inline std::string promoted_name(const std::string& line) {
  return line + "-promoted";
}

/// From the first date given to the last; never for a single number, whose month is before all dates.
inline bool within_dates(const Path& path, Month now) {
  return !path.points.empty() && path.points.front().first <= now && now <= path.points.back().first;
}

/// Then, or always where a single number is given.
inline bool is_promoted(const Path& promotion, Month now) {
  return within_dates(promotion, now) || (!promotion.points.empty() && promotion.points.back().first == Month{});
}

/// A line that keeps older vintages of one of its maker's lines, or offers its newest under a promotion. It never gets
/// a model of its own.
struct AddedLine {
  Index firm;
  LineEntry entry;
};

/// Those of all open lines, for `ages` vintages before the newest, then those under promotions that admit; they follow
/// the lines of the scenario.
inline std::vector<AddedLine> added_lines(const std::vector<FirmEntry>& firms, std::int64_t ages) {
  std::vector<AddedLine> added;
  const auto add = [&](std::size_t f, const LineEntry& line, std::string name) {
    added.push_back({Index(f), line});
    LineEntry& entry = added.back().entry;
    entry.name = std::move(name);
    entry.first = never;
    entry.capability = entry.awareness = 0;
  };
  for (std::size_t f = 0; f < firms.size(); ++f)
    for (const LineEntry& line : firms[f].lines)
      for (std::int64_t age = 1; age <= ages && line.openness == Openness::open; ++age)
        add(f, line, kept_name(line.name, age));
  for (std::size_t f = 0; f < firms.size(); ++f)
    for (const LineEntry& line : firms[f].lines)
      if (admits(line)) add(f, line, promoted_name(line.name));
  return added;
}

/// Tokens of a line in a region in the last month of use [Mtok/month].
inline double tokens_in(const Market& m, Index line, Index region) {
  double tokens = 0;
  for (Index s = 0; s < m.tokens.size(2); ++s)
    for (Index t = 0; t < m.tokens.size(3); ++t) tokens += m.tokens(line, region, s, t);
  return tokens;
}

/// All tokens of a line in the last month of use [Mtok/month].
inline double tokens_of(const Market& m, Index line) {
  double tokens = 0;
  for (Index r = 0; r < m.tokens.size(1); ++r)
    for (Index s = 0; s < m.tokens.size(2); ++s)
      for (Index t = 0; t < m.tokens.size(3); ++t) tokens += m.tokens(line, r, s, t);
  return tokens;
}

/// Share of each maker's lines in the tokens of each region in the last month of use [firm, region]; 0 before any use.
inline Grid<double> shares_of_tokens(const Market& m, Index firms) {
  Grid<double> shares = Grid<double>::Zero(firms, m.tokens.size(1));
  for (Index l = 0; l < m.line_count(); ++l)
    for (Index r = 0; r < shares.cols(); ++r) shares(m.firm[l], r) += tokens_in(m, l, r);
  for (Index r = 0; r < shares.cols(); ++r)
    if (const double all = shares.col(r).sum(); all > 0) shares.col(r) /= all;
  return shares;
}

/// True if weights of the firm came out within the last twelve months, this one included.
inline bool published_lately(const Market& m, Index firm, Month now) {
  for (Index l = 0; l < m.line_count(); ++l) {
    const Month last = m.vintage[std::size_t(l)].released;
    if (m.firm[l] == firm && m.open[l] && last <= now && now - last < 12) return true;
  }
  return false;
}

/// Share of the served use of a line that its maker serves itself: all of closed lines, and under promotions.
inline double first_party_of(const Market& market, const Firms& firms, Index line) {
  const bool own = !market.open[line] || market.terms_of[line] >= 0;
  return own ? 1 : firms.firms[std::size_t(market.firm[line])].first_party;
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

/// The licence of an open line's vintage, which is that of the month in which it came out. Closed lines have none
/// (`permissive`), whatever their entry says.
inline Licence licence_of(const Market& market, const Firms& firms, Index line) {
  if (!market.open[line]) return Licence::permissive;
  return entry_of(market, firms, line).licence.at(market.vintage[std::size_t(line)].released);
}

/// Share of hosts' earnings with the line that goes to its maker.
inline double royalty_of(const Market& market, const Firms& firms, Index line) {
  return licence_of(market, firms, line) == Licence::revenue_share ? entry_of(market, firms, line).royalty : 0;
}

}  // namespace moat
