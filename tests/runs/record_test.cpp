// The output file as HDF5 sees it; what readers make of it is in tests/cli/output_test.py.

#include "catch.hpp"
#include "little.hpp"
#include "run/batch.hpp"
#include "run/record.hpp"

#include <unistd.h>

#include <cmath>
#include <filesystem>

#include "io/hdf5.hpp"

using namespace moat;
namespace fs = std::filesystem;

namespace {

class Folder {
 public:
  Folder() { fs::create_directory(path); }
  ~Folder() { fs::remove_all(path); }
  fs::path path = fs::temp_directory_path() / ("moat_record_" + std::to_string(getpid()));
};

std::vector<double> read(const fs::path& file, const char* name) {
  const h5::Handle id(H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  const h5::Handle set(H5Dopen2(id, name, H5P_DEFAULT), H5Dclose), space(H5Dget_space(set), H5Sclose);
  std::vector<double> values(std::size_t(H5Sget_simple_extent_npoints(space)));
  REQUIRE(H5Dread(set, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0);
  return values;
}

const Sets short_run{"record.series=[tokens, hhi_tokens]", "run.end=2025-03", "run.replicates=2"};

}  // namespace

TEST_CASE("Values stand at point, replicate, month and the axes of the series") {
  const Folder folder;
  const fs::path file = folder.path / "below" / "a.h5";
  const std::vector<Point> points{little(short_run)};
  const std::vector<RunResult> results = run_batch(points, {});
  write_output(file, points, make_layout(points), results, "test");
  std::vector<double> both = results[0].values[0];
  both.insert(both.end(), results[1].values[0].begin(), results[1].values[0].end());
  CHECK(read(file, "tokens") == both);
  CHECK(read(file, "hhi_tokens").size() == 2 * 3);
  CHECK(read(file, "run_status") == std::vector<double>{1, 1});
  CHECK(read(file, "run_seed") == std::vector<double>{7, 7});
  CHECK(read(file, "timing/run") == std::vector<double>{0, 1});
}

TEST_CASE("Runs that failed or were dropped are NaN and have no events") {
  const Folder folder;
  const fs::path file = folder.path / "a.h5";
  const std::vector<Point> points{little(short_run)};
  std::vector<RunResult> results = run_batch(points, {});
  const std::size_t releases = results[1].events.releases.size();
  results[0].status = GENERATE(RunStatus::failed, RunStatus::pending);
  write_output(file, points, make_layout(points), results, "test");
  const std::vector<double> index = read(file, "hhi_tokens");
  for (std::size_t i = 0; i < 3; ++i) CHECK(std::isnan(index[i]));
  for (std::size_t i = 3; i < 6; ++i) CHECK(std::isfinite(index[i]));
  CHECK(read(file, "releases/event").size() == releases);
  CHECK(read(file, "run_status")[0] == double(results[0].status));
}

TEST_CASE("A place where no file can be is an error that leaves nothing behind") {
  const Folder folder;
  const std::vector<Point> points{little(short_run)};
  const std::vector<RunResult> results = run_batch(points, {});
  try {
    write_output(folder.path, points, make_layout(points), results, "test");
    FAIL("a folder was overwritten");
  } catch (const IoError& error) {
    CHECK(error.code() == Exit::cannot_create);
  }
  CHECK(fs::is_empty(folder.path));
}
