#pragma once
/// A short text that identifies contents.

#include <string>
#include <string_view>

namespace moat {

/// 36 characters: the same for equal texts; for two different texts the same with a probability of 2^-60 at most. A
/// name-based UUID (RFC 4122, version 5, SHA-1). It reveals mix-ups, not forgeries.
std::string fingerprint(std::string_view text);

}  // namespace moat
