#pragma once
/// Series and axes named on the command line.

#include <string>
#include <vector>

namespace moat {

/// The texts with today's names of series and axes; each older one is warned of on the standard error.
std::vector<std::string> with_new_names(std::vector<std::string> texts);

}  // namespace moat
