#include "simulation/export.hpp"

#include <fstream>
#include <numeric>

#include <fmt/format.h>

#include "base/error.hpp"
#include "catch.hpp"
#include "test_folder.hpp"
#include "simulation/layout.hpp"

using namespace moat;
namespace fs = std::filesystem;

namespace {

using Names = std::vector<std::string>;

constexpr std::size_t points = 2, replicates = 3, days = 7000, line_count = 5;  // 210,000 rows: more than one block

template <class T = double>
std::vector<T> counted(std::size_t size) {
  std::vector<T> values(size);
  std::iota(values.begin(), values.end(), T(0));
  return values;
}

/// A gathered sweep in small: factors and arms per point, outcomes per run, series, statistics, an event table.
fs::path write_sweep(const TestFolder& folder, const std::string& version = "1", const std::string& source = "moat 0") {
  const fs::path path = folder.path / "sweep.h5";
  h5::File file = h5::File::create(path);
  file.attribute("/", {"source", source});
  file.attribute("/", {"format_version", version});
  file.scale("point", Names{"a", "b"});
  file.scale("replicate", std::vector<std::int64_t>{0, 1, 4});
  file.scale("time", counted(days), {{"units", "days since 1970-01-01"}});
  file.scale("line", Names{"l0", "l1", "l2", "l3", "l4"});
  file.scale("statistic", Names{"mean", "sd"});
  file.variable("tokens", {.dims = {"point", "replicate", "time", "line"}});
  file.write("tokens", counted(points * replicates * days * line_count));
  file.variable("lag", {.dims = {"point", "replicate", "time"}});
  file.variable("spread", {.dims = {"point", "statistic"}});
  file.write("spread", counted(4));
  file.variable("adoption.peer_weight", {.dims = {"point"}});
  file.write("adoption.peer_weight", std::vector<double>{0.5, 1.5});
  file.variable("arm", {.dims = {"point"}, .type = h5::Type::text});
  file.write("arm", Names{"ban", "none"});
  file.variable("run_status",
                {.dims = {"point", "replicate"},
                 .type = h5::Type::int8,
                 .attributes = {{"flag_values", std::vector<std::int8_t>{0, 1}}, {"flag_meanings", "pending done"}}});
  file.write("run_status", std::vector<std::int8_t>{1, 1, 0, 0, 1, 7});
  file.variable("line_firm", {.dims = {"line"}, .type = h5::Type::text});
  file.scale("releases/event", std::vector<std::int64_t>{0});
  file.variable("releases/line", {.dims = {"event"}, .type = h5::Type::text});
  file.scale("timing/run", counted(6));
  file.variable("timing/seconds", {.dims = {"run"}});
  file.text("provenance/scenario_yaml", "name: x");
  file.commit();
  return path;
}

Names names_of(const std::vector<ExportTable>& tables) {
  Names names;
  for (const ExportTable& table : tables) names.push_back(table.name);
  return names;
}

const ExportTable& named(const std::vector<ExportTable>& tables, const std::string& name) {
  for (const ExportTable& table : tables)
    if (table.name == name) return table;
  throw std::out_of_range(name);
}

Names file_lines(const fs::path& path) {
  std::ifstream stream(path);
  Names found;
  for (std::string line; std::getline(stream, line);) found.push_back(line);
  return found;
}

}  // namespace

TEST_CASE("every set of dimensions is a table, and points are told with their runs") {
  const TestFolder folder;
  const h5::Reader reader = open_output(write_sweep(folder));
  const auto tables = plan_tables(reader, {});
  CHECK(names_of(tables) == Names{"by_time_line", "by_time", "points_by_statistic", "runs", "line", "releases"});
  CHECK(named(tables, "runs").columns == Names{"point", "replicate", "adoption.peer_weight", "arm", "run_status"});
  CHECK(named(tables, "by_time_line").columns == Names{"point", "replicate", "time", "line", "tokens"});
  CHECK(named(tables, "by_time_line").shape == h5::Extent{points, replicates, days, line_count});
  CHECK(named(tables, "releases").columns == Names{"releases/event", "releases/line"});
}

