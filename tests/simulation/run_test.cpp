// One run: the same for any number of threads, stoppable, and helpful when it fails.

#include "catch.hpp"
#include "simulation/little.hpp"
#include "simulation/run.hpp"

#include <algorithm>
#include <bit>

using namespace moat;

namespace {

const OnMonth go_on = [](const World&) { return true; };

RunResult run(const Little& what, int replicate = 0, int threads = 1) {
  return run_once(what.scenario, what.shape, replicate, threads, go_on);
}

/// Bit for bit, so that NaN equals NaN.
bool same(const std::vector<double>& a, const std::vector<double>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](double x, double y) {
    return std::bit_cast<std::uint64_t>(x) == std::bit_cast<std::uint64_t>(y);
  });
}

bool same(const RunResult& a, const RunResult& b) {
  return same(a.values, b.values) && same(a.outcomes, b.outcomes) &&
         a.events.releases.size() == b.events.releases.size();
}

/// Research that gains forty points a month leaves the range of capability in 2045: the honest way to a broken contract.
const Sets exploding{"research.growth=1", "capability.per_tenfold=40", "run.end=2060-12"};

}  // namespace

TEST_CASE("A run records each series in each recorded month") {
  const Little point = little({"record.every=5"});
  const RunResult result = run(point);
  REQUIRE(result.status == RunStatus::done);
  CHECK(result.message.empty());
  std::size_t cells = 0;
  for (const Series* one : point.shape.series) cells += cell_count(*one, point.shape.axes);
  CHECK(result.values.size() == 5 * cells);
  CHECK(result.mechanism_seconds.size() == mechanisms().size());
  CHECK_FALSE(result.events.releases.empty());
  CHECK(result.events.policies.size() == 7);
}

TEST_CASE("The number of threads changes no bit") {
  const Little point = little({"run.developers=30000", "record.flows=true"});  // four chunks of developers
  const RunResult one = run(point);
  for (const int threads : {2, 3, 7, 64}) {
    INFO(threads);
    CHECK(same(one, run(point, 0, threads)));
  }
}

TEST_CASE("Replicates and seeds differ, and each can be had again") {
  const Little point = little();
  CHECK(same(run(point, 4), run(point, 4)));
  CHECK_FALSE(same(run(point, 4), run(point, 5)));
  CHECK_FALSE(same(run(point), run(little({"run.seed=8"}))));
}

TEST_CASE("The end of a run does not reach back to its beginning") {
  const Little whole = little({"record.series=[tokens]"}), half = little({"record.series=[tokens]", "run.end=2025-12"});
  std::vector<double> beginning = run(whole).values;
  beginning.resize(beginning.size() / 2);
  CHECK(same(run(half).values, beginning));
}

TEST_CASE("A run can be stopped after any month and then stays pending") {
  int months = 0;
  const Little what = little();
  const RunResult result = run_once(what.scenario, what.shape, 5, 1, [&](const World&) { return ++months < 7; });
  CHECK(months == 7);
  CHECK(result.status == RunStatus::pending);
  CHECK(result.reached == Month::of(2025, 7));
}

TEST_CASE("The world is shown at the end of each month") {
  Month next = Month::of(2025, 1);
  const Little what = little();
  run_once(what.scenario, what.shape, 0, 1, [&](const World& world) {
    CHECK(world.clock.now() == next);
    next = next + 1;
    return true;
  });
  CHECK(next == Month::of(2027, 1));
}

TEST_CASE("A broken contract fails the run and says where") {
  const RunResult result = run(little(exploding), 3);
  REQUIRE(result.status == RunStatus::failed);
  CHECK_THAT(result.message, ContainsSubstring("firms.capability"));
  CHECK_THAT(result.message, ContainsSubstring("mechanism check_invariants, month " + to_string(result.reached)));
}

TEST_CASE("A run that ends with the month of a failure runs into the same") {
  const RunResult first = run(little(exploding));
  Sets sets = exploding;
  sets.push_back("run.end=" + to_string(first.reached));
  const RunResult again = run(little(sets));
  CHECK(again.status == RunStatus::failed);
  CHECK(again.message == first.message);
}

// Sanitizers end the program where memory runs out, instead of throwing.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
TEST_CASE("A run without memory fails and says what to do") {
  Little huge = little();
  huge.shape.offset.back() = std::size_t(1) << 50;  // as many values do not fit anywhere
  const RunResult result = run(huge);
  CHECK(result.status == RunStatus::failed);
  CHECK_THAT(result.message, ContainsSubstring("out of memory (fewer developers"));
}
#endif

TEST_CASE("Outcomes are cells of series in a month, or over months") {
  const Little what =
      little({"record.series=[tokens, hhi_tokens]", "outcomes.last={series: hhi_tokens}",
              "outcomes.early={series: hhi_tokens, month: 2025-03}",
              "outcomes.mean={series: hhi_tokens, over: mean, from: 2025-02, month: 2025-04}",
              "outcomes.most={series: hhi_tokens, over: max}",
              "outcomes.cell={series: tokens, select: {line: Birch, region: east, segment: enterprise}}"});
  const RunResult result = run(what);
  const auto at = [&](std::size_t s, std::size_t i) { return result.values[what.shape.offset[s] + i]; };
  const std::size_t hhi = what.shape.series[0]->name == "hhi_tokens" ? 0 : 1;
  REQUIRE(result.outcomes.size() == 5);
  CHECK(result.outcomes[0] == at(hhi, 23));
  CHECK(result.outcomes[1] == at(hhi, 2));
  CHECK(result.outcomes[2] == (at(hhi, 1) + at(hhi, 2) + at(hhi, 3)) / 3);
  double most = at(hhi, 0);
  for (std::size_t i = 1; i < 24; ++i) most = std::max(most, at(hhi, i));
  CHECK(result.outcomes[3] == most);
  CHECK(result.outcomes[4] == at(1 - hhi, 23 * 20 + 2 * 4 + 1 * 2 + 1));
}
