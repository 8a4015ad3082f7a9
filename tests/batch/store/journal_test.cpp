// Journals: what a crash cannot take back, and who is at work.

#include <fcntl.h>
#include <sys/file.h>

#include <cmath>
#include <thread>

#include "base/error.hpp"
#include "io/durable.hpp"
#include "batch/little_sweep.hpp"

using namespace moat;
namespace fs = std::filesystem;

namespace {

constexpr std::int64_t all_runs = 20;

JournalState read(const TestFolder& folder, bool adaptive = false, bool check_parts = false) {
  return read_journals(folder.path, all_runs, adaptive, check_parts);
}

std::vector<std::int64_t> done(const JournalState& state) {
  std::vector<std::int64_t> runs;
  for (std::int64_t run = 0; run < all_runs; ++run)
    if (state.is_done(run)) runs.push_back(run);
  return runs;
}

using RunNumbers = std::vector<std::int64_t>;

void append(const fs::path& file, const std::string& text) {
  std::ofstream(file, std::ios::app | std::ios::binary) << text;
}

std::string conflict(const TestFolder& folder, Slice slice) {
  try {
    expect_no_conflict(folder.path, slice);
  } catch (const IoError& error) {
    CHECK(error.code() == Exit::cannot_create);
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("What is stored is done, with its part, row and seconds") {
  const TestFolder folder;
  {
    Journal journal(folder.path, {}, 0);
    for (const int run : {3, 1, 2}) journal.started(run);
    journal.stored("part-a.h5", 10, {{3, 0.5, 7}, {1, 1.25, 8}});
    journal.end("done");
  }
  const JournalState state = read(folder);
  CHECK(done(state) == RunNumbers{1, 3});
  CHECK(state.parts.size() == 1);
  CHECK(state.parts[0].file == "part-a.h5");
  CHECK(state.part_of[3] == 0);
  CHECK(state.row_of[3] == 0);
  CHECK(state.row_of[1] == 1);
  CHECK(state.seconds[1] == 1.25f);
  CHECK(state.outcome.empty());
  CHECK(state.failures.empty());
  CHECK(state.faults.empty());
  REQUIRE(state.tasks.size() == 1);
  CHECK(state.tasks[0].journal == "journal-0000of1-001.jsonl");
  CHECK(state.tasks[0].end == "done");
  CHECK(state.tasks[0].done == 2);
  CHECK(state.tasks[0].process == getpid());
  CHECK(state.tasks[0].running.empty());
  CHECK(state.tasks[0].first > 1.6e9);
  CHECK(state.tasks[0].last >= state.tasks[0].first);
}

TEST_CASE("A line cut short is as if it had not been written") {
  const TestFolder folder;
  std::string name;
  {
    Journal journal(folder.path, {}, 0);
    journal.stored("part-a.h5", 10, {{1, 0, 0}});
    journal.stored("part-b.h5", 10, {{2, 0, 0}});
  }
  const fs::path file = folder.path / "journal-0000of1-001.jsonl";
  const std::string whole = read_whole(file);
  const std::size_t second = whole.find("part-b");
  const std::size_t line = whole.rfind('\n', second) + 1;
  for (std::size_t end = line; end < whole.size(); ++end) {
    write_whole(file, whole.substr(0, end));
    INFO(end);
    CHECK(done(read(folder)) == RunNumbers{1});
  }
  write_whole(file, whole);
  CHECK(done(read(folder)) == RunNumbers{1, 2});
}

TEST_CASE("A damaged line is no reason to give up the others") {
  const TestFolder folder;
  { Journal(folder.path, {}, 0).stored("part-a.h5", 10, {{1, 0, 0}}); }
  const fs::path file = folder.path / "journal-0000of1-001.jsonl";
  for (const std::string line :
       {"\0\0\0", "[]", "17", "{\"part\": \"x.h5\"}", "{\"part\": 3, \"bytes\": 1, \"runs\": [5], \"seconds\": [1]}",
        "{\"part\": \"x.h5\", \"bytes\": 1, \"runs\": [5], \"seconds\": []}", "{\"start\": \"x\"}", "{\"failed\": {}}",
        "{\"failed\": 4, \"message\": 99}", "{\"failed\": -4}", "{\"end\": 4}", "{\"time\": \"noon\"}",
        "{\"journal\": 1, \"index\": \"x\"}", "\xff\xfe{}"})
    append(file, line + "\n");
  append(file, "{\"part\": \"b.h5\", \"bytes\": 1, \"runs\": [-1, 7, 20], \"seconds\": [1, 1, 1]}\n");
  const JournalState state = read(folder);
  CHECK(done(state) == RunNumbers{1, 7});
  CHECK(state.failures.empty());
}

TEST_CASE("A run that two processes did is that of the first journal") {
  const TestFolder folder;
  Journal first(folder.path, {}, 0), second(folder.path, {}, 0);
  second.stored("part-b.h5", 10, {{4, 0, 20}, {5, 0, 21}});
  first.stored("part-a.h5", 10, {{5, 0, 11}});
  const JournalState state = read(folder, true);
  CHECK(done(state) == RunNumbers{4, 5});
  CHECK(state.parts[std::size_t(state.part_of[5])].file == "part-a.h5");
  CHECK(state.outcome.at(5) == 11);
  CHECK(state.outcome.at(4) == 20);
}

TEST_CASE("Writers of one folder have journals and parts of their own") {
  const TestFolder folder;
  Journal a(folder.path, {3, 8}, 0), b(folder.path, {3, 8}, 0), c(folder.path, {3, 8}, 2), d(folder.path, {}, 0);
  CHECK(names_in(folder.path) == std::set<std::string>{"journal-0003of8-001.jsonl", "journal-0003of8-002.jsonl",
                                                       "journal-0003of8-rank0002-001.jsonl",
                                                       "journal-0000of1-001.jsonl"});
  std::set<std::string> parts;
  for (Journal* one : {&a, &b, &c, &d})
    for (int i = 0; i < 3; ++i) parts.insert(one->next_part());
  CHECK(parts.size() == 12);
  const JournalState state = read(folder);
  REQUIRE(state.tasks.size() == 4);
  CHECK(state.tasks[1].slice == Slice{3, 8});
  CHECK(state.tasks[3].rank == 2);
}

TEST_CASE("Failures are kept until the run is done") {
  const TestFolder folder;
  Journal first(folder.path, {}, 0);
  first.started(2);
  first.failed(2, RunStatus::failed, 1, "one\nline \"more\" \xc3\xbc", 0.5);
  first.failed(2, RunStatus::timeout, 2, "late", 3);
  first.failed(6, RunStatus::failed, 1, "cut \xff\xc3", 0);
  const JournalState before = read(folder);
  CHECK(done(before).empty());
  REQUIRE(before.failures.size() == 2);
  CHECK(before.failures.at(2).status == RunStatus::timeout);
  CHECK(before.failures.at(2).attempts == 2);
  CHECK(before.failures.at(2).message == "late");
  CHECK(before.failures.at(2).seconds == 3);
  CHECK_THAT(before.failures.at(6).message, ContainsSubstring("cut \xef\xbf\xbd"));
  CHECK(before.tasks[0].failed == 3);
  CHECK(before.tasks[0].running.empty());
  Journal(folder.path, {}, 0).stored("part-a.h5", 10, {{2, 0, 0}});
  const JournalState after = read(folder);
  CHECK(after.failures.size() == 1);
  CHECK(after.failures.count(6) == 1);
}

TEST_CASE("A message keeps its lines and quotes") {
  const TestFolder folder;
  const std::string message = "one\nline \"more\" \\ \t \xc3\xbc \x01";
  Journal(folder.path, {}, 0).failed(2, RunStatus::failed, 1, message, 0.5);
  CHECK(read(folder).failures.at(2).message == message);
}

TEST_CASE("Outcomes come back bit for bit, also those that are no numbers") {
  const TestFolder folder;
  const double third = 1.0 / 3, missing = std::numeric_limits<double>::quiet_NaN();
  Journal(folder.path, {}, 0).stored("p.h5", 1, {{0, 0, third}, {1, 0, missing}, {2, 0, 5e-324}, {3, 0, -0.0}});
  const JournalState state = read(folder, true);
  CHECK(state.outcome.at(0) == third);
  CHECK(std::isnan(state.outcome.at(1)));
  CHECK(state.outcome.at(2) == 5e-324);
  CHECK(state.is_done(1));
}

TEST_CASE("Runs of a part that is gone or cut short are not done, and can be done again") {
  const TestFolder folder;
  folder.write("part-a.h5", "12345");
  folder.write("part-b.h5", "1234");
  Journal first(folder.path, {}, 0);
  first.stored("part-a.h5", 5, {{1, 0, 0}});
  first.stored("part-b.h5", 5, {{2, 0, 0}});
  first.stored("part-c.h5", 5, {{3, 0, 0}});
  first.failed(2, RunStatus::failed, 1, "before", 0);
  CHECK(done(read(folder)) == RunNumbers{1, 2, 3});
  const JournalState state = read(folder, true, true);
  CHECK(done(state) == RunNumbers{1});
  CHECK(state.failures.count(2) == 1);
  CHECK(state.outcome.size() == 1);
  CHECK(state.faults == std::vector<std::string>{"part-b.h5 has 4 bytes instead of 5",
                                                 "part-c.h5 is missing (No such file or directory)"});
  folder.write("part-d.h5", "123");
  Journal(folder.path, {}, 0).stored("part-d.h5", 3, {{3, 0, 0}, {2, 0, 0}});
  const JournalState again = read(folder, false, true);
  CHECK(done(again) == RunNumbers{1, 2, 3});
  CHECK(again.parts[std::size_t(again.part_of[2])].file == "part-d.h5");
  CHECK(again.row_of[2] == 1);
}

TEST_CASE("A journal is live while its writer is") {
  const TestFolder folder;
  auto journal = std::make_unique<Journal>(folder.path, Slice{}, 0);
  journal->started(1);
  journal->started(2);
  journal->failed(2, RunStatus::failed, 1, "x", 0);
  CHECK(read(folder).tasks[0].is_live);
  CHECK(read(folder).tasks[0].running == RunNumbers{1});
  CHECK(read(folder).tasks[0].is_live);  // looking does not take the lock
  journal.reset();
  CHECK_FALSE(read(folder).tasks[0].is_live);
  CHECK(read(folder).tasks[0].running.empty());
  const int descriptor = open((folder.path / "journal-0000of1-001.jsonl").c_str(), O_RDONLY);
  REQUIRE(flock(descriptor, LOCK_EX | LOCK_NB) == 0);
  CHECK(read(folder).tasks[0].is_live);
  close(descriptor);
  CHECK_FALSE(read(folder).tasks[0].is_live);
}

TEST_CASE("Processes at work on the same runs are in conflict, and only those") {
  const TestFolder folder;
  CHECK(conflict(folder, {}) == "");
  auto journal = std::make_unique<Journal>(folder.path, Slice{1, 4}, 0);
  CHECK(conflict(folder, {0, 4}) == "");
  CHECK_THAT(conflict(folder, {1, 4}),
             ContainsSubstring(fmt::format("cannot work on (process {} on ", getpid())) &&
                 ContainsSubstring("is at work on task 1/4 of it: wait until it ends, or stop it)"));
  CHECK(conflict(folder, {}) != "");
  CHECK(conflict(folder, {0, 3}) != "");
  journal.reset();
  CHECK(conflict(folder, {1, 4}) == "");
}

TEST_CASE("Lines of several threads do not mix") {
  const TestFolder folder;
  {
    Journal journal(folder.path, {}, 0);
    std::vector<std::thread> threads;
    for (std::int64_t t = 0; t < 4; ++t)
      threads.emplace_back([&journal, t] {
        for (std::int64_t i = 0; i < 5; ++i)
          journal.failed(t * 5 + i, RunStatus::failed, 1, std::string(2000, char('a' + t)), 0);
      });
    for (std::thread& one : threads) one.join();
  }
  const JournalState state = read(folder);
  REQUIRE(state.failures.size() == 20);
  for (const auto& [run, failure] : state.failures) CHECK(failure.message == std::string(2000, char('a' + run / 5)));
}

TEST_CASE("A journal that cannot be begun or written is an error") {
  const TestFolder folder;
  try {
    Journal(folder.path / "none", {}, 0);
    FAIL("no error");
  } catch (const IoError& error) {
    CHECK(error.code() == Exit::cannot_create);
    CHECK_THAT(error.what(), ContainsSubstring("journal-0000of1-001.jsonl: cannot create ("));
  }
  if (!fs::exists("/dev/full")) return;
  fs::create_symlink("/dev/full", folder.path / "journal-0000of1-001.jsonl");
  CHECK_NOTHROW(Journal(folder.path, {}, 0));  // that name is taken, whatever it is
}
