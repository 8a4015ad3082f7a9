#pragma once
/// Loops over many agents in fixed chunks. Which thread takes a chunk is not determined, but what a chunk holds is:
/// results kept per chunk and added in the order of chunks do not depend on the number of threads.

#include <Eigen/Core>

#include <functional>

namespace moat {

using Index = Eigen::Index;

/// Agents per chunk. Part of the results' definition (sums are added chunk by chunk): changing it changes last bits.
inline constexpr Index chunk_size = 4096;

struct Chunk {
  Index number;  ///< 0, 1, 2, ...
  Index begin;   ///< first agent
  Index end;     ///< one past the last agent
};

constexpr Index chunk_count(Index agents) {
  return (agents + chunk_size - 1) / chunk_size;
}

/// Calls `body(chunk, thread)` once for each chunk, on `threads` threads; `thread` counts from 0.
/// The first exception thrown by a body is thrown again here, after all threads have stopped.
void for_chunks(Index agents, int threads, const std::function<void(const Chunk&, int thread)>& body);

/// Calls `body(task)` for task = 0 .. count - 1, each once, on `threads` threads.
void for_tasks(Index count, int threads, const std::function<void(Index task, int thread)>& body);

/// Keeps freed memory in the process, since each month allocates arrays of the same sizes again, in new threads. Call
/// it once, at the start of a program. Does nothing where the C library is not GNU's.
void keep_freed_memory();

}  // namespace moat
