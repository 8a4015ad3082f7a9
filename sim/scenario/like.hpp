#pragma once
/// Firms that are like another one: they take from it what they do not give themselves.

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "io/scenario_text/yaml.hpp"
#include "scenario/scenario.hpp"

namespace moat {

/// True if a firm of the scenario is like another one.
bool someone_is_like(const Scenario& scenario);

/// Keeps such firms in step with the others while a scenario is read or changed, one source after the other.
///
/// A firm's own are the values that a source gives to it, and those that differ from what it took. All others are taken
/// again after each source, so that it follows what becomes of the other one, and a scenario written in full and read
/// again does the same.
class Likenesses {
 public:
  /// Before the source.
  explicit Likenesses(const Scenario& scenario);

  /// After it: `source` is the name under which `given` has what it gave. What is taken is noted there as well.
  void settle(Scenario& scenario, std::string_view source, GivenPaths& given);

 private:
  std::vector<FirmEntry> before_;
  Month start_;
};

/// Firms that are like themselves, also by way of others.
void check_likeness(const Scenario& scenario, const Reading& reading, std::vector<Problem>& problems);

}  // namespace moat
