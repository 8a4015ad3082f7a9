#pragma once
/// A design that a CSV file lists point by point.

#include <filesystem>
#include <string>
#include <vector>

#include "design/csv.hpp"
#include "design/factor.hpp"
#include "design/spread.hpp"
#include "design/target.hpp"

namespace moat {

struct ListColumn {
  std::string name;
  std::size_t index = 0;
  Position where;
};

class ListFile {
 public:
  /// Reads all of the file; problems with its shape are added, one that cannot be read is a problem at `named_at`.
  ListFile(const std::filesystem::path& file, const Position& named_at, std::vector<Problem>& problems);

  /// Columns of the header; none where the file is unfit.
  const std::vector<ListColumn>& columns() const { return columns_; }

  /// Puts the cells of a column into the factor and gives what the scenario must take: every level, of numbers the
  /// least and the greatest.
  std::vector<Check> read(const ListColumn& column, const Target& target, Factor& factor);

 private:
  Position at(const CsvRecord& record, std::size_t field) const;

  std::string name_;
  std::vector<Problem>& problems_;
  std::vector<CsvRecord> records_;
  std::vector<ListColumn> columns_;
};

}  // namespace moat
