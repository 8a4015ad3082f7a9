#include "answer/samples.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/missing.hpp"
#include "io/hdf5/read.hpp"
#include "model/cell.hpp"

namespace moat {
namespace {

namespace fs = std::filesystem;
using h5::Reader;

constexpr std::size_t most_cells = 24;

[[noreturn]] void refuse(const std::string& option, std::string text) {
  throw InputError({{{option, 0, 0}, std::move(text)}});
}

/// What `--series` names.
struct Wanted {
  std::string option;  ///< `--series NAME`, as given
  CellNames cells;
  std::optional<Month> month;  ///< the last one where left out
};

Wanted read_wanted(const std::string& text) {
  Wanted wanted{"--series " + text, {}, {}};
  std::string_view rest = text;
  if (std::string fault = take_cell_names(rest, wanted.cells); !fault.empty()) refuse(wanted.option, std::move(fault));
  if (rest.empty()) return wanted;
  const auto month = rest.front() == '@' ? parse_month(rest.substr(1)) : std::nullopt;
  if (!month) refuse(wanted.option, fmt::format("'{}' follows the series (expected a month such as @2027-12)", rest));
  wanted.month = month;
  return wanted;
}

/// One file, its points and replicates in their places among those of all.
class SampleFile {
 public:
  SampleFile(const fs::path& path, Samples& all) : reader_(Reader::open(path)), all_(all) {
    for (const char* name : {"point", "replicate", "run_seed"})
      if (!reader_.has(name))
        throw IoError(path.string(), "be compared", fmt::format("it has no {} (is it from moat run?)", name));
    points_ = reader_.texts("point");
    numbers_ = reader_.all<std::int64_t>("replicate");
  }

  const Reader& reader() const { return reader_; }
  std::size_t points() const { return points_.size(); }

  void add_points(const std::string& prefix) {
    first_point_ = all_.points.size();
    for (const std::string& point : points_)
      all_.points.push_back(prefix.empty()        ? point
                            : points_.size() == 1 ? prefix
                                                  : fmt::format("{}/{}", prefix, point));
    for (const std::int64_t number : numbers_)
      if (std::ranges::find(all_.replicates, number) == all_.replicates.end()) all_.replicates.push_back(number);
  }

  void add_seeds() {
    const auto seeds = reader_.all<std::uint64_t>("run_seed");
    for (std::size_t p = 0; p < points(); ++p) {
      std::vector<std::uint64_t>& row = all_.seeds.emplace_back(all_.replicates.size(), 0);
      for (std::size_t r = 0; r < numbers_.size(); ++r) row[place(r)] = seeds[p * numbers_.size() + r];
    }
  }

  /// Outcomes, or the cells that are asked for; a file that lacks what another has leaves NaN.
  void add_outcomes() {
    for (const std::string& name : reader_.names()) {
      if (!reader_.attribute_number(name, "outcome") || reader_.info(name).dims.size() != 2) continue;
      if (reader_.info(name).dims[1] != "replicate") continue;
      const double factor = reader_.attribute_number(name, "display_factor").value_or(1);
      Quantity& quantity = named(name, text(name, "description", text(name, "long_name", name)),
                                 text(name, "display_unit", text(name, "units", "")));
      fill(quantity, reader_.all<double>(name), factor);
    }
  }

  void add_series(const Wanted& wanted) {
    const std::string& name = wanted.cells.series;
    const std::vector<std::string> known = series_names();
    if (std::ranges::find(known, name) == known.end()) refuse_cells(wanted, {unknown_series(name, known)});
    const Reader::Info info = reader_.info(name);
    if (info.dims[1] != "replicate") refuse_here(wanted, "holds statistics, and single runs are needed");
    const bool has_time = info.dims.size() > 2 && info.dims[2] == "time";
    const std::vector<std::string> dims(info.dims.begin() + (has_time ? 3 : 2), info.dims.end());
    Axes axes;
    for (const std::string& dim : dims) axes[dim] = reader_.texts(dim);
    if (const auto faults = selector_faults(wanted.cells, dims, axes, true); !faults.empty())
      refuse_cells(wanted, faults);
    const std::vector<std::size_t> cells = find_cells(dims, wanted.cells.select, axes);
    if (cells.size() > most_cells)
      refuse(wanted.option, fmt::format("has {} cells (at most {}: choose some as in {}[axis=label])", cells.size(),
                                        most_cells, name));
    h5::Block block{{0, 0}, {info.shape[0], info.shape[1]}};
    if (has_time) block.offset.push_back(month_of(wanted));
    block.offset.resize(info.dims.size());
    block.count.resize(info.dims.size(), 1);
    for (std::size_t cell : cells) {
      Changes select(dims.size());
      for (std::size_t d = dims.size(); d-- > 0;) {
        const Labels& labels = axes[dims[d]];
        select[d] = {dims[d], labels[cell % labels.size()]};
        block.offset[info.dims.size() - dims.size() + d] = cell % labels.size();
        cell /= labels.size();
      }
      std::vector<double> values(info.shape[0] * info.shape[1]);
      reader_.read(name, block, std::span<double>(values));
      const std::string inside = select.empty() ? "" : fmt::format("[{}]", selectors_text(select));
      const std::string when = wanted.month ? "@" + to_string(*wanted.month) : "";
      Quantity& quantity =
          named(fmt::format("{}{}{}", name, inside, when), text(name, "long_name", name), text(name, "units", ""));
      fill(quantity, values, 1);
    }
  }

