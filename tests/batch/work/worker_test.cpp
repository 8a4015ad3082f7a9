// The runs of a process: the same results for any number of threads, and nothing lost or done twice.

#include "batch/work/worker.hpp"

#include <mutex>

#include "io/durable.hpp"
#include "batch/little_sweep.hpp"

using namespace moat;
namespace fs = std::filesystem;

namespace {

WorkOptions with_jobs(int jobs) {
  WorkOptions options;
  options.jobs = jobs;
  return options;
}

int parts_in(const Folder& folder) {
  int count = 0;
  for (const std::string& name : names_in(folder.path)) count += name.starts_with("part-");
  return count;
}

}  // namespace

TEST_CASE("Threads and the size of parts change no byte of the output") {
  std::map<std::string, std::string> first;
  for (const int jobs : {1, 2, 3, 4})
    for (const std::size_t bytes : {std::size_t(1), std::size_t(3000), WorkOptions{}.flush_bytes}) {
      const TestFolder place;
      const std::string events = quick.substr(0, quick.find("record")) + quick.substr(quick.find("outcomes"));
      // The file of the scenario is named in the output.
      Folder folder = begun(place, three_points, events);
      folder.plan.given.clear();
      WorkOptions options = with_jobs(jobs);
      options.flush_bytes = bytes;
      const WorkSummary summary = work_on(folder, options);
      CHECK(summary.advance.done == 6);
      CHECK(summary.advance.failed == 0);
      CHECK(summary.advance.developer_steps == 6 * 40 * 3);
      if (bytes == 1 && jobs == 1) CHECK(parts_in(folder) == 6);  // two threads can meet in one part
      if (bytes > 3000 && jobs == 1) CHECK(parts_in(folder) == 1);
      const auto all = contents(gathered(folder));
      if (first.empty()) first = all;
      for (const auto& [name, value] : all) {
        INFO(name << " with " << jobs << " threads, " << bytes << " bytes");
        CHECK((first.at(name) == value));
      }
      CHECK(all.size() == first.size());
    }
  CHECK(first.count("tokens") == 1);
  CHECK(first.count("releases/month") == 1);
}

TEST_CASE("A run that fails is told of, and does not stop the others") {
  const TestFolder place;
  const Folder folder = begun(place, one_explodes, exploding);
  const WorkSummary summary = work_on(folder, with_jobs(2));
  CHECK(summary.advance.done == 4);
  CHECK(summary.advance.failed == 2);
  const JournalState state = journals_of(folder);
  REQUIRE(state.failures.size() == 2);
  const Failure& failure = state.failures.at(1);
  CHECK(failure.status == RunStatus::failed);
  CHECK(failure.attempts == 1);
  CHECK_THAT(failure.message, ContainsSubstring("firms.capability") &&
                                  ContainsSubstring("(point 1, replicate 0). Replay: moat run ") &&
                                  ContainsSubstring("--set research.growth=1 --seed 7") &&
                                  ContainsSubstring("--replicate 0 --until 20"));
  REQUIRE(summary.messages.size() == 2);
  CHECK_THAT(summary.messages[0] + summary.messages[1], ContainsSubstring(failure.message));
  CHECK_THAT(state.failures.at(4).message, ContainsSubstring("replicate 1"));
  CHECK_FALSE(stop_requested);
  CHECK(state.tasks.back().end == "done");
}

TEST_CASE("A point that turns out to be no valid scenario fails alone") {
  const TestFolder place;
  Folder folder = begun(place);
  std::get<NumberCells>(folder.plan.design.cells[0]).values[1] = 1e9;
  CHECK(work_on(folder).advance.done == 4);
  const JournalState state = journals_of(folder);
  REQUIRE(state.failures.size() == 2);
  CHECK_THAT(state.failures.at(1).message,
             ContainsSubstring("adoption.peer_weight is 1") && ContainsSubstring("must lie in [-100, 100]"));
  CHECK_NOTHROW(gathered(folder));
}

TEST_CASE("Failed runs are tried again as often as asked") {
  const TestFolder place;
  const Folder folder = begun(place, one_explodes, exploding);
  WorkOptions options;
  options.retries = 2;
  const WorkSummary summary = work_on(folder, options);
  CHECK(summary.advance.failed == 2);
  CHECK(journals_of(folder).failures.at(1).attempts == 3);
  work_on(folder);
  CHECK(journals_of(folder).failures.at(1).attempts == 3);
  work_on(folder, {}, true);
  CHECK(journals_of(folder).failures.at(1).attempts == 4);
}

TEST_CASE("The first failure ends the work where it is to") {
  const TestFolder place;
  const Folder folder = begun(place, one_explodes, exploding);
  WorkOptions options;
  options.stop_on_error = true;
  const WorkSummary summary = work_on(folder, options);
  CHECK(summary.advance.done == 1);
  CHECK(summary.advance.failed == 1);
  CHECK(done_of(folder) == 1);
  CHECK(journals_of(folder).tasks.back().end == "stopped");
  work_on(folder);
  CHECK(done_of(folder) == 4);
}

