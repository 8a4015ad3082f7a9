// Engines: one process, slices of a job array, processes of a job: the same runs, the right exit code.

#include "batch/engine.hpp"

#include <atomic>
#include <thread>

#include "batch/dispatch/little_job.hpp"
#include "batch/little_sweep.hpp"

using namespace moat;
namespace fs = std::filesystem;

namespace {

Carried carried_out(
    const Folder& folder, const std::function<void(Orders&)>& change = [](Orders&) {}) {
  stop_requested = false;
  Orders orders;
  change(orders);
  return carry_out(folder, nullptr, orders);
}

}  // namespace

TEST_CASE("All that is due is done, and once done nothing is due") {
  const TestFolder place;
  const Folder folder = begun(place);
  const Carried first = carried_out(folder, [](Orders& orders) { orders.work.jobs = 2; });
  CHECK(first.exit == Exit::ok);
  CHECK(first.reached.due == 6);
  CHECK(first.reached.done == 6);
  CHECK(first.reached.failed == 0);
  CHECK(first.reached.developer_steps == 6 * 40 * 3);
  CHECK(first.reached.all_developer_steps == 6 * 40 * 3);
  const Carried second = carried_out(folder);
  CHECK(second.exit == Exit::ok);
  CHECK(second.reached.due == 0);
  CHECK(done_of(folder) == 6);
}

TEST_CASE("Failed runs make the exit code, and are due again only on request") {
  const TestFolder place;
  const Folder folder = begun(place, one_explodes, exploding);
  const Carried first = carried_out(folder);
  CHECK(first.exit == Exit::some_runs_failed);
  CHECK(first.reached.done == 4);
  CHECK(first.reached.failed == 2);
  CHECK(carried_out(folder).reached.due == 0);
  const Carried again = carried_out(folder, [](Orders& orders) { orders.retry_failed = true; });
  CHECK(again.reached.due == 2);
  CHECK(again.exit == Exit::some_runs_failed);
}

TEST_CASE("A stop by a failed run and one by a signal have codes of their own") {
  const TestFolder place;
  const Folder folder = begun(place, one_explodes, exploding);
  CHECK(carried_out(folder, [](Orders& orders) { orders.work.stop_on_error = true; }).exit == Exit::some_runs_failed);
  const Carried stopped = carried_out(
      folder, [](Orders& orders) { orders.work.on_world = [](std::int64_t, const World&) { stop_requested = true; }; });
  CHECK(stopped.exit == Exit::stopped);
  CHECK(stopped.reached.done == 0);
  CHECK(stopped.reached.due > 0);
}

TEST_CASE("The slices of a job array do all runs together") {
  const TestFolder place;
  const Folder folder = begun(place, "replicates: 3\n" + three_points.substr(14));
  std::int64_t done = 0;
  for (std::int64_t index = 0; index < 4; ++index) {
    const Carried one = carried_out(folder, [&](Orders& orders) { orders.work.slice = {index, 4}; });
    CHECK(one.reached.due == one.reached.done);
    done += one.reached.done;
  }
  CHECK(done == 9);
  CHECK(done_of(folder) == 9);
}

TEST_CASE("Adaptive replicates are due as they turn out to be needed") {
  const TestFolder place;
  const std::string factors = three_points.substr(14);
  const Folder folder =
      begun(place, "until_ci: {outcome: concentration, half_width: 1e-300, batch: 2, maximum: 5}\n" + factors);
  const Carried one = carried_out(folder, [](Orders& orders) { orders.work.jobs = 3; });
  CHECK(one.reached.due == 15);
  CHECK(one.reached.done == 15);
}

TEST_CASE("Another process at work on the same runs is not disturbed") {
  const TestFolder place;
  const Folder folder = begun(place);
  place.write("sweep/part-0000of1-007-00000.h5", "half");
  const Journal other(folder.path, {}, 0);
  const auto before = names_in(folder.path);
  CHECK_THROWS_AS(carried_out(folder), IoError);
  CHECK(names_in(folder.path) == before);
}

TEST_CASE("Leftovers of a killed process go, and runs of broken parts are done again") {
  const TestFolder place;
  const Folder folder = begun(place);
  carried_out(folder);
  place.write("sweep/part-0000of1-007-00000.h5", "half");
  fs::resize_file(folder.path / "part-0000of1-001-00000.h5", 100);
  std::vector<std::string> trouble;
  const Carried again = carried_out(
      folder, [&](Orders& orders) { orders.on_trouble = [&](const std::string& text) { trouble.push_back(text); }; });
  CHECK(again.reached.done == 6);
  CHECK(done_of(folder) == 6);
  CHECK_FALSE(fs::exists(folder.path / "part-0000of1-007-00000.h5"));
  REQUIRE(trouble.size() == 1);
  CHECK_THAT(trouble[0], ContainsSubstring("part-0000of1-001-00000.h5 has 100 bytes instead of ") &&
                             ContainsSubstring(": its runs are done again"));
  CHECK(carried_out(folder).reached.due == 0);
}

TEST_CASE("Processes of one job share the runs and the exit code") {
  const TestFolder place;
  const Folder folder = begun(place, "replicates: 3\n" + one_explodes.substr(14), exploding);
  stop_requested = false;
  Post post(3);
  std::vector<Carried> carried(3);
  std::vector<std::thread> ranks;
  for (int rank = 0; rank < 3; ++rank)
    ranks.emplace_back([&, rank] {
      PostTransport transport(post, rank);
      const Folder mine = prepare_together(&transport, folder.path, [&] { return folder; });
      carried[std::size_t(rank)] = carry_out(mine, &transport, {});
    });
  for (std::thread& one : ranks) one.join();
  std::int64_t done = 0;
  for (const Carried& one : carried) {
    CHECK(one.exit == Exit::some_runs_failed);
    done += one.work.advance.done;
  }
  CHECK(done == 6);
  CHECK(carried[0].reached.done == 6);
  CHECK(carried[0].reached.failed == 3);
  CHECK(done_of(folder) == 6);
}

TEST_CASE("Where rank 0 cannot begin, the others leave with its code") {
  const std::pair<std::function<Folder()>, Exit> cases[] = {
      {[]() -> Folder { throw IoError("x", "create", "no", Exit::cannot_create); }, Exit::cannot_create},
      {[]() -> Folder {
         throw InputError({{{"x", 1, 1}, "bad"}});
       },
       Exit::scenario_invalid},
      {[]() -> Folder { throw std::bad_alloc(); }, Exit::internal}};
  for (const auto& [prepare, code] : cases) {
    Post post(2);
    PostTransport first(post, 0), second(post, 1);
    CHECK_THROWS(prepare_together(&first, "none", prepare));
    try {
      prepare_together(&second, "none", prepare);
      FAIL("not dismissed");
    } catch (const Dismissed& dismissed) {
      CHECK(dismissed.code == code);
    }
  }
}
