// What a run records of its draws is what its mechanisms used.

#include <algorithm>
#include <bit>

#include "catch.hpp"
#include "simulation/little.hpp"
#include "simulation/run.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::draws_test {

namespace {

const Sets sets{"uncertain.plans_from=2025-06", "uncertain.demand_from=2025-03", "uncertain.capex_sd=0.4",
                "uncertain.delay_sd=1",         "uncertain.switch_hazard=2",     "uncertain.exit_hazard=0.7",
                "uncertain.growth_firm_sd=0.2", "uncertain.chip_yield_sd=0.2",   "uncertain.demand_sd=0.5",
                "uncertain.origin_walk=0.1",    "uncertain.arrivals={east: 3}",  "firms.Cedar.entry=drawn"};

RunResult run(const Little& what, int replicate = 0, int threads = 1) {
  return run_once(what.scenario, what.shape, replicate, threads, [](const World&) { return true; });
}

double draw(const Little& what, const RunResult& result, const std::string& name) {
  const std::vector<Draw>& all = what.shape.draws;
  const auto found = std::find_if(all.begin(), all.end(), [&](const Draw& one) { return one.name == name; });
  REQUIRE(found != all.end());
  return result.draws[std::size_t(found - all.begin())];
}

/// A cell of a series, by month.
std::vector<double> path(const Little& what, const RunResult& result, std::string_view name, std::size_t cell) {
  const Shape& shape = what.shape;
  const auto i = std::size_t(std::find(shape.series.begin(), shape.series.end(), &series(name)) - shape.series.begin());
  const std::size_t cells = cell_count(*shape.series[i], shape.axes);
  std::vector<double> values;
  for (std::size_t m = 0; m < shape.months.size(); ++m)
    values.push_back(result.values[shape.offset[i] + m * cells + cell]);
  return values;
}

double mean_from(const std::vector<double>& values, std::size_t month) {
  double sum = 0;
  for (std::size_t m = month; m < values.size(); ++m) sum += values[m];
  return sum / double(values.size() - month);
}

bool same(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double x, double y) {
    return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
  });
}

}  // namespace

TEST_CASE("Draws of a run are the means of what is recorded by month, from their dates on") {
  const Little what = little(sets);
  const RunResult result = run(what);
  REQUIRE(result.status == RunStatus::done);
  CHECK(result.draws.size() == what.shape.draws.size());
  const std::vector<double> capex = path(what, result, "drawn_capex", 0),
                            demand = path(what, result, "drawn_demand", 1);
  CHECK(capex[4] == 0);
  CHECK(capex[5] != 0);
  CHECK(draw(what, result, "capex.Atlas") == Approx(mean_from(capex, 5)).epsilon(1e-12));
  CHECK(draw(what, result, "demand.Birch") == Approx(mean_from(demand, 2)).epsilon(1e-12));
  CHECK(draw(what, result, "origin.east") ==
        Approx(mean_from(path(what, result, "drawn_origin", 1), 2)).epsilon(1e-12));
  CHECK(draw(what, result, "delay.Atlas-Mini") ==
        Approx(mean_from(path(what, result, "drawn_delay", 1), 5)).margin(1e-12));
}

TEST_CASE("Exits, switches and arrivals are those of the table of events") {
  const Little what = little(sets);
  int seen = 0;
  for (int replicate = 0; replicate < 6; ++replicate) {
    const RunResult result = run(what, replicate);
    for (const auto& [firm, name] : {std::pair{0, "Atlas"}, {1, "Birch"}, {2, "Cedar"}}) {
      int left = 0, entered = 0;
      for (const FirmEvent& e : result.events.firms) {
        if (e.firm != firm) continue;
        if (e.action == "leaves") left = Month::of(2027, 1) - e.month;
        if (e.action == "enters") entered = Month::of(2027, 1) - e.month;
      }
      CHECK(draw(what, result, std::string("exit.") + name) == left);
      if (firm == 2) CHECK(draw(what, result, "entry.Cedar") == entered);
      seen += (left > 0) + (firm == 2 && entered > 0);
    }
  }
  CHECK(seen > 4);
}

TEST_CASE("Draws do not hang on threads, on what is recorded or on the length of the run") {
  const Little what = little(sets), thin = little([] {
                                      Sets more = sets;
                                      more.insert(more.end(), {"record.series=[none]", "run.developers=500"});
                                      return more;
                                    }());
  const RunResult one = run(what, 3);
  CHECK(same(one.draws, run(what, 3, 5).draws));
  CHECK_FALSE(same(one.draws, run(what, 4).draws));
  const RunResult other = run(thin, 3);
  for (const char* name : {"capex.Atlas", "demand.Cedar", "yield.R1", "growth.Birch", "delay.Birch", "origin.west"})
    CHECK(draw(what, one, name) == draw(thin, other, name));
}

TEST_CASE("Without widths there are none, and a layout joins those of several scenarios") {
  const Little plain = little(), first = little({"uncertain.capex_sd=0.1"}), second = little({"uncertain.demand_sd=1"});
  CHECK(plain.shape.draws.empty());
  CHECK(run(plain).draws.empty());
  const Shape* shapes[] = {&plain.shape, &first.shape, &second.shape};
  const Layout layout = make_layout(shapes);
  CHECK(layout.draws.size() == 6);
  const std::vector<double> values = scatter_draws(std::vector<double>{1, 2, 3}, second.shape, layout);
  CHECK(std::isnan(values[0]));
  CHECK(values[5] == 3);
}

}  // namespace moat::draws_test
