#pragma once
/// A world small enough to check on paper: two regions, two firms with one line each, four developers, January 2024.
///
///   north   home of Keep (line "pro", closed) and of the vendor of chip "alpha" (100 USD, 1 H100e, stack "wide")
///   south   home of Give (line "free", open) and of the vendor of chip "beta" (50 USD, half an H100e, stack "young")
///
/// Stack wide gives all of the hardware's performance, young gives half. Tasks: chat asks for language, code for
/// coding. Everything else is neutral: distance 1 between the regions, no policy, prices 1 USD/Mtok, everybody knows
/// every line. A test changes what it studies and leaves the rest; after adding a firm, line, chip or region it calls
/// size_up().

#include "mechanism/adoption/counts.hpp"
#include "mechanism/compute/state.hpp"
#include "mechanism/finance/state.hpp"
#include "mechanism/policy/policy.hpp"
#include "model/mechanisms.hpp"

namespace moat {

constexpr Index north = 0, south = 1;      // regions
constexpr Index hobby = 0, company = 1;    // segments
constexpr Index chat = 0, code = 1;        // tasks
constexpr Index language = 0, coding = 1;  // domains
constexpr Index alpha = 0, beta = 1;       // chips
constexpr Index wide = 0, young = 1;       // stacks
constexpr Index keep = 0, give = 1;        // firms
constexpr Index pro = 0, open_line = 1;    // lines; slot = line + 1, slot 0 is "no model"
constexpr Month january = Month::of(2024, 1);

/// A quantity that does not move.
inline Path always(double value) {
  return {{{january, value}}};
}

template <class Entry>
Entry named(std::string name) {
  Entry entry;
  entry.name = std::move(name);
  return entry;
}

inline LineEntry line_entry(std::string name, Openness openness, double gap = 0, std::int64_t cadence = 6) {
  auto line = named<LineEntry>(std::move(name));
  line.openness = openness;
  line.gap = gap;
  line.cadence = always(double(cadence));
  line.first = january;
  return line;
}

inline FirmEntry firm_entry(std::string name, std::string region, std::vector<LineEntry> lines) {
  auto firm = named<FirmEntry>(std::move(name));
  firm.region = std::move(region);
  firm.lines = std::move(lines);
  return firm;
}

inline ChipEntry chip_entry(std::string name, std::string vendor_region, std::string stack, double h100e,
                            double price) {
  auto chip = named<ChipEntry>(std::move(name));
  chip.vendor_region = std::move(vendor_region);
  chip.stack = std::move(stack);
  chip.h100e_training = h100e;
  chip.price = price;
  chip.on_sale = january;
  chip.capacity = always(1000);
  return chip;
}

inline RegionEntry region_entry(std::string name) {
  auto region = named<RegionEntry>(std::move(name));
  region.developers = always(200);
  return region;
}

inline SegmentEntry segment_entry(std::string name) {
  auto segment = named<SegmentEntry>(std::move(name));
  segment.review = 1;  // everybody thinks again every month
  segment.budget = always(10);
  return segment;
}

inline TaskEntry task_entry(std::string name, std::string domain) {
  auto task = named<TaskEntry>(std::move(name));
  task.domains = {{std::move(domain), 1}};
  task.difficulty = 120;
  task.scale = 10;
  task.tokens = always(1);
  return task;
}

inline void size_up_society(World& w) {
  Society& s = w.society;
  const Index regions = s.region_count();
  s.distance.setOnes(regions, regions);
  s.distance.matrix().diagonal().setZero();
  s.task_domains.setZero(s.task_count(), s.domain_count());
  for (Index t = 0; t < s.task_count(); ++t)
    for (Index d = 0; d < s.domain_count(); ++d)
      s.task_domains(t, d) = number_for(s.tasks[std::size_t(t)].domains, s.domains[std::size_t(d)].name);
  s.intensity.setOnes(s.sector_count(), s.task_count());
  s.members.setZero(regions, s.segment_count());
  s.simulated.setZero(regions);
  s.weight.setOnes(regions);
}

inline void size_up_chips(World& w) {
  Chips& c = w.chips;
  c.vendor_region.resize(c.chip_count());
  c.stack.resize(c.chip_count());
  for (Index i = 0; i < c.chip_count(); ++i) {
    const ChipEntry& chip = c.chips[std::size_t(i)];
    c.vendor_region[i] = int(find_entry(w.society.regions, chip.vendor_region));
    c.stack[i] = int(find_entry(c.stacks, chip.stack));
  }
}

inline void size_up_lines(World& w) {
  Firms& f = w.firms;
  Market& m = w.market;
  f.region.resize(f.size());
  f.strategy.resize(f.size());
  std::vector<int> makers, open;
  m.lines.clear();
  for (Index i = 0; i < f.size(); ++i) {
    f.region[i] = int(find_entry(w.society.regions, f.firms[std::size_t(i)].region));
    f.strategy[i] = int(f.firms[std::size_t(i)].strategy.at(january));
    for (const LineEntry& line : f.firms[std::size_t(i)].lines) {
      m.lines.push_back(line.name);
      makers.push_back(int(i));
      open.push_back(line.openness == Openness::open);
    }
  }
  m.firm = Column<int>::Map(makers.data(), m.line_count());
  m.open = Column<int>::Map(open.data(), m.line_count()).cast<char>();
  m.origin.resize(m.line_count());
  for (Index l = 0; l < m.line_count(); ++l) m.origin[l] = f.region[m.firm[l]];
}

/// Sizes every column by the lists of entries. Columns begin as their mechanisms declare, but for what is neutral here:
/// all firms are at work and masters of every stack, prices are 1, and everybody may use and knows every line.
inline void size_up(World& w, int months = 60) {
  size_up_society(w);
  size_up_chips(w);
  size_up_lines(w);
  for (const Mechanism& mechanism : mechanisms()) size_up(w, mechanism.state(), months);
  enact_policy(w.governments, w.events, w.clock, w.society, w.chips, w.firms, w.market, PolicyParams{});
  start_compute(w.chips, w.clock.start);
  start_finance(w.firms, w.clock.start);
  w.firms.active.setOnes();
  w.firms.proficiency.setOnes();
  for (auto* column : {&w.market.serving_cost, &w.market.list_price, &w.market.awareness}) column->setOnes();
  w.market.price.flat().setOnes();
  w.market.available.flat().setOnes();
}

/// Developers of one region and segment, alike, without a model, each with 1000 ktok a month and the tasks of the bits.
inline void add_developers(World& w, Index count, Index region, Index segment = hobby, unsigned tasks = 1u << chat) {
  Developers& d = w.developers;
  const Index before = d.size(), all = before + count;
  for (auto* column : {&d.region, &d.segment, &d.sector, &d.tasks}) column->conservativeResize(all);
  d.price_weight.conservativeResize(all);
  for (auto* column : {&d.openness_weight, &d.trust_weight}) column->steps.conservativeResize(all);
  d.usage.conservativeResize(all);
  d.slot.conservativeResize(w.society.task_count(), all);
  for (Index i = before; i < all; ++i) {
    d.region[i] = std::uint8_t(region);
    d.segment[i] = std::uint8_t(segment);
    d.sector[i] = 0;
    d.tasks[i] = std::uint8_t(tasks);
    d.usage[i] = 1000;
    d.price_weight[i] = 1;
    d.openness_weight.steps[i] = d.trust_weight.steps[i] = 0;
    d.slot.col(i).setZero();
  }
  w.society.simulated[region] += double(count);
  w.society.members(region, segment) += count;
  count_users(w.market, d, w.society);
}

/// The line is on sale and its quality, the same in all domains, is known to everybody.
inline void put_on_sale(World& w, Index line, double capability) {
  w.market.on_sale[line] = 1;
  w.market.vintage[std::size_t(line)] = {w.clock.now(), capability, 25, 0, 1800};
  w.market.capability.row(line).setConstant(capability);
  w.market.rating.row(line).setConstant(capability);
  w.market.rated_since[line] = 0;
}

/// The world described at the top, without developers and without a model on sale.
inline World empty_world() {
  World w;
  w.clock.start = january;
  w.society.regions = {region_entry("north"), region_entry("south")};
  w.society.segments = {segment_entry("hobby"), segment_entry("company")};
  w.society.sectors = {named<SectorEntry>("software")};
  w.society.tasks = {task_entry("chat", "language"), task_entry("code", "coding")};
  w.society.domains = {named<DomainEntry>("language"), named<DomainEntry>("coding")};
  w.chips.chips = {chip_entry("alpha", "north", "wide", 1, 100), chip_entry("beta", "south", "young", 0.5, 50)};
  w.chips.stacks = {named<StackEntry>("wide"), named<StackEntry>("young")};
  w.chips.stacks[1].maturity = 0.5;
  w.firms.firms = {firm_entry("Keep", "north", {line_entry("pro", Openness::closed)}),
                   firm_entry("Give", "south", {line_entry("free", Openness::open)})};
  size_up(w);
  return w;
}

/// Both lines on sale at capability 120, two developers in each region: a hobbyist who chats, a company that does both.
inline World little_world() {
  World w = empty_world();
  for (const Index line : {pro, open_line}) put_on_sale(w, line, 120);
  for (const Index region : {north, south}) {
    add_developers(w, 1, region, hobby, 1u << chat);
    add_developers(w, 1, region, company, 1u << chat | 1u << code);
  }
  return w;
}

}  // namespace moat
