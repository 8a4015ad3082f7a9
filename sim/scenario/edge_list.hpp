#pragma once
/// Edges of a network of developers from a file: columns `from` (who sees) and `to` (who is seen), one edge a row.

#include <cstdint>
#include <filesystem>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace moat {

using Edges = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

/// Reads a .csv file (a header, then two whole numbers a line) or a .h5 file (two datasets of whole numbers). Numbers
/// are those of developers, from 0; nobody sees itself or another one twice. Problems stand at their lines, the first
/// 20 of them and how many more there are; a file that cannot be read is a problem at `named_at`.
Edges read_edges(const std::filesystem::path& file, std::int64_t developers, const Position& named_at,
                 std::vector<Problem>& problems);

}  // namespace moat
