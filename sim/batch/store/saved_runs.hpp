#pragma once
/// Runs that stopped at the end of a month, in the group /state of an output file, and from which others go on.
///
/// /state: the scenario in full, and for each run the values that it keeps (columns of the state, and what it has
/// recorded), as bytes one after the other: `bytes`, whose parts `size` gives by run and value.

#include <cstdint>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "batch/store/plan.hpp"
#include "io/hdf5/write.hpp"
#include "simulation/run.hpp"

namespace moat {

struct SavedRuns {
  std::filesystem::path path;
  Month month;                                                    ///< the last one simulated
  std::string scenario;                                           ///< in full, as a file
  std::string name;                                               ///< of that file
  Plan plan;                                                      ///< of that scenario
  std::map<std::pair<std::string, std::int64_t>, SavedRun> runs;  ///< by point and replicate
};

/// The plan of a scenario given as text.
Plan plan_of_text(const std::string& name, const std::string& yaml, std::span<const std::string> assignments,
                  const std::vector<std::string>& only);

/// `runs` by number in the plan, which has one scenario file.
void write_saved_runs(h5::File& file, const Plan& plan, const std::map<std::int64_t, SavedRun>& runs, Month month);

/// IoError: no such file, damaged, without /state (Exit::io), or of another version (Exit::cannot_create).
SavedRuns read_saved_runs(const std::filesystem::path& path);

/// For each run of the plan the one that it goes on from: that of its point and replicate, or of the only point.
/// InputError with the first key, and its month, for each point that differs by the month that was saved.
std::map<std::int64_t, const SavedRun*> runs_to_go_on_from(const SavedRuns& saved, const Plan& plan);

}  // namespace moat