TEST_CASE("Runs that take too long end with their month, as timeouts") {
  const TestFolder place;
  const Folder folder = begun(place);
  WorkOptions options;
  options.run_timeout = 1e-9;
  const WorkSummary summary = work_on(folder, options);
  CHECK(summary.advance.failed == 6);
  const JournalState state = journals_of(folder);
  REQUIRE(state.failures.size() == 6);
  CHECK(state.failures.at(2).status == RunStatus::timeout);
  CHECK_THAT(state.failures.at(2).message,
             ContainsSubstring("took longer than --run-timeout 1e-09 s; reached 2025-01"));
  const Tally count = tally(statuses(folder.plan, state));
  CHECK(count.timeout == 6);
  work_on(folder, {}, true);
  CHECK(done_of(folder) == 6);
}

TEST_CASE("After a request to stop, finished runs are kept and the others given back") {
  for (const int jobs : {1, 3}) {
    const TestFolder place;
    const Folder folder = begun(place, "replicates: 4\n" + three_points.substr(14));
    WorkOptions options = with_jobs(jobs);
    int months = 0;
    options.on_world = [&](std::int64_t, const World&) {
      if (++months == 14) stop_requested = true;
    };
    const WorkSummary first = work_on(folder, options);
    CHECK(first.advance.done < 12);
    CHECK(first.advance.failed == 0);
    CHECK(done_of(folder) == first.advance.done);
    CHECK(journals_of(folder).tasks.back().end == "stopped");
    const WorkSummary second = work_on(folder, with_jobs(jobs));
    CHECK(first.advance.done + second.advance.done == 12);
    CHECK(done_of(folder) == 12);
  }
}

TEST_CASE("Results are stored while a long run goes on") {
  const TestFolder place;
  const Folder folder = begun(place);
  WorkOptions options;
  options.flush_seconds = 0;
  std::set<std::int64_t> stored;
  options.on_world = [&](std::int64_t, const World&) { stored.insert(done_of(folder)); };
  work_on(folder, options);
  CHECK(stored.size() > 1);
}

TEST_CASE("Where results cannot be kept the work ends with an error, and nothing stored is lost") {
  for (const int jobs : {1, 2}) {
    const TestFolder place;
    const Folder folder = begun(place, "replicates: 4\n" + three_points.substr(14));
    WorkOptions options = with_jobs(jobs);
    options.flush_bytes = 1;
    // Every part from the third on has a folder in its way.
    for (int part = 2; part < 12; ++part)
      fs::create_directories(folder.path / fmt::format("part-0000of1-001-{:05}.h5", part) / "x");
    CHECK_THROWS_AS(work_on(folder, options), IoError);
    if (jobs == 1) CHECK(done_of(folder) == 2);  // two threads can meet in one part
    CHECK((done_of(folder) >= 2 && done_of(folder) <= 4));
    CHECK(journals_of(folder).failures.empty());
    for (int part = 2; part < 12; ++part) fs::remove_all(folder.path / fmt::format("part-0000of1-001-{:05}.h5", part));
    work_on(folder, with_jobs(jobs));
    CHECK(done_of(folder) == 12);
  }
}

TEST_CASE("A part that cannot be written during a run is no failure of that run") {
  const TestFolder place;
  const Folder folder = begun(place);
  fs::create_directories(folder.path / "part-0000of1-001-00000.h5" / "x");
  WorkOptions options;
  options.flush_seconds = 1e-9;
  bool second = false;  // the first run waits until the second has begun
  options.on_world = [&](std::int64_t run, const World&) { second = second || run == 1; };
  CHECK_THROWS_AS(work_on(folder, options), IoError);
  CHECK(journals_of(folder).failures.empty());
}

TEST_CASE("A folder that is gone is an error") {
  const TestFolder place;
  const Folder folder = begun(place);
  const Plan& plan = folder.plan;
  PlanAgenda agenda(plan, journals_of(folder), {}, false);
  LocalSource source(agenda);
  stop_requested = false;
  fs::remove_all(folder.path);
  WorkOptions options;
  options.due = 6;
  CHECK_THROWS_AS(work(plan, folder.path, source, options), IoError);
  stop_requested = false;
}

TEST_CASE("What the callbacks throw ends the work as it is") {
  const TestFolder place;
  const Folder folder = begun(place);
  WorkOptions options;
  options.on_world = [](std::int64_t, const World&) { throw std::runtime_error("from on_world"); };
  CHECK_THROWS_WITH(work_on(folder, options), "from on_world");
  CHECK(journals_of(folder).failures.empty());
}

TEST_CASE("Progress counts months, runs and failures, one call at a time") {
  const TestFolder place;
  const Folder folder = begun(place, one_explodes, exploding);
  WorkOptions options = with_jobs(3);
  double steps = 0;
  std::int64_t ended = 0;
  bool inside = false;
  options.on_advance = [&](const Advance& advance) {
    CHECK_FALSE(std::exchange(inside, true));
    CHECK(advance.developer_steps >= steps);
    CHECK(advance.done + advance.failed >= ended);
    steps = advance.developer_steps;
    ended = advance.done + advance.failed;
    inside = false;
  };
  const WorkSummary summary = work_on(folder, options);
  CHECK(ended == 6);
  CHECK(steps == summary.advance.developer_steps);
  CHECK(summary.run_seconds > 0);
  CHECK(summary.mechanism_seconds.size() == mechanisms().size());
}

TEST_CASE("Without runs there is neither journal nor part") {
  const TestFolder place;
  const Folder folder = begun(place);
  work_on(folder);
  const auto before = names_in(folder.path);
  CHECK(work_on(folder).advance.done == 0);
  CHECK(names_in(folder.path) == before);
}
