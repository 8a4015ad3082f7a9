#include "io/hdf5/read.hpp"

#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <numeric>

#include <fmt/format.h>

#include "base/error.hpp"
#include "catch.hpp"
#include "test_folder.hpp"

using namespace moat;
namespace fs = std::filesystem;

namespace {

std::vector<double> counted(std::size_t size, double first = 0) {
  std::vector<double> values(size);
  std::iota(values.begin(), values.end(), first);
  return values;
}

void write_little(const fs::path& path) {
  h5::File file = h5::File::create(path);
  file.attribute("/", {"title", "τest"});
  file.attribute("/", {"empty", ""});
  file.scale("run", std::vector<std::int64_t>{4, 5, 7}, {{"long_name", "run"}});
  file.scale("line", std::vector<std::string>{"open", "βeta"});
  file.variable("share", {.dims = {"run", "line"}, .attributes = {{"weight", 0.5}, {"order", std::int64_t{3}}}});
  file.variable("price", {.dims = {"run"}, .type = h5::Type::float32});
  file.variable("seed", {.dims = {"run"}, .type = h5::Type::uint64});
  file.variable("rank", {.dims = {"run"}, .type = h5::Type::int32});
  file.variable("status", {.dims = {"run"}, .type = h5::Type::int8});
  file.variable("message", {.dims = {"run"}, .type = h5::Type::text});
  file.write("share", counted(6));
  file.write("price", std::vector<double>{0.5, 1, 2});
  file.write("seed", std::vector<std::uint64_t>{1, 2, ~std::uint64_t{0}});
  file.write("rank", std::vector<std::int32_t>{-1, 0, 1});
  file.write("status", std::vector<std::int8_t>{1, 2, -3});
  file.write("message", {{2}, {1}}, std::vector<std::string>{"größer"});
  file.scale("releases/event", std::vector<std::int64_t>{0});
  file.variable("releases/month", {.dims = {"event"}});
  file.scale("policy/event", std::vector<std::int64_t>{});
  file.variable("policy/measure", {.dims = {"event"}, .type = h5::Type::text});
  file.text("provenance/scenario_yaml", "name: sämple\n");
  file.commit();
}

std::string refusal(const fs::path& path, Exit code) {
  try {
    const h5::Reader reader = h5::Reader::open(path);
    for (const std::string& name : reader.names())
      if (!reader.is_group(name) && reader.info(name).type != h5::Type::text) reader.all<double>(name);
  } catch (const IoError& error) {
    CHECK(error.code() == code);
    CHECK_THAT(error.what(), ContainsSubstring(path.string()));
    return error.what();
  }
  return "not refused";
}

}  // namespace

TEST_CASE("what was written is read") {
  const TestFolder folder;
  write_little(folder.path / "a.h5");
  const h5::Reader reader = h5::Reader::open(folder.path / "a.h5");
  CHECK(reader.all<std::int64_t>("run") == std::vector<std::int64_t>{4, 5, 7});
  CHECK(reader.all<double>("share") == counted(6));
  CHECK(reader.all<double>("price") == std::vector<double>{0.5, 1, 2});
  CHECK(reader.all<std::uint64_t>("seed") == std::vector<std::uint64_t>{1, 2, ~std::uint64_t{0}});
  CHECK(reader.all<std::int32_t>("rank") == std::vector<std::int32_t>{-1, 0, 1});
  CHECK(reader.all<std::int8_t>("status") == std::vector<std::int8_t>{1, 2, -3});
  CHECK(reader.all<double>("status") == std::vector<double>{1, 2, -3});
  CHECK(std::isnan(reader.all<double>("releases/month")[0]));
  CHECK(reader.texts("line") == std::vector<std::string>{"open", "βeta"});
  CHECK(reader.texts("message") == std::vector<std::string>{"", "", "größer"});
  CHECK(reader.texts("policy/measure").empty());
  CHECK(reader.text("provenance/scenario_yaml") == "name: sämple\n");
}

