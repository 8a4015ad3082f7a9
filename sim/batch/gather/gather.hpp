#pragma once
/// The output file of a batch: HDF5 that opens in xarray, h5py, netCDF and R as it is.
///
/// Root: every series as float64 on (point, replicate, time, axes of the series), NaN where nothing was recorded;
/// outcomes on (point, replicate); factors and the arm on point; the axes as dimension scales; run_status, run_seed and
/// run_message on (point, replicate). With record.statistics, an axis `statistic` stands in the place of `replicate`
/// for series, and outcomes have both: the runs, and under NAME_statistics the statistics. Groups: /releases, /policy,
/// /incidents and /firms (event tables), /provenance (what was run, with what), /timing (seconds, date and hosts: all
/// that differs between two identical batches). The file appears whole or not at all.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "batch/store/folder.hpp"
#include "io/hdf5/write.hpp"

namespace moat {

/// How many runs have which status.
struct Tally {
  std::int64_t done = 0, failed = 0, timeout = 0, pending = 0, unneeded = 0;
  std::int64_t wanted() const { return done + failed + timeout + pending; }
};

/// The status of every run, by place in the file: point x replicates + place of the replicate.
std::vector<std::int8_t> statuses(const Plan& plan, const JournalState& state);
Tally tally(const std::vector<std::int8_t>& statuses);

/// Collects what the journals know as done. `as_view`: series stay in the parts and the file shows them (HDF5 virtual
/// datasets). `also` writes what else the file shall hold. Repeatable: the same parts give the same bytes, but for
/// /timing. Throws IoError.
Tally gather(
    const Folder& folder, const JournalState& state, const std::filesystem::path& output,
    const std::string& command_line, bool as_view, const std::function<void(h5::File&)>& also = [](h5::File&) {});

}  // namespace moat
