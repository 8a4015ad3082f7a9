#pragma once
/// Progress of a sweep, from its journals alone.

#include <string>
#include <vector>

#include "batch/store/folder.hpp"

namespace moat {

struct Status {
  std::int64_t points = 0, replicates = 0;
  std::int64_t runs = 0;  ///< that are wanted; with adaptive replicates, at most
  std::int64_t done = 0, failed = 0, timeout = 0, running = 0, pending = 0, unneeded = 0;
  int live = 0;                ///< processes at work
  double runs_per_second = 0;  ///< of the processes at work; 0: not known
  double eta_seconds = -1;     ///< negative: not known
  double done_seconds = 0;     ///< wall time inside finished runs, all together
  std::vector<TaskRecord> tasks;
  std::vector<std::string> faults;
};

Status status_of(const Folder& folder, const JournalState& state);

/// 3:05 (minutes and seconds), or 1:00:05 from an hour on.
std::string duration_text(double seconds);

/// A few lines for people, or one JSON object.
std::string status_text(const Status& status);
std::string status_json(const Status& status);

}  // namespace moat
