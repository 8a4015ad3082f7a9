#pragma once
/// Counter-based random numbers: a number is a function of its key (seed, replicate, step, purpose, agent), not of what
/// was drawn before. Nothing is stored, seeded or split, so results do not depend on threads, ranks, restarts or
/// on other rules.
///
/// Philox 4x64-10 (Salmon et al. 2011, doi:10.1145/2063384.2063405): two key words and four counter words, so each
/// number has its own 64-bit word: Philox key = (seed, replicate), counter = (agent, step, purpose, block).
///
/// Loops over millions of developers take Philox 4x32-10 instead, which vector instructions compute 4 to 16 at a time.
/// All of the key fits: Philox key = seed, counter = (lower half of agent; upper half, purpose, part; step; replicate).

#include <Random123/philox.h>
#include <Random123/MicroURNG.hpp>  // is not self-contained: philox.h must come first

#include <array>
#include <cstdint>

namespace moat {

/// A uniform random bit generator: Boost.Random distributions take it as it is.
using Draws = r123::MicroURNG<r123::Philox4x64>;

/// Key and counter of Philox 4x32, but for the first word of the counter: the lower half of the agent's number.
struct WordKey {
  std::uint32_t seed[2];
  std::uint32_t counter[3];

  /// Four words of the agent whose number has this lower half.
  std::array<std::uint32_t, 4> operator()(std::uint32_t lower) const {
    const auto words = r123::Philox4x32{}({{lower, counter[0], counter[1], counter[2]}}, {{seed[0], seed[1]}});
    return {words[0], words[1], words[2], words[3]};
  }
};

struct Random {
  std::uint64_t seed = 0;
  std::uint64_t replicate = 0;
  std::uint64_t step = 0;

  Random at(int t) const { return {seed, replicate, std::uint64_t(t)}; }

  /// The draws of one agent for one purpose in this step.
  template <class Purpose>
  Draws operator()(Purpose purpose, std::int64_t agent) const {
    return Draws{{{std::uint64_t(agent), step, std::uint64_t(purpose), 0}}, {{seed, replicate}}};
  }

  /// The key of agents that share the upper half of their number, given by any of them. In range are agents
  /// below 2^48, purposes and parts below 2^8, steps and replicates below 2^32.
  template <class Purpose>
  WordKey key(Purpose purpose, std::int64_t agent, int part = 0) const {
    const std::uint64_t upper = std::uint64_t(agent) >> 32 | std::uint64_t(purpose) << 16 | std::uint64_t(part) << 24;
    return {{std::uint32_t(seed), std::uint32_t(seed >> 32)},
            {std::uint32_t(upper), std::uint32_t(step), std::uint32_t(replicate)}};
  }

  /// The word of one agent for one purpose and part, e.g. a task.
  template <class Purpose>
  std::uint32_t word(Purpose purpose, std::int64_t agent, int part = 0) const {
    return key(purpose, agent, part)(std::uint32_t(agent))[0];
  }

  /// The first block of the same draws as eight 32-bit words.
  template <class Purpose>
  std::array<std::uint32_t, 8> words(Purpose purpose, std::int64_t agent) const {
    const auto block =
        r123::Philox4x64{}({{std::uint64_t(agent), step, std::uint64_t(purpose), 0}}, {{seed, replicate}});
    std::array<std::uint32_t, 8> words{};
    for (unsigned w = 0; w < 4; ++w) {
      words[2 * w] = std::uint32_t(block[w]);
      words[2 * w + 1] = std::uint32_t(block[w] >> 32);
    }
    return words;
  }
};

/// A number in (0, 1) from 32 random bits: the middle of one of 2^32 equal intervals.
constexpr double uniform(std::uint32_t bits) {
  return (double(bits) + 0.5) * 0x1p-32;
}

}  // namespace moat
