// One run: the same for any number of threads, stoppable, and helpful when it fails.

#include "catch.hpp"
#include "little.hpp"
#include "run/run.hpp"

#include <cstring>

using namespace moat;

namespace {

const OnMonth go_on = [](const World&) { return true; };

RunResult run(const Point& point, int replicate = 0, int threads = 1) {
  return run_point(point, 0, replicate, threads, go_on);
}

/// Bit for bit, so that NaN equals NaN.
bool same(const std::vector<double>& a, const std::vector<double>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(double)) == 0;
}

bool same(const RunResult& a, const RunResult& b) {
  if (a.values.size() != b.values.size() || a.events.releases.size() != b.events.releases.size()) return false;
  for (std::size_t i = 0; i < a.values.size(); ++i)
    if (!same(a.values[i], b.values[i])) return false;
  return true;
}

/// Tokens become too many to count once serving costs next to nothing: the honest way to a broken contract.
const Sets exploding{"pricing.serving_gain=3", "run.end=2060-12", "adoption.token_elasticity=0.9"};

}  // namespace

TEST_CASE("A run records each series in each recorded month") {
  const Point point = little({"record.every=5"});
  const RunResult result = run(point);
  REQUIRE(result.status == RunStatus::done);
  CHECK(result.message.empty());
  REQUIRE(result.values.size() == point.series.size());
  for (std::size_t i = 0; i < point.series.size(); ++i) {
    INFO(point.series[i]->name);
    CHECK(result.values[i].size() == 5 * cell_count(*point.series[i], point.axes));
  }
  CHECK(result.mechanism_seconds.size() == step_order().size());
  CHECK_FALSE(result.events.releases.empty());
  CHECK(result.events.policies.size() == 7);
}

TEST_CASE("The number of threads changes no bit") {
  const Point point = little({"run.developers=30000", "record.flows=true"});  // four chunks of developers
  const RunResult one = run(point);
  for (const int threads : {2, 3, 7, 64}) {
    INFO(threads);
    CHECK(same(one, run(point, 0, threads)));
  }
}

TEST_CASE("Replicates and seeds differ, and each can be had again") {
  const Point point = little();
  CHECK(same(run(point, 4), run(point, 4)));
  CHECK_FALSE(same(run(point, 4), run(point, 5)));
  CHECK_FALSE(same(run(point), run(little({"run.seed=8"}))));
}

TEST_CASE("The end of a run does not reach back to its beginning") {
  const Point whole = little({"record.series=[tokens]"}), half = little({"record.series=[tokens]", "run.end=2025-12"});
  std::vector<double> beginning = run(whole).values[0];
  beginning.resize(beginning.size() / 2);
  CHECK(same(run(half).values[0], beginning));
}

TEST_CASE("A run can be stopped after any month and then stays pending") {
  int months = 0;
  const RunResult result = run_point(little(), 2, 5, 1, [&](const World&) { return ++months < 7; });
  CHECK(months == 7);
  CHECK(result.status == RunStatus::pending);
  CHECK(result.point == 2);
  CHECK(result.replicate == 5);
}

TEST_CASE("The world is shown at the end of each month") {
  Month next = Month::of(2025, 1);
  run_point(little(), 0, 0, 1, [&](const World& world) {
    CHECK(world.clock.now() == next);
    next = next + 1;
    return true;
  });
  CHECK(next == Month::of(2027, 1));
}

TEST_CASE("A broken contract fails the run and says how to see it again") {
  Sets sets = exploding;
  sets.insert(sets.end(), {"title=It's a test", "run.seed=11", "firms.Cedar.capex={2025-01: 5.0e7, 2026-12: 2.0e8}"});
  const RunResult result = run(little(sets, "huge"), 3);
  REQUIRE(result.status == RunStatus::failed);
  CHECK_THAT(result.message, ContainsSubstring("market.tokens") && ContainsSubstring("scenario huge, replicate 3"));
  CHECK_THAT(result.message, ContainsSubstring("mechanism check_invariants, month 20"));
  CHECK_THAT(result.message, ContainsSubstring("Replay: moat run " MOAT_SOURCE "/tests/little.yaml"));
  CHECK_THAT(result.message, ContainsSubstring("--set 'pricing.serving_gain=3'") && ContainsSubstring("--replicate 3"));
  CHECK_THAT(result.message, ContainsSubstring("--set 'title=It'\\''s a test'") && ContainsSubstring("--seed 11"));
  CHECK_THAT(result.message, ContainsSubstring("'firms.Cedar.capex={2025-01: 5.0e7, 2026-12: 2.0e8}'"));
}

TEST_CASE("The replay runs into the same failure in its last month") {
  const RunResult first = run(little(exploding));
  const std::size_t at = first.message.find("--until ");
  REQUIRE(at != std::string::npos);
  const std::string month = first.message.substr(at + 8, 7);
  Sets sets = exploding;
  sets.push_back("run.end=" + month);
  const RunResult again = run(little(sets));
  CHECK(again.status == RunStatus::failed);
  CHECK_THAT(again.message, ContainsSubstring("month " + month));
}

TEST_CASE("The replay keeps the options that change the run") {
  Sets sets = exploding;
  sets.insert(sets.end(), {"run.skip=[community, security]", "run.start=2025-02", "run.developers=500"});
  const std::string message = run(little(sets)).message;
  CHECK_THAT(message, ContainsSubstring("--set 'run.skip=[community, security]'"));
  CHECK_THAT(message, ContainsSubstring("--set 'run.start=2025-02'"));
  CHECK_THAT(message, ContainsSubstring("--developers 500"));
}
