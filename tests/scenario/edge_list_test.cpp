// Edges from files: what is read, and every mistake with its place.

#include "scenario/edge_list.hpp"

#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "catch.hpp"
#include "test_folder.hpp"
#include "io/hdf5/write.hpp"

using namespace moat;
namespace fs = std::filesystem;

namespace {

struct Result {
  Edges edges;
  std::string problems;  ///< one to a line, without the folder
};

Result read(const TestFolder& folder, const std::string& name, std::int64_t developers = 5) {
  Result result;
  std::vector<Problem> problems;
  result.edges = read_edges(folder.path / name, developers, {"scenario.yaml", 3, 9}, problems);
  for (const Problem& problem : problems) result.problems += to_string(problem) + "\n";
  const std::string here = folder.path.string() + "/";
  for (std::size_t at; (at = result.problems.find(here)) != std::string::npos;) result.problems.erase(at, here.size());
  return result;
}

Result read_text(const std::string& text) {
  const TestFolder folder;
  std::ofstream(folder.path / "edges.csv", std::ios::binary) << text;
  return read(folder, "edges.csv");
}

void write_h5(const fs::path& path, const std::vector<std::int64_t>& from, const std::vector<std::int64_t>& to) {
  h5::File file = h5::File::create(path);
  file.scale("from", from);
  file.scale("to", to);
  file.commit();
}

}  // namespace

TEST_CASE("Edges are read from CSV, with either kind of line ends") {
  const Result result = read_text("from,to\r\n0,4\r\n\r\n3,1\n4,0");
  CHECK(result.problems == "");
  CHECK(result.edges == Edges{{0, 4}, {3, 1}, {4, 0}});
}

TEST_CASE("Every mistake in a CSV file is reported at its line and column") {
  const Result result = read_text("from,to\n0,5\n-1,2\n1\n1,2,3\n2,2\nx,1.5\n3,4\n3,4\n");
  CHECK(result.edges.empty());
  CHECK(result.problems ==
        "edges.csv:2:3: to is 5 (developers have the numbers 0 to 4)\n"
        "edges.csv:3:1: from is -1 (developers have the numbers 0 to 4)\n"
        "edges.csv:4:1: is '1' (expected two numbers: from,to)\n"
        "edges.csv:5:1: is '1,2,3' (expected two numbers: from,to)\n"
        "edges.csv:6:1: goes from 2 to itself (leave it out)\n"
        "edges.csv:7:1: from is 'x' (expected a whole number)\n"
        "edges.csv:7:3: to is '1.5' (expected a whole number)\n"
        "edges.csv:9:1: goes from 3 to 4 again (as line 8)\n");
}

TEST_CASE("A CSV file without the header, or with nothing but it") {
  CHECK(read_text("0,4\n").problems == "edges.csv:1:1: begins with '0,4' (expected the header from,to)\n");
  CHECK(read_text("from,to\n").problems == "edges.csv:1:1: has no edges\n");
  CHECK(read_text("").problems == "edges.csv:1:1: has no edges\n");
}

TEST_CASE("Of many problems the first 20 are told, and how many more there are") {
  std::string text = "from,to\n";
  for (int i = 0; i < 25; ++i) text += "7,1\n";
  const std::string problems = read_text(text).problems;
  CHECK(std::count(problems.begin(), problems.end(), '\n') == 21);
  CHECK_THAT(problems, ContainsSubstring("edges.csv: has 5 more problems"));
}

TEST_CASE("A file that is missing, or of another kind, is a problem where it is named") {
  const TestFolder folder;
  const std::string start = "scenario.yaml:3:9: adoption.network.edges names ";
  CHECK_THAT(read(folder, "none.csv").problems,
             ContainsSubstring(start + "none.csv, which cannot be read (No such file"));
  CHECK_THAT(read(folder, "none.h5").problems, ContainsSubstring(start + "none.h5, which cannot be read ("));
  CHECK(read(folder, "edges.txt").problems == start + "edges.txt, which cannot be read (expected .csv or .h5)\n");
}

TEST_CASE("Edges are read from HDF5, mistakes told by row") {
  const TestFolder folder;
  write_h5(folder.path / "good.h5", {0, 3, 4}, {4, 1, 0});
  CHECK(read(folder, "good.h5").problems == "");
  CHECK(read(folder, "good.h5").edges == Edges{{0, 4}, {3, 1}, {4, 0}});
  write_h5(folder.path / "bad.h5", {0, 2, 1, 1}, {9, 2, 3, 3});
  CHECK(read(folder, "bad.h5").problems ==
        "bad.h5: row 1: to is 9 (developers have the numbers 0 to 4)\n"
        "bad.h5: row 2: goes from 2 to itself (leave it out)\n"
        "bad.h5: row 4: goes from 1 to 3 again (as row 3)\n");
  write_h5(folder.path / "uneven.h5", {0, 2}, {1});
  CHECK(read(folder, "uneven.h5").problems == "uneven.h5: has 2 numbers `from` and 1 `to`\n");
}

TEST_CASE("An HDF5 file without the columns, with real numbers, or that is none") {
  const TestFolder folder;
  h5::File other = h5::File::create(folder.path / "other.h5");
  other.scale("from", std::vector<std::int64_t>{0});
  other.commit();
  CHECK(read(folder, "other.h5").problems == "other.h5: has no list of numbers `to` (expected `from` and `to`)\n");
  h5::File reals = h5::File::create(folder.path / "reals.h5");
  for (const char* name : {"from", "to"}) reals.scale(name, std::vector<double>{0.5, 1});
  reals.commit();
  CHECK_THAT(read(folder, "reals.h5").problems, ContainsSubstring("which cannot be read"));
  std::ofstream(folder.path / "text.h5") << "no HDF5";
  CHECK_THAT(read(folder, "text.h5").problems, ContainsSubstring("which cannot be read"));
}

TEST_CASE("What has been read is known to runs of as many developers, until the file is read again and is wrong") {
  const TestFolder folder;
  const fs::path file = folder.path / "edges.csv";
  CHECK(known_edges(file, 5) == nullptr);
  std::ofstream(file) << "from,to\n0,4\n";
  read(folder, "edges.csv");
  REQUIRE(known_edges(file, 5) != nullptr);
  CHECK(*known_edges(file, 5) == Edges{{0, 4}});
  CHECK(known_edges(file, 4) == nullptr);
  std::ofstream(file) << "from,to\n0,0\n";
  read(folder, "edges.csv");
  CHECK(known_edges(file, 5) == nullptr);
}
