#pragma once
/// The folder of a batch: the plan, the journals, the parts. It holds all that is needed to go on with it.
///
///   sweep.json                what it is, with which version it was begun
///   design.csv                the points
///   scenario-<n>.yaml         each scenario in full
///   given.txt                 all input files as they were given
///   journal-*.jsonl, part-*.h5
///   job.sh, gather.sh, log/   of moat slurm

#include <filesystem>
#include <string>
#include <string_view>

#include "batch/store/journal.hpp"
#include "batch/store/plan.hpp"

namespace moat {

/// Version of the folder's format: others are refused.
inline constexpr int folder_version = 2;

struct Folder {
  std::filesystem::path path;
  Plan plan;
  std::string command_line;  ///< that began it
  std::string version;       ///< of the program that began it
};

/// True if something of that name is there that is no empty folder.
bool is_occupied(const std::filesystem::path& path);

/// True if a sweep was begun there.
bool is_sweep(const std::filesystem::path& path);

/// Makes the folder with the plan in it, all at once. If another process was faster with the same plan, that is fine;
/// with another plan it is an IoError with Exit::cannot_create.
Folder begin_folder(const std::filesystem::path& path, Plan plan, const std::string& command_line);

/// Reads a folder. IoError: no sweep (Exit::input_missing), damaged, of another format version.
Folder open_folder(const std::filesystem::path& path);

/// Throws unless this program is the one that began the folder: an IoError that says what to do.
void expect_same_version(const Folder& folder);

/// Removes half-written files and parts that no journal names. Only while nobody is at work.
void clear_leftovers(const std::filesystem::path& path);

/// Removes a folder that begin_folder made, and nothing else: files of other names make it an IoError.
void remove_folder(const std::filesystem::path& path);

}  // namespace moat
