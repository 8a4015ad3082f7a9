// What was drawn of each run: in its place, from any parts, NaN where a run is missing or draws nothing.

#include <cmath>

#include "batch/little_sweep.hpp"
#include "simulation/run.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::gathered_draws_test {

namespace {

const std::string drawn = "uncertain: {capex_sd: 0.5, openness_walk: 0.1}\n";
const std::string arms = "arms:\n  plain: {}\n  sure: {set: {uncertain.capex_sd: 0}}\n";

}  // namespace

TEST_CASE("Draws stand in a group of their own, one variable each") {
  const TestFolder place;
  const Folder folder = begun(place, three_points, quick + drawn + arms);
  work_on(folder);
  const h5::Reader file = h5::Reader::open(gathered(folder));
  const Plan& plan = folder.plan;
  CHECK(file.info("draws/openness").dims == std::vector<std::string>{"point", "replicate"});
  CHECK(file.info("draws/openness").shape == h5::Extent{6, 2});
  CHECK(file.attribute_text("draws/openness", "units") == "utility");
  for (std::size_t i = 0; i < plan.layout.draws.size(); ++i) {
    const std::vector<double> all = file.all<double>("draws/" + plan.layout.draws[i].name);
    INFO(plan.layout.draws[i].name);
    for (std::int64_t run = 0; run < plan.runs(); ++run) {
      const std::int64_t point = plan.point_of(run), at = plan.place_of(run);
      const Shape& shape = plan.variant(point).shape;
      const RunResult expected = run_once(*plan.scenario(point), shape, plan.layout.replicates[std::size_t(at)], 1,
                                          [](const World&) { return true; });
      const double one = scatter_draws(expected.draws, shape, plan.layout)[i], found = all[std::size_t(point * 2 + at)];
      CHECK((found == one || (std::isnan(one) && std::isnan(found))));
    }
  }
  CHECK(plan.layout.draws.size() == 4);
}

TEST_CASE("Where nothing is drawn there is no such group") {
  const TestFolder place;
  const Folder folder = begun(place, three_points, quick);
  work_on(folder);
  CHECK_FALSE(h5::Reader::open(gathered(folder)).has("draws"));
}

}  // namespace moat::gathered_draws_test
