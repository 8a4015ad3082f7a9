#pragma once
/// What can be checked only once everything is read: missing keys, and names that refer to nothing.

#include <vector>

#include "base/describe.hpp"
#include "base/error.hpp"
#include "io/scenario_text/yaml.hpp"

namespace moat {

/// Adds a problem for each required member that was never given and each reference to a name that does not exist.
void check_tree(Item root, const Reading& reading, std::vector<Problem>& problems);

}  // namespace moat
