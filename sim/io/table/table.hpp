#pragma once
/// Long tables, written in blocks of rows, so that a table of any length needs little memory.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/error.hpp"

namespace moat {

/// `date` is a day since 1970-01-01, held as a whole number.
enum class CellKind { real, whole, text, date };

struct TableColumn {
  std::string name;
  CellKind kind = CellKind::real;
};

/// The cells of one column in one block of rows: doubles for real, integers for whole and date, strings for text.
using Cells = std::variant<std::vector<double>, std::vector<std::int64_t>, std::vector<std::string>>;

/// Number of rows of a block whose columns are all equally long.
inline std::size_t rows_of(const std::vector<Cells>& block) {
  const auto length = [](const Cells& cells) {
    return std::visit([](const auto& list) { return list.size(); }, cells);
  };
  for (const Cells& cells : block) expects(length(cells) == length(block[0]), "columns are equally long");
  return block.empty() ? 0 : length(block[0]);
}

class TableWriter {
 public:
  TableWriter() = default;
  TableWriter(const TableWriter&) = delete;
  TableWriter& operator=(const TableWriter&) = delete;
  virtual ~TableWriter() = default;

  /// Appends rows: one entry per column, all of one length.
  virtual void add(const std::vector<Cells>& block) = 0;

  /// Ends the file and flushes it to disk. Without it the file is not whole.
  virtual void finish() = 0;
};

}  // namespace moat