  void add_tests() {
    if (!reader_.has("verdict")) return;
    const auto names = reader_.texts("verdict/test"), docs = reader_.texts("verdict/description"),
               outcomes = reader_.texts("verdict/outcome"), minus = reader_.texts("verdict/minus"),
               points = reader_.texts("verdict/point");
    const auto above = reader_.all<double>("verdict/above"), below = reader_.all<double>("verdict/below"),
               weight = reader_.all<double>("verdict/weight");
    const auto relative = reader_.all<std::int8_t>("verdict/relative");
    for (std::size_t i = 0; i < names.size(); ++i) {
      Numbers of;
      for (std::size_t p = 0; p < points.size(); ++p)
        if (const double w = weight[i * points.size() + p]; w != 0) of.emplace_back(points[p], w);
      all_.tests.push_back(
          {names[i], docs[i], outcomes[i], minus[i], std::move(of), relative[i] != 0, above[i], below[i]});
    }
  }

  std::string text(const std::string& object, const std::string& attribute, const std::string& otherwise) const {
    return reader_.attribute_text(object, attribute).value_or(otherwise);
  }

 private:
  [[noreturn]] void refuse_here(const Wanted& wanted, std::string_view text) const {
    refuse(wanted.option, fmt::format("{}: {}", reader_.path().string(), text));
  }

  [[noreturn]] void refuse_cells(const Wanted& wanted, const std::vector<CellFault>& faults) const {
    std::vector<Problem> problems;
    for (const CellFault& fault : faults)
      problems.push_back({{wanted.option, 0, 0}, fmt::format("{}: {}", reader_.path().string(), fault.sentence())});
    throw InputError(std::move(problems));
  }

  std::size_t place(std::size_t r) const {
    return std::size_t(std::ranges::find(all_.replicates, numbers_[r]) - all_.replicates.begin());
  }

  std::vector<std::string> series_names() const {
    std::vector<std::string> names;
    for (const std::string& name : reader_.names())
      if (!reader_.is_group(name) && !reader_.info(name).scale && reader_.info(name).dims.size() >= 2 &&
          reader_.info(name).dims[0] == "point")
        names.push_back(name);
    return names;
  }

  std::size_t month_of(const Wanted& wanted) const {
    const auto days = reader_.all<double>("time");
    if (!wanted.month) return days.size() - 1;
    const auto found = std::ranges::find(days, double(days_to_month_end(*wanted.month)));
    if (found == days.end()) refuse_here(wanted, "does not record that month");
    return std::size_t(found - days.begin());
  }

  Quantity& named(const std::string& name, const std::string& description, const std::string& unit) {
    const auto found = std::ranges::find(all_.quantities, name, &Quantity::name);
    if (found != all_.quantities.end()) return *found;
    const std::vector<double> none(all_.replicates.size(), missing_value);
    all_.quantities.push_back({name, description, unit, std::vector(all_.points.size(), none)});
    return all_.quantities.back();
  }

  void fill(Quantity& quantity, const std::vector<double>& values, double factor) const {
    for (std::size_t p = 0; p < points(); ++p)
      for (std::size_t r = 0; r < numbers_.size(); ++r)
        quantity.values[first_point_ + p][place(r)] = factor * values[p * numbers_.size() + r];
  }

  Reader reader_;
  Samples& all_;
  std::vector<std::string> points_;
  std::vector<std::int64_t> numbers_;
  std::size_t first_point_ = 0;
};

}  // namespace

Samples read_samples(std::span<const fs::path> files, std::span<const std::string> series) {
  expects(!files.empty(), "there is a file to read");
  Samples all;
  std::vector<Wanted> wanted;
  for (const std::string& text : series) wanted.push_back(read_wanted(text));
  std::vector<SampleFile> sources;
  sources.reserve(files.size());
  for (const fs::path& file : files) {
    SampleFile& source = sources.emplace_back(file, all);
    const auto same = [&](const fs::path& other) { return other.stem() == file.stem(); };
    const bool is_told_apart = std::ranges::count_if(files, same) == 1;
    source.add_points(files.size() == 1 ? "" : is_told_apart ? file.stem().string() : file.string());
  }
  std::ranges::sort(all.replicates);
  const SampleFile& first = sources.front();
  all.title = first.text("/", "title", "");
  all.question = first.text("/", "question", "");
  all.claim = first.text("/", "claim", "");
  all.source = first.text("/", "source", "");
  for (SampleFile& source : sources) {
    source.add_seeds();
    if (wanted.empty()) source.add_outcomes();
    for (const Wanted& one : wanted) source.add_series(one);
    if (files.size() == 1) source.add_tests();
  }
  return all;
}

}  // namespace moat
