#pragma once
/// tests/little.yaml, ready to run.

#include <stdexcept>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "scenario/scenario.hpp"
#include "simulation/layout.hpp"

namespace moat {

using Sets = std::vector<std::string>;

/// A scenario with what it records.
struct Little {
  Scenario scenario;
  Shape shape;
};

inline Little little(const Sets& sets = {}) {
  Scenario scenario = load_scenario(std::string(MOAT_SOURCE) + "/tests/little.yaml", sets, known_names()).scenario;
  Shape shape = shape_of(scenario);
  return {std::move(scenario), std::move(shape)};
}

inline const Series& series(std::string_view name) {
  for (const Series& one : all_series())
    if (one.name == name) return one;
  throw std::out_of_range("no series " + std::string(name));
}

}  // namespace moat
