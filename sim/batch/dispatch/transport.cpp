#include "batch/dispatch/transport.hpp"

#include <dlfcn.h>

#include <charconv>
#include <cstdlib>
#include <string_view>

#include <fmt/format.h>

#include "base/error.hpp"

namespace moat {
namespace {

namespace fs = std::filesystem;

constexpr const char* module_file = "moat_mpi.so";

std::optional<int> count(const char* text) {
  if (!text) return {};
  const std::string_view digits = text;
  int value = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
  if (error != std::errc{} || end != digits.data() + digits.size() || value < 1) return {};
  return value;
}

std::string started_by(const Launcher& launcher) {
  const std::string size = launcher.size ? fmt::format(" with {} processes", *launcher.size) : "";
  return fmt::format("moat was started by an MPI launcher{} ({} is set)", size, launcher.variable);
}

constexpr std::string_view without_mpi = "or start moat without the launcher: -j for threads, --task for job arrays";

}  // namespace

std::optional<Launcher> mpi_launcher(const Environment& environment) {
  struct Known {
    const char* variable;
    const char* size;
  };
  // Open MPI's mpirun, MVAPICH's mpirun_rsh, then MPICH's and Intel's mpiexec and `srun --mpi=pmi2`, and last
  // `srun --mpi=pmix`, which leaves the size to Slurm. SLURM_NTASKS alone says nothing of MPI.
  constexpr Known launchers[] = {{"OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_SIZE"},
                                 {"MV2_COMM_WORLD_SIZE", "MV2_COMM_WORLD_SIZE"},
                                 {"PMI_RANK", "PMI_SIZE"},
                                 {"PMIX_RANK", "SLURM_STEP_NUM_TASKS"}};
  for (const Known& known : launchers)
    if (environment(known.variable)) return Launcher{known.variable, count(environment(known.size))};
  return {};
}

std::vector<fs::path> module_places(const Environment& environment) {
  if (const char* named = environment("MOAT_MPI_MODULE")) return {named};
  std::error_code none;
  const fs::path program = fs::read_symlink("/proc/self/exe", none).parent_path();
  return {program / module_file, program / "../lib/moat" / module_file,
          program / ".." / MOAT_LIBRARY_FOLDER / "moat" / module_file};
}

std::unique_ptr<Transport> open_module(const std::vector<fs::path>& places, const Launcher& launcher,
                                       const std::string& build) {
  fs::path path;
  for (const fs::path& place : places)
    if (std::error_code none; path.empty() && fs::exists(place, none)) path = place;
  if (path.empty())
    throw IoError(places.front().string(), "open",
                  fmt::format("{}, but this moat was built without MPI: install an MPI library with its headers "
                              "(libopenmpi-dev) and build again, {}",
                              started_by(launcher), without_mpi));
  // Global, because the plugins of Open MPI take the symbols of the library from there. Never closed: MPI cannot
  // start twice in one process.
  void* library = dlopen(path.c_str(), RTLD_NOW | RTLD_GLOBAL);
  if (!library) {
    const char* reason = dlerror();
    throw IoError(path.string(), "load",
                  fmt::format("{}; install the MPI library that moat was built with, {}",
                              reason ? reason : "no reason given", without_mpi));
  }
  // POSIX promises that a function pointer survives this cast.
  const auto find = reinterpret_cast<const MpiModule* (*)()>(dlsym(library, "moat_mpi_module"));
  if (!find || build != find()->build)
    throw IoError(path.string(), "use",
                  fmt::format("it is not the module of this build of moat: install both from one build, or name the "
                              "right one in MOAT_MPI_MODULE, {}",
                              without_mpi));
  std::string problem;
  std::unique_ptr<Transport> transport(find()->open(problem));
  if (!transport) throw IoError(path.string(), "start MPI", problem);
  if (launcher.size && *launcher.size != transport->size())
    throw IoError(path.string(), "join the job",
                  fmt::format("{}, but MPI sees {}: use the launcher of the MPI library that moat was built with "
                              "(with Slurm: srun --mpi=pmix), {}",
                              started_by(launcher), transport->size(), without_mpi));
  return transport;
}

std::unique_ptr<Transport> open_transport() {
  const Environment environment = [](const char* name) -> const char* { return std::getenv(name); };
  const auto launcher = mpi_launcher(environment);
  if (!launcher || launcher->size == 1) return {};
  return open_module(module_places(environment), *launcher, this_build());
}

}  // namespace moat
