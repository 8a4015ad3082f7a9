#pragma once
/// The event tables of an output file: /releases, /policy and /incidents.

#include <vector>

#include "io/hdf5.hpp"
#include "run/run.hpp"

namespace moat {

/// One row an event of each finished run, with point, replicate and month. Tables without events have no rows.
void write_events(h5::File& file, const std::vector<Point>& points, const std::vector<RunResult>& results);

}  // namespace moat
