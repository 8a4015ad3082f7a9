#include "mechanism/policy/use.hpp"

#include <algorithm>

namespace moat {
namespace {

bool named_in(const Texts& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

void join(double& share, double another) {
  share = 1 - (1 - share) * (1 - another);
}

bool is_meant(Reach weights, bool open) {
  return weights == Reach::own || weights == Reach::both || (weights == Reach::open) == open;
}

/// Whether a region is the actor itself or of its coalition.
bool of_coalition(const MeasureEntry& m, const std::string& region) {
  return region == m.actor || named_in(m.coalition, region);
}

/// Keeps a part of the developers of the segments meant from a line.
void keep_out(Governments& g, const MeasureEntry& m, const Society& society, Index line, Index region, double part) {
  for (Index s = 0; s < society.segment_count(); ++s)
    if (m.segments.empty() || named_in(m.segments, society.segments[std::size_t(s)].name))
      join(g.banned(line, region, s), part);
}

bool acts_on_firms(Instrument i) {
  return i == Instrument::api_block || i == Instrument::entity_list;
}

void block_firms(Governments& g, const MeasureEntry& m, const Firms& firms, Index r, const std::string& region) {
  for (Index f = 0; f < firms.size(); ++f) {
    const FirmEntry& firm = firms.firms[std::size_t(f)];
    const bool meant = m.firms.empty() ? firm.region == m.actor : named_in(m.firms, firm.name);
    if (m.instrument == Instrument::api_block && meant && named_in(m.targets, region))
      join(g.blocked(f, r), m.coverage);
    if (m.instrument == Instrument::entity_list && named_in(m.firms, firm.name) && of_coalition(m, region))
      g.blocked(f, r) = 1;
  }
}

/// Whether a measure on models does something to lines in a region.
bool acts_in(const MeasureEntry& m, const std::string& region) {
  switch (m.instrument) {
    case Instrument::model_ban:
      return of_coalition(m, region);
    case Instrument::data_rule:
      return region == m.actor;
    case Instrument::gating:
      return m.targets.empty() || named_in(m.targets, region);
    case Instrument::revenue_levy:
      return m.targets.empty() ? region == m.actor : named_in(m.targets, region);
    default:
      return false;
  }
}

/// What a measure on models does to one line in a region in which it acts.
void apply_to_line(Governments& g, const MeasureEntry& m, const Society& society, const Firms& firms,
                   const Market& market, Index l, Index r, double derivative_refuge) {
  const FirmEntry& maker = firms.firms[std::size_t(market.firm[l])];
  const bool open = market.open[l] != 0;
  const auto from_origin = [&] { return named_in(m.origins, maker.region); };
  switch (m.instrument) {
    case Instrument::model_ban:
      if (is_meant(m.weights, open) && (from_origin() || named_in(m.firms, maker.name)))
        keep_out(g, m, society, l, r, m.coverage * (open ? reach_on_weights(m, derivative_refuge) : 1));
      break;
    case Instrument::data_rule:
      if (!open && from_origin()) keep_out(g, m, society, l, r, m.coverage * (1 - g.recognition(market.origin[l], r)));
      break;
    case Instrument::gating:
      if (maker.region == m.actor && is_meant(m.weights, open) &&
          market.vintage[std::size_t(l)].capability > m.capability_limit)
        keep_out(g, m, society, l, r, m.coverage);
      break;
    case Instrument::revenue_levy:
      if (is_meant(m.weights, open) && (m.origins.empty() || from_origin()))
        g.revenue_levy(find_entry(society.regions, m.actor), l, r) += m.levy * (1 - g.levied(l, r));
      break;
    default:
      break;
  }
}

/// Who would misuse a gated service is screened wherever it is; weights are with everybody before long.
void screen(Governments& g, const MeasureEntry& m, const Firms& firms, const Market& market) {
  for (Index l = 0; l < market.line_count(); ++l)
    if (firms.firms[std::size_t(market.firm[l])].region == m.actor && !market.open[l] && is_meant(m.weights, false) &&
        market.vintage[std::size_t(l)].capability > m.capability_limit)
      join(g.gated[l], m.effectiveness);
}

void fund(Governments& g, const MeasureEntry& m, const Firms& firms) {
  for (Index f = 0; f < firms.size(); ++f) {
    const FirmEntry& firm = firms.firms[std::size_t(f)];
    if (!named_in(m.firms, firm.name) || firm.region != m.actor) continue;
    g.programme_grant[f] += m.grant;
    g.programme_compute[f] += m.compute;
    g.programme_behind[f] = std::min(g.programme_behind[f], m.behind);
  }
}

}  // namespace

double reach_on_weights(const MeasureEntry& ban, double derivative_refuge) {
  return ban.weights == Reach::own ? 1 - derivative_refuge : 1;
}

void clear_use(Governments& g, Index regions, Index segments, Index firms, Index lines) {
  g.blocked.setZero(firms, regions);
  g.banned = Cube<double, 3>(lines, regions, segments);
  g.revenue_levy = Cube<double, 3>(regions, lines, regions);
  g.recognition.setZero(regions, regions);
  g.premises.setZero(regions, segments);
  g.gated.setZero(lines);
  for (auto* column : {&g.safeguards, &g.permit_delay}) column->setZero(regions);
  g.log10_permit_flop.setConstant(regions, 100);
  g.permit_capability.setConstant(regions, 1000);
  for (auto* column : {&g.programme_grant, &g.programme_compute}) column->setZero(firms);
  g.programme_behind.setConstant(firms, 1000);
}

void recognise(Governments& g, const MeasureEntry& m, const Society& society) {
  if (m.instrument != Instrument::standards) return;
  const Index actor = find_entry(society.regions, m.actor);
  for (Index r = 0; r < society.region_count(); ++r) {
    if (r == actor || !named_in(m.targets, society.regions[std::size_t(r)].name)) continue;
    join(g.recognition(actor, r), m.recognition);
    g.recognition(r, actor) = g.recognition(actor, r);
    g.trust_gain(actor, r) += m.trust;
    g.trust_gain(r, actor) += m.trust;
  }
}

void apply_to_use(Governments& g, const MeasureEntry& m, const Society& society, const Firms& firms,
                  const Market& market, double derivative_refuge) {
  const Index actor = find_entry(society.regions, m.actor);
  for (Index r = 0; r < society.region_count(); ++r) {
    const std::string& region = society.regions[std::size_t(r)].name;
    if (acts_on_firms(m.instrument)) block_firms(g, m, firms, r, region);
    if (acts_in(m, region))
      for (Index l = 0; l < market.line_count(); ++l)
        apply_to_line(g, m, society, firms, market, l, r, derivative_refuge);
  }
  if (m.instrument == Instrument::data_rule)
    for (Index s = 0; s < society.segment_count(); ++s)
      if (m.segments.empty() || named_in(m.segments, society.segments[std::size_t(s)].name))
        g.premises(actor, s) += m.premises;
  if (m.instrument == Instrument::safeguards) join(g.safeguards[actor], m.effectiveness);
  if (m.instrument == Instrument::gating) screen(g, m, firms, market);
  if (m.instrument == Instrument::open_programme) fund(g, m, firms);
  if (m.instrument == Instrument::publishing_permit) {
    // Of several permits the lowest limit and the longest wait count; a refusal is a limit on what is published.
    auto& flop = m.refused ? g.log10_open_flop_limit : g.log10_permit_flop;
    auto& capability = m.refused ? g.open_capability_limit : g.permit_capability;
    flop[actor] = std::min(flop[actor], m.log10_flop_limit);
    capability[actor] = std::min(capability[actor], m.capability_limit);
    if (!m.refused) g.permit_delay[actor] = std::max(g.permit_delay[actor], m.delay);
  }
}

}  // namespace moat
