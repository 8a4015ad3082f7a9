// Saved runs in a file: what was written is read, damage is found, and runs find the ones that they go on from.

#include "batch/little_sweep.hpp"
#include "batch/store/saved_runs.hpp"
#include "scenario/scenario.hpp"

using namespace moat;

namespace {

const Month stop = Month::of(2025, 6);

Plan plan_with(const std::vector<std::string>& sets) {
  const std::string files[] = {std::string(MOAT_SOURCE) + "/tests/little.yaml"};
  return plan_of_files(files, sets, {});
}

SavedRun run_with(std::int8_t value) {
  return {stop, {{"a", Bytes{value, 2, 3}}, {"empty", Bytes{}}, {"z", Bytes{9}}}};
}

std::filesystem::path saved(const TestFolder& folder, const Plan& plan) {
  const std::filesystem::path path = folder.path / "saved.h5";
  h5::File file = h5::File::create(path);
  write_saved_runs(file, plan, {{0, run_with(1)}, {1, run_with(7)}}, stop);
  file.commit();
  return path;
}

}  // namespace

TEST_CASE("Saved runs are read as they were written") {
  const TestFolder folder;
  const Plan plan = plan_with({"run.replicates=2", "run.developers=100"});
  const SavedRuns read = read_saved_runs(saved(folder, plan));
  CHECK(read.month == stop);
  CHECK(read.plan.runs() == 2);
  REQUIRE(read.runs.size() == 2);
  CHECK(read.runs.at({read.plan.name(0), 0}).values == run_with(1).values);
  CHECK(read.runs.at({read.plan.name(0), 1}).values == run_with(7).values);
}

TEST_CASE("Each run goes on from the one of its replicate, unless its scenario differs by then") {
  const TestFolder folder;
  const SavedRuns read = read_saved_runs(saved(folder, plan_with({"run.replicates=2", "run.developers=100"})));
  const auto from = runs_to_go_on_from(read, plan_with({"run.replicates=2", "run.developers=100"}));
  REQUIRE(from.size() == 2);
  CHECK(from.at(0)->values == run_with(1).values);
  CHECK(from.at(1)->values == run_with(7).values);
  CHECK_THROWS_WITH(runs_to_go_on_from(read, plan_with({"run.replicates=3", "run.developers=100"})),
                    Catch::Contains("no saved run of replicate 2"));
  CHECK_THROWS_WITH(runs_to_go_on_from(read, plan_with({"run.replicates=2", "run.developers=101"})),
                    Catch::Contains("run.developers differs and may act from"));
  CHECK_THROWS_WITH(runs_to_go_on_from(read, plan_with({"run.replicates=2", "run.developers=100", "run.end=2025-03"})),
                    Catch::Contains("give a later --until"));
}

TEST_CASE("A file without a state is refused") {
  const TestFolder folder;
  const std::filesystem::path path = folder.path / "plain.h5";
  h5::File file = h5::File::create(path);
  file.commit();
  CHECK_THROWS_WITH(read_saved_runs(path), Catch::Contains("holds no saved state"));
}
