// Which launcher started the program, and what is said when its module does not fit.

#include "batch/dispatch/transport.hpp"

#include <cstdlib>
#include <map>

#include "base/error.hpp"
#include "catch.hpp"

using namespace moat;

namespace {

using Variables = std::map<std::string, std::string>;

Environment environment(Variables variables) {
  return [all = std::move(variables)](const char* name) -> const char* {
    const auto found = all.find(name);
    return found == all.end() ? nullptr : found->second.c_str();
  };
}

std::string launched(const Variables& variables) {
  const auto launcher = mpi_launcher(environment(variables));
  if (!launcher) return "none";
  return launcher->variable + " " + (launcher->size ? std::to_string(*launcher->size) : "?");
}

std::string problem(const std::filesystem::path& module, const std::string& build = this_build()) {
  try {
    open_module({module}, {"OMPI_COMM_WORLD_SIZE", 4}, build);
  } catch (const IoError& error) {
    return error.what();
  }
  return "none";
}

}  // namespace

TEST_CASE("Launchers are known by what they set") {
  CHECK(launched({}) == "none");
  CHECK(launched({{"SLURM_NTASKS", "4"}, {"SLURM_PROCID", "0"}, {"SLURM_STEP_NUM_TASKS", "4"}}) == "none");
  CHECK(launched({{"OMPI_COMM_WORLD_SIZE", "4"}, {"PMIX_RANK", "0"}}) == "OMPI_COMM_WORLD_SIZE 4");
  CHECK(launched({{"PMI_RANK", "0"}, {"PMI_SIZE", "2"}, {"MPI_LOCALNRANKS", "2"}}) == "PMI_RANK 2");
  CHECK(launched({{"PMIX_RANK", "0"}, {"SLURM_STEP_NUM_TASKS", "16"}}) == "PMIX_RANK 16");
  CHECK(launched({{"PMIX_RANK", "0"}}) == "PMIX_RANK ?");
  CHECK(launched({{"MV2_COMM_WORLD_SIZE", "3"}}) == "MV2_COMM_WORLD_SIZE 3");
  CHECK(launched({{"OMPI_COMM_WORLD_SIZE", "many"}}) == "OMPI_COMM_WORLD_SIZE ?");
}

TEST_CASE("The module lies beside the program or where installations put it, unless named") {
  CHECK(module_places(environment({{"MOAT_MPI_MODULE", "/a/b.so"}})) == std::vector<std::filesystem::path>{"/a/b.so"});
  const auto places = module_places(environment({}));
  REQUIRE(places.size() == 3);
  CHECK(places[0].filename() == "moat_mpi.so");
  CHECK_THAT(places[1].string(), ContainsSubstring("/../lib/moat/moat_mpi.so"));
}

TEST_CASE("Without the module n processes do not do the same work n times") {
  const std::string text = problem("/nowhere/moat_mpi.so");
  CHECK_THAT(text, ContainsSubstring("/nowhere/moat_mpi.so: cannot open (moat was started by an MPI launcher with 4 "
                                     "processes (OMPI_COMM_WORLD_SIZE is set), but this moat was built without MPI"));
  CHECK_THAT(text, ContainsSubstring("install an MPI library"));
}

TEST_CASE("Only the module of the same build is used") {
  CHECK_THAT(problem(MOAT_SOURCE "/LICENSE"), ContainsSubstring("cannot load"));
  CHECK_THAT(problem("/proc/self/exe"), ContainsSubstring("cannot"));
  const std::filesystem::path real = std::filesystem::path(MOAT_BINARY).parent_path() / "moat_mpi.so";
  if (!std::filesystem::exists(real)) {
    WARN("built without MPI: nothing to refuse");
    return;
  }
  CHECK_THAT(problem(real, "another build"), ContainsSubstring("it is not the module of this build of moat"));
}