TEST_CASE("only chosen variables are exported") {
  const TestFolder folder;
  const h5::Reader reader = open_output(write_sweep(folder));
  CHECK(names_of(plan_tables(reader, {"lag"})) == Names{"by_time"});
  const auto alone = plan_tables(reader, {"arm"});
  CHECK(names_of(alone) == Names{"points"});
  CHECK(alone[0].columns == Names{"point", "arm"});
  CHECK_THROWS_WITH(plan_tables(reader, {"tokns", "lag", "time"}),
                    ContainsSubstring("has no series 'tokns' (did you mean tokens?)") && ContainsSubstring("'time'"));
  CHECK_THROWS_AS(write_netcdf(reader, {"tokns"}, folder.path / "a.nc"), InputError);
}

TEST_CASE("values on some dimensions repeat along the others, flags stand as words") {
  const TestFolder folder;
  const h5::Reader reader = open_output(write_sweep(folder));
  const auto tables = plan_tables(reader, {});
  write_table(reader, named(tables, "runs"), TableFormat::csv, folder.path / "runs.csv");
  CHECK(file_lines(folder.path / "runs.csv") == Names{"point,replicate,adoption.peer_weight,arm,run_status",
                                                      "a,0,0.5,ban,done", "a,1,0.5,ban,done", "a,4,0.5,ban,pending",
                                                      "b,0,1.5,none,pending", "b,1,1.5,none,done", "b,4,1.5,none,7"});
  write_table(reader, named(tables, "releases"), TableFormat::csv, folder.path / "releases.csv");
  CHECK(file_lines(folder.path / "releases.csv") == Names{"event,line", "0,"});
}

TEST_CASE("a table of several blocks is in order and whole") {
  const TestFolder folder;
  const h5::Reader reader = open_output(write_sweep(folder));
  write_table(reader, named(plan_tables(reader, {}), "by_time_line"), TableFormat::csv, folder.path / "t.csv");
  const Names found = file_lines(folder.path / "t.csv");
  REQUIRE(found.size() == 1 + points * replicates * days * line_count);
  std::size_t wrong = 0;
  for (std::size_t row = 0; row + 1 < found.size(); ++row) wrong += !found[row + 1].ends_with(fmt::format(",{}", row));
  CHECK(wrong == 0);
  CHECK(found[1] == "a,0,1970-01-01,l0,0");
  CHECK(found[1 + days * line_count * 2 + 6] == fmt::format("a,4,1970-01-02,l1,{}", days * line_count * 2 + 6));
  CHECK(found.back() == "b,4,1989-03-01,l4,209999");
}

TEST_CASE("netCDF holds all, or the chosen with what they need") {
  const TestFolder folder;
  const fs::path source = write_sweep(folder);
  const h5::Reader reader = open_output(source);
  write_netcdf(reader, {}, folder.path / "all.nc");
  const h5::Reader all = h5::Reader::open(folder.path / "all.nc");
  CHECK(all.all<double>("tokens") == reader.all<double>("tokens"));
  CHECK(all.texts("arm") == Names{"ban", "none"});
  CHECK(all.attribute_text("run_status", "flag_meanings") == "pending done");
  CHECK(all.names("timing") == Names{"run", "seconds"});
  write_netcdf(reader, {"run_status", "spread"}, folder.path / "some.nc");
  const h5::Reader some = h5::Reader::open(folder.path / "some.nc");
  CHECK(some.names() == Names{"point", "replicate", "statistic", "spread", "run_status", "provenance"});
  CHECK(some.attribute_text("/", "format_version") == "1");
}

TEST_CASE("a file that is not ours is refused with what to do") {
  const TestFolder folder;
  CHECK_THROWS_WITH(open_output(folder.path), ContainsSubstring("it is a folder: name an output file"));
  CHECK_THROWS_WITH(open_output(folder.path / "none.h5"), ContainsSubstring("there is no such file"));
  CHECK_THROWS_WITH(open_output(write_sweep(folder, "1", "other 1.0")), ContainsSubstring("moat did not write it"));
  CHECK_THROWS_WITH(open_output(write_sweep(folder, "2.1")), ContainsSubstring("its layout has version 2.1"));
  CHECK(open_output(write_sweep(folder, std::string(format_version) + ".7")).has("tokens"));
}
