#pragma once
/// Comma-separated values (RFC 4180): fields in quotes may hold commas, quotes (doubled) and line ends.

#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace moat {

struct CsvField {
  std::string text;
  int column = 1;  ///< of its first character in the line, from 1
};
struct CsvRecord {
  std::vector<CsvField> fields;
  int line = 1;  ///< where it begins, from 1
};

/// All records. Empty lines are left out, a byte order mark too. A quote that is not closed is a problem.
std::vector<CsvRecord> parse_csv(std::string_view text, const std::string& file, std::vector<Problem>& problems);

/// The field as it is, or in quotes where it has to be.
std::string csv_field(std::string_view text);

}  // namespace moat
