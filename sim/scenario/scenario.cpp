#include "scenario/scenario.hpp"

namespace moat {

LoadedScenario load_scenario(const std::filesystem::path& file, std::span<const std::string> assignments,
                             const KnownNames& known) {
  LoadedScenario loaded;
  loaded.reading = read_scenario(file, assignments, item(loaded.scenario));
  throw_if_any(cross_check(loaded.scenario, loaded.reading, known), loaded.reading);
  return loaded;
}

}  // namespace moat
