#pragma once
/// The output file of one call of `moat run`: HDF5 that opens in xarray, h5py, netCDF and R as it is.
///
/// Root: every series as float64 on (point, replicate, time, axes of the series), NaN where nothing was recorded; the
/// axes as dimension scales; run_status, run_seed and run_message on (point, replicate).
/// Groups: /releases, /policy and /incidents (event tables), /provenance (what was run, with what), /timing (seconds,
/// date and host: all that differs between two identical runs). The file appears whole or not at all.

#include <filesystem>
#include <string>
#include <vector>

#include "run/run.hpp"

namespace moat {

/// Version of this layout: readers refuse another major number.
inline constexpr std::string_view format_version = "1";

/// Writes all results. `command_line`: as given by the user. Throws IoError.
void write_output(const std::filesystem::path& path, const std::vector<Point>& points, const Layout& layout,
                  const std::vector<RunResult>& results, const std::string& command_line);

}  // namespace moat
