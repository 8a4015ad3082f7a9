#include "base/parallel.hpp"

#include <atomic>
#include <cmath>
#include <stdexcept>
#include <vector>

#include "catch.hpp"

using namespace moat;

TEST_CASE("Chunks cover all agents once, whatever the number of threads") {
  const int threads = GENERATE(1, 2, 7);
  const Index agents = GENERATE(Index(1), chunk_size, chunk_size + 1, 5 * chunk_size + 17);
  CAPTURE(threads, agents);
  std::vector<std::atomic<int>> visits(static_cast<std::size_t>(agents));
  std::vector<std::atomic<int>> chunks(static_cast<std::size_t>(chunk_count(agents)));
  std::atomic<bool> sound{true};
  for_chunks(agents, threads, [&](const Chunk& chunk, int thread) {
    if (thread < 0 || thread >= threads || chunk.begin != chunk.number * chunk_size) sound = false;
    ++chunks[std::size_t(chunk.number)];
    for (Index i = chunk.begin; i < chunk.end; ++i) ++visits[std::size_t(i)];
  });
  CHECK(sound);
  for (const auto& count : chunks) REQUIRE(count == 1);
  for (const auto& count : visits) REQUIRE(count == 1);
}

TEST_CASE("Nothing is called for nobody") {
  for_chunks(0, 4, [](const Chunk&, int) { FAIL("no chunk expected"); });
  CHECK(chunk_count(0) == 0);
  CHECK(chunk_count(chunk_size) == 1);
  CHECK(chunk_count(chunk_size + 1) == 2);
}

TEST_CASE("Sums kept per chunk and added in their order are the same bits for any number of threads") {
  const Index agents = 9 * chunk_size + 100;
  const auto sum = [&](int threads) {
    std::vector<double> parts(std::size_t(chunk_count(agents)), 0.0);
    for_chunks(agents, threads, [&](const Chunk& chunk, int) {
      for (Index i = chunk.begin; i < chunk.end; ++i) parts[std::size_t(chunk.number)] += std::sin(double(i)) / 3;
    });
    double all = 0;
    for (const double part : parts) all += part;
    return all;
  };
  const double one = sum(1);
  CHECK(sum(2) == one);
  CHECK(sum(7) == one);
}

TEST_CASE("Each task runs once, also if there are fewer tasks than threads") {
  const int threads = GENERATE(1, 2, 7);
  std::vector<std::atomic<int>> visits(3);
  for_tasks(3, threads, [&](Index task, int) { ++visits[std::size_t(task)]; });
  for (const auto& count : visits) CHECK(count == 1);
}

TEST_CASE("The exception of a body reaches the caller, and the other tasks stop") {
  const int threads = GENERATE(1, 2, 7);
  CAPTURE(threads);
  std::atomic<int> begun{0};
  const auto run = [&] {
    for_tasks(100000, threads, [&](Index task, int) {
      ++begun;
      if (task == 5) throw std::runtime_error("task five");
    });
  };
  CHECK_THROWS_WITH(run(), "task five");
  CHECK(begun <= 100000);
  if (threads == 1) CHECK(begun == 6);
}
