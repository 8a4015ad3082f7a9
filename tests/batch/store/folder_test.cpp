// The folder of a sweep: begun whole or not at all, opened as it was begun, and left clean.

#include "batch/store/folder.hpp"

#include "base/version.hpp"
#include "io/durable.hpp"
#include "batch/little_sweep.hpp"
#include "scenario/scenario.hpp"

using namespace moat;
namespace fs = std::filesystem;

namespace {

std::pair<Exit, std::string> error_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const IoError& error) {
    return {error.code(), error.what()};
  }
  return {Exit::ok, ""};
}

void replace(const fs::path& file, const std::string& from, const std::string& to) {
  std::string text = read_whole(file);
  REQUIRE(text.find(from) != text.npos);
  text.replace(text.find(from), from.size(), to);
  std::ofstream(file) << text;
}

const std::set<std::string> fresh{"sweep.json", "design.csv", "scenario-0.yaml", "given.txt"};

}  // namespace

TEST_CASE("A folder opens as it was begun") {
  const TestFolder place;
  const std::string arms = quick + "arms:\n  plain: {}\n  strict: {set: {capability.reference_parameters: 2}}\n";
  const std::string sweep =
      "question: why?\nfactors:\n  adoption.peer_weight: {values: [0, 0.30000000000000004]}\n"
      "  adoption.peers: {categorical: [global, regional]}\n"
      "until_ci: {outcome: concentration, half_width: 0.1, confidence: 0.9, batch: 2, maximum: 5}\n";
  const Folder before = begun(place, sweep, arms);
  CHECK(names_in(before.path) == fresh);
  CHECK(names_in(place.path) == std::set<std::string>{"sweep", "sweep.yaml", "base.yaml"});
  const Folder after = open_folder(before.path);
  const Plan &a = before.plan, &b = after.plan;
  CHECK(a.id == b.id);
  CHECK(a.title == b.title);
  CHECK(b.question == "why?");
  CHECK(a.given == b.given);
  CHECK(a.points() == b.points());
  CHECK(a.runs() == b.runs());
  CHECK(a.layout.values() == b.layout.values());
  CHECK(b.precision.outcome == "concentration");
  CHECK(b.precision.half_width == 0.1);
  CHECK(b.precision.confidence == 0.9);
  CHECK(b.precision.batch == 2);
  CHECK(b.precision.maximum == 5);
  for (std::int64_t point = 0; point < a.points(); ++point) {
    CHECK(a.name(point) == b.name(point));
    CHECK(a.replay(point, Month::of(2025, 2)) == b.replay(point, Month::of(2025, 2)));
    CHECK(a.scenario(point)->adoption.peer_weight == b.scenario(point)->adoption.peer_weight);
  }
  CHECK(after.command_line == "moat sweep");
  CHECK(after.version == before.version);
  CHECK_NOTHROW(expect_same_version(after));
}

TEST_CASE("Runs of a sweep are replayed from the scenario in its folder") {
  const TestFolder place;
  const Folder folder = begun(place);
  CHECK(folder.plan.replay(1, Month::of(2025, 2)) ==
        "moat run " + (folder.path / "scenario-0.yaml").string() +
            " --set adoption.peer_weight=0.5 --seed 7 --developers 40 --replicate 0 --until 2025-02");
}

TEST_CASE("A folder can be given with a slash at the end, empty, or below others that are not there yet") {
  const TestFolder place;
  CHECK(begin_folder(place.path / "a/", plan_of(place, three_points), "").path == place.path / "a");
  CHECK(names_in(place.path / "a") == fresh);
  fs::create_directory(place.path / "b");
  begin_folder(place.path / "b", plan_of(place, three_points), "");
  CHECK(names_in(place.path / "b") == fresh);
  begin_folder(place.path / "c" / "d", plan_of(place, three_points), "");
  CHECK(names_in(place.path / "c") == std::set<std::string>{"d"});
}

TEST_CASE("Beginning twice with the same plan is joining, with another it is an error") {
  const TestFolder place;
  const Folder first = begun(place);
  CHECK(begun(place).plan.id == first.plan.id);
  const auto [code, text] = error_of([&] { begun(place, "replicates: 9\n" + three_points.substr(14)); });
  CHECK(code == Exit::cannot_create);
  CHECK_THAT(text, ContainsSubstring("sweep: cannot begin (another sweep was begun there (give another folder"));
  CHECK(names_in(place.path) == std::set<std::string>{"sweep", "sweep.yaml", "base.yaml"});
  CHECK(open_folder(first.path).plan.id == first.plan.id);
}

TEST_CASE("A folder with other things in it is left alone") {
  const TestFolder place;
  fs::create_directory(place.path / "sweep");
  place.write("sweep/thesis.tex", "x");
  CHECK(is_occupied(place.path / "sweep"));
  CHECK_FALSE(is_sweep(place.path / "sweep"));
  CHECK(error_of([&] { begun(place); }).first == Exit::cannot_create);
  CHECK(names_in(place.path / "sweep") == std::set<std::string>{"thesis.tex"});
  fs::remove_all(place.path / "sweep");
  place.write("sweep", "a file");
  CHECK(is_occupied(place.path / "sweep"));
  CHECK(error_of([&] { begun(place); }).first == Exit::cannot_create);
  CHECK(names_in(place.path) == std::set<std::string>{"sweep", "sweep.yaml", "base.yaml"});
}

