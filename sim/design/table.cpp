#include "design/table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>

#include "io/table/csv_text.hpp"
#include "io/scenario_text/parse.hpp"

namespace moat {
namespace {

constexpr std::array<std::string_view, 3> fixed_columns{"point", "arm", "row"};

/// Numbers the levels of a column as they come.
class LevelNumbers {
 public:
  explicit LevelNumbers(LevelCells& cells) : cells_(cells) {}
  void add(const std::string& text) {
    const auto [found, is_new] = known_.emplace(text, std::uint32_t(known_.size()));
    if (is_new) cells_.levels.push_back(text);
    cells_.codes.push_back(found->second);
  }

 private:
  LevelCells& cells_;
  std::map<std::string, std::uint32_t, std::less<>> known_;
};

class TableReader {
 public:
  TableReader(const std::string& file, DesignTable& table) : file_(file), table_(table) {}

  void read(std::string_view text) {
    const std::vector<CsvRecord> records = parse_csv(text, file_, problems_);
    if (records.empty())
      problems_.push_back({{file_, 1, 1}, "is empty (expected a header such as point,arm,row)"});
    else if (header_fits(records.front()))
      lines({records.begin() + 1, records.end()});
    if (!problems_.empty()) throw InputError(problems_);
  }

 private:
  bool header_fits(const CsvRecord& header) {
    Texts wanted(fixed_columns.begin(), fixed_columns.end()), found;
    for (const FactorColumn& column : table_.columns) wanted.push_back(column.name);
    for (const CsvField& field : header.fields) found.push_back(field.text);
    if (found == wanted) return true;
    problems_.push_back({{file_, header.line, 1},
                         fmt::format("header is {} (expected {})", excerpt(fmt::format("{}", fmt::join(found, ","))),
                                     fmt::join(wanted, ","))});
    return false;
  }

  void lines(std::span<const CsvRecord> records) {
    const std::size_t fixed = fixed_columns.size(), width = fixed + table_.columns.size();
    for (const CsvRecord& record : records) {
      if (record.fields.size() != width) {
        problems_.push_back(
            {{file_, record.line, 1}, fmt::format("has {} fields (the header has {})", record.fields.size(), width)});
        continue;
      }
      arm(record, record.fields[1]);
      row(record, record.fields[2]);
    }
    if (!problems_.empty()) return;
    for (std::size_t c = 0; c < table_.columns.size(); ++c)
      if (table_.columns[c].is_number)
        numbers(records, c);
      else
        levels(records, c);
  }

  void arm(const CsvRecord& record, const CsvField& field) {
    if (table_.arms.empty() && field.text.empty()) return;
    const auto found = std::ranges::find(table_.arms, field.text);
    if (found == table_.arms.end())
      problem(record, field, fmt::format("arm is '{}' {}", excerpt(field.text), suggestion(field.text, table_.arms)));
    table_.arm_numbers.push_back(std::uint32_t(found - table_.arms.begin()));
  }

  void row(const CsvRecord& record, const CsvField& field) {
    const auto row = parse_whole(field.text).value;
    if (!row || *row < 0) problem(record, field, fmt::format("row is '{}' (expected a count)", excerpt(field.text)));
    table_.rows.push_back(row.value_or(0));
  }

  void numbers(std::span<const CsvRecord> records, std::size_t column) {
    NumberCells cells;
    for (const CsvRecord& record : records) {
      const CsvField& field = record.fields[fixed_columns.size() + column];
      const auto value = parse_number(field.text).value;
      if (!value)
        problem(record, field, fmt::format("{} is '{}' (expected a number)", name(column), excerpt(field.text)));
      cells.values.push_back(value.value_or(0));
    }
    table_.cells.emplace_back(std::move(cells));
  }

  void levels(std::span<const CsvRecord> records, std::size_t column) {
    LevelCells cells;
    LevelNumbers numbers(cells);
    for (const CsvRecord& record : records) numbers.add(record.fields[fixed_columns.size() + column].text);
    table_.cells.emplace_back(std::move(cells));
  }

  const std::string& name(std::size_t column) const { return table_.columns[column].name; }
  void problem(const CsvRecord& record, const CsvField& field, std::string text) {
    problems_.push_back({{file_, record.line, field.column}, std::move(text)});
  }

  const std::string& file_;
  DesignTable& table_;
  std::vector<Problem> problems_;
};

}  // namespace

std::string DesignTable::name(std::size_t point) const {
  if (arms.empty()) return fmt::format("{}", rows[point]);
  return columns.empty() ? arm(point) : fmt::format("{}/{}", arm(point), rows[point]);
}

std::string DesignTable::arm(std::size_t point) const {
  return arms.empty() ? "" : arms[arm_numbers[point]];
}

std::string DesignTable::cell(std::size_t point, std::size_t column) const {
  if (const auto* numbers = std::get_if<NumberCells>(&cells[column])) return fmt::format("{}", numbers->values[point]);
  const auto& texts = std::get<LevelCells>(cells[column]);
  return texts.levels[texts.codes[point]];
}

double DesignTable::number(std::size_t point, std::size_t column) const {
  const auto* numbers = std::get_if<NumberCells>(&cells[column]);
  expects(numbers != nullptr, "the factor is a number");
  return numbers->values[point];
}

Changes DesignTable::changes(std::size_t point) const {
  Changes changes;
  for (std::size_t c = 0; c < columns.size(); ++c)
    for (const std::string& path : columns[c].paths) changes.push_back({path, cell(point, c)});
  return changes;
}

std::string to_csv(const DesignTable& table) {
  std::string text = fmt::format("{}", fmt::join(fixed_columns, ","));
  for (const FactorColumn& column : table.columns) text += "," + csv_field(column.name);
  text += '\n';
  for (std::size_t p = 0; p < table.size(); ++p) {
    text += fmt::format("{},{},{}", table.name(p), table.arm(p), table.row(p));
    for (std::size_t c = 0; c < table.columns.size(); ++c) text += "," + csv_field(table.cell(p, c));
    text += '\n';
  }
  return text;
}

nlohmann::json description(const DesignTable& table) {
  nlohmann::json columns = nlohmann::json::array();
  for (const FactorColumn& c : table.columns)
    columns.push_back({{"name", c.name},
                       {"paths", c.paths},
                       {"unit", c.unit},
                       {"role", c.role},
                       {"distribution", c.distribution},
                       {"doc", c.doc},
                       {"is_number", c.is_number}});
  return {{"columns", columns}, {"arms", table.arms}, {"design", table.design}};
}

DesignTable read_csv(std::string_view text, const std::string& file, const nlohmann::json& described) {
  DesignTable table;
  try {
    for (const nlohmann::json& c : described.at("columns"))
      table.columns.push_back({c.at("name"), c.at("paths"), c.at("unit"), c.at("role"), c.at("distribution"),
                               c.at("doc"), c.at("is_number")});
    table.arms = described.at("arms").get<Texts>();
    table.design = described.at("design");
  } catch (const nlohmann::json::exception& error) {
    throw InputError({{{file, 0, 0}, fmt::format("the description of its columns is unfit ({})", error.what())}});
  }
  TableReader(file, table).read(text);
  return table;
}

}  // namespace moat
