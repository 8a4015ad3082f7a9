#include "mechanism/release/release.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>

#include "mechanism/release/adaptive.hpp"
#include "mechanism/release/permit.hpp"
#include "state/schedule.hpp"
#include "mechanism/release/next_model.hpp"
#include "state/lines.hpp"

namespace moat {
namespace {

/// Open rivals' share of last month's tokens in the regions that the firm's closed service reaches.
double open_rival_share(Index f, const Market& market, const Governments& g) {
  double open = 0, all = 0;
  const Cube<double, 4>& tokens = market.tokens;
  for (Index l = 0; l < tokens.size(0); ++l)
    for (Index r = 0; r < tokens.size(1); ++r) {
      if (g.blocked(f, r) >= 1) continue;
      double sum = 0;
      for (Index s = 0; s < tokens.size(2); ++s)
        for (Index t = 0; t < tokens.size(3); ++t) sum += tokens(l, r, s, t);
      all += sum;
      if (market.open[l] && market.firm[l] != f) open += sum;
    }
  return all > 0 ? open / all : 0;
}

Strategy current_strategy(Index f, Firms& firms, const Market& market, const Governments& g, Month now,
                          const Texts& closed) {
  const FirmEntry& firm = firms.firms[std::size_t(f)];
  if (std::find(closed.begin(), closed.end(), firm.region) != closed.end()) return Strategy::closed;
  const Strategy planned = firm.strategy.at(now);
  if (planned == Strategy::adaptive) return adaptive_strategy(firms, f);
  if (planned != Strategy::reactive) return firms.drawn_strategy[f] < 0 ? planned : Strategy(firms.drawn_strategy[f]);
  const bool above = open_rival_share(f, market, g) >= firm.reactive_threshold;
  firms.months_above[f] = above ? firms.months_above[f] + 1 : 0;
  if (firms.months_above[f] >= firm.reactive_months) firms.triggered[f] = 1;
  return firms.triggered[f] ? firm.reaction : Strategy::closed;
}

/// ECI by which a vintage moves the frontier of its kind (closed or open).
double frontier_gain(const Market& market, Index line, double capability) {
  double best = -std::numeric_limits<double>::infinity();
  for (Index l = 0; l < market.line_count(); ++l)
    if (market.on_sale[l] && market.open[l] == market.open[line])
      best = std::max(best, market.vintage[std::size_t(l)].capability);
  return std::isfinite(best) ? std::max(0.0, capability - best) : 0;
}

/// Weights whose permit is given, of makers that still publish.
void publish_permitted(Market& market, Events& events, const Firms& firms, const Society& society, Month now,
                       const ReleaseParams& p) {
  for (const Filed& one : take_permitted(market, now)) {
    const Vintage& last = market.vintage[std::size_t(one.line)];
    const bool better = last.released == never || one.vintage.capability > last.capability;
    const int f = market.firm[one.line];
    if (!better || !firms.active[f] || firms.strategy_of(f) == Strategy::closed) continue;
    market.attention += p.attention_per_eci * frontier_gain(market, one.line, one.vintage.capability);
    publish(market, events, firms, society, one.line, one.vintage, "permit given");
  }
}

/// Capability of the best of the maker's lines that are on the market when the run starts; 0 without one.
double best_at_start(const FirmEntry& firm) {
  double best = 0;
  for (const LineEntry& line : firm.lines) best = std::max(best, line.capability);
  return best;
}

/// The line's vintage goes to the line that keeps it, and so on.
void keep_vintages(Market& m, Index line) {
  std::vector<Index> chain{line};
  while (m.older[chain.back()] >= 0) chain.push_back(m.older[chain.back()]);
  for (std::size_t i = chain.size() - 1; i > 0; --i) {
    const Index from = chain[i - 1], to = chain[i];
    if (m.vintage[std::size_t(from)].released == never) continue;
    m.vintage[std::size_t(to)] = m.vintage[std::size_t(from)];
    m.capability.row(to) = m.capability.row(from);
    m.rating.row(to) = m.rating.row(from);
    m.rated_since[to] = m.rated_since[from];
    m.awareness[to] = m.awareness[from];
    m.list_price[to] = m.list_price[from];
  }
}

/// The lines that keep older vintages, by their names.
void link_kept(Market& m, std::int64_t ages) {
  for (Index l = 0; l < m.line_count(); ++l)
    for (std::int64_t age = 1, last = l; age <= ages; ++age) {
      const auto kept = std::find(m.lines.begin(), m.lines.end(), kept_name(m.lines[std::size_t(l)], age));
      if (kept == m.lines.end()) break;
      m.older[last] = int(kept - m.lines.begin());
      m.newer[m.older[last]] = int(last);
      last = m.older[last];
    }
}

/// The lines under promotions that admit, by their names.
void link_promoted(Market& m, const Firms& firms) {
  for (Index l = 0; l < m.line_count(); ++l) {
    if (m.newer[l] >= 0 || !admits(entry_of(m, firms, l))) continue;
    const auto promoted = std::find(m.lines.begin(), m.lines.end(), promoted_name(m.lines[std::size_t(l)]));
    if (promoted != m.lines.end()) m.terms_of[promoted - m.lines.begin()] = int(l);
  }
}

}  // namespace

void offer_promoted(Market& m, const Firms& firms, Month now) {
  for (Index l = 0; l < m.line_count(); ++l) {
    const Index line = m.terms_of[l];
    if (line < 0) continue;
    m.on_sale[l] = m.on_sale[line] && is_promoted(entry_of(m, firms, l).promotion, now);
    m.vintage[std::size_t(l)] = m.vintage[std::size_t(line)];
    m.capability.row(l) = m.capability.row(line);
    if (m.truth_is_public) m.rating.row(l) = m.rating.row(line);
  }
}

void offer_kept(Market& m) {
  for (Index l = 0; l < m.line_count(); ++l) {
    const Vintage& kept = m.vintage[std::size_t(l)];
    if (m.newer[l] < 0 || kept.released == never) continue;
    Index newest = m.newer[l];
    while (m.newer[newest] >= 0) newest = m.newer[newest];
    std::int64_t users = 0;
    for (Index r = 0; r < m.developers.size(1); ++r)
      for (Index s = 0; s < m.developers.size(2); ++s) users += m.developers(l + 1, r, s);
    m.on_sale[l] = kept.active_parameters < m.vintage[std::size_t(newest)].active_parameters || users > 0;
  }
}

void publish(Market& market, Events& events, const Firms& firms, const Society& society, Index line,
             const Vintage& vintage, std::string_view reason) {
  const int f = market.firm[line];
  const Numbers& of_line = entry_of(market, firms, line).focus;
  const Numbers& focus = of_line.empty() ? firms.firms[std::size_t(f)].focus : of_line;
  double mean_focus = 0;
  for (const DomainEntry& domain : society.domains) mean_focus += number_for(focus, domain.name);
  mean_focus /= double(society.domain_count());
  keep_vintages(market, line);
  for (Index d = 0; d < society.domain_count(); ++d)
    market.capability(line, d) =
        vintage.capability + number_for(focus, society.domains[std::size_t(d)].name) - mean_focus;
  market.vintage[std::size_t(line)] = vintage;
  market.on_sale[line] = 1;
  market.rated_since[line] = -1;
  if (market.truth_is_public) market.rating.row(line) = market.capability.row(line);
  if (market.open[line]) market.open_know_how = std::max(market.open_know_how, vintage.know_how);
  events.releases.push_back({vintage.released, f, int(line), market.open[line] != 0, vintage.capability,
                             vintage.log10_training_flop, vintage.know_how, vintage.active_parameters,
                             std::string(reason)});
}

bool service_ends(const Market& market, Index line, Month now, const ReleaseParams& p) {
  const Month last = market.vintage[std::size_t(line)].released;
  if (p.service_life <= 0 || market.open[line] || !market.on_sale[line] || now - last < p.service_life) return false;
  for (Index l = 0; l < market.line_count(); ++l)
    if (market.firm[l] == market.firm[line] && market.on_sale[l] && market.vintage[std::size_t(l)].released > last)
      return true;
  return false;
}

void start_release(Market& market, Firms& firms, Events& events, const Society& society, const Clock& clock,
                   const CapabilityScale& scale, const ReleaseParams& p) {
  link_kept(market, p.kept_vintages);
  link_promoted(market, firms);
  firms.strategy.resize(firms.size());
  for (Index f = 0; f < firms.size(); ++f) {
    const FirmEntry& firm = firms.firms[std::size_t(f)];
    firms.strategy[f] = int(firm.strategy.at(clock.now()));
  }
  double best = -std::numeric_limits<double>::infinity();
  for (const FirmEntry& firm : firms.firms)
    if (firm.entry == EntryRule::dated && firm.enters <= clock.now()) best = std::max(best, firm.know_how);
  for (Index l = 0; l < market.line_count(); ++l) {
    const FirmEntry& firm = firms.firms[std::size_t(market.firm[l])];
    const LineEntry& line = entry_of(market, firms, l);
    if (line.capability <= 0) continue;
    market.awareness[l] = std::max(market.awareness[l], line.awareness);
    const double tenfolds = (line.capability - scale.reference) / scale.per_tenfold;
    publish(market, events, firms, society, l,
            {clock.now(), line.capability, scale.log10_reference_flop + tenfolds - firm.know_how,
             revealed_know_how(firm.know_how, best_at_start(firm) - line.capability, p.reveal, scale.per_tenfold),
             active_parameters(line.capability, line.shrink, std::max(best, firm.know_how), clock.now(), scale)},
            on_market_before);
  }
}

void decide_releases(Market& market, Firms& firms, Events& events, const Governments& g, const Society& society,
                     const Clock& clock, const ReleaseParams& p, const CapabilityScale& scale) {
  const Month now = clock.now();
  market.attention *= 1 - p.attention_decay;
  publish_permitted(market, events, firms, society, now, p);
  for (Index f = 0; f < firms.size(); ++f) {
    const Strategy before = firms.strategy_of(f);
    const Strategy strategy = current_strategy(f, firms, market, g, now, p.closed);
    firms.strategy[f] = int(strategy);
    const bool changed = strategy != before && !clock.first();
    const bool adapts = firms.firms[std::size_t(f)].strategy.at(now) == Strategy::adaptive;
    // What an entrant begins with is no change.
    if (changed && firms.active[f] && firms.begins(f) != now)
      events.firms.push_back({now, int(f), "changes strategy", strategy,
                              adapts ? cycle_period(firms.decisions[std::size_t(f)]) : 0, firms.profit[f],
                              firms.cash[f]});
    if (!firms.active[f] || firms.capability[f] <= 0) continue;
    const double friction = g.release_delay[firms.region[f]];
    for (Index l = 0; l < market.line_count(); ++l) {
      if (market.firm[l] != f) continue;
      const LineEntry& line =
          *std::find_if(firms.firms[std::size_t(f)].lines.begin(), firms.firms[std::size_t(f)].lines.end(),
                        [&](const LineEntry& e) { return e.name == market.lines[std::size_t(l)]; });
      const bool open = line.openness == Openness::open;
      const double delay = friction + (open ? 0 : g.gating_delay[firms.region[f]]) + market.delay[l];
      const bool waits = market.held_back[l] && now >= line.first;
      const bool by_age = open && strategy == Strategy::delayed && now >= line.first;
      if (!due(line, now, delay) && !waits && !by_age && !(changed && now >= line.first)) continue;
      const NextModel next = next_model(line, l, events, {f, firms, market, g, now, p, scale});
      if (!next.vintage) continue;
      const Vintage& last = market.vintage[std::size_t(l)];
      const bool better = last.released == never || next.vintage->capability > last.capability;
      market.held_back[l] = !better && !by_age;
      if (!better || waits_for_permit(market, g, firms.region[f], l, *next.vintage)) continue;
      market.attention += p.attention_per_eci * frontier_gain(market, l, next.vintage->capability);
      const std::string_view changes = adapts ? "adaptive" : "change of strategy";
      publish(market, events, firms, society, l, *next.vintage, changed ? changes : next.reason);
    }
  }
  for (Index l = 0; l < market.line_count(); ++l)
    if (service_ends(market, l, now, p)) market.on_sale[l] = 0;
  offer_kept(market);
  offer_promoted(market, firms, now);
}

namespace {

constexpr Series release_rows[] = {
    {"strategy", "1", "firm",
     "Release strategy in force: 0 closed, 1 open, 2 delayed, 3 tiered; what reactive and adaptive firms do now.",
     [](const World& w, std::span<double> out) {
       for (std::size_t f = 0; f < out.size(); ++f)
         out[f] = w.firms.active[Index(f)] ? double(w.firms.strategy[Index(f)]) : NAN;
     }},
    {"line_capability", "ECI", "line", "Capability of the line's newest vintage.",
     [](const World& w, std::span<double> out) {
       for (std::size_t l = 0; l < out.size(); ++l)
         out[l] = w.market.on_sale[Index(l)] ? w.market.vintage[l].capability : NAN;
     }},
    {"log10_line_flop", "log10 FLOP", "line", "Training compute of the line's newest vintage.",
     [](const World& w, std::span<double> out) {
       for (std::size_t l = 0; l < out.size(); ++l)
         out[l] = w.market.on_sale[Index(l)] ? w.market.vintage[l].log10_training_flop : NAN;
     }},
    {"active_parameters", "1e9", "line", "Parameters of the line's newest vintage that each token passes.",
     [](const World& w, std::span<double> out) {
       for (std::size_t l = 0; l < out.size(); ++l)
         out[l] = w.market.on_sale[Index(l)] ? w.market.vintage[l].active_parameters : NAN;
     }},
    {"release_count", "1/month", "origin,openness", "Models released this month.",
     [](const World& w, std::span<double> out) {
       for (const ReleaseEvent& e : w.events.releases)
         if (e.month == w.clock.now() && e.reason != on_market_before)
           out[std::size_t(w.firms.region[e.firm]) * 2 + e.open] += 1;
     }},
    {"open_know_how", "log10", "", "Best know-how that open weights reveal, and what their users add.",
     [](const World& w, std::span<double> out) {
       out[0] = w.market.open_know_how > -100 ? w.market.open_know_how : NAN;
     }},
};

}  // namespace

std::span<const Series> release_series() {
  return release_rows;
}

}  // namespace moat
