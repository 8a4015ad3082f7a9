#include "base/parallel.hpp"

#ifdef __GLIBC__
#include <malloc.h>
#endif

#include <algorithm>
#include <atomic>
#include <exception>
#include <mutex>
#include <thread>
#include <vector>

namespace moat {

void for_tasks(Index count, int threads, const std::function<void(Index, int)>& body) {
  const int team_size = int(std::clamp<Index>(threads, 1, std::max<Index>(count, 1)));
  if (team_size == 1) {
    for (Index task = 0; task < count; ++task) body(task, 0);
    return;
  }
  std::atomic<Index> next{0};
  std::exception_ptr failure;
  std::mutex failure_lock;
  const auto work = [&](int thread) {
    try {
      for (Index task = next++; task < count; task = next++) body(task, thread);
    } catch (...) {
      const std::scoped_lock lock{failure_lock};
      if (!failure) failure = std::current_exception();
      next = count;
    }
  };
  {
    std::vector<std::jthread> team;
    for (int thread = 1; thread < team_size; ++thread) team.emplace_back(work, thread);
    work(0);
  }
  if (failure) std::rethrow_exception(failure);
}

void keep_freed_memory() {
#ifdef __GLIBC__
  // Bytes: larger blocks come from the system and go back to it; so does what is free at the end of the heap.
  mallopt(M_MMAP_THRESHOLD, 32 << 20);
  mallopt(M_TRIM_THRESHOLD, 256 << 20);
#endif
}

void for_chunks(Index agents, int threads, const std::function<void(const Chunk&, int)>& body) {
  for_tasks(chunk_count(agents), threads, [&](Index number, int thread) {
    body({number, number * chunk_size, std::min(agents, (number + 1) * chunk_size)}, thread);
  });
}

}  // namespace moat
