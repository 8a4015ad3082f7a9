#pragma once
/// Edges of a network of developers from a file: columns `from` (who sees) and `to` (who is seen), one edge a row.

#include <cstdint>
#include <filesystem>
#include <memory>
#include <utility>
#include <vector>

#include "base/error.hpp"

namespace moat {

using Edges = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

/// Reads a .csv file (a header, then two whole numbers per line) or a .h5 file (two datasets of whole numbers of equal
/// length). Numbers are those of developers, 0 to `developers` - 1; none sees itself, or another one twice. Nothing is
/// thrown for what is wrong: problems are added with their lines, the first 20 of them and how many more there are, and
/// then no edges are returned; a file that cannot be read is a problem at `named_at`. For one thread at a time, as HDF5
/// is.
Edges read_edges(const std::filesystem::path& file, std::int64_t developers, const Position& named_at,
                 std::vector<Problem>& problems);

/// What read_edges has last read from the file for as many developers, if it was sound; else null. Runs take edges from
/// here: they begin on many threads, and all of a batch are to see the same network.
std::shared_ptr<const Edges> known_edges(const std::filesystem::path& file, std::int64_t developers);

}  // namespace moat
