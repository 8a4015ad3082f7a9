#include "design/design.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>

#include "design/block_rows.hpp"
#include "design/check_points.hpp"
#include "design/filter.hpp"
#include "io/scenario_text/parse.hpp"
#include "scenario/scenario.hpp"

namespace moat {
namespace {

using Json = nlohmann::ordered_json;

std::string_view name_of(DesignType type) {
  return Choices<DesignType>::names[std::size_t(type)];
}

/// One column of the sweep, and where each block has it.
struct Column {
  const Factor* factor;                  ///< of the first block that has it
  std::vector<std::ptrdiff_t> in_block;  ///< number of the factor in the block; -1 for none
};

class Designer {
 public:
  explicit Designer(const LoadedSweep& sweep) : sweep_(sweep) {
    std::vector<Problem> problems;
    blocks_ = resolve(sweep, problems);
    throw_if_any(std::move(problems), sweep.reading);
    for (const ArmEntry& arm : sweep.base->scenario.arms) arms_.push_back(arm.name);
  }

  DesignTable make() {
    count();
    columns();
    for (std::size_t b = 0; b < blocks_.size(); ++b) values_.push_back(block_rows(blocks_[b], b));
    DesignTable table;
    table.arms = arms_;
    for (const Column& column : columns_) table.columns.push_back(column.factor->column);
    levels(table);
    points(table);
    table.design = design_json();
    return table;
  }

 private:
  [[noreturn]] void refuse(const std::string& path, std::string text) const {
    throw InputError({{sweep_.reading.where(path), std::move(text)}});
  }

  /// Rows of one arm, refused before anything of that size is made.
  void count() {
    const auto check = [&](double points, const std::string& path) {
      if (points > double(most_points))
        refuse(
            sweep_.reading.given.contains(path) ? path : "factors",
            fmt::format("the design has {:.15g} points (at most {}; fewer levels, factors or n)", points, most_points));
    };
    double all = 1, sum = 0;
    for (const Block& block : blocks_) {
      const double rows = count_rows(block);
      check(rows, join(block.key, "design"));
      sizes_.push_back(std::int64_t(rows));
      all *= rows;
      sum += rows;
    }
    if (sweep_.params.combine == Combine::concat) all = sum;
    if (sweep_.params.combine == Combine::zip) all = double(sizes_.front());
    check(all * double(std::max<std::size_t>(1, arms_.size())), sweep_.params.blocks.empty() ? "design" : "blocks");
    rows_ = std::int64_t(all);
    for (std::size_t b = 1; sweep_.params.combine == Combine::zip && b < sizes_.size(); ++b)
      if (sizes_[b] != rows_)
        refuse(blocks_[b].key, fmt::format("{} has {} points, {} has {} (combine: zip needs blocks of equal length)",
                                           blocks_[b].key, sizes_[b], blocks_[0].key, rows_));
  }

  void columns() {
    std::map<std::string, std::size_t> known;
    for (std::size_t b = 0; b < blocks_.size(); ++b)
      for (std::size_t f = 0; f < blocks_[b].factors.size(); ++f) {
        const Factor& factor = blocks_[b].factors[f];
        const auto [found, is_new] = known.emplace(factor.column.name, columns_.size());
        if (is_new) columns_.push_back({&factor, std::vector<std::ptrdiff_t>(blocks_.size(), -1)});
        if (columns_[found->second].factor->column.paths != factor.column.paths)
          refuse(factor.key, fmt::format("{} sets other parameters than {} (give one of them another name)", factor.key,
                                         columns_[found->second].factor->key));
        columns_[found->second].in_block[b] = std::ptrdiff_t(f);
      }
    if (sweep_.params.combine != Combine::concat) return;
    for (const Column& column : columns_)
      for (std::size_t b = 0; b < blocks_.size(); ++b)
        if (column.in_block[b] < 0 && !column.factor->own)
          refuse(column.factor->key, fmt::format("{} has no single value in the scenario, which {} needs (set one)",
                                                 column.factor->key, blocks_[b].key));
  }

  /// Block and row in it that a row of the design takes the column from; no block for the scenario's own value.
  struct Origin {
    std::ptrdiff_t block;
    std::size_t row;
  };
  Origin origin(const Column& column, std::int64_t row) const {
    const auto last = std::ssize(blocks_) - 1;
    if (sweep_.params.combine == Combine::concat) {
      std::ptrdiff_t b = 0;
      while (row >= sizes_[std::size_t(b)]) row -= sizes_[std::size_t(b++)];
      return {column.in_block[std::size_t(b)] < 0 ? -1 : b, std::size_t(row)};
    }
    const auto has = [](std::ptrdiff_t f) { return f >= 0; };
    const auto block = std::ranges::find_if(column.in_block, has) - column.in_block.begin();
    if (sweep_.params.combine == Combine::zip) return {block, std::size_t(row)};
    for (std::ptrdiff_t b = last; b > block; --b) row /= sizes_[std::size_t(b)];
    return {block, std::size_t(row % sizes_[std::size_t(block)])};
  }

