#pragma once
/// tests/little.yaml as a point of a batch.

#include <string>
#include <vector>

#include "run/layout.hpp"

namespace moat {

using Sets = std::vector<std::string>;

inline Point little(const Sets& sets = {}, const std::string& name = "little") {
  return make_point(name, load_scenario(std::string(MOAT_SOURCE) + "/tests/little.yaml", sets, known_names()));
}

inline const Series& series(std::string_view name) {
  for (const Series& one : all_series())
    if (one.name == name) return one;
  throw std::out_of_range("no series " + std::string(name));
}

}  // namespace moat
