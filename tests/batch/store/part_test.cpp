// Part files: what goes in comes out, run by run.

#include "batch/store/part.hpp"

#include "batch/little_sweep.hpp"

using namespace moat;
namespace fs = std::filesystem;

namespace {

/// Invented results of some runs, all different.
std::vector<FinishedRun> finished(const Plan& plan, const std::vector<std::int64_t>& numbers) {
  std::vector<FinishedRun> runs;
  for (const std::int64_t run : numbers) {
    FinishedRun one{run, std::vector<double>(plan.layout.values()), {}, {}, 0.5, {}};
    for (std::size_t i = 0; i < one.values.size(); ++i) one.values[i] = double(run) * 1000 + double(i);
    for (std::size_t i = 0; i < plan.layout.outcomes.size(); ++i) one.outcomes.push_back(double(run) + 0.5);
    for (std::int64_t i = 0; i < run % 3; ++i)
      one.events.incidents.push_back({Month::of(2025, 1), 0, true, double(run * 10 + i)});
    runs.push_back(std::move(one));
  }
  return runs;
}

std::vector<double> severities(Part& part, std::int64_t row) {
  std::vector<EventTable> tables = empty_event_tables();
  part.events(row, tables);
  return std::get<std::vector<double>>(tables[2].columns.back().values);
}

}  // namespace

TEST_CASE("A part gives back values, outcomes and events of each run") {
  const TestFolder folder;
  const Plan plan = plan_of(folder, three_points);
  const auto runs = finished(plan, {0, 2, 4, 5});
  const fs::path file = folder.path / "part.h5";
  const std::uint64_t bytes = write_part(file, plan, runs);
  CHECK(bytes == fs::file_size(file));
  CHECK(names_in(folder.path) == std::set<std::string>{"base.yaml", "sweep.yaml", "part.h5"});
  Part part(file);
  for (std::size_t row = 0; row < runs.size(); ++row) {
    std::vector<double> values(plan.layout.values());
    part.values(std::int64_t(row), 0, values);
    CHECK(values == runs[row].values);
    std::vector<double> some(3);
    part.values(std::int64_t(row), 5, some);
    CHECK(some == std::vector<double>(values.begin() + 5, values.begin() + 8));
    CHECK(part.outcomes(std::int64_t(row)) == runs[row].outcomes);
  }
  CHECK(severities(part, 0).empty());
  CHECK(severities(part, 1) == std::vector<double>{20, 21});
  CHECK(severities(part, 2) == std::vector<double>{40});
  CHECK(severities(part, 3) == std::vector<double>{50, 51});
}

TEST_CASE("A part says which runs it holds, of which design") {
  const TestFolder folder;
  const Plan plan = plan_of(folder, three_points);
  write_part(folder.path / "part.h5", plan, finished(plan, {1, 3}));
  const h5::Reader file = h5::Reader::open(folder.path / "part.h5");
  CHECK(file.all<std::int64_t>("run") == std::vector<std::int64_t>{1, 3});
  CHECK(file.attribute_text("/", "design") == plan.id);
}

TEST_CASE("Runs that record nothing make a part all the same") {
  const TestFolder folder;
  const Plan plan = plan_of(folder, three_points, "run: {developers: 40, end: 2025-03}\nrecord: {series: [none]}\n");
  REQUIRE(plan.layout.values() == 0);
  write_part(folder.path / "part.h5", plan, finished(plan, {0, 3}));
  Part part(folder.path / "part.h5");
  part.values(0, 0, {});
  CHECK(part.outcomes(1).empty());
  CHECK(severities(part, 1).empty());
}

TEST_CASE("Results of a run take about the bytes that are counted for them") {
  FinishedRun run;
  CHECK(run.bytes() == 0);
  run.values.resize(100);
  run.outcomes.resize(3);
  CHECK(run.bytes() == 824);
  run.events.policies.resize(10);
  run.events.incidents.resize(10);
  CHECK(run.bytes() > 1000);
}

TEST_CASE("More parts than may be open at once can be read in any order") {
  const TestFolder folder;
  const Plan plan = plan_of(folder, three_points);
  for (int i = 0; i < 70; ++i) write_part(folder.path / fmt::format("p{}.h5", i), plan, finished(plan, {i % 6}));
  Parts parts(folder.path);
  for (int round = 0; round < 2; ++round)
    for (int i = 0; i < 70; ++i) CHECK(parts.open(fmt::format("p{}.h5", i)).outcomes(0).front() == i % 6 + 0.5);
  CHECK(&parts.open("p69.h5") == &parts.open("p69.h5"));
  CHECK_THROWS_AS(parts.open("none.h5"), IoError);
  CHECK_THROWS_AS(parts.open("none.h5"), IoError);  // and again
}
