// The world before the first month: what stands before all mechanisms, then the mechanisms.

#include "model/entries.hpp"
#include "model/model.hpp"
#include "model/population.hpp"
#include "model/state.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

constexpr StateColumn run_columns[] = {
    single<&Clock::start>("clock.start", Held::here),
    single<&Clock::step>("clock.step", Held::here),
    single<&World::threads>("threads", Held::here),
    single<&World::record_flows>("record_flows", Held::here),
};

constexpr Ground all_grounds[] = {
    {.name = "run",
     .sentence = "The clock, and how a run is computed.",
     .start =
         [](World& w, const Scenario& s, const Random&) {
           w.clock.start = s.run.start;
           w.record_flows = s.record.flows;
         },
     .state = []() -> std::span<const StateColumn> { return run_columns; }},
    {.name = "entries",
     .sentence = "The lists of the scenario: names become numbers.",
     .start = [](World& w, const Scenario& s, const Random&) { list_entries(w, s); },
     .state = entries_state},
    {.name = "population",
     .sentence = "Developers and their traits; how many real ones each stands for.",
     .start = populate,
     .state = population_state},
};

}  // namespace

std::span<const Ground> grounds() {
  return all_grounds;
}

void weigh_developers(World& w) {
  for (Index r = 0; r < w.society.region_count(); ++r) {
    const double growth = w.governments.developer_growth.size() > r ? w.governments.developer_growth[r] : 0;
    const double real = w.society.regions[std::size_t(r)].developers.at(w.clock.now()) * (1 + growth);
    w.society.weight[r] = w.society.simulated[r] > 0 ? real / w.society.simulated[r] : 0;
  }
}

World initial_world(const Scenario& s, const Random& random, int threads) {
  World w;
  w.threads = threads;
  for (const Ground& ground : grounds()) ground.start(w, s, random);
  for (const Mechanism& mechanism : mechanisms()) size_up(w, mechanism.state(), s.run.steps());
  for (const Mechanism& mechanism : mechanisms()) mechanism.start(w, s);
  for (const Mechanism& mechanism : mechanisms())
    if (skipped(s, mechanism.name)) mechanism.without(w, s);
  check_state(w, s.run.steps());
  return w;
}

}  // namespace moat
