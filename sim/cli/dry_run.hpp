#pragma once
/// What a call of `moat run` would do, without writing anything.

#include <string>
#include <vector>

#include "run/layout.hpp"

namespace moat {

/// Runs, memory, file size before compression and seconds (from a short pilot run), and the output path.
std::string dry_run_report(const std::vector<Point>& points, const Layout& layout, int jobs, const std::string& path);

}  // namespace moat
