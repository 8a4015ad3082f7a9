#pragma once
/// What this program was built from and with; every output file carries it.
/// Defined in a file the build writes from version.cpp.in, so that a new commit recompiles only that.

#include <array>
#include <string_view>
#include <utility>

namespace moat {

std::string_view version();
std::string_view git_hash();   ///< 40 digits, or "unknown" outside a git checkout
std::string_view git_state();  ///< "clean", "dirty" (sim/ differs from that commit) or "unknown"
std::string_view compiler();   ///< name and version
std::string_view compile_flags();
std::string_view build_type();

/// All of these with their names, for output files and `moat version --json`.
inline std::array<std::pair<std::string_view, std::string_view>, 6> build_identity() {
  return {{{"version", version()},
           {"git_hash", git_hash()},
           {"git_state", git_state()},
           {"compiler", compiler()},
           {"compile_flags", compile_flags()},
           {"build_type", build_type()}}};
}

}  // namespace moat
