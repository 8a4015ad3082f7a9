#pragma once
/// What this program was built from and with; every output file carries it.
/// Defined in a file the build writes from version.cpp.in, so that a new commit recompiles only that.

#include <string_view>

namespace moat {

std::string_view version();
std::string_view git_hash();   ///< 40 digits, or "unknown" outside a git checkout
std::string_view git_state();  ///< "clean", "dirty" (sim/ differs from that commit) or "unknown"
std::string_view compiler();   ///< name and version
std::string_view compile_flags();
std::string_view build_type();

}  // namespace moat
