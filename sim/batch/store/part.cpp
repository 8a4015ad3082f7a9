#include "batch/store/part.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "io/hdf5/write.hpp"

namespace moat {
namespace {

using h5::about;
using h5::Type;

constexpr hsize_t values_in_part_chunk = 8192;

/// Part files that are kept open at once.
constexpr std::size_t most_open = 64;

void write_table(h5::File& file, const EventTable& table, const std::vector<std::int64_t>& first) {
  const std::string folder(table.name);
  file.group(folder);
  file.dimension(folder + "/event", table.rows());
  file.dimension(folder + "/edge", first.size());
  file.variable(folder + "/first",
                {.dims = {"edge"}, .type = Type::int64, .attributes = about("first event of the run")});
  file.write(folder + "/first", first);
  for (const EventColumn& column : table.columns) {
    const std::string path = fmt::format("{}/{}", table.name, column.key);
    constexpr Type types[] = {Type::text, Type::int64, Type::float64};
    file.variable(path, {.dims = {"event"}, .type = types[column.values.index()], .attributes = about(column.doc)});
    std::visit(
        [&](const auto& values) {
          if (!values.empty()) file.write(path, values);
        },
        column.values);
  }
}

/// A table of some numbers for each run, if there are any: outcomes(run, outcome).
void write_numbers(h5::File& file, const std::string& axis, std::size_t count, std::span<const FinishedRun> runs,
                   std::vector<double> FinishedRun::*numbers) {
  if (count == 0) return;
  std::vector<double> all;
  for (const FinishedRun& one : runs) all.insert(all.end(), (one.*numbers).begin(), (one.*numbers).end());
  file.dimension(axis, count);
  file.variable(axis + "s", {.dims = {"run", axis}, .attributes = about(axis + "s"), .deflate = 0});
  file.write(axis + "s", all);
}

/// Adds one block of a column of the file.
void append_column(const h5::Reader& reader, const std::string& path, const h5::Block& block, EventColumn& column) {
  if (auto* texts = std::get_if<std::vector<std::string>>(&column.values)) {
    for (std::string& text : reader.texts(path, block)) texts->push_back(std::move(text));
    return;
  }
  const auto add = [&](auto& values) {
    const std::size_t before = values.size();
    values.resize(before + block.count[0]);
    reader.read(path, block, std::span(values).subspan(before));
  };
  if (auto* whole = std::get_if<std::vector<std::int64_t>>(&column.values)) add(*whole);
  if (auto* real = std::get_if<std::vector<double>>(&column.values)) add(*real);
}

}  // namespace

std::uint64_t write_part(const std::filesystem::path& path, const Plan& plan, std::span<const FinishedRun> runs) {
  const Layout& layout = plan.layout;
  h5::File file = h5::File::create(path);
  file.attribute("/", {"design", plan.id});
  std::vector<std::int64_t> numbers;
  for (const FinishedRun& one : runs) numbers.push_back(one.run);
  file.scale("run", numbers, about("number of the run"));
  if (layout.values() > 0) {
    file.dimension("value", layout.values());
    // Small chunks: a run is read back without unpacking many others.
    const hsize_t rows = std::max<hsize_t>(values_in_part_chunk / layout.values(), 1);
    const h5::Extent chunk{std::min<hsize_t>(rows, runs.size()),
                           std::min<hsize_t>(layout.values(), values_in_part_chunk)};
    file.variable(
        "values",
        {.dims = {"run", "value"}, .attributes = about("series one after the other"), .chunk = chunk, .deflate = 0});
    for (std::size_t row = 0; row < runs.size(); ++row)
      file.write("values", {{row, 0}, {1, layout.values()}}, runs[row].values);
  }
  write_numbers(file, "outcome", layout.outcomes.size(), runs, &FinishedRun::outcomes);
  write_numbers(file, "draw", layout.draws.size(), runs, &FinishedRun::draws);
  std::vector<EventTable> tables = empty_event_tables();
  std::vector<std::vector<std::int64_t>> first(tables.size(), {0});
  for (const FinishedRun& one : runs) {
    const Variant& variant = plan.variant(plan.point_of(one.run));
    append_events(tables, one.events, *variant.scenario, variant.shape.axes);
    for (std::size_t t = 0; t < tables.size(); ++t) first[t].push_back(std::int64_t(tables[t].rows()));
  }
  for (std::size_t t = 0; t < tables.size(); ++t)
    if (tables[t].rows() > 0) write_table(file, tables[t], first[t]);
  file.commit();
  return std::filesystem::file_size(path);
}

Part::Part(const std::filesystem::path& path) : reader_(h5::Reader::open(path)) {}

void Part::values(std::int64_t row, std::size_t begin, std::span<double> out) {
  if (!out.empty()) reader_.read("values", {{hsize_t(row), begin}, {1, out.size()}}, out);
}

std::vector<double> Part::row_of(const std::string& table, std::int64_t row) {
  if (!reader_.has(table)) return {};
  std::vector<double> out(reader_.info(table).shape[1]);
  reader_.read(table, {{hsize_t(row), 0}, {1, out.size()}}, out);
  return out;
}

std::vector<double> Part::outcomes(std::int64_t row) {
  return row_of("outcomes", row);
}

std::vector<double> Part::draws(std::int64_t row) {
  return row_of("draws", row);
}

void Part::events(std::int64_t row, std::vector<EventTable>& tables) {
  if (first_.empty()) {
    for (const EventTable& table : tables) {
      const std::string path = std::string(table.name) + "/first";
      first_.push_back(reader_.has(path) ? reader_.all<std::int64_t>(path) : std::vector<std::int64_t>{});
    }
  }
  for (std::size_t t = 0; t < tables.size(); ++t) {
    if (first_[t].empty()) continue;
    const auto begin = hsize_t(first_[t][std::size_t(row)]), end = hsize_t(first_[t][std::size_t(row) + 1]);
    if (begin == end) continue;
    for (EventColumn& column : tables[t].columns)
      append_column(reader_, fmt::format("{}/{}", tables[t].name, column.key), {{begin}, {end - begin}}, column);
  }
}

Part& Parts::open(const std::string& file) {
  Opened& wanted = opened_[file];
  wanted.used = ++clock_;
  if (!wanted.part) {
    if (opened_.size() > most_open)
      opened_.erase(std::min_element(opened_.begin(), opened_.end(),
                                     [](const auto& a, const auto& b) { return a.second.used < b.second.used; }));
    opened_[file].part = std::make_unique<Part>(folder_ / file);
  }
  return *opened_[file].part;
}

}  // namespace moat
