#pragma once
/// Journals: the only record of which runs are finished.
///
/// Each process appends to a journal of its own, one JSON object per line; nobody else writes to it, so no lock on
/// shared file systems is needed to keep it whole. A run is done when a journal names the part file that holds it, and
/// that line is written (and flushed to disk) after the part file is in place. A line that a crash cut short is
/// ignored.
///
///   {"journal": 1, "task": "3/8", "rank": 0, "host": ..., "process": ..., "job": ..., "moat": ..., "time": ...}
///   {"start": 17, "time": ...}
///   {"failed": 17, "status": 2, "attempt": 1, "message": ..., "seconds": ..., "time": ...}
///   {"part": "part-3of8-001-0000.h5", "bytes": ..., "runs": [...], "seconds": [...], "outcome": [...], "time": ...}
///   {"end": "done", "time": ...}

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "simulation/run.hpp"

namespace moat {

/// A share of the runs: those whose number (or that of their point, with adaptive replicates) leaves `index` when
/// divided by `count`.
struct Slice {
  std::int64_t index = 0;
  std::int64_t count = 1;
  friend bool operator==(const Slice&, const Slice&) = default;
};

/// One run inside a part file.
struct StoredRun {
  std::int64_t run = 0;
  double seconds = 0;
  double outcome = 0;  ///< the one that decides on more replicates
};

/// The journal that this process writes. Threads may write at any time.
class Journal {
 public:
  /// Begins a new journal. It stays locked while this lives, which shows others that its writer is at work.
  Journal(const std::filesystem::path& folder, Slice slice, int rank);
  ~Journal();
  Journal(const Journal&) = delete;
  Journal& operator=(const Journal&) = delete;

  void started(std::int64_t run);
  void failed(std::int64_t run, RunStatus status, int attempt, const std::string& message, double seconds);
  /// After this returns, the runs are done for good.
  void stored(const std::string& part, std::uint64_t bytes, const std::vector<StoredRun>& runs);
  void end(std::string_view how);

  /// A file name for the next part, which no other process can choose.
  std::string next_part();

 private:
  void append(const std::string& line, bool flush);
  std::filesystem::path path_;
  std::string stem_;
  int descriptor_ = -1;
  int parts_ = 0;
};

/// A run that failed or timed out.
struct Failure {
  RunStatus status = RunStatus::failed;
  int attempts = 0;
  std::string message;
  double seconds = 0;
};

/// What one journal says about the process that writes it.
struct TaskRecord {
  std::string journal;
  Slice slice;
  int rank = 0;
  std::string host, job, version;
  std::int64_t process = 0;
  bool is_live = false;        ///< its writer is at work
  std::string end;             ///< how it ended; empty if it did not say
  double first = 0, last = 0;  ///< times of the first and last line [s since 1970]
  std::int64_t done = 0, failed = 0;
  std::vector<std::int64_t> running;
};

/// All journals of a sweep together.
struct JournalState {
  struct Part {
    std::string file;
    std::uint64_t bytes = 0;
  };
  static constexpr std::int32_t nowhere = -1;

  std::vector<Part> parts;
  std::vector<std::int32_t> part_of;         ///< by run: which part holds it, or nowhere
  std::vector<std::int32_t> row_of;          ///< by run: which row of the part
  std::vector<float> seconds;                ///< by run
  std::map<std::int64_t, double> outcome;    ///< of done runs, where replicates are adaptive
  std::map<std::int64_t, Failure> failures;  ///< of runs that are not done
  std::vector<TaskRecord> tasks;
  std::vector<std::string> faults;  ///< part files that are missing or cut short: their runs count as not done

  bool is_done(std::int64_t run) const { return part_of[std::size_t(run)] != nowhere; }
};

/// Reads all journals of a folder; `adaptive` keeps the outcomes. `check_parts` looks at each part file.
JournalState read_journals(const std::filesystem::path& folder, std::int64_t runs, bool adaptive, bool check_parts);

/// Description of a process at work on runs of the same slice; empty if there is none.
std::string conflict(const std::filesystem::path& folder, Slice slice);

/// Throws an IoError if there is one.
void expect_no_conflict(const std::filesystem::path& folder, Slice slice);

}  // namespace moat
