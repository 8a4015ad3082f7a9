#include "batch/gather/values.hpp"

#include <algorithm>
#include <bit>

#include <fmt/format.h>

#include "base/missing.hpp"
#include "batch/work/statistics.hpp"
#include "model/cell.hpp"

namespace moat {
namespace {

using h5::about;
using h5::Attributes;
using h5::Extent;

/// Values held in memory at once, and in one chunk of the file.
constexpr std::size_t values_at_once = 4u << 20, values_in_chunk = 1u << 17;

/// The largest power of two that is not above x, at least 1.
std::size_t power_below(std::size_t x) {
  return std::bit_floor(std::max<std::size_t>(x, 1));
}

/// A rectangle of runs that is read at once. All sides are powers of two, so that chunks fill it evenly.
struct Tile {
  std::size_t points, places;
};

Tile tile_of(const Plan& plan) {
  const std::size_t runs = power_below(values_at_once / std::max<std::size_t>(plan.layout.values(), 1));
  const std::size_t places = std::min(runs, std::bit_ceil(std::size_t(plan.replicates())));
  return {runs / places, places};
}

bool is_empty(const std::vector<std::size_t>& extent) {  // an axis without names: nothing to say
  return std::find(extent.begin(), extent.end(), 0) != extent.end();
}

/// The variable of a series whose second axis is `second`; `tile` says how many runs are written at once.
h5::Variable variable_of(const Plan& plan, std::size_t series, std::string second, Tile tile, std::size_t second_size) {
  const Series& row = *plan.layout.series[series];
  h5::Variable variable{.dims = {"point", std::move(second), "time"}, .attributes = about(row.doc, row.unit)};
  for (const std::string& dim : dims_of(row)) variable.dims.push_back(dim);
  variable.attributes.push_back({"cell_methods", std::string("time: point")});
  const std::size_t values = plan.layout.offset[series + 1] - plan.layout.offset[series];
  if (values <= values_in_chunk) {
    const std::size_t runs = power_below(values_in_chunk / std::max<std::size_t>(values, 1));
    const std::size_t places = std::min(runs, tile.places), points = std::min(runs / places, tile.points);
    variable.chunk = {std::min(points, std::size_t(plan.points())), std::min(places, second_size)};
    for (const std::size_t size : extent_of(row, plan.layout)) variable.chunk.push_back(size);
  }
  return variable;
}

/// A block of some points and places with all of the series' own axes.
h5::Block block_of(const Plan& plan, std::size_t series, Extent offset, Extent count) {
  for (const std::size_t size : extent_of(*plan.layout.series[series], plan.layout)) {
    offset.push_back(0);
    count.push_back(size);
  }
  return {std::move(offset), std::move(count)};
}

/// Makes the variables of all series; false for those that have nothing to say.
std::vector<bool> make_variables(h5::File& file, const Plan& plan, const std::string& second, Tile tile,
                                 std::size_t second_size) {
  std::vector<bool> made;
  for (std::size_t s = 0; s < plan.layout.series.size(); ++s) {
    made.push_back(!is_empty(extent_of(*plan.layout.series[s], plan.layout)));
    if (made.back()) file.variable(plan.layout.series[s]->name, variable_of(plan, s, second, tile, second_size));
  }
  return made;
}

struct Columns {
  std::size_t begin, count;
};

/// Some values of all runs of a tile, point by point, NaN for those that are not done; false if none is. Reads in the
/// order of the parts, so that each is gone through once.
bool read_tile(const DoneRuns& runs, Tile at, Tile size, Columns columns, std::vector<double>& rows) {
  struct Wanted {
    DoneRuns::Place place;
    std::size_t to;
  };
  std::vector<Wanted> wanted;
  for (std::size_t i = 0; i < size.points * size.places; ++i)
    if (const auto found =
            runs.find(std::int64_t(at.points + i / size.places), std::int64_t(at.places + i % size.places)))
      wanted.push_back({*found, i});
  if (wanted.empty()) return false;
  std::sort(wanted.begin(), wanted.end(), [](const Wanted& a, const Wanted& b) {
    return a.place.part != b.place.part ? a.place.part < b.place.part : a.place.row < b.place.row;
  });
  rows.assign(size.points * size.places * columns.count, missing_value);
  for (const Wanted& one : wanted)
    runs.open(one.place).values(one.place.row, columns.begin,
                                std::span(rows).subspan(one.to * columns.count, columns.count));
  return true;
}

/// Runs of one part at equal distances, in the order of its rows.
struct RowRange {
  std::int32_t part;
  std::int64_t row, point, place, step, runs;
};

std::vector<RowRange> stretches(const Plan& plan, const JournalState& state, const std::vector<std::int8_t>& statuses) {
  std::vector<RowRange> all;
  for (std::int64_t run = 0; run < plan.runs(); ++run) {
    const std::int64_t point = plan.point_of(run), place = plan.place_of(run);
    if (statuses[std::size_t(point * plan.replicates() + place)] != std::int8_t(RunStatus::done)) continue;
    const std::int32_t part = state.part_of[std::size_t(run)];
    const std::int64_t row = state.row_of[std::size_t(run)];
    if (!all.empty()) {
      RowRange& last = all.back();
      const std::int64_t step = point - (last.point + last.step * (last.runs - 1));
      const bool follows = last.part == part && last.place == place && row == last.row + last.runs && step > 0;
      if (follows && (last.runs == 1 || step == last.step)) {
        last.step = step;
        ++last.runs;
        continue;
      }
    }
    all.push_back({part, row, point, place, 1, 1});
  }
  return all;
}

}  // namespace

std::optional<DoneRuns::Place> DoneRuns::find(std::int64_t point, std::int64_t place) const {
  if (statuses_[std::size_t(point * plan_.replicates() + place)] != std::int8_t(RunStatus::done)) return {};
  const auto run = std::size_t(plan_.run_of(point, place));
  return Place{state_.part_of[run], state_.row_of[run]};
}

Part& DoneRuns::open(Place place) const {
  return parts_.open(state_.parts[std::size_t(place.part)].file);
}

void write_values(h5::File& file, const Plan& plan, const DoneRuns& runs) {
  const Layout& layout = plan.layout;
  const auto points = std::size_t(plan.points()), places = std::size_t(plan.replicates());
  const Tile tile = tile_of(plan);
  const std::vector<bool> made = make_variables(file, plan, "replicate", tile, places);
  std::vector<double> rows, slab;
  for (std::size_t p0 = 0; p0 < points; p0 += tile.points) {
    for (std::size_t r0 = 0; r0 < places; r0 += tile.places) {
      const Tile at{p0, r0}, size{std::min(tile.points, points - p0), std::min(tile.places, places - r0)};
      if (!read_tile(runs, at, size, {0, layout.values()}, rows)) continue;  // what is not written is NaN
      for (std::size_t s = 0; s < layout.series.size(); ++s) {
        if (!made[s]) continue;
        slab.clear();
        for (std::size_t i = 0; i < size.points * size.places; ++i)
          slab.insert(slab.end(), rows.begin() + std::ptrdiff_t(i * layout.values() + layout.offset[s]),
                      rows.begin() + std::ptrdiff_t(i * layout.values() + layout.offset[s + 1]));
        file.write(layout.series[s]->name, block_of(plan, s, {p0, r0}, {size.points, size.places}), slab);
      }
    }
  }
}

void write_statistics(h5::File& file, const Plan& plan, const DoneRuns& runs) {
  const Layout& layout = plan.layout;
  const Texts& names = plan.variants.front().record().statistics;
  const auto points = std::size_t(plan.points()), places = std::size_t(plan.replicates());
  // All replicates of some points at once, or, of points that are too large, of one and some of its values.
  const std::size_t columns =
      std::clamp<std::size_t>(values_at_once / places, 1, std::max<std::size_t>(layout.values(), 1));
  const std::size_t at_once = power_below(values_at_once / (places * columns));
  const std::vector<bool> made =
      make_variables(file, plan, "statistic", {at_once, std::bit_ceil(names.size())}, names.size());
  std::vector<double> rows, column(places), one(names.size()), all, slab;
  for (std::size_t p0 = 0; p0 < points; p0 += at_once) {
    const std::size_t width = std::min(at_once, points - p0), block = names.size() * layout.values();
    all.assign(width * block, missing_value);
    for (std::size_t c0 = 0; c0 < layout.values(); c0 += columns) {
      const std::size_t count = std::min(columns, layout.values() - c0);
      if (!read_tile(runs, {p0, 0}, {width, places}, {c0, count}, rows)) continue;
      for (std::size_t p = 0; p < width; ++p)
        for (std::size_t c = 0; c < count; ++c) {
          for (std::size_t place = 0; place < places; ++place) column[place] = rows[(p * places + place) * count + c];
          statistics(names, column, one);
          for (std::size_t k = 0; k < names.size(); ++k) all[p * block + k * layout.values() + c0 + c] = one[k];
        }
    }
    for (std::size_t s = 0; s < layout.series.size(); ++s) {
      if (!made[s]) continue;
      slab.clear();
      for (std::size_t i = 0; i < width * names.size(); ++i)
        slab.insert(slab.end(), all.begin() + std::ptrdiff_t(i * layout.values() + layout.offset[s]),
                    all.begin() + std::ptrdiff_t(i * layout.values() + layout.offset[s + 1]));
      file.write(layout.series[s]->name, block_of(plan, s, {p0, 0}, {width, names.size()}), slab);
    }
  }
}

void write_views(h5::File& file, const Plan& plan, const JournalState& state, const std::vector<std::int8_t>& statuses,
                 const std::filesystem::path& folder, const std::filesystem::path& output) {
  const Layout& layout = plan.layout;
  const std::filesystem::path from =
      std::filesystem::relative(folder, output.has_parent_path() ? output.parent_path() : ".");
  const std::vector<RowRange> all = stretches(plan, state, statuses);
  for (std::size_t s = 0; s < layout.series.size(); ++s) {
    if (is_empty(extent_of(*layout.series[s], layout))) continue;
    h5::Variable variable = variable_of(plan, s, "replicate", tile_of(plan), std::size_t(plan.replicates()));
    variable.chunk = {};
    const std::size_t values = layout.offset[s + 1] - layout.offset[s];
    for (const RowRange& one : all) {
      h5::Block to = block_of(plan, s, {hsize_t(one.point), hsize_t(one.place)}, {hsize_t(one.runs), 1});
      to.stride.assign(to.count.size(), 1);
      to.stride[0] = hsize_t(one.step);
      variable.sources.push_back({(from / state.parts[std::size_t(one.part)].file).string(),
                                  "values",
                                  {{hsize_t(one.row), layout.offset[s]}, {hsize_t(one.runs), values}},
                                  to});
    }
    file.variable(layout.series[s]->name, variable);
  }
}

/// How tables and pictures show an outcome.
void describe_in_tables(const Plan& plan, const std::string& name, h5::Attributes& attributes) {
  for (const Variant& variant : plan.variants)
    for (const OutcomeEntry& entry : variant.outcomes()) {
      if (entry.name != name) continue;
      const std::string select = selectors_text(entry.select);
      attributes.push_back({"series", entry.series});
      if (!select.empty()) attributes.push_back({"select", select});
      if (entry.across != Across::none)
        attributes.push_back({"across", std::string(Choices<Across>::names[std::size_t(entry.across)])});
      if (entry.is_share) attributes.push_back({"share", std::int64_t{1}});
      if (!entry.description.empty()) attributes.push_back({"description", entry.description});
      if (!entry.unit.empty()) attributes.push_back({"display_unit", entry.unit});
      if (entry.factor != 1) attributes.push_back({"display_factor", entry.factor});
      return;
    }
}

void write_outcomes(h5::File& file, const Plan& plan, const DoneRuns& runs) {
  const std::vector<std::string>& names = plan.layout.outcomes;
  const Texts& wanted = plan.variants.front().record().statistics;
  const auto replicates = std::size_t(plan.replicates());
  std::vector<std::vector<double>> values(names.size()), summary(names.size());
  if (names.empty()) return;
  for (std::int64_t point = 0; point < plan.points(); ++point)
    for (std::int64_t place = 0; place < plan.replicates(); ++place) {
      const auto found = runs.find(point, place);
      const std::vector<double> of_run =
          found ? runs.open(*found).outcomes(found->row) : std::vector<double>(names.size(), missing_value);
      for (std::size_t i = 0; i < names.size(); ++i) values[i].push_back(of_run[i]);
    }
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto described = std::find_if(plan.variants.begin(), plan.variants.end(), [&](const Variant& variant) {
      return std::any_of(variant.shape.outcomes.begin(), variant.shape.outcomes.end(),
                         [&](const Outcome& one) { return one.name == names[i]; });
    });
    const auto outcome = std::find_if(described->shape.outcomes.begin(), described->shape.outcomes.end(),
                                      [&](const Outcome& one) { return one.name == names[i]; });
    const std::string_view over = Choices<Over>::names[std::size_t(outcome->over)];
    std::string_view doc = outcome->series->doc;
    if (doc.ends_with('.')) doc.remove_suffix(1);
    std::string when = to_string(outcome->to);
    if (outcome->over != Over::at) when = fmt::format("{} to {}", to_string(outcome->from), when);
    Attributes attributes =
        about(fmt::format("{}, {} {}", doc, over, when), unit_over(outcome->series->unit, outcome->over));
    attributes.push_back({"outcome", std::int64_t{1}});
    describe_in_tables(plan, names[i], attributes);
    file.variable(names[i], {.dims = {"point", "replicate"}, .attributes = attributes});
    file.write(names[i], values[i]);
    if (wanted.empty()) continue;
    std::vector<double> all(std::size_t(plan.points()) * wanted.size());
    for (std::size_t p = 0; p < std::size_t(plan.points()); ++p)
      statistics(wanted, std::span(values[i]).subspan(p * replicates, replicates),
                 std::span(all).subspan(p * wanted.size(), wanted.size()));
    const std::string name = names[i] + "_statistics";
    file.variable(name, {.dims = {"point", "statistic"}, .attributes = attributes});
    file.write(name, all);
  }
}

}  // namespace moat
