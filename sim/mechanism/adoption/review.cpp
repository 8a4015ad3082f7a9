#include "mechanism/adoption/review.hpp"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace moat {

Flags with_bit(const Column<std::uint8_t>& column, Index block, int bit) {
  Flags found;
  const std::uint8_t* const bytes = column.data() + block * Flags::size;
  const Index count = std::min(Flags::size, column.size() - block * Flags::size);
  Index i = 0;
  for (; i + 8 <= count; i += 8) {
    std::uint64_t eight;
    std::memcpy(&eight, bytes + i, sizeof eight);
    // One bit of each byte, then all eight side by side in the highest byte (on little-endian machines).
    const std::uint64_t ones = (eight >> bit & 0x0101010101010101u) * 0x0102040810204080u >> 56;
    found.half[i / 64] |= ones << i % 64;
  }
  for (; i < count; ++i)
    if (bytes[i] >> bit & 1) found.add(i);
  return found;
}

std::uint64_t chance_threshold(double chance) {
  return std::uint64_t(std::ldexp(chance, 32));
}

namespace {

/// One binary digit, 31 the highest, of the numbers of a block.
Flags digits(const Random& random, Purpose purpose, Index block, int task, int digit) {
  const auto words = random.key(purpose, block, 32 * task + digit)(std::uint32_t(block));
  return {{words[0] | std::uint64_t(words[1]) << 32, words[2] | std::uint64_t(words[3]) << 32}};
}

}  // namespace

Flags numbers_below(std::uint64_t threshold, const Random& random, Purpose purpose, Index block, int task,
                    Flags asked) {
  if (threshold >> 32) return asked;
  Flags below, equal = asked;  // equal in all digits so far
  // Once the rest of the threshold is zero, no number that was equal so far is below it.
  for (int digit = 31; digit >= 0 && equal.any() && (threshold & ((std::uint64_t(2) << digit) - 1)) != 0; --digit) {
    const Flags ones = digits(random, purpose, block, task, digit);
    if (threshold >> digit & 1) {
      below = below | (equal & ~ones);
      equal = equal & ones;
    } else {
      equal = equal & ~ones;
    }
  }
  return below;
}

std::uint32_t number_of(const Random& random, Purpose purpose, Index developer, int task) {
  std::uint32_t number = 0;
  for (int digit = 0; digit < 32; ++digit)
    number |= std::uint32_t(digits(random, purpose, developer / Flags::size, task, digit).has(developer % Flags::size))
              << digit;
  return number;
}

}  // namespace moat
