#include "model/entries.hpp"

#include "scenario/scenario.hpp"
#include "state/lines.hpp"

namespace moat {
namespace {

constexpr StateColumn entries_columns[] = {
    single<&Society::regions>("society.regions", Held::here),
    single<&Society::segments>("society.segments", Held::here),
    single<&Society::sectors>("society.sectors", Held::here),
    single<&Society::tasks>("society.tasks", Held::here),
    single<&Society::domains>("society.domains", Held::here),
    column<&Society::distance>("society.distance", "region,region", by_start, Held::here),
    column<&Society::task_domains>("society.task_domains", "task,domain", by_start, Held::here),
    column<&Society::intensity>("society.intensity", "sector,task", by_start, Held::here),
    single<&Chips::chips>("chips.chips", Held::here),
    single<&Chips::stacks>("chips.stacks", Held::here),
    column<&Chips::vendor_region>("chips.vendor_region", "chip", by_start, Held::here),
    column<&Chips::stack>("chips.stack", "chip", by_start, Held::here),
    single<&Firms::firms>("firms.firms", Held::here),
    column<&Firms::region>("firms.region", "firm", by_start, Held::here),
    single<&Market::lines>("market.lines", Held::here),
    column<&Market::firm>("market.firm", "line", by_start, Held::here),
    column<&Market::origin>("market.origin", "line", by_start, Held::here),
    column<&Market::open>("market.open", "line", by_start, Held::here),
};

void list_society(Society& society, const Scenario& s) {
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
}

void list_chips(Chips& chips, const Scenario& s) {
  chips.chips = s.chips;
  chips.stacks = s.stacks;
  chips.vendor_region.resize(chips.chip_count());
  chips.stack.resize(chips.chip_count());
  for (Index c = 0; c < chips.chip_count(); ++c) {
    chips.vendor_region[c] = int(find_entry(s.regions, s.chips[std::size_t(c)].vendor_region));
    chips.stack[c] = int(find_entry(s.stacks, s.chips[std::size_t(c)].stack));
  }
}

void list_firms(Firms& firms, Market& m, const Scenario& s) {
  firms.firms = s.firms;
  firms.region.resize(firms.size());
  std::vector<int> makers, open;
  for (Index f = 0; f < firms.size(); ++f) {
    const FirmEntry& firm = s.firms[std::size_t(f)];
    firms.region[f] = int(find_entry(s.regions, firm.region));
    for (const LineEntry& line : firm.lines) {
      m.lines.push_back(line.name);
      makers.push_back(int(f));
      open.push_back(line.openness == Openness::open);
    }
  }
  for (AddedLine& added : added_lines(s.firms, s.release.kept_vintages)) {
    m.lines.push_back(added.entry.name);
    makers.push_back(int(added.firm));
    open.push_back(added.entry.openness == Openness::open);
    firms.firms[std::size_t(added.firm)].lines.push_back(std::move(added.entry));
  }
  m.firm = Column<int>::Map(makers.data(), m.line_count());
  m.open = Column<int>::Map(open.data(), m.line_count()).cast<char>();
  m.origin.resize(m.line_count());
  for (Index l = 0; l < m.line_count(); ++l) m.origin[l] = firms.region[m.firm[l]];
}

}  // namespace

void list_entries(World& world, const Scenario& s) {
  list_society(world.society, s);
  list_chips(world.chips, s);
  list_firms(world.firms, world.market, s);
}

std::span<const StateColumn> entries_state() {
  return entries_columns;
}

}  // namespace moat
