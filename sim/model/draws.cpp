#include "model/draws.hpp"

#include <algorithm>

#include "base/missing.hpp"
#include "model/mechanisms.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

class List {
 public:
  explicit List(const Scenario& s) : s_(s), p_(s.uncertain), plans_(p_.plans_from), demand_(p_.demand_from) {}

  void firms() {
    for (std::size_t at = 0; at < s_.firms.size(); ++at) {
      const auto f = Index(at);
      const FirmEntry& firm = s_.firms[at];
      const std::string& name = firm.name;
      if (p_.capex_sd > 0)
        add("capex." + name, "ln", "spending on compute over its path, mean over months", Summary::mean, plans_,
            [f](const World& w) { return w.firms.capex_shock[f]; });
      if (p_.growth_firm_sd > 0)
        add("growth." + name, "ln", "growth of know-how, beside that of all and of the region", Summary::last, plans_,
            [f](const World& w) { return w.firms.growth_shift[f]; });
      if (p_.demand_sd > 0)
        add("demand." + name, "utility", "demand for the maker's lines, mean over months", Summary::mean, demand_,
            [f](const World& w) { return w.firms.demand_shock[f]; });
      if (number_for(p_.switch_hazards, name, p_.switch_hazard) > 0)
        add("switch." + name, "months", "months under a drawn strategy", Summary::months, plans_,
            [f](const World& w) { return w.firms.active[f] && w.firms.drawn_strategy[f] >= 0 ? 1.0 : 0.0; });
      if (number_for(p_.exit_hazards, name, p_.exit_hazard) > 0)
        add("exit." + name, "months", "months since it was drawn to leave", Summary::months, plans_,
            [f](const World& w) { return w.firms.drawn_exit[f] ? 1.0 : 0.0; });
      if (firm.entry == EntryRule::drawn && number_for(p_.arrivals, firm.region) > 0)
        add("entry." + name, "months", "months since it was drawn to arrive", Summary::months, plans_,
            [f](const World& w) { return w.firms.begins(f) <= w.clock.now() ? 1.0 : 0.0; });
    }
  }

  void lines() {
    if (p_.delay_sd <= 0) return;
    Index l = 0;
    for (const FirmEntry& firm : s_.firms)
      for (const LineEntry& line : firm.lines) {
        add("delay." + line.name, "months", "delay of the line's models, mean over months", Summary::mean, plans_,
            [l](const World& w) { return w.market.delay[l]; });
        ++l;
      }
  }

  void regions() {
    for (std::size_t at = 0; at < s_.regions.size(); ++at) {
      const auto r = Index(at);
      const std::string& name = s_.regions[at].name;
      if (p_.growth_region_sd > 0)
        add("growth_region." + name, "ln", "growth of know-how of the region's firms, beside that of all",
            Summary::last, plans_, [r](const World& w) { return w.society.regional_growth[r]; });
      if (number_for(p_.yield_sd, name) > 0)
        add("yield_region." + name, "ln", "what the region's vendors deliver over their capacity", Summary::last,
            plans_, [r](const World& w) { return w.chips.vendor_yield[r]; });
      if (p_.origin_walk > 0)
        add("origin." + name, "utility", "taste for models of the origin in other regions, mean over months",
            Summary::mean, demand_, [r](const World& w) { return w.society.origin_walk[r]; });
    }
  }

  void chips() {
    for (std::size_t at = 0; at < s_.chips.size() && p_.chip_yield_sd > 0; ++at)
      add("yield." + s_.chips[at].name, "ln",
          "what is delivered of the chip over its capacity, beside that of the region", Summary::last, plans_,
          [c = Index(at)](const World& w) { return w.chips.chip_yield[c]; });
  }

  void single() {
    if (p_.growth_sd > 0)
      add("growth", "ln", "growth of know-how, common to all firms", Summary::last, plans_,
          [](const World& w) { return w.society.growth_shift; });
    if (p_.volume_sd > 0)
      add("volume", "ln", "tokens over the paths of tasks, in the last month", Summary::last, plans_,
          [](const World& w) { return w.society.volume_shift; });
    if (p_.openness_walk > 0)
      add("openness", "utility", "taste for open weights, mean over months", Summary::mean, demand_,
          [](const World& w) { return w.society.openness_walk; });
  }

  std::vector<Draw> all;

 private:
  void add(std::string name, std::string unit, std::string doc, Summary summary, Month from,
           std::function<double(const World&)> read) {
    all.push_back({std::move(name), std::move(unit), std::move(doc), summary, from, std::move(read)});
  }

  const Scenario& s_;
  const UncertainParams& p_;
  Month plans_, demand_;
};

}  // namespace

std::vector<Draw> draws_of(const Scenario& s) {
  if (skipped(s, "uncertain")) return {};
  List list(s);
  list.single();
  list.regions();
  list.firms();
  list.lines();
  list.chips();
  return std::move(list.all);
}

void DrawReader::see(const World& world) {
  for (std::size_t i = 0; i < draws_.size(); ++i) {
    const Draw& draw = draws_[i];
    if (world.clock.now() < draw.from) continue;
    const double x = draw.read(world);
    sum_[i] = draw.summary == Summary::last ? x : sum_[i] + x;
    ++months_[i];
  }
}

std::vector<double> DrawReader::values(const std::vector<Draw>& wanted) const {
  std::vector<double> all;
  for (const Draw& one : wanted) {
    const auto found =
        std::find_if(draws_.begin(), draws_.end(), [&](const Draw& draw) { return draw.name == one.name; });
    const auto i = std::size_t(found - draws_.begin());
    all.push_back(found == draws_.end()                               ? missing_value
                  : found->summary == Summary::mean && months_[i] > 0 ? sum_[i] / months_[i]
                                                                      : sum_[i]);
  }
  return all;
}

}  // namespace moat
