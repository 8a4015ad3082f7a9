#pragma once
/// Tables as comma-separated values by RFC 4180, in UTF-8, lines ended by a newline.

#include <string>
#include <vector>

#include "io/out_file.hpp"
#include "io/table/table.hpp"

namespace moat {

/// First the names of the columns. Real numbers have the fewest digits that read back as the same double, dates are
/// YYYY-MM-DD, and a missing value (NaN) is an empty cell, as an empty text is.
class CsvWriter : public TableWriter {
 public:
  /// Throws IoError, as every member.
  CsvWriter(const std::filesystem::path& path, std::vector<TableColumn> columns);
  void add(const std::vector<Cells>& block) override;
  void finish() override;

 private:
  std::vector<TableColumn> columns_;
  OutFile file_;
};

}  // namespace moat