TEST_CASE("a block is a part, also with places left out") {
  const TestFolder folder;
  write_little(folder.path / "a.h5");
  const h5::Reader reader = h5::Reader::open(folder.path / "a.h5");
  std::vector<double> two(2);
  reader.read("share", {{1, 0}, {1, 2}}, std::span(two));
  CHECK(two == std::vector<double>{2, 3});
  reader.read("share", {{0, 1}, {2, 1}, {2, 1}}, std::span(two));
  CHECK(two == std::vector<double>{1, 5});
  CHECK(reader.texts("line", {{1}, {1}}) == std::vector<std::string>{"βeta"});
  CHECK_THROWS_AS(reader.read("share", {{2, 0}, {2, 1}}, std::span(two)), ContractError);
  CHECK_THROWS_AS(reader.read("share", {{0, 0}, {2, 1}, {3, 1}}, std::span(two)), ContractError);
  CHECK_THROWS_AS(reader.read("share", {{0, 0}, {1, 1}}, std::span(two)), ContractError);
  CHECK_THROWS_AS(reader.read("share", {{0}, {2}}, std::span(two)), ContractError);
  CHECK_THROWS_AS(reader.texts("line", {{1}, {2}}), ContractError);
}

TEST_CASE("a file says what it holds") {
  const TestFolder folder;
  write_little(folder.path / "a.h5");
  const h5::Reader reader = h5::Reader::open(folder.path / "a.h5");
  CHECK(reader.names() == std::vector<std::string>{"run", "line", "share", "price", "seed", "rank", "status", "message",
                                                   "releases", "policy", "provenance"});
  CHECK(reader.names("releases") == std::vector<std::string>{"event", "month"});
  CHECK((reader.has("share") && reader.has("releases") && reader.has("releases/month") && reader.has("/")));
  CHECK_FALSE((reader.has("none") || reader.has("none/month") || reader.has("releases/none") || reader.has("run/x")));
  CHECK((reader.is_group("releases") && !reader.is_group("share") && !reader.is_group("none")));
  CHECK(reader.info("share").dims == std::vector<std::string>{"run", "line"});
  CHECK(reader.info("share").shape == h5::Extent{3, 2});
  CHECK((reader.info("run").scale && !reader.info("share").scale));
  CHECK(reader.info("releases/event").dims == std::vector<std::string>{"event"});
  CHECK(reader.info("provenance/scenario_yaml").dims.empty());
  const std::map<std::string, h5::Type> types = {
      {"share", h5::Type::float64}, {"price", h5::Type::float32}, {"seed", h5::Type::uint64}, {"rank", h5::Type::int32},
      {"run", h5::Type::int64},     {"status", h5::Type::int8},   {"message", h5::Type::text}};
  for (const auto& [name, type] : types) CHECK(reader.info(name).type == type);
}

TEST_CASE("attributes are there or not") {
  const TestFolder folder;
  write_little(folder.path / "a.h5");
  const h5::Reader reader = h5::Reader::open(folder.path / "a.h5");
  CHECK(reader.attribute_text("/", "title") == "τest");
  CHECK(reader.attribute_text("/", "empty") == "");
  CHECK(reader.attribute_text("run", "long_name") == "run");
  CHECK(reader.attribute_number("share", "weight") == 0.5);
  CHECK(reader.attribute_number("share", "order") == 3);
  CHECK_FALSE(reader.attribute_text("share", "none").has_value());
  CHECK_FALSE(reader.attribute_text("none", "title").has_value());
  CHECK_FALSE(reader.attribute_number("/", "title").has_value());
  CHECK_FALSE(reader.attribute_text("share", "weight").has_value());
}

TEST_CASE("all attributes that the writer takes are read") {
  const TestFolder folder;
  const h5::Attributes written = {{"units", "1"},
                                  {"flag_values", std::vector<std::int8_t>{0, 1}},
                                  {"weight", 0.5},
                                  {"order", std::int64_t{3}},
                                  {"a_flag", std::vector<std::int8_t>{1}}};
  {
    h5::File file = h5::File::create(folder.path / "a.h5");
    file.scale("run", counted(2));
    file.variable("share", {.dims = {"run"}, .attributes = written});
    file.variable("rank", {.dims = {"run"}, .type = h5::Type::int32, .fill = -1});
    file.commit();
  }
  const h5::Reader reader = h5::Reader::open(folder.path / "a.h5");
  const h5::Attributes read = reader.attributes("share");
  REQUIRE(read.size() == written.size());
  for (std::size_t i = 0; i < read.size(); ++i)
    CHECK((read[i].name == written[i].name && read[i].value == written[i].value));
  CHECK(reader.attributes("run").empty());
  CHECK(reader.attribute_number("rank", "_FillValue") == -1);
}

