#include "io/hdf5/write.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <cmath>
#include <csignal>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <numeric>

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <fmt/format.h>

#include "base/error.hpp"
#include "catch.hpp"
#include "test_folder.hpp"

using namespace moat;
using Catch::Matchers::ContainsSubstring;
namespace fs = std::filesystem;

namespace {

std::ptrdiff_t entries(const TestFolder& folder) {
  return std::distance(fs::directory_iterator(folder.path), fs::directory_iterator());
}

std::vector<double> counted_from_zero(std::size_t size) {
  std::vector<double> values(size);
  std::iota(values.begin(), values.end(), 0.0);
  return values;
}

/// Everything the writer can do; hdf5_readers_test.py knows these names and numbers.
void write_sample(const fs::path& path) {
  h5::File file = h5::File::create(path);
  file.attribute("/", {"Conventions", "CF-1.11"});
  file.attribute("/", {"title", "τest"});
  file.attribute("/", {"format_version", std::int64_t{1}});
  file.attribute("/", {"step_length", 0.5});
  file.attribute("/", {"note", ""});
  file.scale("run", std::vector<std::int64_t>{0, 1, 2}, {{"long_name", "run"}});
  file.scale("time", std::vector<double>{0, 31, 59, 90},
             {{"units", "days since 2025-01-01"}, {"calendar", "standard"}, {"axis", "T"}, {"standard_name", "time"}});
  file.scale("line", std::vector<std::string>{"open", "closed", "βeta"});
  file.dimension("pair", 2);

  const h5::Attributes share = {{"units", "1"}, {"long_name", "adoption share"}, {"cell_methods", "time: point"}};
  file.variable("adoption_share", {.dims = {"run", "time", "line"}, .attributes = share, .chunk = {2, 4, 3}});
  file.variable("price", {.dims = {"run", "line"}, .type = h5::Type::float32, .deflate = 4});
  file.variable("run_status", {.dims = {"run"},
                               .type = h5::Type::int8,
                               .attributes = {{"flag_values", std::vector<std::int8_t>{0, 1, 2, 3}},
                                              {"flag_meanings", "pending done failed timeout"}}});
  file.variable("run_seed", {.dims = {"run"}, .type = h5::Type::uint64});
  file.variable("rank_of_line", {.dims = {"run", "line"}, .type = h5::Type::int32, .fill = -1});
  file.variable("run_message", {.dims = {"run"}, .type = h5::Type::text});
  file.variable("interval", {.dims = {"run", "pair"}});
  file.variable("threads", {.type = h5::Type::int64});
  file.write("adoption_share", {{0, 0, 0}, {2, 4, 3}}, counted_from_zero(24));
  file.write("price", counted_from_zero(9));
  file.write("run_status", std::vector<std::int8_t>{1, 1, 2});
  file.write("run_seed", std::vector<std::uint64_t>{1, 2, std::uint64_t{1} << 62});
  file.write("rank_of_line", {{0, 0}, {1, 3}}, std::vector<std::int32_t>{2, 1, 3});
  file.write("run_message", {{2}, {1}}, std::vector<std::string>{"größer als erlaubt"});
  file.write("interval", counted_from_zero(6));
  file.write("threads", std::vector<std::int64_t>{8});

  const std::vector<std::string> tables = {"releases", "nothing", "grown"};
  for (const std::string& table : tables) {
    const std::size_t events = table == "releases" ? 3 : 0;
    std::vector<std::int64_t> index(events);
    std::iota(index.begin(), index.end(), 0);
    file.scale(table + "/event", index, {{"long_name", "event"}},
               table == "grown" ? h5::Length::unlimited : h5::Length::fixed);
    file.variable(table + "/month", {.dims = {"event"}, .attributes = {{"units", "1"}}});
    file.variable(table + "/firm", {.dims = {"event"}, .type = h5::Type::int32, .fill = -1});
    file.variable(table + "/name", {.dims = {"event"}, .type = h5::Type::text});
    file.write(table + "/month", counted_from_zero(events));
    file.write(table + "/name", std::vector<std::string>(events, "mödel"));
  }
  file.write("grown/event", {{0}, {2}}, std::vector<std::int64_t>{0, 1});
  file.write("grown/month", {{1}, {1}}, std::vector<double>{7});
  file.write("grown/name", {{1}, {1}}, std::vector<std::string>{"late"});

  // Without events, in a dimension that could have grown.
  file.scale("never/event", std::vector<std::int64_t>{}, {}, h5::Length::unlimited);
  file.variable("never/month", {.dims = {"event"}});
  file.variable("never/name", {.dims = {"event"}, .type = h5::Type::text});

  file.text("provenance/scenario_yaml", "name: sämple\n" + std::string(100'000, '#') + "\n");
  file.text("provenance/log_tail", "");
  file.attribute("provenance", {"host", "none"});
  file.commit();
}

std::string file_bytes(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// What malloc leaves in fresh memory, where that can be chosen.
void fill_fresh_memory([[maybe_unused]] int byte) {
#ifdef __GLIBC__
  mallopt(M_PERTURB, byte);
#endif
}

std::vector<double> doubles(const fs::path& path, const char* name, std::size_t size) {
  const h5::Handle file(H5Fopen(path.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT), H5Fclose);
  const h5::Handle dataset(H5Dopen2(file, name, H5P_DEFAULT), H5Dclose);
  const h5::Handle space(H5Dget_space(dataset), H5Sclose);
  REQUIRE(H5Sget_simple_extent_npoints(space) == static_cast<hssize_t>(size));
  std::vector<double> values(size);
  REQUIRE(H5Dread(dataset, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, values.data()) >= 0);
  return values;
}

Exit refused(const fs::path& path) {
  try {
    h5::File::create(path);
  } catch (const IoError& error) {
    CHECK_THAT(error.what(), ContainsSubstring(path.string()));
    return error.code();
  }
  return Exit::ok;
}

}  // namespace

TEST_CASE("a file appears whole or not at all") {
  const TestFolder folder;
  const fs::path path = folder.path / "new/folder/out.h5";
  {
    h5::File file = h5::File::create(path);
    file.scale("run", counted_from_zero(3));
    CHECK(fs::exists(path.parent_path() / fmt::format("out.h5.tmp-{}", ::getpid())));
    const h5::File moved = std::move(file);
    CHECK_FALSE(fs::exists(path));
  }
  CHECK(fs::is_empty(path.parent_path()));

  h5::File file = h5::File::create(path);
  file.scale("run", counted_from_zero(3));
  file.commit();
  CHECK(fs::exists(path));
  CHECK_THROWS_AS(file.group("late"), ContractError);
  CHECK_THROWS_AS(file.commit(), ContractError);
  CHECK(std::distance(fs::directory_iterator(path.parent_path()), {}) == 1);
}

TEST_CASE("a finished file is replaced only by a finished file") {
  const TestFolder folder;
  const fs::path path = folder.path / "out.h5";
  write_sample(path);
  const std::string before = file_bytes(path);
  { h5::File::create(path).scale("run", counted_from_zero(3)); }
  CHECK(file_bytes(path) == before);
  h5::File file = h5::File::create(path);
  file.commit();
  CHECK(file_bytes(path) != before);
}

TEST_CASE("the same content gives the same bytes") {
  const TestFolder folder;
  fill_fresh_memory(0x55);
  write_sample(folder.path / "a.h5");
  ::sleep(1);  // a time stamp in the file would have changed now
  fill_fresh_memory(0xaa);
  write_sample(folder.path / "b.h5");
  fill_fresh_memory(0);
  CHECK(file_bytes(folder.path / "a.h5") == file_bytes(folder.path / "b.h5"));
}

TEST_CASE("what is not written reads as NaN") {
  const TestFolder folder;
  const fs::path path = folder.path / "out.h5";
  const h5::Type type = GENERATE(h5::Type::float64, h5::Type::float32);
  h5::File file = h5::File::create(path);
  file.scale("run", counted_from_zero(3));
  file.scale("line", std::vector<std::string>{"a", "b"});
  file.variable("share", {.dims = {"run", "line"}, .type = type});
  file.variable("group_free", {.dims = {}, .type = type});
  file.write("share", {{1, 0}, {1, 2}}, std::vector<double>{1, 2});
  file.commit();
  const std::vector<double> share = doubles(path, "share", 6);
  CHECK((std::isnan(share[0]) && std::isnan(share[1]) && std::isnan(share[4]) && std::isnan(share[5])));
  CHECK((share[2] == 1 && share[3] == 2));
  CHECK(std::isnan(doubles(path, "group_free", 1)[0]));
}

TEST_CASE("a dimension grows with its scale, also when written in pieces larger than a chunk") {
  const TestFolder folder;
  const fs::path path = folder.path / "out.h5";
  h5::File file = h5::File::create(path);
  file.scale("time", std::vector<double>{}, {}, h5::Length::unlimited);
  file.scale("firm", counted_from_zero(1000));
  file.variable("price", {.dims = {"time", "firm"}});
  CHECK_THROWS_AS(file.write("price", {{0, 0}, {1, 1000}}, counted_from_zero(1000)), ContractError);
  for (hsize_t step = 0; step < 300; step += 150) {
    file.write("time", {{step}, {150}}, counted_from_zero(150));
    file.write("price", {{step, 0}, {150, 1000}}, counted_from_zero(150'000));
  }
  file.commit();
  const std::vector<double> price = doubles(path, "price", 300'000);
  CHECK((price[0] == 0 && price[149'999] == 149'999 && price[150'000] == 0 && price[299'999] == 149'999));
}

TEST_CASE("a file that cannot be begun is an IoError of its own kind") {
  const TestFolder folder;
  std::ofstream(folder.path / "file") << "in the way";
  CHECK(refused(folder.path / "file/out.h5") == Exit::cannot_create);
  CHECK(refused(folder.path) == Exit::cannot_create);
  CHECK(refused("/proc/moat/out.h5") == Exit::cannot_create);
  CHECK(refused(folder.path / std::string(250, 'x')) == Exit::cannot_create);
  if (::geteuid() != 0) {  // root may write everywhere
    fs::create_directory(folder.path / "closed");
    fs::permissions(folder.path / "closed", fs::perms::owner_read | fs::perms::owner_exec);
    CHECK(refused(folder.path / "closed/out.h5") == Exit::cannot_create);
  }
  CHECK(entries(folder) <= 2);
}

TEST_CASE("a full disk is an IoError with the system's words and leaves nothing") {
  const TestFolder folder;
  const fs::path path = folder.path / "out.h5";
  rlimit before{};
  REQUIRE(::getrlimit(RLIMIT_FSIZE, &before) == 0);
  const auto handler = std::signal(SIGXFSZ, SIG_IGN);
  const rlimit little{100'000, before.rlim_max};
  std::string reason;
  {
    h5::File file = h5::File::create(path);
    file.scale("run", counted_from_zero(10));
    file.scale("time", counted_from_zero(100'000));
    REQUIRE(::setrlimit(RLIMIT_FSIZE, &little) == 0);
    try {
      file.variable("share", {.dims = {"run", "time"}, .deflate = 0});
      file.write("share", counted_from_zero(1'000'000));
      file.commit();
    } catch (const IoError& error) {
      reason = error.what();
      CHECK(error.code() == Exit::io);
    }
  }
  ::setrlimit(RLIMIT_FSIZE, &before);
  std::signal(SIGXFSZ, handler);
  CHECK_THAT(reason, ContainsSubstring(path.string()) && ContainsSubstring("write failed: File too large"));
  CHECK(entries(folder) == 0);  // if HDF5 crashes over this when the program ends, ctest reports that
}

TEST_CASE("wrong names, shapes and types are contract errors") {
  const TestFolder folder;
  h5::File file = h5::File::create(folder.path / "out.h5");
  file.scale("run", counted_from_zero(3));
  file.variable("share", {.dims = {"run"}});
  file.variable("count", {.dims = {"run"}, .type = h5::Type::int32});
  CHECK_THROWS_AS(file.variable("share", {.dims = {"run"}}), ContractError);
  CHECK_THROWS_AS(file.variable("other", {.dims = {"firm"}}), ContractError);
  CHECK_THROWS_AS(file.variable("other", {.dims = {"share"}}), ContractError);
  CHECK_THROWS_AS(file.variable("group/other", {.dims = {"run"}}), ContractError);
  CHECK_THROWS_AS(file.variable("other", {.dims = {"run"}, .fill = 1}), ContractError);
  CHECK_THROWS_AS(file.variable("/other", {.dims = {"run"}}), ContractError);
  CHECK_THROWS_AS(file.variable("other/", {.dims = {"run"}}), ContractError);
  CHECK_THROWS_AS(file.write("share", counted_from_zero(4)), ContractError);
  CHECK_THROWS_AS(file.write("share", {{1}, {3}}, counted_from_zero(3)), ContractError);
  CHECK_THROWS_AS(file.write("share", {{0, 0}, {1, 3}}, counted_from_zero(3)), ContractError);
  CHECK_THROWS_AS(file.write("count", counted_from_zero(3)), ContractError);
  CHECK_THROWS_AS(file.write("missing", counted_from_zero(3)), ContractError);
  CHECK_THROWS_AS(file.attribute("missing", {"units", "1"}), ContractError);
  CHECK_THROWS_AS(file.attribute("/", {"log", std::string(61 << 10, 'x')}), ContractError);
  CHECK_THROWS_AS(file.text("log", std::string("a\0b", 3)), ContractError);
  file.attribute("share", {"units", "1"});
  file.write("share", counted_from_zero(3));
  file.commit();
}

TEST_CASE("HDF5's own refusal is passed on in its words, and nothing is printed") {
  const TestFolder folder;
  h5::File file = h5::File::create(folder.path / "out.h5");
  file.attribute("/", {"title", "one"});
  CHECK_THROWS_WITH(file.attribute("/", {"title", "two"}),
                    ContainsSubstring("write attribute 'title' of '/'") && ContainsSubstring("already exists"));
}

TEST_CASE("writes the sample for hdf5_readers_test.py", "[.sample]") {
  const char* path = std::getenv("MOAT_SAMPLE");
  REQUIRE(path != nullptr);
  write_sample(path);
}
