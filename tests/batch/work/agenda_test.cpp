// What is still to be done: each run once, in order, and the same adaptive replicates whatever ends first.

#include "base/missing.hpp"
#include "base/random.hpp"
#include "batch/little_sweep.hpp"

#include <cmath>

using namespace moat;

namespace {

using Runs = std::vector<std::int64_t>;

JournalState nothing_done(const Plan& plan) {
  JournalState state;
  state.part_of.assign(std::size_t(plan.runs()), JournalState::nowhere);
  return state;
}

/// Takes and settles one run after the other.
Runs all_of(PlanAgenda& agenda) {
  Runs runs;
  while (const auto run = agenda.next()) {
    runs.push_back(*run);
    agenda.settle({*run, RunStatus::done, {0.0}});
  }
  CHECK(agenda.finished());
  return runs;
}

Runs all_of(const Plan& plan, const JournalState& state, Slice slice = {}, bool retry = false) {
  PlanAgenda agenda(plan, state, slice, retry);
  return all_of(agenda);
}

Plan plan_with(const std::string& sweep) {
  const TestFolder folder;
  return plan_of(folder, sweep);
}

const Plan& fixed() {
  static const Plan plan =
      plan_with("replicates: 3\nfactors:\n  adoption.peer_weight: {values: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]}\n");
  return plan;
}

const Plan& adaptive() {
  static const Plan plan = plan_with(
      "until_ci: {outcome: concentration, half_width: 0.8, batch: 3, maximum: 20}\n"
      "factors:\n  adoption.peer_weight: {values: [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6]}\n");
  return plan;
}

/// What a run comes to: points spread more and more; every ninth run fails.
double outcome_of(const Plan& plan, std::int64_t run) {
  if (run % 9 == 4) return missing_value;
  Draws draws = Random{.seed = 3}(0, run);
  double sum = -2;
  for (int i = 0; i < 4; ++i) sum += uniform(std::uint32_t(draws() >> 32));
  return 0.7 * double(plan.point_of(run)) * sum;
}

/// What the rule asks for, point by point.
std::set<std::int64_t> needed(const Plan& plan) {
  std::set<std::int64_t> runs;
  for (std::int64_t point = 0; point < plan.points(); ++point) {
    std::vector<double> seen;
    while (!is_enough(plan.precision, seen)) {
      runs.insert(plan.run_of(point, std::int64_t(seen.size())));
      seen.push_back(outcome_of(plan, plan.run_of(point, std::int64_t(seen.size()))));
    }
  }
  return runs;
}

void keep(JournalState& state, const Plan& plan, std::int64_t run) {
  const double outcome = outcome_of(plan, run);
  if (std::isnan(outcome)) {
    state.failures[run] = {};
  } else {
    state.part_of[std::size_t(run)] = 0;
    state.outcome[run] = outcome;
  }
}

/// Works with runs under way that end in a drawn order, and stops after some: those under way are given back.
void session(const Plan& plan, JournalState& state, Slice slice, Draws& draws, int most, std::set<std::int64_t>& done) {
  PlanAgenda agenda(plan, state, slice, false);
  Runs under_way;
  while (most > 0) {
    const auto run = draws() % 3 != 0 ? agenda.next() : std::nullopt;
    if (run) under_way.push_back(*run);
    if (draws() % 3 == 0 && !under_way.empty()) {
      std::swap(under_way[draws() % under_way.size()], under_way.back());
      const std::int64_t one = under_way.back();
      under_way.pop_back();
      if (draws() % 5 == 0) {
        agenda.give_back(one);
        continue;
      }
      CHECK(done.insert(one).second);
      keep(state, plan, one);
      const double outcome = outcome_of(plan, one);
      if (std::isnan(outcome))
        agenda.settle({one, RunStatus::failed, {}});
      else
        agenda.settle({one, RunStatus::done, {outcome}});
      --most;
    }
    if (agenda.finished()) return;
  }
}

}  // namespace

TEST_CASE("Runs come in their order, replicate by replicate") {
  Runs expected(21);
  for (std::size_t i = 0; i < 21; ++i) expected[i] = std::int64_t(i);
  PlanAgenda agenda(fixed(), nothing_done(fixed()), {}, false);
  CHECK(agenda.due() == 21);
  CHECK(agenda.waiting() == 21);
  CHECK_FALSE(agenda.finished());
  CHECK(all_of(agenda) == expected);
  CHECK(agenda.waiting() == 0);
  CHECK(agenda.done() == 21);
  CHECK(agenda.failed() == 0);
}

TEST_CASE("Slices have each run once, however many there are") {
  for (const Plan* plan : {&fixed(), &adaptive()})
    for (const std::int64_t count : {1, 2, 3, 7, 21, 50}) {
      INFO(count);
      Runs together;
      for (std::int64_t index = 0; index < count; ++index)
        for (const std::int64_t run : all_of(*plan, nothing_done(*plan), {index, count})) together.push_back(run);
      std::sort(together.begin(), together.end());
      CHECK(together == all_of(*plan, nothing_done(*plan)));
    }
}

TEST_CASE("A slice is near its share") {
  for (std::int64_t index = 0; index < 4; ++index) {
    const std::size_t size = all_of(fixed(), nothing_done(fixed()), {index, 4}).size();
    CHECK((size == 5 || size == 6));
  }
}

TEST_CASE("With adaptive replicates a slice holds whole points") {
  const Plan& plan = adaptive();
  for (std::int64_t index = 0; index < 3; ++index)
    for (const std::int64_t run : all_of(plan, nothing_done(plan), {index, 3})) CHECK(plan.point_of(run) % 3 == index);
}

