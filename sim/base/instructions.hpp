#pragma once
/// Which vector instructions the hot loops use. Results are the same to the bit whichever it is: tests run them all.

#include <array>
#include <span>
#include <string_view>

#include "base/rows.hpp"

namespace moat {

/// `plain`: a scalar loop without vectors, for comparison. `base`: what every processor of the architecture has (SSE2
/// on x86-64, Neon on 64-bit Arm). The processor may lack the others.
enum class Instructions : int { plain, base, avx2, avx512 };
template <>
struct Choices<Instructions> {
  static constexpr std::array<std::string_view, 4> names{"plain", "base", "avx2", "avx512"};
};

/// Those that both this program and this processor support, slowest first.
std::span<const Instructions> available_instructions();

/// The fastest available, or the one that the environment variable MOAT_INSTRUCTIONS names. Throws InputError if that
/// is unknown or not available.
Instructions chosen_instructions();

/// Overrides the choice for the rest of the process; for tests and benchmarks. Not for use while a run is going on.
void use_instructions(Instructions instructions);

}  // namespace moat
