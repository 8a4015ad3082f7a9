#include "scenario/scenario.hpp"

namespace moat {

LoadedScenario load_scenario(const std::filesystem::path& file, std::span<const std::string> assignments,
                             const KnownNames& known) {
  LoadedScenario loaded;
  loaded.reading = read_scenario(file, assignments, item(loaded.scenario),
                                 [&](const Reading& reading) { return cross_check(loaded.scenario, reading, known); });
  return loaded;
}

}  // namespace moat
