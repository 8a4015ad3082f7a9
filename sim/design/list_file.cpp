#include "design/list_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <map>
#include <set>

#include "io/scenario_text/parse.hpp"
#include "io/scenario_text/renamed.hpp"

namespace moat {

namespace fs = std::filesystem;

ListFile::ListFile(const fs::path& file, const Position& named_at, std::vector<Problem>& problems)
    : name_(file.string()), problems_(problems) {
  constexpr std::uintmax_t largest = 1u << 30;  // [bytes]
  std::error_code error;
  const std::uintmax_t size = fs::file_size(file, error);
  std::ifstream in(file, std::ios::binary);
  if (error || !in.is_open()) {
    problems_.push_back({named_at, fmt::format("design.file names {}, which cannot be read ({})", name_,
                                               error ? error.message() : "no permission")});
    return;
  }
  if (size > largest) {
    problems_.push_back({named_at, fmt::format("{} is larger than 1 GiB", name_)});
    return;
  }
  const std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
  const std::size_t before = problems_.size();
  records_ = parse_csv(text, name_, problems_);
  if (records_.size() < 2)
    problems_.push_back({{name_, 1, 1}, "has no points (expected a header with names of factors, then a line each)"});
  for (const CsvRecord& record : records_)
    if (record.fields.size() != records_.front().fields.size())
      problems_.push_back(
          {{name_, record.line, 1},
           fmt::format("has {} fields (the header has {})", record.fields.size(), records_.front().fields.size())});
  if (problems_.size() > before) return;
  std::set<std::string> names;
  for (std::size_t i = 0; i < records_.front().fields.size(); ++i) {
    CsvField& field = records_.front().fields[i];
    if (const auto now = path_now(field.text)) {
      warn_once({at(records_.front(), i), fmt::format("'{}' is now '{}'", field.text, *now)});
      field.text = *now;
    }
    if (names.insert(field.text).second)
      columns_.push_back({field.text, i, at(records_.front(), i)});
    else
      problems_.push_back({at(records_.front(), i), fmt::format("column {} is given twice", excerpt(field.text))});
  }
}

Position ListFile::at(const CsvRecord& record, std::size_t field) const {
  return {name_, record.line, record.fields[field].column};
}

std::vector<Check> ListFile::read(const ListColumn& column, const Target& target, Factor& factor) {
  std::map<std::string, double> known;  // levels by text
  std::vector<Check> checks;
  double low = 0, high = 0;
  std::size_t lowest = 0, highest = 0;
  for (std::size_t r = 1; r < records_.size(); ++r) {
    const CsvRecord& record = records_[r];
    const std::string& text = record.fields[column.index].text;
    if (target.is_number()) {
      const Parsed<double> number = parse_number(text);
      const bool fits = number.value && (target.kind == Target::Kind::number || parse_whole(text).value);
      if (!fits)
        problems_.push_back(
            {at(record, column.index), fmt::format("{} is '{}' (expected a {}number)", column.name, excerpt(text),
                                                   target.kind == Target::Kind::whole ? "whole " : "")});
      const double value = number.value.value_or(0);
      if (fits && (lowest == 0 || value < low)) low = value, lowest = r;
      if (fits && (highest == 0 || value > high)) high = value, highest = r;
      factor.listed.push_back(value);
      continue;
    }
    auto level = known.find(text);
    if (level == known.end()) {
      const auto month = target.kind == Target::Kind::date ? parse_month(text) : std::nullopt;
      const std::string yaml = month ? to_string(*month) : yaml_for(target, text);
      checks.push_back({yaml, at(record, column.index)});
      level = known.emplace(text, factor.value_of(yaml).value_or(0)).first;
    }
    factor.listed.push_back(level->second);
  }
  for (const std::size_t r : {lowest, highest})
    if (r > 0) checks.push_back({records_[r].fields[column.index].text, at(records_[r], column.index)});
  return checks;
}

}  // namespace moat
