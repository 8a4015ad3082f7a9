#include "mechanism/uncertain.hpp"

#include <boost/random/uniform_01.hpp>

#include <algorithm>
#include <cmath>

#include "base/maths.hpp"
#include "base/samplers.hpp"
#include "state/schedule.hpp"
#include "state/columns.hpp"
#include "state/lines.hpp"

namespace moat {
namespace {

/// Where regions, firms, chips or lines of a firm share a purpose, agents of each begin at a multiple: no list is
/// longer.
constexpr std::int64_t most_entries = 1 << 16;

double normal_number(const Random& random, Purpose purpose, std::int64_t agent) {
  Draws draws = random(purpose, agent);
  return draw_normal(draws);
}

/// One month of a first-order autoregression whose values have this sd in the long run.
void follow(double& x, double sd, double persistence, double e) {
  x = persistence * x + sd * std::sqrt(1 - persistence * persistence) * e;
}

bool happens(double rate_a_year, double u) {
  return u < -maths::expm1(-rate_a_year / 12);
}

/// The strategies for which a firm has lines.
std::vector<Strategy> strategies_of(const FirmEntry& firm) {
  const auto has = [&](Openness o) {
    return std::any_of(firm.lines.begin(), firm.lines.end(), [&](const LineEntry& l) { return l.openness == o; });
  };
  const bool closed = has(Openness::closed), open = has(Openness::open);
  std::vector<Strategy> all;
  if (closed) all.push_back(Strategy::closed);
  if (open) all.push_back(Strategy::open);
  if (closed && open) all.insert(all.end(), {Strategy::delayed, Strategy::tiered});
  return all;
}

void switch_strategy(Firms& firms, Index f, const Clock& clock, const UncertainParams& p, const Random& random) {
  const FirmEntry& firm = firms.firms[std::size_t(f)];
  const Month now = clock.now();
  const Strategy planned = firm.strategy.at(now);
  int& drawn = firms.drawn_strategy[f];
  const auto& changes = firm.strategy.points;
  const bool dated = std::any_of(changes.begin(), changes.end(), [&](const auto& one) { return one.first == now; });
  if (dated || int(planned) >= plain_strategies) drawn = -1;
  const double hazard = number_for(p.switch_hazards, firm.name, p.switch_hazard);
  if (hazard <= 0 || now < p.plans_from || !firms.active[f] || int(planned) >= plain_strategies) return;
  const std::vector<Strategy> choices = strategies_of(firm);
  const auto n = double(choices.size());
  if (n < 2) return;
  Draws draws = random(drawn_switch, f);
  boost::random::uniform_01<double> uniform;
  const double u = uniform(draws);
  const Strategy choice = choices[std::size_t(uniform(draws) * n)];
  if (happens(hazard * n / (n - 1), u)) drawn = choice == planned ? -1 : int(choice);
}

void move_firms(Firms& firms, const Clock& clock, const UncertainParams& p, const Random& random) {
  const bool planned = clock.now() < p.plans_from;
  for (Index f = 0; f < firms.size(); ++f) {
    if (p.capex_sd > 0 && !planned)
      follow(firms.capex_shock[f], p.capex_sd, p.capex_persistence, normal_number(random, drawn_capex, f));
    if (p.demand_sd > 0 && clock.now() >= p.demand_from)
      follow(firms.demand_shock[f], p.demand_sd, p.demand_persistence, normal_number(random, drawn_demand, f));
    if (p.growth_firm_sd > 0 && !planned)
      firms.growth_shift[f] = p.growth_firm_sd * normal_number(random.at(0), drawn_growth, 2 * most_entries + f);
    switch_strategy(firms, f, clock, p, random);
    const double hazard = number_for(p.exit_hazards, firms.firms[std::size_t(f)].name, p.exit_hazard);
    if (hazard <= 0 || planned || !firms.active[f]) continue;
    Draws draws = random(drawn_exit, f);
    if (happens(hazard, boost::random::uniform_01<double>{}(draws))) firms.drawn_exit[f] = 1;
  }
}

/// Mean know-how of the region's firms at work; that of nobody is below any.
double typical_know_how(const Firms& firms, Index r) {
  double sum = 0;
  int count = 0;
  for (Index f = 0; f < firms.size(); ++f)
    if (firms.active[f] && firms.region[f] == r) sum += firms.know_how[f], ++count;
  return count > 0 ? sum / count : -100;
}

/// Labs of a region that arrive this month begin to work, as long as there are any.
void let_in(Firms& firms, Index r, Month now, double rate, const Random& random) {
  if (rate <= 0) return;
  Draws draws = random(drawn_arrival, r);
  int left = draw_poisson(rate / 12, draws);
  for (Index f = 0; f < firms.size() && left > 0; ++f) {
    FirmEntry& firm = firms.firms[std::size_t(f)];
    Month& invited = firms.invited[std::size_t(f)];
    if (firm.entry != EntryRule::drawn || firms.region[f] != r || invited != never || firm.enters > now) continue;
    invited = now;
    firm.know_how = std::max(firm.know_how, typical_know_how(firms, r));
    --left;
  }
}

void move_society(Society& society, const Clock& clock, const UncertainParams& p, const Random& random) {
  if (clock.now() >= p.demand_from) {
    if (p.openness_walk > 0) society.openness_walk += p.openness_walk * normal_number(random, drawn_taste, 0);
    for (Index r = 0; p.origin_walk > 0 && r < society.region_count(); ++r)
      society.origin_walk[r] += p.origin_walk * normal_number(random, drawn_taste, r + 1);
  }
  if (clock.now() < p.plans_from) return;
  const Random of_run = random.at(0);
  const double years = (clock.now() - std::max(p.plans_from, clock.start)) / 12.0;
  if (p.volume_sd > 0) society.volume_shift = p.volume_sd * normal_number(of_run, drawn_volume, 0) * years;
  if (p.growth_sd > 0) society.growth_shift = p.growth_sd * normal_number(of_run, drawn_growth, 0);
  for (Index r = 0; p.growth_region_sd > 0 && r < society.region_count(); ++r)
    society.regional_growth[r] = p.growth_region_sd * normal_number(of_run, drawn_growth, most_entries + r);
}

void move_vendors(Chips& chips, const Society& society, const UncertainParams& p, const Random& of_run) {
  for (Index r = 0; r < society.region_count(); ++r) {
    const double sd = number_for(p.yield_sd, society.regions[std::size_t(r)].name);
    if (sd > 0) chips.vendor_yield[r] = sd * normal_number(of_run, drawn_yield, r);
  }
  for (Index c = 0; p.chip_yield_sd > 0 && c < chips.chip_count(); ++c)
    chips.chip_yield[c] = p.chip_yield_sd * normal_number(of_run, drawn_yield, most_entries + c);
}

/// Months by which the model is late whose place in the schedule is nearest.
int lateness(const LineEntry& line, Month now, std::int64_t agent, const UncertainParams& p, const Random& random) {
  Month planned = line.first;
  int model = 0, cadence = months_to_next(line, planned);
  while (now - planned >= cadence - cadence / 2) {
    planned = planned + cadence;
    cadence = months_to_next(line, planned);
    ++model;
  }
  if (model == 0 || planned < p.plans_from) return 0;
  const int most = (cadence - 1) / 2;
  const double late = p.delay_sd * normal_number(random.at(model), drawn_delay, agent);
  return int(std::lround(std::clamp(late, -double(most), double(most))));
}

void delay_models(Market& market, const Firms& firms, Month now, const UncertainParams& p, const Random& random) {
  for (Index l = 0; l < market.line_count(); ++l) {
    const LineEntry& line = entry_of(market, firms, l);
    const std::int64_t place = &line - firms.firms[std::size_t(market.firm[l])].lines.data();
    market.delay[l] = lateness(line, now, market.firm[l] * most_entries + place, p, random);
  }
}

}  // namespace

void draw_uncertain(Firms& firms, Market& market, Chips& chips, Society& society, const Clock& clock,
                    const UncertainParams& p, const Random& random) {
  move_firms(firms, clock, p, random);
  move_society(society, clock, p, random);
  if (p.delay_sd > 0) delay_models(market, firms, clock.now(), p, random);
  if (clock.now() < p.plans_from) return;
  move_vendors(chips, society, p, random.at(0));
  for (Index r = 0; r < society.region_count(); ++r)
    let_in(firms, r, clock.now(), number_for(p.arrivals, society.regions[std::size_t(r)].name), random);
}

namespace {

template <auto Member>
constexpr auto firm_values =
    [](const World& w, std::span<double> out) { std::copy_n((w.firms.*Member).data(), out.size(), out.begin()); };

constexpr Series uncertain_rows[] = {
    {"drawn_capex", "ln", "firm", "Planned spending on compute over its path, as drawn.",
     firm_values<&Firms::capex_shock>},
    {"drawn_demand", "utility", "firm", "What is drawn of the demand for all lines of a maker.",
     firm_values<&Firms::demand_shock>},
    {"drawn_delay", "months", "line", "Months by which the model due nearest is late, as drawn; negative if early.",
     [](const World& w, std::span<double> out) { std::copy_n(w.market.delay.data(), out.size(), out.begin()); }},
    {"drawn_openness", "utility", "", "What is drawn of the taste for open weights.",
     [](const World& w, std::span<double> out) { out[0] = w.society.openness_walk; }},
    {"drawn_origin", "utility", "origin", "What is drawn of the taste for models of an origin in other regions.",
     [](const World& w, std::span<double> out) { std::copy_n(w.society.origin_walk.data(), out.size(), out.begin()); }},
};

constexpr StateColumn uncertain_columns[] = {
    column<&Firms::capex_shock>("firms.capex_shock", "firm", 0, Held::here, any_finite),
    column<&Firms::demand_shock>("firms.demand_shock", "firm", 0, Held::here, any_finite),
    column<&Firms::growth_shift>("firms.growth_shift", "firm", 0, Held::here, any_finite),
    column<&Firms::drawn_strategy>("firms.drawn_strategy", "firm", -1, Held::here),
    column<&Firms::drawn_exit>("firms.drawn_exit", "firm", 0, Held::here),
    column<&Market::delay>("market.delay", "line", 0, Held::here, any_finite),
    column<&Chips::vendor_yield>("chips.vendor_yield", "region", 0, Held::here, any_finite),
    column<&Chips::chip_yield>("chips.chip_yield", "chip", 0, Held::here, any_finite),
    single<&Society::openness_walk>("society.openness_walk", Held::here, any_finite),
    column<&Society::origin_walk>("society.origin_walk", "region", 0, Held::here, any_finite),
    single<&Society::growth_shift>("society.growth_shift", Held::here, any_finite),
    column<&Society::regional_growth>("society.regional_growth", "region", 0, Held::here, any_finite),
    single<&Society::volume_shift>("society.volume_shift", Held::here, any_finite),
    shared<&Firms::invited>("firms.invited", Held::here),
    // What an entrant brings.
    shared<&Firms::firms>("firms.firms", Held::here),
};

}  // namespace

std::span<const Series> uncertain_series() {
  return uncertain_rows;
}

std::span<const StateColumn> uncertain_state() {
  return uncertain_columns;
}

}  // namespace moat