TEST_CASE("blocks cover a shape in order") {
  const auto covered = [](const h5::Extent& shape, hsize_t most) {
    std::vector<std::pair<h5::Extent, h5::Extent>> blocks;
    h5::by_blocks(shape, most, [&](const h5::Block& block) { blocks.emplace_back(block.offset, block.count); });
    return blocks;
  };
  using Blocks = std::vector<std::pair<h5::Extent, h5::Extent>>;
  CHECK(covered({2, 3}, 6) == Blocks{{{0, 0}, {2, 3}}});
  CHECK(covered({3, 2}, 5) == Blocks{{{0, 0}, {2, 2}}, {{2, 0}, {1, 2}}});
  CHECK(covered({2, 3}, 2) == Blocks{{{0, 0}, {1, 2}}, {{0, 2}, {1, 1}}, {{1, 0}, {1, 2}}, {{1, 2}, {1, 1}}});
  CHECK(covered({2, 1, 2}, 1) ==
        Blocks{{{0, 0, 0}, {1, 1, 1}}, {{0, 0, 1}, {1, 1, 1}}, {{1, 0, 0}, {1, 1, 1}}, {{1, 0, 1}, {1, 1, 1}}});
  CHECK(covered({7}, 2) == Blocks{{{0}, {2}}, {{2}, {2}}, {{4}, {2}}, {{6}, {1}}});
  CHECK(covered({}, 5) == Blocks{{{}, {}}});
  CHECK(covered({2, 0}, 5).empty());
}

TEST_CASE("what is not as expected is an IoError that says so") {
  const TestFolder folder;
  write_little(folder.path / "a.h5");
  const h5::Reader reader = h5::Reader::open(folder.path / "a.h5");
  CHECK_THROWS_WITH(reader.info("shar"), ContainsSubstring("a.h5: cannot read 'shar' (it is not in the file)"));
  CHECK_THROWS_AS(reader.info("releases"), IoError);
  CHECK_THROWS_AS(reader.names("none"), IoError);
  CHECK_THROWS_WITH(reader.all<double>("line"), ContainsSubstring("it is text"));
  CHECK_THROWS_WITH(reader.all<std::int64_t>("share"), ContainsSubstring("real numbers"));
  CHECK_THROWS_WITH(reader.texts("share"), ContainsSubstring("it is a number"));
  CHECK_THROWS_WITH(reader.text("line"), ContainsSubstring("no single text"));
}

TEST_CASE("a file that is missing, foreign or damaged is an IoError") {
  const TestFolder folder;
  const fs::path path = folder.path / "a.h5";
  CHECK_THAT(refusal(path, Exit::input_missing), ContainsSubstring("there is no such file"));
  CHECK_THAT(refusal(folder.path, Exit::io), ContainsSubstring("no regular file"));
  std::ofstream(path) << "";
  CHECK_THAT(refusal(path, Exit::io), ContainsSubstring("it is no HDF5 file"));
  std::ofstream(path) << std::string(10'000, 'x');
  CHECK_THAT(refusal(path, Exit::io), ContainsSubstring("it is no HDF5 file"));
  write_little(path);
  const auto size = fs::file_size(path);
  fs::resize_file(path, size / 2);
  CHECK_THAT(refusal(path, Exit::io), ContainsSubstring("cut short"));

  {  // one bit inside the compressed values: found by the checksum of the chunk
    h5::File file = h5::File::create(path);
    file.scale("run", counted(1000));
    file.variable("share", {.dims = {"run"}, .deflate = 0});
    file.write("share", counted(1000, 1e6));
    file.commit();
  }
  std::fstream bytes(path, std::ios::in | std::ios::out | std::ios::binary);
  const std::string content((std::istreambuf_iterator<char>(bytes)), {});
  const std::size_t at = content.rfind(std::string(100, '\x41'));  // shuffled: the highest bytes of 1e6 and more
  REQUIRE(at != std::string::npos);
  bytes.seekp(static_cast<std::streamoff>(at));
  bytes.put('\x40');
  bytes.close();
  CHECK_THAT(refusal(path, Exit::io), ContainsSubstring("cannot read 'share'") && ContainsSubstring("damaged: their"));
}
