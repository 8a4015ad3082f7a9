#pragma once
/// Who reviews: an event of a given probability for each of many developers, 128 at a time.
///
/// Each developer has a random number of 32 bits, and the event happens if it is below the probability x 2^32. The
/// leading bits of 128 developers are drawn together, then the next bits, until all comparisons are decided: about 9
/// draws for all of them instead of 128, and fewer for a probability with few binary digits. A developer's number does
/// not depend on the probability: a higher one adds developers and removes none.

#include <array>
#include <bit>
#include <cstdint>

#include "base/column.hpp"
#include "base/random.hpp"
#include "mechanism/purpose.hpp"

namespace moat {

/// A set of developers out of 128 consecutive ones, of which the first is a multiple of 128: one bit each.
struct Flags {
  static constexpr Index size = 128;
  std::uint64_t half[2] = {0, 0};

  static Flags all() { return {{~std::uint64_t(0), ~std::uint64_t(0)}}; }
  /// Those with place in [begin, end).
  static Flags between(Index begin, Index end) {
    const auto below = [](Index n, Index from) {
      return n <= from ? 0 : n >= from + 64 ? ~std::uint64_t(0) : (std::uint64_t(1) << (n - from)) - 1;
    };
    return {{below(end, 0) & ~below(begin, 0), below(end, 64) & ~below(begin, 64)}};
  }
  void add(Index place) { half[place / 64] |= std::uint64_t(1) << place % 64; }
  bool has(Index place) const { return half[place / 64] >> place % 64 & 1; }
  bool any() const { return half[0] | half[1]; }
  Flags operator~() const { return {{~half[0], ~half[1]}}; }
  friend Flags operator&(Flags a, Flags b) { return {{a.half[0] & b.half[0], a.half[1] & b.half[1]}}; }
  friend Flags operator|(Flags a, Flags b) { return {{a.half[0] | b.half[0], a.half[1] | b.half[1]}}; }

  /// Calls body(place) for each, in ascending order.
  template <class Body>
  void for_each(Body body) const {
    for (Index h = 0; h < 2; ++h)
      for (std::uint64_t left = half[h]; left; left &= left - 1) body(64 * h + std::countr_zero(left));
  }
};

/// Those of the block whose byte in the column [agent] has the bit set.
Flags with_bit(const Column<std::uint8_t>& column, Index block, int bit);

/// The smallest of the numbers 0 to 2^32 for which an event of this probability does not happen.
std::uint64_t chance_threshold(double chance);

/// Of the developers [128 block, 128 block + 128): those whose number for the purpose and task is below the threshold.
/// With `asked`, only those are decided; the others are left out.
Flags numbers_below(std::uint64_t threshold, const Random& random, Purpose purpose, Index block, int task,
                    Flags asked = Flags::all());

/// A developer's number for the purpose and task, all its bits.
std::uint32_t number_of(const Random& random, Purpose purpose, Index developer, int task);

}  // namespace moat
