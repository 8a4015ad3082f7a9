#pragma once
/// A design that a CSV file lists point by point.

#include <filesystem>
#include <string>
#include <vector>

#include "io/table/csv_text.hpp"
#include "design/factor.hpp"
#include "design/distribution_entry.hpp"
#include "design/target.hpp"

namespace moat {

struct ListColumn {
  std::string name;
  std::size_t index = 0;
  Position where;
};

class ListFile {
 public:
  /// Reads all of the file. Nothing is thrown for what is wrong with it: a file that cannot be read or is larger than
  /// 1 GiB is a problem at `named_at`; broken quotes, rows of unequal length, columns given twice and a file without a
  /// point are problems at their places in it. `problems` must outlive the ListFile.
  ListFile(const std::filesystem::path& file, const Position& named_at, std::vector<Problem>& problems);

  /// Columns of the header; none if the file had problems.
  const std::vector<ListColumn>& columns() const { return columns_; }

  /// Appends the cells of a column to `factor.listed`, one per row, and gives what the scenario must still accept:
  /// every level, or the smallest and the largest number. A cell that is not the number that the target needs is a
  /// problem at its place, and counts as 0.
  std::vector<Check> read(const ListColumn& column, const Target& target, Factor& factor);

 private:
  Position at(const CsvRecord& record, std::size_t field) const;

  std::string name_;
  std::vector<Problem>& problems_;
  std::vector<CsvRecord> records_;
  std::vector<ListColumn> columns_;
};

}  // namespace moat