  /// A number, or the number of a level in the table.
  double value(std::size_t c, std::int64_t row) const {
    const Column& column = columns_[c];
    const auto [block, at] = origin(column, row);
    const std::size_t b = block < 0 ? blocks_.size() : std::size_t(block);
    const double own = block < 0 ? column.factor->own.value_or(0) : values_[b][std::size_t(column.in_block[b])][at];
    return column.factor->column.is_number ? own : double(codes_[c][b][std::size_t(own)]);
  }

  /// The levels of columns that are no numbers, those of all blocks together.
  void levels(DesignTable& table) {
    codes_.resize(columns_.size());
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      const Column& column = columns_[c];
      if (column.factor->column.is_number) {
        table.cells.emplace_back(NumberCells{});
        continue;
      }
      LevelCells cells;
      for (std::size_t b = 0; b <= blocks_.size(); ++b) {
        std::vector<std::uint32_t>& codes = codes_[c].emplace_back();
        if (b < blocks_.size() && column.in_block[b] < 0) continue;
        const Factor& factor =
            b < blocks_.size() ? blocks_[b].factors[std::size_t(column.in_block[b])] : *column.factor;
        for (const std::string& level : factor.levels) {
          const auto found = std::ranges::find(cells.levels, level);
          codes.push_back(std::uint32_t(found - cells.levels.begin()));
          if (found == cells.levels.end()) cells.levels.push_back(level);
        }
      }
      table.cells.emplace_back(std::move(cells));
    }
  }

  void points(DesignTable& table) {
    const Filter filter(sweep_, table, dates());
    std::vector<double> row_values(columns_.size());
    for (std::size_t a = 0; a < std::max<std::size_t>(1, arms_.size()); ++a)
      for (std::int64_t row = 0; row < rows_; ++row) {
        for (std::size_t c = 0; c < columns_.size(); ++c) row_values[c] = value(c, row);
        if (!filter.keeps(arms_.empty() ? "" : arms_[a], row_values)) continue;
        table.rows.push_back(row);
        if (!arms_.empty()) table.arm_numbers.push_back(std::uint32_t(a));
        for (std::size_t c = 0; c < columns_.size(); ++c)
          if (auto* numbers = std::get_if<NumberCells>(&table.cells[c]))
            numbers->values.push_back(row_values[c]);
          else
            std::get<LevelCells>(table.cells[c]).codes.push_back(std::uint32_t(row_values[c]));
      }
    if (table.size() == 0) refuse("filter", "filter leaves no point of the design (loosen it)");
  }

  std::vector<bool> dates() const {
    std::vector<bool> all;
    for (const Column& column : columns_) all.push_back(column.factor->is_date);
    return all;
  }

  std::string design_json() const {
    Json blocks = Json::array();
    for (std::size_t b = 0; b < blocks_.size(); ++b) {
      const DesignParams& d = blocks_[b].design;
      Json factors = Json::array();
      for (const Factor& factor : blocks_[b].factors) factors.push_back(factor.column.name);
      Json block;
      block["name"] = blocks_[b].name;
      block["type"] = name_of(d.type);
      block["n"] = d.n;
      block["seed"] = d.seed;
      block["second_order"] = d.second_order;
      block["levels"] = d.levels;
      block["factors"] = factors;
      block["rows"] = sizes_[b];
      blocks.push_back(block);
    }
    Json all;
    all["blocks"] = blocks;
    all["combine"] = Choices<Combine>::names[std::size_t(sweep_.params.combine)];
    all["filtered"] = !sweep_.params.filter.empty();
    all["arms"] = arms_;
    all["rows"] = rows_;
    return all.dump();
  }

  const LoadedSweep& sweep_;
  std::vector<Block> blocks_;
  Texts arms_;
  std::vector<std::int64_t> sizes_;  ///< rows by block
  std::int64_t rows_ = 0;
  std::vector<Column> columns_;
  std::vector<RowValues> values_;                               ///< by block
  std::vector<std::vector<std::vector<std::uint32_t>>> codes_;  ///< [column][block, then the scenario's own][level]
};

}  // namespace

DesignTable make_design(const LoadedSweep& sweep) {
  DesignTable table = Designer(sweep).make();
  check_points(sweep, table);
  return table;
}

}  // namespace moat
