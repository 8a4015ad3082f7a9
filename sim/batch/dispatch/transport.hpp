#pragma once
/// Messages between the processes of one job, and how the program finds out that it is part of one.
///
/// `moat` itself does not link MPI. Where an MPI launcher started it, it loads the module moat_mpi.so of the same
/// build, so that one program serves laptops without MPI and clusters with it.

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/version.hpp"

namespace moat {

/// Integers; real numbers are sent as their bits.
using Message = std::vector<std::int64_t>;

struct Received {
  int from = 0;
  Message words;
};

/// Point-to-point messages, in order per pair of processes, none lost. One call at a time, from any thread.
class Transport {
 public:
  /// Waits for the other processes to end theirs, too.
  virtual ~Transport() = default;
  virtual int rank() const = 0;
  virtual int size() const = 0;
  /// Does not wait for the receiver.
  virtual void send(int to, Message words) = 0;
  /// The next message that has arrived, if any; does not wait.
  virtual std::optional<Received> poll() = 0;
};

/// The launcher that the environment shows.
struct Launcher {
  std::string variable;     ///< by which it is known, such as OMPI_COMM_WORLD_SIZE
  std::optional<int> size;  ///< processes, where it says so
};
using Environment = std::function<const char*(const char* name)>;
/// Nothing: started by hand, or by a batch system as a program of its own.
std::optional<Launcher> mpi_launcher(const Environment& environment);

/// Where the module may lie: the file named by MOAT_MPI_MODULE alone, or else the places beside the program.
std::vector<std::filesystem::path> module_places(const Environment& environment);

/// Identity of this build: program and module must agree.
inline std::string this_build() {
  std::string all;
  for (const auto& [name, value] : build_identity()) all += std::string(value) + "\n";
  return all;
}

/// What the module exports, as moat_mpi_module().
struct MpiModule {
  const char* build;                         ///< this_build() of the module
  Transport* (*open)(std::string& problem);  ///< null: `problem` says why
};

/// Loads the module and starts MPI. Throws IoError when the module is missing, of another build, or sees other
/// processes than the launcher started: never do n processes the same work side by side.
std::unique_ptr<Transport> open_module(const std::vector<std::filesystem::path>& places, const Launcher& launcher,
                                       const std::string& build);

/// The transport of this job; null without a launcher, or where it started one process only.
std::unique_ptr<Transport> open_transport();

}  // namespace moat