TEST_CASE("What is done stays done, what failed is due again on request") {
  JournalState state = nothing_done(fixed());
  for (const int run : {0, 4, 20}) state.part_of[std::size_t(run)] = 1;
  state.failures[5] = {};
  state.failures[6] = {};
  const Runs skipped = all_of(fixed(), state), retried = all_of(fixed(), state, {}, true);
  CHECK(skipped.size() == 16);
  CHECK(retried.size() == 18);
  for (const std::int64_t run : {0, 4, 5, 6, 20}) CHECK(std::count(skipped.begin(), skipped.end(), run) == 0);
  CHECK(std::count(retried.begin(), retried.end(), 5) == 1);
}

TEST_CASE("What is given back comes again, first of all") {
  PlanAgenda agenda(fixed(), nothing_done(fixed()), {}, false);
  CHECK(agenda.next() == 0);
  CHECK(agenda.next() == 1);
  CHECK(agenda.waiting() == 19);
  agenda.give_back(0);
  CHECK(agenda.waiting() == 20);
  CHECK(agenda.next() == 0);
  CHECK(agenda.next() == 2);
}

TEST_CASE("An agenda is finished when nothing is under way either") {
  JournalState state = nothing_done(fixed());
  state.part_of.assign(21, 0);
  state.part_of[7] = JournalState::nowhere;
  PlanAgenda agenda(fixed(), state, {}, false);
  CHECK(agenda.next() == 7);
  CHECK_FALSE(agenda.next());
  CHECK_FALSE(agenda.finished());
  agenda.settle({7, RunStatus::timeout, {}});
  CHECK(agenda.finished());
  CHECK(agenda.failed() == 1);
  CHECK(agenda.done() == 0);
  state.part_of[7] = 0;
  CHECK(PlanAgenda(fixed(), state, {}, false).finished());
}

TEST_CASE("Runs that no scenario asks for are never due") {
  const TestFolder folder;
  const Plan plan = plan_of(folder, three_points, quick + "arms:\n  a: {}\n  b: {set: {run.replicates: 4}}\n");
  const Runs runs = all_of(plan, nothing_done(plan));
  CHECK(runs.size() == 3 * 2 + 3 * 4);
  for (const std::int64_t run : runs) CHECK((plan.place_of(run) < 2 || plan.point_of(run) >= 3));
}

TEST_CASE("Points get batches until they are precise") {
  const Plan& plan = adaptive();
  PlanAgenda agenda(plan, nothing_done(plan), {}, false);
  CHECK(agenda.due() == 21);
  for (int i = 0; i < 21; ++i) REQUIRE(agenda.next());
  CHECK_FALSE(agenda.next());
  agenda.settle({0, RunStatus::done, {1.0}});
  agenda.settle({7, RunStatus::done, {1.5}});
  CHECK(agenda.waiting() == 0);
  agenda.settle({14, RunStatus::done, {2.0}});  // half width 1.24
  CHECK(agenda.due() == 24);
  CHECK(agenda.next() == 21);
  for (const std::int64_t run : {1, 8, 15}) agenda.settle({run, RunStatus::done, {1.0 + 0.1 * double(run % 2)}});
  CHECK(agenda.due() == 24);  // precise
  for (const std::int64_t run : {2, 9, 16}) agenda.settle({run, RunStatus::failed, {}});
  CHECK(agenda.due() == 27);  // nothing known yet
}

TEST_CASE("No point gets more than the maximum, also where it is no whole batch") {
  const Plan& plan = adaptive();
  PlanAgenda agenda(plan, nothing_done(plan), {0, 7}, false);
  std::size_t runs = 0;
  while (const auto run = agenda.next()) {
    agenda.settle({*run, RunStatus::done, {++runs % 2 ? 1000.0 : 0.0}});
  }
  CHECK(runs == 20);
  CHECK(agenda.finished());
}

TEST_CASE("The same replicates are run in any order, in any number of sessions and slices") {
  const Plan& plan = adaptive();
  const std::set<std::int64_t> expected = needed(plan);
  REQUIRE(expected.size() > 40);
  REQUIRE(expected.size() < 130);
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    INFO("seed " << seed);
    Draws draws = Random{.seed = seed}(0, 0);
    JournalState state = nothing_done(plan);
    std::set<std::int64_t> done;
    const int slices = 1 + int(seed % 3), most = seed % 2 == 0 ? 1'000'000 : 1 + int(draws() % 20);
    for (int round = 0; round < 300; ++round)
      for (std::int64_t index = 0; index < slices; ++index) session(plan, state, {index, slices}, draws, most, done);
    CHECK(done == expected);
    const std::vector<std::int8_t> status = statuses(plan, state);
    std::set<std::int64_t> wanted;
    for (std::int64_t point = 0; point < plan.points(); ++point)
      for (std::int64_t place = 0; place < plan.replicates(); ++place)
        if (status[std::size_t(point * plan.replicates() + place)] != std::int8_t(RunStatus::unneeded))
          wanted.insert(plan.run_of(point, place));
    CHECK(wanted == expected);
    CHECK(tally(status).pending == 0);
  }
}

TEST_CASE("The replicates needed are those of the rule") {
  const Precision precision{"x", 0.5, 0.95, 2, 7};
  CHECK(replicates_needed(precision, std::vector<double>{1, 1, missing_value}) == 2);
  CHECK(replicates_needed(precision, std::vector<double>{1, 9, 1, 1, missing_value}) == 7);
  CHECK(replicates_needed(precision, std::vector<double>{1, missing_value}) == 7);
  CHECK(replicates_needed(precision, std::vector<double>{missing_value}) == 7);
  CHECK(replicates_needed(precision, std::vector<double>{1, missing_value, 1.1, 1.05, 1, 1.1, missing_value}) == 4);
}
