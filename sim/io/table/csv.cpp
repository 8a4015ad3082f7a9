#include "io/table/csv.hpp"

#include <chrono>
#include <cmath>
#include <iterator>

#include <fmt/format.h>

#include "base/error.hpp"
#include "io/table/csv_text.hpp"

namespace moat {
namespace {

void put_date(std::string& line, std::int64_t day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day}}};
  fmt::format_to(std::back_inserter(line), "{:04}-{:02}-{:02}", int(date.year()), unsigned(date.month()),
                 unsigned(date.day()));
}

void put(std::string& line, CellKind kind, const Cells& cells, std::size_t row) {
  if (kind == CellKind::text) {
    line += csv_field(std::get<std::vector<std::string>>(cells)[row]);
    return;
  }
  if (kind == CellKind::real) {
    const double value = std::get<std::vector<double>>(cells)[row];
    if (!std::isnan(value)) fmt::format_to(std::back_inserter(line), "{}", value);
    return;
  }
  const std::int64_t value = std::get<std::vector<std::int64_t>>(cells)[row];
  if (kind == CellKind::date) return put_date(line, value);
  fmt::format_to(std::back_inserter(line), "{}", value);
}

}  // namespace

CsvWriter::CsvWriter(const std::filesystem::path& path, std::vector<TableColumn> columns)
    : columns_(std::move(columns)), file_(path) {
  std::string line;
  for (const TableColumn& column : columns_) line += (line.empty() ? "" : ",") + csv_field(column.name);
  file_.write(line + "\n");
}

void CsvWriter::add(const std::vector<Cells>& block) {
  expects(block.size() == columns_.size(), "a block has all columns");
  const std::size_t rows = rows_of(block);
  std::string line;
  for (std::size_t row = 0; row < rows; ++row) {
    line.clear();
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (c > 0) line += ',';
      put(line, columns_[c].kind, block[c], row);
    }
    file_.write(line += '\n');
  }
}

void CsvWriter::finish() {
  file_.close();
}

}  // namespace moat
