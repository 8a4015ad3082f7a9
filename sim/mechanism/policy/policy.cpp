#include "mechanism/policy/policy.hpp"

#include <algorithm>

#include "mechanism/policy/use.hpp"

namespace moat {
namespace {

bool names(const Texts& list, std::string_view name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

bool binds_vendor(const MeasureEntry& m, const ChipEntry& chip) {
  return chip.vendor_region == m.actor || names(m.coalition, chip.vendor_region);
}

/// An export control or import restriction that decides on this chip in this region.
bool decides(const MeasureEntry& m, const ChipEntry& chip, std::string_view region, Instrument side) {
  if (m.instrument != side || !meets_conditions(m, chip)) return false;
  if (side == Instrument::export_control) return names(m.targets, region) && binds_vendor(m, chip);
  return m.actor == region && chip.vendor_region != region && (m.domestic_share == 0 || !m.chips.empty());
}

bool counts(const MeasureEntry& m, Month month, bool announced_too) {
  return in_force(m, month) || (announced_too && m.announced <= month && month < m.from);
}

/// The measure that came into force last decides; among equals, the one that stands last.
const MeasureEntry* deciding(std::span<const MeasureEntry> measures, const ChipEntry& chip, std::string_view region,
                             Month month, bool announced_too, Instrument side) {
  const MeasureEntry* last = nullptr;
  for (const MeasureEntry& m : measures)
    if (counts(m, month, announced_too) && decides(m, chip, region, side) && (!last || m.from >= last->from)) last = &m;
  return last;
}

double share_let_through(const MeasureEntry* m) {
  if (!m || m->status == ControlStatus::free) return 1;
  return m->status == ControlStatus::licence ? m->quota : 0;
}

void combine(double& share, double another) {
  share = 1 - (1 - share) * (1 - another);
}

void set_chip_rules(Governments& g, const Clock& clock, const Society& society, const Chips& chips,
                    std::span<const MeasureEntry> measures) {
  const Month now = clock.now();
  // The rules of a month depend on nothing but which measures count: mostly they are those of the month before.
  std::vector<char> counted;
  for (const MeasureEntry& m : measures) counted.push_back(char(in_force(m, now) + 2 * counts(m, now, true)));
  if (std::exchange(g.counted_measures, counted) == counted && g.permitted.size() > 0) return;
  g.permitted.setOnes(chips.chip_count(), society.region_count());
  g.permitted_soon = g.permitted;
  g.enforcement.setZero(chips.chip_count(), society.region_count());
  for (Index c = 0; c < chips.chip_count(); ++c)
    for (Index r = 0; r < society.region_count(); ++r) {
      const ChipEntry& chip = chips.chips[std::size_t(c)];
      const std::string& region = society.regions[std::size_t(r)].name;
      g.permitted(c, r) = permitted_share(measures, chip, region, now, false);
      g.permitted_soon(c, r) = permitted_share(measures, chip, region, now, true);
      for (const auto side : {Instrument::export_control, Instrument::import_restriction})
        if (const auto* m = deciding(measures, chip, region, now, false, side))
          g.enforcement(c, r) = std::max(g.enforcement(c, r), m->enforcement);
    }
}

void apply_to_region(Governments& g, const MeasureEntry& m, Index actor, Index r, const std::string& region,
                     const Society& society, const Chips& chips) {
  const bool target = names(m.targets, region);
  if (m.instrument == Instrument::export_promotion && target) {
    g.trust_gain(actor, r) += m.trust;
    combine(g.price_support(actor, r), m.price_support);
  }
  if (m.instrument == Instrument::outreach && target) {
    g.trust_gain(actor, r) += m.trust;
    g.hosting[r] += m.hosting;
    g.developer_growth[r] += m.developers;
  }
  if (m.instrument == Instrument::memory_control && target) combine(g.memory_cut[r], m.cut);
  if (m.instrument == Instrument::tool_control && target) g.tool_slowdown[r] += m.slowdown;
  if (m.instrument == Instrument::cloud_access && target) combine(g.rental_stop[r], m.coverage);
  if (m.instrument == Instrument::export_levy && target)
    for (Index c = 0; c < chips.chip_count(); ++c)
      if (chips.vendor_region[c] == actor && meets_conditions(m, chips.chips[std::size_t(c)]))
        g.export_levy(c, r) += m.rate;
  if (m.instrument == Instrument::distillation_enforcement) combine(g.distillation_stop(actor, r), m.effectiveness);
  if (r != actor) return;
  for (Index o = 0; o < society.region_count(); ++o) {
    if (!m.origins.empty() && !names(m.origins, society.regions[std::size_t(o)].name)) continue;
    if (m.instrument == Instrument::ip_protection) combine(g.distillation_stop(o, r), m.effectiveness);
    if (m.instrument == Instrument::immigration && o != r) g.admission(o, r) *= m.admission;
  }
  g.capex_subsidy[r] += m.capex_share;
  g.research_grant[r] += m.research;
  g.chip_growth[r] += m.growth;
  if (m.instrument == Instrument::public_compute) {
    g.public_firms[r] += m.compute * (1 - m.hosts);
    g.public_hosts[r] += m.compute * m.hosts;
  }
  g.site_speed[r] += m.speed;
  g.sites_built[r] += m.power;
  if (m.instrument == Instrument::import_restriction) combine(g.domestic_mandate[r], m.domestic_share);
  if (m.instrument == Instrument::deregulation) g.release_delay[r] += m.delay;
  if (m.instrument == Instrument::release_control) {
    g.gating_delay[r] += m.delay;
    g.log10_open_flop_limit[r] = std::min(g.log10_open_flop_limit[r], m.log10_flop_limit);
    g.open_capability_limit[r] = std::min(g.open_capability_limit[r], m.capability_limit);
  }
  if (m.instrument == Instrument::open_promotion) {
    g.open_taste[r] += m.openness;
    g.open_grant[r] += m.grant;
    g.hosting[r] += m.hosting;
    g.developer_growth[r] += m.developers;
  }
  if (m.instrument != Instrument::tariff) return;
  for (Index o = 0; o < society.region_count(); ++o)
    if (m.on == TariffOn::services && names(m.origins, society.regions[std::size_t(o)].name))
      g.service_tariff(o, r) += m.rate;
  for (Index c = 0; c < chips.chip_count(); ++c) {
    const ChipEntry& chip = chips.chips[std::size_t(c)];
    if (m.on == TariffOn::chips && (names(m.chips, chip.name) || names(m.origins, chip.vendor_region)))
      g.chip_tariff(c, r) += m.rate;
  }
}

void clear(Governments& g, Index regions, Index chips, Index stacks, Index firms) {
  for (auto* grid : {&g.service_tariff, &g.trust_gain, &g.price_support, &g.distillation_stop})
    grid->setZero(regions, regions);
  g.admission.setOnes(regions, regions);
  for (auto* grid : {&g.chip_tariff, &g.export_levy}) grid->setZero(chips, regions);
  for (auto* column :
       {&g.domestic_mandate, &g.capex_subsidy, &g.research_grant, &g.chip_growth, &g.memory_cut, &g.tool_slowdown,
        &g.rental_stop, &g.site_speed, &g.sites_built, &g.gating_delay, &g.release_delay, &g.open_taste, &g.open_grant,
        &g.hosting, &g.developer_growth, &g.public_firms, &g.public_hosts})
    column->setZero(regions);
  g.log10_open_flop_limit.setConstant(regions, 100);
  g.open_capability_limit.setConstant(regions, 1000);
  g.listed.setZero(firms);
  g.stack_open.setZero(stacks);
  g.in_force = 0;
  g.rules_in_force.setZero(regions);
}

void note_events(Events& events, const MeasureEntry& m, Month now) {
  if (m.announced == now && m.announced < m.from) events.policies.push_back({now, m.name, "announced"});
  if (m.from == now) events.policies.push_back({now, m.name, "begins"});
  if (m.until == now && m.from < m.until) events.policies.push_back({now, m.name, "ends"});
}

}  // namespace

bool in_force(const MeasureEntry& m, Month month) {
  return m.from <= month && month < m.until;
}

bool meets_conditions(const MeasureEntry& m, const ChipEntry& chip) {
  if (!m.chips.empty() && !names(m.chips, chip.name)) return false;
  return chip.tpp >= m.tpp_min && chip.tpp < m.tpp_max && chip.density >= m.density_min &&
         chip.interconnect >= m.interconnect_min && chip.memory_bandwidth >= m.memory_bandwidth_min &&
         chip.memory_bandwidth < m.memory_bandwidth_max;
}

double permitted_share(std::span<const MeasureEntry> measures, const ChipEntry& chip, std::string_view region,
                       Month month, bool announced_too) {
  const auto side = [&](Instrument i) {
    return share_let_through(deciding(measures, chip, region, month, announced_too, i));
  };
  return std::min(side(Instrument::export_control), side(Instrument::import_restriction));
}

void enact_policy(Governments& g, Events& events, const Clock& clock, const Society& society, const Chips& chips,
                  const Firms& firms, const Market& market, const PolicyParams& params) {
  const Month now = clock.now();
  clear(g, society.region_count(), chips.chip_count(), chips.stack_count(), firms.size());
  clear_use(g, society.region_count(), society.segment_count(), firms.size(), market.line_count());
  std::vector<MeasureEntry> changed;
  std::span<const MeasureEntry> measures = params.measures;
  if (!params.rules.empty()) measures = changed = follow_rules(g, events, now, society, params.rules, params.measures);
  if (!params.without.empty()) {
    if (params.rules.empty()) changed = params.measures;
    std::erase_if(changed, [&](const MeasureEntry& m) {
      return names(params.without, Choices<Instrument>::names[std::size_t(m.instrument)]);
    });
    measures = changed;
  }
  set_chip_rules(g, clock, society, chips, measures);
  for (const MeasureEntry& m : measures)
    if (in_force(m, now)) recognise(g, m, society);
  for (const MeasureEntry& m : measures) {
    note_events(events, m, now);
    if (!in_force(m, now)) continue;
    ++g.in_force;
    if (m.instrument == Instrument::entity_list)
      for (Index f = 0; f < firms.size(); ++f)
        if (names(m.firms, firms.firms[std::size_t(f)].name)) g.listed[f] = 1;
    if (m.instrument == Instrument::stack_opening) g.stack_open[find_entry(chips.stacks, m.stack)] = 1;
    apply_to_use(g, m, society, firms, market, params.derivative_refuge);
    const Index actor = find_entry(society.regions, m.actor);
    for (Index r = 0; r < society.region_count(); ++r)
      apply_to_region(g, m, actor, r, society.regions[std::size_t(r)].name, society, chips);
  }
}

namespace {

constexpr Series policy_rows[] = {
    {"measures_in_force", "1", "", "Number of policy measures in force.",
     [](const World& w, std::span<double> out) { out[0] = w.governments.in_force; }},
    {"chips_permitted", "1", "chip,region", "Share of the demand for a chip that export and import rules let through.",
     [](const World& w, std::span<double> out) {
       std::copy_n(w.governments.permitted.data(), out.size(), out.begin());
     }},
    {"rules_in_force", "1", "region", "Number of rules of the region's government whose measures are in force.",
     [](const World& w, std::span<double> out) {
       std::copy_n(w.governments.rules_in_force.data(), out.size(), out.begin());
     }},
};

}  // namespace

std::span<const Series> policy_series() {
  return policy_rows;
}

}  // namespace moat
