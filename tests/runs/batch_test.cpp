// Many runs: in order whatever ran when, none stopped by another, all stopped on request.

#include "catch.hpp"
#include "little.hpp"
#include "run/batch.hpp"

#include <algorithm>
#include <set>

using namespace moat;

namespace {

/// Leaves the request to stop as it was.
struct Unstopped {
  ~Unstopped() { stop_requested = false; }
};

std::vector<std::pair<int, int>> order(const std::vector<RunResult>& results) {
  std::vector<std::pair<int, int>> found;
  for (const RunResult& run : results) found.emplace_back(run.point, run.replicate);
  return found;
}

const Sets small{"record.series=[tokens]", "run.developers=300"};

std::vector<Point> two_points() {
  Sets more = small;
  more.insert(more.end(), {"run.replicates=3", "run.first_replicate=4", "run.end=2025-06"});
  return {little(small, "a"), little(more, "b")};
}

}  // namespace

TEST_CASE("Runs are the replicates of all points") {
  CHECK(run_count({}) == 0);
  CHECK(run_count(two_points()) == 4);
}

TEST_CASE("Results come in the order of points and replicates, for any number of threads") {
  const std::vector<Point> points = two_points();
  const std::vector<RunResult> one = run_batch(points, {});
  CHECK(order(one) == std::vector<std::pair<int, int>>{{0, 0}, {1, 4}, {1, 5}, {1, 6}});
  for (const int jobs : {2, 3, 16}) {
    BatchOptions options;
    options.jobs = jobs;
    const std::vector<RunResult> more = run_batch(points, options);
    CHECK(order(more) == order(one));
    for (std::size_t i = 0; i < one.size(); ++i) CHECK(more[i].values == one[i].values);
  }
}

TEST_CASE("Progress counts developers and runs up to the end") {
  BatchOptions options;
  options.jobs = 2;
  std::vector<double> steps;
  std::set<std::pair<int, int>> seen;
  Advance last;
  options.on_advance = [&](const Advance& advance) { steps.push_back((last = advance).developer_steps); };
  options.on_world = [&](int point, int replicate, const World&) { seen.emplace(point, replicate); };
  const std::vector<RunResult> results = run_batch(two_points(), options);
  CHECK(std::is_sorted(steps.begin(), steps.end()));
  CHECK(last.developer_steps == 300 * (24 + 3 * 6));
  CHECK(last.all_developer_steps == last.developer_steps);
  CHECK(last.runs_done == 4);
  CHECK(last.runs_failed == 0);
  CHECK(last.runs == 4);
  CHECK(seen.size() == 4);
}

TEST_CASE("A failed run does not stop the others") {
  Sets broken = small;
  broken.insert(broken.end(), {"pricing.serving_gain=3", "run.end=2060-12", "adoption.token_elasticity=0.9"});
  BatchOptions options;
  options.jobs = GENERATE(1, 2);
  Advance last;
  options.on_advance = [&](const Advance& advance) { last = advance; };
  const std::vector<RunResult> results =
      run_batch({little(small, "a"), little(broken, "b"), little(small, "c")}, options);
  CHECK(results[0].status == RunStatus::done);
  CHECK(results[1].status == RunStatus::failed);
  CHECK(results[2].status == RunStatus::done);
  CHECK(results[0].values == results[2].values);
  CHECK(last.runs_done == 2);
  CHECK(last.runs_failed == 1);
}

TEST_CASE("A request to stop leaves finished runs and drops the rest") {
  const Unstopped later;
  Sets sets = small;
  sets.push_back("run.replicates=5");
  BatchOptions options;
  options.on_advance = [](const Advance& advance) {
    if (advance.runs_done == 2) stop_requested = true;
  };
  const std::vector<RunResult> results = run_batch({little(sets)}, options);
  REQUIRE(results.size() == 5);
  for (int r = 0; r < 5; ++r) {
    CHECK(results[std::size_t(r)].status == (r < 2 ? RunStatus::done : RunStatus::pending));
    CHECK(results[std::size_t(r)].replicate == r);
  }
}
