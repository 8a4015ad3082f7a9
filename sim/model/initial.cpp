// The world before the first month: names become numbers. Developers are made in population.cpp.

#include <algorithm>
#include <limits>

#include "model/population.hpp"
#include "model/watch.hpp"

namespace moat {
namespace {

Society make_society(const Scenario& s) {
  Society society;
  society.regions = s.regions;
  society.segments = s.segments;
  society.sectors = s.sectors;
  society.tasks = s.tasks;
  society.domains = s.domains;
  const Index regions = society.region_count();
  society.distance.setZero(regions, regions);
  for (Index a = 0; a < regions; ++a)
    for (Index b = 0; b < regions; ++b)
      society.distance(a, b) = number_for(s.regions[std::size_t(a)].distance, s.regions[std::size_t(b)].name);
  society.task_domains.setZero(society.task_count(), society.domain_count());
  for (Index t = 0; t < society.task_count(); ++t) {
    for (Index d = 0; d < society.domain_count(); ++d)
      society.task_domains(t, d) = number_for(s.tasks[std::size_t(t)].domains, s.domains[std::size_t(d)].name);
    society.task_domains.row(t) /= society.task_domains.row(t).sum();
  }
  society.intensity.setOnes(society.sector_count(), society.task_count());
  for (Index x = 0; x < society.sector_count(); ++x)
    for (Index t = 0; t < society.task_count(); ++t)
      society.intensity(x, t) = number_for(s.sectors[std::size_t(x)].intensity, s.tasks[std::size_t(t)].name, 1);
  society.weight.setZero(regions);
  society.members.setZero(regions, society.segment_count());
  return society;
}

Chips make_chips(const Scenario& s) {
  Chips chips;
  chips.chips = s.chips;
  chips.stacks = s.stacks;
  const Index count = chips.chip_count(), regions = Index(s.regions.size());
  chips.vendor_region.resize(count);
  chips.stack.resize(count);
  chips.price.resize(count);
  for (Index c = 0; c < count; ++c) {
    const ChipEntry& chip = s.chips[std::size_t(c)];
    chips.vendor_region[c] = int(find_entry(s.regions, chip.vendor_region));
    chips.stack[c] = int(find_entry(s.stacks, chip.stack));
    chips.price[c] = chip.price;
  }
  chips.produced.setZero(count);
  // A chip sold before the run starts brings the experience of those sales.
  for (Index c = 0; c < count; ++c)
    for (Month m = s.chips[std::size_t(c)].on_sale; m < s.run.start; m = m + 1)
      chips.produced[c] += s.chips[std::size_t(c)].capacity.at(m);
  chips.programme.setOnes(count);
  chips.maturity.resize(chips.stack_count());
  for (Index k = 0; k < chips.stack_count(); ++k) chips.maturity[k] = s.stacks[std::size_t(k)].maturity;
  for (auto* flow : {&chips.bought, &chips.denied, &chips.smuggled, &chips.substituted}) flow->setZero(count, regions);
  chips.rented.setZero(regions);
  return chips;
}

Firms make_firms(const Scenario& s) {
  Firms firms;
  firms.firms = s.firms;
  const Index n = firms.size(), chips = Index(s.chips.size()), stacks = Index(s.stacks.size());
  firms.region.resize(n);
  firms.strategy.resize(n);
  firms.capex_budget.resize(n);
  for (Index f = 0; f < n; ++f) {
    const FirmEntry& firm = s.firms[std::size_t(f)];
    firms.region[f] = int(find_entry(s.regions, firm.region));
    firms.strategy[f] = int(firm.strategy_changes.at(s.run.start, firm.strategy));
    firms.capex_budget[f] = firm.capex.at(s.run.start);
  }
  firms.active.setZero(n);
  firms.triggered.setZero(n);
  firms.months_above.setZero(n);
  firms.months_of_loss.setZero(n);
  firms.invited.assign(std::size_t(n), never);
  firms.expected.setConstant(n, plain_strategies, std::numeric_limits<double>::quiet_NaN());
  firms.realised.setOnes(n, plain_strategies);
  firms.decisions.resize(std::size_t(n));
  firms.stock.setZero(n, chips);
  firms.proficiency.setZero(n, stacks);
  firms.port_months.setConstant(n, stacks, -1);
  for (auto* column : {&firms.rented, &firms.compute, &firms.know_how, &firms.log10_run_flop, &firms.capability,
                       &firms.cash, &firms.revenue, &firms.margin, &firms.capex, &firms.scarcity, &firms.standing,
                       &firms.profit, &firms.ecosystem, &firms.community_gain, &firms.feedback, &firms.trust_shift})
    column->setZero(n);
  return firms;
}

Market make_market(const Scenario& s, const Firms& firms) {
  Market m;
  std::vector<int> makers;
  for (std::size_t f = 0; f < s.firms.size(); ++f)
    for (const LineEntry& line : s.firms[f].lines) {
      m.lines.push_back(line.name);
      makers.push_back(int(f));
    }
  const Index lines = m.line_count(), slots = lines + 1, regions = Index(s.regions.size()),
              segments = Index(s.segments.size()), tasks = Index(s.tasks.size()), domains = Index(s.domains.size());
  m.firm = Column<int>::Map(makers.data(), lines);
  m.origin.resize(lines);
  m.open.resize(lines);
  for (Index l = 0, at = 0; l < lines; ++l) {
    at = l > 0 && m.firm[l] == m.firm[l - 1] ? at + 1 : 0;
    m.origin[l] = firms.region[m.firm[l]];
    m.open[l] = s.firms[std::size_t(m.firm[l])].lines[std::size_t(at)].openness == Openness::open;
  }
  m.vintage.resize(std::size_t(lines));
  for (auto* flag : {&m.on_sale, &m.held_back, &m.promoted}) flag->setZero(lines);
  m.capability.setZero(lines, domains);
  m.rating.setConstant(lines, domains, std::numeric_limits<double>::quiet_NaN());
  m.rated_since.setConstant(lines, -1);
  for (auto* column : {&m.serving_cost, &m.list_price, &m.last_price, &m.regular_price, &m.awareness, &m.buzz,
                       &m.demand, &m.demand_slope, &m.demand_weight, &m.demand_gain, &m.downloads})
    column->setZero(lines);
  m.price = m.available = m.hosted = Cube<double, 3>(lines, regions, segments);
  m.frontier = Cube<double, 3>(s.run.steps(), 2, regions);
  m.frontier.flat().setConstant(-std::numeric_limits<double>::infinity());
  m.rated_frontier = m.frontier;
  m.assignments = m.usage = Cube<std::int64_t, 4>(slots, regions, segments, tasks);
  m.developers = Cube<std::int64_t, 3>(slots, regions, segments);
  m.by_sector.setZero(slots, Index(s.sectors.size()));
  m.firms_in_use.setZero(segments, std::min<Index>(tasks, firms.size()) + 1);
  m.flow.setZero(slots, slots);
  m.taken.setZero(slots, regions);
  m.surplus.setConstant(regions, segments, std::numeric_limits<double>::quiet_NaN());
  m.tokens = Cube<double, 4>(lines, regions, segments, tasks);
  m.spend.setZero(lines, regions);
  return m;
}

/// Models already on the market when the run starts; their compute follows from their capability.
void publish_first_models(World& w, const Scenario& s) {
  for (Index l = 0; l < w.market.line_count(); ++l) {
    const FirmEntry& firm = w.firms.firms[std::size_t(w.market.firm[l])];
    const LineEntry& line = firm.lines[std::size_t(find_entry(firm.lines, w.market.lines[std::size_t(l)]))];
    if (line.capability <= 0) continue;
    w.market.awareness[l] = std::max(w.market.awareness[l], line.awareness);
    const double tenfolds = (line.capability - s.capability.reference) / s.capability.per_tenfold;
    publish(w.market, w.events, w.firms, w.society, l,
            {s.run.start, line.capability, s.capability.log10_reference_flop + tenfolds - firm.know_how, firm.know_how},
            on_market_before);
  }
}

/// What stands in for mechanisms that the scenario switches off: no rules, the compute that firms enter with, public
/// truth, free access.
void set_up_without(World& w, const Scenario& s) {
  enact_policy(w.governments, w.events, w.clock, w.society, w.chips, w.firms, w.market, PolicyParams{});
  if (skipped(s, "compute")) {
    for (Index f = 0; f < w.firms.size(); ++f)
      w.firms.active[f] = w.firms.firms[std::size_t(f)].entry == EntryRule::dated;
    for (FirmEntry& firm : w.firms.firms) firm.enters = std::min(firm.enters, s.run.start);
    enter_firms(w.firms, w.chips, w.clock);
    realise_compute(w.firms, w.chips);
  }
  if (skipped(s, "leaderboard")) {
    w.market.truth_is_public = true;
    w.market.awareness.setOnes();
  }
  if (skipped(s, "pricing")) w.market.available.flat().setOnes();
}

}  // namespace

void weigh_developers(World& w) {
  for (Index r = 0; r < w.society.region_count(); ++r) {
    const double growth = w.governments.developer_growth.size() > r ? w.governments.developer_growth[r] : 0;
    const double real = w.society.regions[std::size_t(r)].developers.at(w.clock.now()) * (1 + growth);
    w.society.weight[r] = w.society.simulated[r] > 0 ? real / w.society.simulated[r] : 0;
  }
}

World initial_world(const Scenario& s, const Random& random, int threads) {
  World w;
  w.clock.start = s.run.start;
  w.threads = threads;
  w.record_flows = s.record.flows;
  w.society = make_society(s);
  w.society.simulated = share_out(s);
  w.chips = make_chips(s);
  w.firms = make_firms(s);
  w.market = make_market(s, w.firms);
  w.market.survey_quality = s.finance.capex_rule == CapexRule::best_reply;
  w.developers = make_developers(s, w.society.simulated, random.at(0), threads);
  for (Index i = 0; i < w.developers.size(); ++i)
    w.society.members(w.developers.region[i], w.developers.segment[i]) += 1;
  set_up_without(w, s);
  publish_first_models(w, s);
  count_users(w.market, w.developers, w.society);
  if (!skipped(s, "policy")) arm_rules(w, s);
  return w;
}

}  // namespace moat
