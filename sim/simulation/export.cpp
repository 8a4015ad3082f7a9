#include "simulation/export.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <memory>
#include <sstream>
#include <type_traits>

#include <fmt/format.h>

#include "base/error.hpp"
#include "io/table/csv.hpp"
#include "io/table/parquet.hpp"
#include "io/scenario_text/parse.hpp"
#include "simulation/layout.hpp"

namespace moat {
namespace {

using Names = std::vector<std::string>;

/// Rows read, and of Parquet grouped, at once.
constexpr hsize_t block_rows = 1 << 17;

constexpr std::string_view day_unit = "days since 1970-01-01";

bool among(const std::string& name, const Names& names) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

Names root_variables(const h5::Reader& reader) {
  Names names;
  for (const std::string& name : reader.names())
    if (!reader.is_group(name) && !reader.info(name).scale) names.push_back(name);
  return names;
}

std::string joined(const Names& dims, std::size_t first) {
  return fmt::format("{}", fmt::join(dims.begin() + std::ptrdiff_t(first), dims.end(), "_"));
}

std::string table_name(const Names& dims) {
  if (dims.empty()) return "values";
  if (dims[0] != "point") return joined(dims, 0);
  const bool runs = dims.size() > 1 && dims[1] == "replicate";
  if (runs) return dims.size() == 2 ? "runs" : "by_" + joined(dims, 2);
  return dims.size() == 1 ? "points" : "points_by_" + joined(dims, 1);
}

/// The table of these dimensions, without values yet. `folder`: of the scales, such as "releases/".
ExportTable table_on(const h5::Reader& reader, std::string name, const std::string& folder, const Names& dims) {
  ExportTable table{std::move(name), dims, {}, {}};
  for (const std::string& dim : dims) {
    if (dim.empty() || !reader.has(folder + dim))
      throw IoError(reader.path().string(), "be exported", "an axis has no name: it is not as moat wrote it");
    table.columns.push_back(folder + dim);
    table.shape.push_back(reader.info(folder + dim).shape.at(0));
  }
  return table;
}

void add_event_tables(const h5::Reader& reader, std::vector<ExportTable>& tables) {
  for (const std::string& group : reader.names()) {
    if (!reader.is_group(group) || !reader.has(group + "/event")) continue;
    ExportTable table = table_on(reader, group, group + "/", {"event"});
    for (const std::string& name : reader.names(group))
      if (name != "event") table.columns.push_back(fmt::format("{}/{}", group, name));
    tables.push_back(std::move(table));
  }
}

/// What was drawn of each run, where anything was.
void add_draws(const h5::Reader& reader, std::vector<ExportTable>& tables) {
  if (!reader.has("draws")) return;
  ExportTable table = table_on(reader, "draws", "draws/", {"point", "replicate"});
  for (const std::string& name : reader.names("draws"))
    if (!reader.info("draws/" + name).scale) table.columns.push_back("draws/" + name);
  tables.push_back(std::move(table));
}

/// Words of a flag, from 0 on; none for other variables.
Names flag_words(const h5::Reader& reader, const std::string& name) {
  std::istringstream words(reader.attribute_text(name, "flag_meanings").value_or(""));
  return {std::istream_iterator<std::string>(words), {}};
}

CellKind kind_of(const h5::Reader& reader, const std::string& name) {
  const h5::Type type = reader.info(name).type;
  if (type == h5::Type::text || !flag_words(reader, name).empty()) return CellKind::text;
  if (type != h5::Type::float32 && type != h5::Type::float64) return CellKind::whole;
  return reader.info(name).scale && reader.attribute_text(name, "units") == day_unit ? CellKind::date : CellKind::real;
}

std::vector<std::int64_t> days(const h5::Reader& reader, const std::string& name, const std::vector<double>& values) {
  constexpr double most = 1e7;  // 27 thousand years
  std::vector<std::int64_t> whole;
  for (const double value : values) {
    if (!(std::abs(value) < most)) throw IoError(reader.path().string(), fmt::format("read '{}'", name), "no date");
    whole.push_back(static_cast<std::int64_t>(std::floor(value)));
  }
  return whole;
}

Names words_of(const std::vector<std::int64_t>& flags, const Names& meanings) {
  Names words;
  for (const std::int64_t flag : flags) {
    const bool known = flag >= 0 && std::size_t(flag) < meanings.size();
    words.push_back(known ? meanings[std::size_t(flag)] : fmt::format("{}", flag));
  }
  return words;
}

template <class T>
std::vector<T> numbers(const h5::Reader& reader, const std::string& name, const h5::Block& block) {
  std::size_t size = 1;
  for (const hsize_t count : block.count) size *= count;
  std::vector<T> values(size);
  reader.read(name, block, std::span<T>(values));
  return values;
}

Cells read_cells(const h5::Reader& reader, const std::string& name, CellKind kind, const h5::Block& block) {
  switch (kind) {
    case CellKind::text:
      if (reader.info(name).type == h5::Type::text) return reader.texts(name, block);
      return words_of(numbers<std::int64_t>(reader, name, block), flag_words(reader, name));
    case CellKind::date:
      return days(reader, name, numbers<double>(reader, name, block));
    case CellKind::whole:
      return numbers<std::int64_t>(reader, name, block);
    case CellKind::real:
      break;
  }
  return numbers<double>(reader, name, block);
}

/// The cells of a column in a block of the table's rows: values on one of the dimensions repeat along the others.
Cells cells_of(const h5::Reader& reader, const std::string& name, CellKind kind, const ExportTable& table,
               const h5::Block& block) {
  const Names& dims = reader.info(name).dims;
  if (dims == table.dims) return read_cells(reader, name, kind, block);
  expects(dims.size() == 1 && among(dims[0], table.dims), fmt::format("'{}' is on an axis of the table", name));
  const auto axis = std::size_t(std::find(table.dims.begin(), table.dims.end(), dims[0]) - table.dims.begin());
  hsize_t rows = 1, inner = 1;
  for (std::size_t a = 0; a < block.count.size(); ++a) {
    rows *= block.count[a];
    if (a > axis) inner *= block.count[a];
  }
  const auto repeated = [&](const auto& values) -> Cells {
    std::decay_t<decltype(values)> all;
    all.reserve(rows);
    for (hsize_t row = 0; row < rows; ++row) all.push_back(values[row / inner % values.size()]);
    return all;
  };
  return std::visit(repeated, read_cells(reader, name, kind, {{block.offset[axis]}, {block.count[axis]}}));
}

}  // namespace

h5::Reader open_output(const std::filesystem::path& path) {
  std::error_code error;
  if (std::filesystem::is_directory(path, error))
    throw IoError(path.string(), "read", "it is a folder: name an output file, such as the one moat gather makes in it",
                  Exit::input_missing);
  h5::Reader reader = h5::Reader::open(path);
  const auto version = reader.attribute_text("/", "format_version");
  if (!version || !reader.attribute_text("/", "source").value_or("").starts_with("moat "))
    throw IoError(path.string(), "export it", "moat did not write it: name an output file of moat run or moat gather");
  if (version->substr(0, version->find('.')) != format_version)
    throw IoError(path.string(), "export it",
                  fmt::format("its layout has version {}, known here is {}: use the moat that wrote it", *version,
                              format_version));
  return reader;
}

void check_variables(const h5::Reader& reader, const Names& only) {
  const Names names = root_variables(reader);
  std::vector<Problem> problems;
  for (const std::string& name : only)
    if (!among(name, names))
      problems.push_back(
          {{},
           fmt::format("{}: has no series '{}' {}", reader.path().string(), excerpt(name), suggestion(name, names))});
  if (!problems.empty()) throw InputError(problems);
}

std::vector<ExportTable> plan_tables(const h5::Reader& reader, const Names& only) {
  check_variables(reader, only);
  std::vector<ExportTable> tables;
  const auto table_of = [&](const Names& dims) {
    return std::find_if(tables.begin(), tables.end(), [&](const ExportTable& table) { return table.dims == dims; });
  };
  Names wanted = root_variables(reader), of_points;
  if (!only.empty()) std::erase_if(wanted, [&](const std::string& name) { return !among(name, only); });
  for (const std::string& name : wanted) {
    const Names& dims = reader.info(name).dims;
    if (dims == Names{"point"}) {
      of_points.push_back(name);
      continue;
    }
    if (table_of(dims) == tables.end()) tables.push_back(table_on(reader, table_name(dims), "", dims));
    table_of(dims)->columns.push_back(name);
  }
  if (!of_points.empty()) {
    auto home = table_of({"point", "replicate"});
    if (home == tables.end())
      home = tables.insert(tables.begin(), table_on(reader, table_name({"point"}), "", {"point"}));
    home->columns.insert(home->columns.begin() + std::ptrdiff_t(home->dims.size()), of_points.begin(), of_points.end());
  }
  if (only.empty()) {
    add_draws(reader, tables);
    add_event_tables(reader, tables);
  }
  return tables;
}

void write_table(const h5::Reader& reader, const ExportTable& table, TableFormat format,
                 const std::filesystem::path& path) {
  std::vector<TableColumn> columns;
  for (const std::string& name : table.columns)
    columns.push_back({name.substr(name.rfind('/') + 1), kind_of(reader, name)});
  std::unique_ptr<TableWriter> writer;
  if (format == TableFormat::csv)
    writer = std::make_unique<CsvWriter>(path, columns);
  else
    writer = std::make_unique<ParquetWriter>(path, columns);
  h5::by_blocks(table.shape, block_rows, [&](const h5::Block& block) {
    std::vector<Cells> cells;
    for (std::size_t c = 0; c < columns.size(); ++c)
      cells.push_back(cells_of(reader, table.columns[c], columns[c].kind, table, block));
    writer->add(cells);
  });
  writer->finish();
  reader.release();  // the next table has other variables
}

}  // namespace moat
