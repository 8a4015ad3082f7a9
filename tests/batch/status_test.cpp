// How far a sweep is.

#include "batch/status.hpp"

#include <nlohmann/json.hpp>

#include "batch/little_sweep.hpp"

using namespace moat;
using Json = nlohmann::json;

namespace {

/// Nine runs of three points: three done, one failed, one late, a run under way.
struct Scene {
  Scene() {
    folder = begun(place, "replicates: 3\n" + three_points.substr(14));
    place.write("sweep/part-a.h5", "12345");
    {
      Journal old(folder.path, {}, 0);
      old.started(8);
      old.stored("part-a.h5", 5, {{0, 0.5, 0}, {1, 1, 0}, {2, 1.5, 0}});
    }
    live = std::make_unique<Journal>(folder.path, Slice{1, 2}, 0);
    live->started(3);
    live->started(4);
    live->failed(3, RunStatus::failed, 1, "x", 1);
    live->started(5);
    live->failed(5, RunStatus::timeout, 1, "x", 1);
  }
  Status status() const { return status_of(folder, journals_of(folder)); }

  TestFolder place;
  Folder folder;
  std::unique_ptr<Journal> live;
};

}  // namespace

TEST_CASE("Each run is counted once") {
  const Scene scene;
  const Status status = scene.status();
  CHECK(status.points == 3);
  CHECK(status.replicates == 3);
  CHECK(status.runs == 9);
  CHECK(status.done == 3);
  CHECK(status.failed == 1);
  CHECK(status.timeout == 1);
  CHECK(status.running == 1);
  CHECK(status.pending == 3);
  CHECK(status.unneeded == 0);
  CHECK(status.live == 1);
  CHECK(status.done_seconds == 3);
}

TEST_CASE("The lines for people name counts and processes") {
  const Scene scene;
  const std::string text = status_text(scene.status());
  CHECK_THAT(text, ContainsSubstring("3 of 9 runs done (3 points, up to 3 replicates), 1 failed, 1 timed out, "
                                     "1 running, 3 to come\n1 process at work, "));
  CHECK_THAT(text, ContainsSubstring("  rank 0         killed          3 done      0 failed  "));
  CHECK_THAT(text, ContainsSubstring("  task 1/2       at work         0 done      2 failed  "));
}

TEST_CASE("The JSON has all of it") {
  Scene scene;
  const Json json = Json::parse(status_json(scene.status()));
  const Json expected{{"points", 3},   {"replicates", 3},   {"runs", 9},    {"done", 3},
                      {"failed", 1},   {"timeout", 1},      {"running", 1}, {"pending", 3},
                      {"unneeded", 0}, {"complete", false}, {"live", 1}};
  for (const auto& [key, value] : expected.items()) {
    INFO(key);
    CHECK(json.at(key) == value);
  }
  CHECK(json.at("run_seconds") == 3);
  CHECK(json.at("faults").empty());
  CHECK((json.at("eta_seconds").is_null() || json.at("eta_seconds") >= 0));
  REQUIRE(json.at("tasks").size() == 2);
  CHECK(json["tasks"][0]["live"] == false);
  CHECK(json["tasks"][0]["done"] == 3);
  CHECK(json["tasks"][1]["live"] == true);
  CHECK(json["tasks"][1]["task"] == 1);
  CHECK(json["tasks"][1]["tasks"] == 2);
  CHECK(json["tasks"][1]["running"] == 1);
  for (const char* key : {"journal", "rank", "host", "process", "job", "end", "failed"})
    CHECK(json["tasks"][1].contains(key));
  scene.live->end("stopped");
  scene.live.reset();
  const Json later = Json::parse(status_json(scene.status()));
  CHECK(later["tasks"][1]["end"] == "stopped");
  CHECK(later["running"] == 0);
  CHECK(later["pending"] == 4);
  CHECK(later["runs_per_second"] == 0);
  CHECK(later["eta_seconds"].is_null());
}

TEST_CASE("Rate and time left are those of the processes at work") {
  const TestFolder place;
  const Folder folder = begun(place);
  JournalState state = journals_of(folder);
  TaskRecord task;
  task.is_live = true;
  task.first = 100;
  task.last = 110;
  task.done = 4;
  task.failed = 1;
  state.tasks = {task, task, {}};
  state.tasks[2].done = 1000;
  const Status status = status_of(folder, state);
  CHECK(status.runs_per_second == 1);
  CHECK(status.eta_seconds == 6);
  CHECK_THAT(status_text(status), ContainsSubstring("2 processes at work, 1 runs/s, ETA 0:06"));
}

TEST_CASE("A finished sweep is complete, also with failed runs, and says what is missing of it") {
  const TestFolder place;
  const Folder folder = begun(place);
  work_on(folder);
  CHECK(Json::parse(status_json(status_of(folder, journals_of(folder))))["complete"] == true);
  for (const std::string& name : names_in(folder.path))
    if (name.starts_with("part-")) std::filesystem::remove(folder.path / name);
  const Status status = status_of(folder, journals_of(folder));
  CHECK(status.done == 0);
  CHECK(status.pending == 6);
  CHECK_THAT(status_text(status), ContainsSubstring("part-0000of1-001-00000.h5 is missing (No such file or directory): "
                                                    "its runs are not done"));
}

TEST_CASE("With adaptive replicates, runs that no point needs do not count") {
  const TestFolder place;
  const Folder folder = begun(
      place, "until_ci: {outcome: concentration, half_width: 100, batch: 2, maximum: 10}\n" + three_points.substr(14));
  CHECK(status_of(folder, journals_of(folder)).runs == 30);
  work_on(folder);
  const Status status = status_of(folder, journals_of(folder));
  CHECK(status.runs == 6);
  CHECK(status.done == 6);
  CHECK(status.unneeded == 24);
  CHECK(status.pending == 0);
}

TEST_CASE("Replicates that an arm does not ask for are not needed") {
  const TestFolder place;
  const Folder folder = begun(place, three_points, quick + "arms:\n  a: {}\n  b: {set: {run.replicates: 4}}\n");
  CHECK(status_of(folder, journals_of(folder)).runs == 3 * 2 + 3 * 4);
  CHECK(status_of(folder, journals_of(folder)).unneeded == 6);
  work_on(folder);
  const Status status = status_of(folder, journals_of(folder));
  CHECK(status.done == 18);
  CHECK(status.pending == 0);
}
