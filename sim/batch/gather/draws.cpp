#include <fmt/format.h>

#include "base/missing.hpp"
#include "batch/gather/values.hpp"

namespace moat {

void write_draws(h5::File& file, const Plan& plan, const DoneRuns& runs) {
  const std::vector<Draw>& draws = plan.layout.draws;
  if (draws.empty()) return;
  std::vector<std::vector<double>> values(draws.size());
  std::vector<std::string> points;
  for (std::int64_t point = 0; point < plan.points(); ++point) {
    points.push_back(plan.name(point));
    for (std::int64_t place = 0; place < plan.replicates(); ++place) {
      const auto found = runs.find(point, place);
      const std::vector<double> of_run =
          found ? runs.open(*found).draws(found->row) : std::vector<double>(draws.size(), missing_value);
      for (std::size_t i = 0; i < draws.size(); ++i) values[i].push_back(of_run.at(i));
    }
  }
  file.group("draws");
  file.scale("draws/point", points, h5::about("point: scenario, arm or row of the design"));
  file.scale("draws/replicate", plan.layout.replicates, h5::about("replicate: independent repetition"));
  for (std::size_t i = 0; i < draws.size(); ++i) {
    const std::string name = "draws/" + draws[i].name;
    file.variable(name, {.dims = {"point", "replicate"}, .attributes = h5::about(draws[i].doc, draws[i].unit)});
    file.write(name, values[i]);
  }
}

}  // namespace moat
