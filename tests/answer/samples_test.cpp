// What a comparison reads from output files: outcomes, cells of series, several files side by side.

#include "answer/samples.hpp"

#include <unistd.h>

#include <cmath>
#include <filesystem>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "answer/flows.hpp"
#include "base/error.hpp"
#include "catch.hpp"
#include "io/hdf5/write.hpp"

using namespace moat;

namespace {

namespace fs = std::filesystem;

class Files {
 public:
  Files() { fs::create_directories(folder_); }
  ~Files() { fs::remove_all(folder_); }
  fs::path path(const std::string& name) const { return folder_ / name; }

 private:
  fs::path folder_ = fs::temp_directory_path() / fmt::format("moat_samples_{}", getpid());
};

struct Content {
  std::vector<std::string> points{"none", "strict"};
  std::vector<std::int64_t> replicates{0, 1};
  std::vector<std::uint64_t> seeds{7, 7, 7, 7};
  std::vector<double> lag{1, 2, 3, 4};  ///< [point][replicate]
};

/// As gathered: an outcome, a series by region in two months, moves between two lines.
fs::path write(const fs::path& path, const Content& c = {}) {
  h5::File file = h5::File::create(path);
  file.attribute("/", {"title", std::string("Little")});
  file.attribute("/", {"claim", std::string("It holds.")});
  file.scale("point", c.points);
  file.scale("replicate", c.replicates);
  file.scale("time", std::vector<double>{20088, 20119});  // ends of December 2024 and January 2025
  file.scale("region", std::vector<std::string>{"us", "china"});
  h5::Attributes attributes = h5::about("lag", "1");
  attributes.push_back({"outcome", std::int64_t{1}});
  attributes.push_back({"description", std::string("how far behind")});
  attributes.push_back({"display_unit", std::string("%")});
  attributes.push_back({"display_factor", 100.0});
  file.variable("lag", {.dims = {"point", "replicate"}, .attributes = attributes});
  file.write("lag", c.lag);
  file.variable("run_seed", {.dims = {"point", "replicate"}, .type = h5::Type::uint64});
  file.write("run_seed", c.seeds);
  const std::size_t runs = c.points.size() * c.replicates.size();
  std::vector<double> tokens, flow;
  for (std::size_t i = 0; i < runs * 4; ++i) tokens.push_back(double(i));
  file.variable("tokens",
                {.dims = {"point", "replicate", "time", "region"}, .attributes = h5::about("tokens", "Mtok")});
  file.write("tokens", tokens);
  file.scale("line", std::vector<std::string>{"A", "B"});
  file.scale("firm", std::vector<std::string>{"X", "Y"});
  file.scale("from_line", std::vector<std::string>{"none", "A", "B"});
  file.scale("to_line", std::vector<std::string>{"none", "A", "B"});
  file.variable("line_firm", {.dims = {"line"}, .type = h5::Type::text});
  file.write("line_firm", std::vector<std::string>{"X", "Y"});
  file.variable("line_open", {.dims = {"line"}, .type = h5::Type::int8});
  file.write("line_open", std::vector<std::int8_t>{0, 1});
  file.variable("firm_region", {.dims = {"firm"}, .type = h5::Type::text});
  file.write("firm_region", std::vector<std::string>{"us", "china"});
  file.variable("switching_flow", {.dims = {"point", "replicate", "time", "from_line", "to_line"}});
  for (std::size_t run = 0; run < runs; ++run)
    for (int month = 0; month < 2; ++month)
      flow.insert(flow.end(), {0, 4, 0, 0, 0, 3, 0, 1 + (run >= c.replicates.size() ? 1.0 : 0.0), 0});
  file.write("switching_flow", flow);
  file.group("verdict");
  file.scale("verdict/test", std::vector<std::string>{"longer"});
  file.scale("verdict/point", c.points);
  for (const char* name : {"verdict/description", "verdict/outcome", "verdict/minus"}) {
    file.variable(name, {.dims = {"test"}, .type = h5::Type::text});
    file.write(name, std::vector<std::string>{name == std::string("verdict/outcome") ? "lag" : ""});
  }
  std::vector<double> weights(c.points.size(), 0);
  weights.front() = -1;
  weights.back() = 1;
  file.variable("verdict/weight", {.dims = {"test", "point"}});
  file.write("verdict/weight", weights);
  file.variable("verdict/relative", {.dims = {"test"}, .type = h5::Type::int8});
  file.write("verdict/relative", std::vector<std::int8_t>{0});
  for (const char* name : {"verdict/above", "verdict/below"}) {
    file.variable(name, {.dims = {"test"}});
    file.write(name, std::vector<double>{name == std::string("verdict/above") ? 1.0 : 9.0});
  }
  file.commit();
  return path;
}

Samples read(std::vector<fs::path> files, std::vector<std::string> series = {}) {
  return read_samples(files, series);
}

std::string refused(const std::vector<fs::path>& files, const std::vector<std::string>& series) {
  try {
    read(files, series);
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("Outcomes are read in the unit of tables, tests with the points they name") {
  const Files files;
  const Samples s = read({write(files.path("a.h5"))});
  CHECK(s.title == "Little");
  CHECK(s.points == std::vector<std::string>{"none", "strict"});
  REQUIRE(s.quantities.size() == 1);
  CHECK(s.quantities[0].description == "how far behind");
  CHECK(s.quantities[0].unit == "%");
  CHECK(s.quantities[0].values == std::vector<std::vector<double>>{{100, 200}, {300, 400}});
  REQUIRE(s.tests.size() == 1);
  CHECK(s.tests[0].of == Numbers{{"none", -1}, {"strict", 1}});
  CHECK(s.tests[0].above == 1);
  CHECK(s.tests[0].below == 9);
}

TEST_CASE("A series gives its cells of the last month, or of the one that is asked for") {
  const Files files;
  const fs::path file = write(files.path("a.h5"));
  const Samples all = read({file}, {"tokens"});
  REQUIRE(all.quantities.size() == 2);
  CHECK(all.quantities[0].name == "tokens[region=us]");
  CHECK(all.quantities[1].values == std::vector<std::vector<double>>{{3, 7}, {11, 15}});
  const Samples one = read({file}, {"tokens[region=china]@2024-12"});
  REQUIRE(one.quantities.size() == 1);
  CHECK(one.quantities[0].name == "tokens[region=china]@2024-12");
  CHECK(one.quantities[0].values == std::vector<std::vector<double>>{{1, 5}, {9, 13}});
}

TEST_CASE("What a series does not have is refused, with what it has") {
  const Files files;
  const fs::path file = write(files.path("a.h5"));
  const std::string here = file.string() + ": ";
  CHECK(refused({file}, {"token"}) ==
        "--series token: " + here + "series is 'token', which is no series (did you mean tokens?)");
  CHECK(refused({file}, {"tokens[region=chna]"}) ==
        "--series tokens[region=chna]: " + here + "region is 'chna' (did you mean china?)");
  CHECK_THAT(refused({file}, {"tokens[line=A]"}),
             ContainsSubstring("line is no axis of tokens (must be one of region)"));
  CHECK_THAT(refused({file}, {"tokens@2030-12"}), ContainsSubstring("does not record that month"));
  CHECK_THAT(refused({file}, {"tokens@soon"}),
             ContainsSubstring("'@soon' follows the series (expected a month such as @2027-12)"));
  CHECK_THAT(refused({file}, {"tokens[region]"}), ContainsSubstring("selector is 'region' (must be axis=label"));
}

TEST_CASE("Several files stand side by side, and replicates meet by their numbers") {
  const Files files;
  const fs::path first = write(files.path("a.h5")),
                 second = write(files.path("b.h5"), {{"only"}, {1, 2}, {7, 7}, {20, 30}});
  const Samples s = read({first, second});
  CHECK(s.points == std::vector<std::string>{"a/none", "a/strict", "b"});
  CHECK(s.replicates == std::vector<std::int64_t>{0, 1, 2});
  const auto& values = s.quantities[0].values;
  CHECK(values[0][1] == 200);
  CHECK(std::isnan(values[0][2]));
  CHECK(std::isnan(values[2][0]));
  CHECK(values[2][1] == 2000);
  CHECK(s.seeds[2] == std::vector<std::uint64_t>{0, 7, 7});
  CHECK(s.tests.empty());  // a claim is about the arms of one file
}

TEST_CASE("Replicates come in order, whatever the order of files") {
  const Files files;
  const fs::path late = write(files.path("late.h5"), {{"only"}, {3, 4}, {7, 7}, {20, 30}}),
                 early = write(files.path("early.h5"));
  const Samples s = read({late, early});
  CHECK(s.replicates == std::vector<std::int64_t>{0, 1, 3, 4});
  CHECK(s.quantities[0].values[0][2] == 2000);
  CHECK(s.quantities[0].values[1][1] == 200);
}

TEST_CASE("Files without runs are refused") {
  const Files files;
  h5::File empty = h5::File::create(files.path("empty.h5"));
  empty.scale("point", std::vector<std::string>{"x"});
  empty.commit();
  CHECK_THROWS_AS(read({files.path("empty.h5")}), IoError);
  CHECK_THROWS_AS(read({files.path("none.h5")}), IoError);
}

TEST_CASE("Moves are added up by openness and origin") {
  const Files files;
  const auto flows = read_flows(write(files.path("a.h5")));
  REQUIRE(flows);
  CHECK(flows->kinds == std::vector<std::string>{"none", "closed us", "open china"});
  // First point: of 8 moves a month 4 begin with A, 3 go from A to B and 1 back; second: 2 of 9 back.
  CHECK(flows->share[0][0][1] == Approx(50));
  CHECK(flows->net(0, 1, 2).mean == Approx(100 * 2.0 / 8));
  CHECK(flows->net(1, 1, 2).mean == Approx(100 * 1.0 / 9));
  CHECK(flows->net_against_first(1, 1, 2).mean == Approx(100 * (1.0 / 9 - 2.0 / 8)));
  const std::string text = as_text(*flows);
  CHECK_THAT(text, ContainsSubstring("none: closed us from none +50.0 ± 0.0; open china from closed us +25.0 ± 0.0"));
  CHECK_THAT(text, ContainsSubstring("strict against it: closed us from open china +13.9 ± 0.0"));
}

TEST_CASE("Moves of runs that differ are shown with their spread") {
  Flows flows{{"a", "b"}, {"none", "open china"}, {{{0, 4, 0, 0}, {0, 8, 0, 0}}, {{0, 5, 0, 0}, {0, 9, 0, 0}}}};
  // Student, one degree of freedom: 12.706 standard errors, each half the difference of the two runs.
  CHECK(flows.net(0, 0, 1).error == Approx(2));
  CHECK(flows.net(0, 0, 1).interval == Approx(12.706 * 2).epsilon(1e-4));
  CHECK(flows.net_against_first(1, 0, 1).error == Approx(0));  // runs of the same number move together
  CHECK_THAT(as_text(flows), ContainsSubstring("a: open china from none +6.0 ± 25.4"));
  const auto json = nlohmann::json::parse(as_json(flows));
  CHECK(json.size() == 2);
  CHECK(json[1]["net"]["q95"] == Approx(8.8));
  CHECK(json[1]["difference"]["mean"] == Approx(1));
  flows.share[0][1].assign(4, std::nan(""));  // missing
  CHECK(flows.net(0, 0, 1).runs == 1);
  CHECK_THAT(as_text(flows), ContainsSubstring("a: open china from none +4.0\n"));
}
