#include <sys/resource.h>
#include <sys/wait.h>
#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <numeric>

#include <fmt/format.h>

#include "base/error.hpp"
#include "catch.hpp"
#include "io/hdf5/read.hpp"
#include "test_folder.hpp"

using namespace moat;
namespace fs = std::filesystem;

namespace {

std::vector<double> counted_from(std::size_t size, double first = 0) {
  std::vector<double> values(size);
  std::iota(values.begin(), values.end(), first);
  return values;
}

/// Runs 0, 2, 4 in one file and 1, 3 in another, of 3 points with 2 replicates: run = replicate * 3 + point. Run 5 is
/// nowhere, or in a file that is missing.
void write_virtual(const fs::path& folder, bool missing) {
  for (const std::size_t part : {0, 1}) {
    h5::File file = h5::File::create(folder / fmt::format("parts/part-{}.h5", part));
    const std::size_t runs = 3 - part;
    file.scale("run", counted_from(runs));
    file.scale("time", counted_from(4));
    file.variable("share", {.dims = {"run", "time"}});
    file.write("share", counted_from(runs * 4, part == 0 ? 100 : 200));
    file.commit();
  }
  h5::File file = h5::File::create(folder / "all.h5");
  file.scale("point", counted_from(3));
  file.scale("replicate", counted_from(2));
  file.scale("time", counted_from(4));
  const auto source = [](int part, hsize_t row, hsize_t rows, h5::Block to) {
    return h5::Source{fmt::format("parts/part-{}.h5", part), "share", {{row, 0}, {rows, 4}}, std::move(to)};
  };
  std::vector<h5::Source> sources = {source(0, 0, 2, {{0, 0, 0}, {2, 1, 4}, {2, 1, 1}}),
                                     source(0, 2, 1, {{1, 1, 0}, {1, 1, 4}}), source(1, 0, 1, {{1, 0, 0}, {1, 1, 4}}),
                                     source(1, 1, 1, {{0, 1, 0}, {1, 1, 4}})};
  if (missing) sources.push_back(source(2, 0, 1, {{2, 1, 0}, {1, 1, 4}}));
  file.variable(
      "share", {.dims = {"point", "replicate", "time"}, .attributes = {{"units", "1"}}, .sources = std::move(sources)});
  file.commit();
}

}  // namespace

TEST_CASE("a virtual variable shows values of other files, NaN where there are none") {
  const TestFolder folder;
  write_virtual(folder.path / "sweep", false);
  fs::rename(folder.path / "sweep", folder.path / "moved");  // sources are found beside the file that names them
  const h5::Reader reader = h5::Reader::open(folder.path / "moved/all.h5");
  CHECK(reader.info("share").dims == std::vector<std::string>{"point", "replicate", "time"});
  CHECK(reader.attribute_text("share", "units") == "1");
  std::vector<double> values = reader.all<double>("share");
  CHECK(std::all_of(values.end() - 4, values.end(), [](double x) { return std::isnan(x); }));
  values.resize(20);
  CHECK(values == std::vector<double>{100, 101, 102, 103, 204, 205, 206, 207, 200, 201,
                                      202, 203, 108, 109, 110, 111, 104, 105, 106, 107});
}

TEST_CASE("files whose values are shown have to be there, else their values would seem to be missing") {
  const TestFolder folder;
  write_virtual(folder.path, true);
  const h5::Reader reader = h5::Reader::open(folder.path / "all.h5");
  CHECK(reader.all<double>("time") == counted_from(4));
  CHECK_THROWS_WITH(reader.info("share"), ContainsSubstring("part-2.h5: cannot read (there is no such file)"));
  fs::copy(folder.path / "parts/part-1.h5", folder.path / "parts/part-2.h5");
  fs::resize_file(folder.path / "parts/part-2.h5", 1000);
  CHECK_THROWS_WITH(reader.info("share"), ContainsSubstring("part-2.h5") && ContainsSubstring("cut short"));
  fs::remove(folder.path / "parts/part-2.h5");
  fs::copy(folder.path / "parts/part-1.h5", folder.path / "parts/part-2.h5");
  CHECK(reader.all<double>("share").back() == 203);
}

TEST_CASE("more files to show than may be open are refused, not read as missing") {
  const TestFolder folder;
  write_virtual(folder.path, false);
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &before) == 0);
  const h5::Reader reader = h5::Reader::open(folder.path / "all.h5");
  const rlimit soft{32, before.rlim_max}, hard{32, 32};
  REQUIRE(::setrlimit(RLIMIT_NOFILE, &soft) == 0);
  CHECK(reader.all<double>("share")[0] == 100);  // raised as far as is allowed
  rlimit raised{};
  REQUIRE(::getrlimit(RLIMIT_NOFILE, &raised) == 0);
  CHECK(raised.rlim_cur == before.rlim_max);
  ::setrlimit(RLIMIT_NOFILE, &before);
  if (const pid_t child = ::fork(); child == 0) {  // a hard limit cannot be raised again
    ::setrlimit(RLIMIT_NOFILE, &hard);
    try {
      h5::Reader::open(folder.path / "all.h5").info("share");
      ::_exit(1);
    } catch (const IoError& error) {
      ::_exit(std::string_view(error.what()).find("2 files, and only 32 may be open") == std::string_view::npos ? 2
                                                                                                                : 0);
    }
  } else {
    int status = -1;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK(status == 0);
  }
}

TEST_CASE("sources have to fit their variable") {
  const TestFolder folder;
  h5::File file = h5::File::create(folder.path / "a.h5");
  file.scale("run", counted_from(3));
  file.scale("time", counted_from(0), {}, h5::Length::unlimited);
  const auto from = [](hsize_t count, h5::Block to) {
    return std::vector<h5::Source>{{"b.h5", "share", {{0}, {count}}, std::move(to)}};
  };
  CHECK_THROWS_AS(file.variable("a", {.dims = {"run"}, .sources = from(2, {{0}, {3}})}), ContractError);
  CHECK_THROWS_AS(file.variable("b", {.dims = {"run"}, .sources = from(3, {{1}, {3}})}), ContractError);
  CHECK_THROWS_AS(file.variable("c", {.dims = {"run"}, .sources = from(2, {{0}, {2}, {3}})}), ContractError);
  CHECK_THROWS_AS(file.variable("d", {.dims = {"time"}, .sources = from(1, {{0}, {1}})}), ContractError);
  CHECK_THROWS_AS(file.variable("e", {.dims = {}, .sources = from(1, {})}), ContractError);
  CHECK_THROWS_AS(file.variable("f", {.dims = {"run"}, .type = h5::Type::text, .sources = from(3, {{0}, {3}})}),
                  ContractError);
  file.variable("g", {.dims = {"run"}, .sources = from(2, {{0}, {2}, {2}})});
  file.commit();
}

TEST_CASE("writes virtual variables for hdf5_readers_test.py", "[.virtual]") {
  const char* folder = std::getenv("MOAT_SAMPLE");
  REQUIRE(folder != nullptr);
  write_virtual(folder, true);
}
