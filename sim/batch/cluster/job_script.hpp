#pragma once
/// Scripts for batch systems: one that does the runs of a sweep, as an array of independent tasks or as one MPI job,
/// and one that gathers them afterwards. They name the program and the folder in full, so they can be submitted from
/// anywhere.

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace moat {

enum class Scheduler { slurm, pbs };

struct JobOrder {
  std::filesystem::path program;  ///< moat, in full
  std::filesystem::path folder;   ///< of the sweep, in full
  std::string command_line;       ///< with which the scripts were written
  Scheduler scheduler = Scheduler::slurm;
  std::int64_t tasks = 0;          ///< of the array; 0: one MPI job
  std::int64_t ranks = 0;          ///< processes of the MPI job
  std::int64_t concurrent = 50;    ///< tasks that run at once (Slurm only)
  int jobs = 1;                    ///< threads of a task or process
  std::int64_t seconds = 7200;     ///< longest time of a job
  std::int64_t megabytes = 0;      ///< memory of a task or process; 0: what the cluster gives
  std::string partition, account;  ///< empty: the cluster's default
};

/// The signal to stop comes this long before the end of a job's time [s]: Moat ends its month and writes what is done.
inline constexpr std::int64_t warning_seconds = 120;
/// Shortest time of a job [s]: in a shorter one that signal would leave too little time for runs.
inline constexpr std::int64_t shortest_job = 300;

/// Seconds of 90m, 2h, 1d or 02:00:00.
std::optional<std::int64_t> parse_duration(std::string_view text);

/// Megabytes (2^20 bytes, as batch systems count) of 500M, 2G or 1T.
std::optional<std::int64_t> parse_memory(std::string_view text);

/// True for names that batch systems take as they are: letters, digits and _ . , @ : + / -
bool is_plain_word(std::string_view text);

/// InputError where the folder has a name that a script cannot hand to its batch system.
std::string job_script(const JobOrder& order);
std::string gather_script(const JobOrder& order);

/// What to type to submit the two scripts, the second after the first has ended, however it ended.
std::string submission(const JobOrder& order);

}  // namespace moat