TEST_CASE("What is no sweep does not open") {
  const TestFolder place;
  const auto [code, text] = error_of([&] { open_folder(place.path / "none"); });
  CHECK(code == Exit::input_missing);
  CHECK_THAT(text, ContainsSubstring("none: cannot open (no such folder)"));
  CHECK_THAT(error_of([&] { open_folder(place.path); }).second,
             ContainsSubstring("there is no sweep in it (sweep.json is missing)"));
}

TEST_CASE("A folder that was changed does not open") {
  const TestFolder place;
  const Folder folder = begun(place);
  const auto refused = [&](const char* file, const std::string& from, const std::string& to) {
    const std::string whole = read_whole(folder.path / file);
    replace(folder.path / file, from, to);
    const auto [code, text] = error_of([&] { open_folder(folder.path); });
    CHECK(code == Exit::io);
    CHECK_THAT(text, ContainsSubstring("(begin the sweep again in another folder)"));
    write_whole(folder.path / file, whole);
    return text;
  };
  const std::string other = "its scenario or design is not the one it was begun with";
  CHECK_THAT(refused("scenario-0.yaml", "developers: 40", "developers: 41"), ContainsSubstring(other));
  CHECK_THAT(refused("design.csv", "0.5", "0.6"), ContainsSubstring(other));
  CHECK_THAT(refused("sweep.json", "\"id\": \"", "\"id\": \"x"), ContainsSubstring(other));
  CHECK_THAT(refused("sweep.json", "\"half_width\": 0.0", "\"half_width\": 0.5"), ContainsSubstring(other));
  CHECK_THAT(refused("sweep.json", "\"format\": 2", "\"format\": 1"),
             ContainsSubstring("it has format 1, this Moat knows 2, where parameters and series have other names"));
  for (const auto& [from, to] : {std::pair{"\"format\": 2,", ""},
                                 {"{", ""},
                                 {"\"title\"", "\"tilte\""},
                                 {"\"batch\": 8", "\"batch\": []"},
                                 {"\"command_line\": \"moat sweep\"", "\"command_line\": 3"},
                                 {"\"id\": \"", "\"id\": 3, \"_\": \""}})
    CHECK_THAT(refused("sweep.json", from, to), ContainsSubstring("sweep.json is damaged"));
  CHECK_NOTHROW(open_folder(folder.path));
}

TEST_CASE("A command line in another encoding is no obstacle") {
  const TestFolder place;
  begin_folder(place.path / "sweep", plan_of(place, three_points), "moat sweep \xe9t\xe9.yaml");
  CHECK_THAT(open_folder(place.path / "sweep").command_line, ContainsSubstring("moat sweep "));
}

TEST_CASE("Another version of the program is refused, with advice") {
  const TestFolder place;
  Folder folder = begun(place);
  folder.version = "0.1 (git abc, clean)";
  const auto [code, text] = error_of([&] { expect_same_version(folder); });
  CHECK(code == Exit::cannot_create);
  CHECK_THAT(text, ContainsSubstring("it was begun by moat 0.1 (git abc, clean), this is ") &&
                       ContainsSubstring("or give --allow-version-change"));
}

TEST_CASE("Leftovers go, and what a journal names stays") {
  const TestFolder place;
  const Folder folder = begun(place);
  work_on(folder);
  const std::set<std::string> before = names_in(folder.path);
  REQUIRE(before.size() == fresh.size() + 2);
  for (const char* name : {"sweep/part-0000of1-009-00000.h5", "sweep/part-x.h5.tmp-12", "sweep/design.csv.tmp-7"})
    place.write(name, "x");
  place.write("sweep/notes.txt", "mine");
  {
    const Journal live(folder.path, {2, 5}, 0);
    clear_leftovers(folder.path);
    CHECK(names_in(folder.path).size() == before.size() + 5);
  }
  fs::remove(folder.path / "journal-0002of5-001.jsonl");
  clear_leftovers(folder.path);
  std::set<std::string> expected = before;
  expected.insert("notes.txt");
  CHECK(names_in(folder.path) == expected);
  CHECK(done_of(folder) == 6);
}

TEST_CASE("Removing a folder removes a sweep, and nothing that is not of it") {
  const TestFolder place;
  const Folder folder = begun(place);
  work_on(folder);
  place.write("sweep/results.h5", "x");
  place.write("sweep/thesis.tex", "x");
  const std::size_t count = names_in(folder.path).size();
  const auto [code, text] = error_of([&] { remove_folder(folder.path); });
  CHECK(code == Exit::cannot_create);
  CHECK_THAT(text, ContainsSubstring("thesis.tex in it is not of a sweep"));
  CHECK(names_in(folder.path).size() == count);
  fs::remove(folder.path / "thesis.tex");
  remove_folder(folder.path);
  CHECK_FALSE(fs::exists(folder.path));
}

TEST_CASE("Names that merely look like ours are not of a sweep") {
  for (const char* name : {"notes.tmp-old", "part-2-of-thesis.h5.tex", "scenario-of-mine.yaml"}) {
    INFO(name);
    const TestFolder place;
    const Folder folder = begun(place);
    place.write(std::string("sweep/") + name, "x");
    CHECK(error_of([&] { remove_folder(folder.path); }).first == Exit::cannot_create);
    clear_leftovers(folder.path);
    CHECK(fs::exists(folder.path / name));
  }
}
