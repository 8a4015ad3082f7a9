#pragma once
/// Small files that appear whole or not at all, and survive the loss of power once they are there.

#include <filesystem>
#include <string>
#include <string_view>

namespace moat {

/// Writes PATH.tmp-<pid>, flushes it to disk and moves it to PATH, over an older file if there is one. IoError.
void write_whole(const std::filesystem::path& path, std::string_view content);

/// All of a file. IoError, with Exit::input_missing where there is none.
std::string read_whole(const std::filesystem::path& path);

/// Makes sure that names made or removed in a folder are on disk. IoError.
void flush_folder(const std::filesystem::path& folder);

}  // namespace moat
