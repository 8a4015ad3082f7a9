#pragma once
/// A short text that tells contents apart.

#include <string>
#include <string_view>

namespace moat {

/// 36 characters that are the same for the same text and differ, but for a chance of 2^-60, for two others: a
/// name-based UUID (RFC 4122, version 5, SHA-1). Finds mix-ups, not forgeries.
std::string fingerprint(std::string_view text);

}  // namespace moat
