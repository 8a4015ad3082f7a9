#pragma once
/// Carries out what is still to be done of a folder: with threads, as a slice of it, or as one of the processes of an
/// MPI job. Every engine takes runs from one agenda and leaves journals and parts, so any of them can go on for
/// another.

#include <functional>
#include <string>

#include "batch/store/folder.hpp"
#include "batch/dispatch/transport.hpp"
#include "batch/work/worker.hpp"

namespace moat {

/// How far all processes are, as rank 0 knows it.
struct Reached {
  std::int64_t due = 0;  ///< runs to do when this began, and what adaptive replicates added
  std::int64_t done = 0, failed = 0;
  double developer_steps = 0;      ///< of this process
  double all_developer_steps = 0;  ///< of all due runs; 0: not known
};

struct Orders {
  WorkOptions work;           ///< `due` and the callbacks of progress are filled in here
  bool retry_failed = false;  ///< whether runs that failed before are due again
  std::function<void(const Reached&)> on_progress = [](const Reached&) {};
  /// Called in rank 0 when another process failed.
  std::function<void(const std::string&)> on_trouble = [](const std::string&) {};
};

/// Thrown in a process whose rank 0 could not begin, with this code: leave and say nothing, rank 0 does.
struct Dismissed {
  Exit code;
};

struct Carried {
  WorkSummary work;
  Reached reached;
  Exit exit = Exit::ok;  ///< the same in all processes of a job
};

/// Call it in every process of a job, with the folder in place. IoError for conflicts and for results that cannot be
/// kept.
Carried carry_out(const Folder& folder, Transport* transport, Orders orders);

/// In rank 0: `prepare` makes the folder, then the others are told; they open it. Without a transport: prepare alone.
Folder prepare_together(Transport* transport, const std::filesystem::path& path,
                        const std::function<Folder()>& prepare);

}  // namespace moat
