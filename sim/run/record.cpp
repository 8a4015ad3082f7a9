#include "run/record.hpp"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <numeric>

#include <fmt/chrono.h>
#include <fmt/format.h>

#include "base/version.hpp"
#include "io/hdf5.hpp"
#include "io/schema.hpp"
#include "run/record_events.hpp"

namespace moat {
namespace {

using h5::about;
using h5::Attributes;
using h5::Type;

constexpr double missing = std::numeric_limits<double>::quiet_NaN();

std::string_view axis_meaning(std::string_view axis) {
  static constexpr std::pair<std::string_view, std::string_view> meanings[] = {
      {"region", "region of the developers, buyers or owners"},
      {"origin", "home region of the maker"},
      {"segment", "segment of developers"},
      {"sector", "sector of developers"},
      {"task", "task that a model is used for"},
      {"domain", "domain of capability"},
      {"chip", "accelerator"},
      {"stack", "software stack"},
      {"firm", "firm"},
      {"line", "product line"},
      {"from_line", "line left, none for no model"},
      {"to_line", "line taken, none for no model"},
      {"openness", "closed service or published weights"},
      {"families", "number of model families that a developer uses"}};
  for (const auto& [name, meaning] : meanings)
    if (name == axis) return meaning;
  return axis;
}

void write_axes(h5::File& file, const std::vector<Point>& points, const Layout& layout) {
  Labels names;
  for (const Point& point : points) names.push_back(point.name);
  file.scale("point", names, about("scenario"));
  file.scale("replicate", layout.replicates, about("replicate: independent repetition"));
  std::vector<double> days;
  for (const Month month : layout.months) days.push_back(double(days_to_month_end(month)));
  Attributes time = about("last day of the month", "days since 1970-01-01");
  time.push_back({"calendar", std::string("standard")});
  time.push_back({"standard_name", std::string("time")});
  time.push_back({"axis", std::string("T")});
  file.scale("time", days, time);
  for (const auto& [axis, labels] : layout.axes) file.scale(axis, labels, about(axis_meaning(axis)));
}

/// Place of a replicate on its axis.
std::size_t place_of(std::int64_t replicate, const Layout& layout) {
  return std::size_t(std::lower_bound(layout.replicates.begin(), layout.replicates.end(), replicate) -
                     layout.replicates.begin());
}

/// Places of a point's labels on the common axis.
std::vector<std::size_t> places(const Labels& mine, const Labels& common) {
  std::vector<std::size_t> at;
  for (const std::string& label : mine)
    at.push_back(std::size_t(std::find(common.begin(), common.end(), label) - common.begin()));
  return at;
}

/// The values of one series of one run on the common axes, NaN where the point has none.
std::vector<double> spread(const std::vector<double>& values, const Series& series, const Point& point,
                           const Layout& layout) {
  std::vector<std::vector<std::size_t>> axes{{}};
  std::vector<std::size_t> sizes{layout.months.size()};
  for (const Month month : point.months)
    axes[0].push_back(
        std::size_t(std::lower_bound(layout.months.begin(), layout.months.end(), month) - layout.months.begin()));
  for (const std::string& dim : dims_of(series)) {
    const Labels& common = layout.axes.find(dim)->second;
    axes.push_back(places(point.axes.find(dim)->second, common));
    sizes.push_back(common.size());
  }
  std::size_t total = 1;
  for (const std::size_t size : sizes) total *= size;
  std::vector<double> out(total, missing);
  std::vector<std::size_t> index(axes.size(), 0);
  for (const double value : values) {
    std::size_t at = 0;
    for (std::size_t a = 0; a < axes.size(); ++a) at = at * sizes[a] + axes[a][index[a]];
    out[at] = value;
    for (std::size_t a = axes.size(); a-- > 0;) {
      if (++index[a] < axes[a].size()) break;
      index[a] = 0;
    }
  }
  return out;
}

void write_series(h5::File& file, const std::vector<Point>& points, const Layout& layout,
                  const std::vector<RunResult>& results) {
  for (const Series* series : layout.series) {
    h5::Variable variable{.dims = {"point", "replicate", "time"}, .attributes = about(series->doc, series->unit)};
    h5::Extent shape{1, 1, layout.months.size()};
    for (const std::string& dim : dims_of(*series)) {
      variable.dims.push_back(dim);
      shape.push_back(layout.axes.find(dim)->second.size());
    }
    if (std::find(shape.begin(), shape.end(), 0) != shape.end()) continue;  // an axis without names: nothing to say
    variable.attributes.push_back({"cell_methods", std::string("time: point")});
    const std::string name(series->name);
    file.variable(name, variable);
    for (const RunResult& run : results) {
      const Point& point = points[std::size_t(run.point)];
      const auto mine = std::find(point.series.begin(), point.series.end(), series);
      if (run.status != RunStatus::done || mine == point.series.end()) continue;
      h5::Extent offset(shape.size(), 0);
      offset[0] = hsize_t(run.point);
      offset[1] = place_of(run.replicate, layout);
      file.write(name, {offset, shape},
                 spread(run.values[std::size_t(mine - point.series.begin())], *series, point, layout));
    }
  }
}

void write_names(h5::File& file, const std::vector<Point>& points, const Layout& layout) {
  Labels firm_of_line(layout.axes.find("line")->second.size()), region_of_firm(layout.axes.find("firm")->second.size());
  std::vector<std::int8_t> open(firm_of_line.size(), 0);
  for (const Point& point : points)
    for (const FirmEntry& firm : point.scenario().firms) {
      region_of_firm[places({firm.name}, layout.axes.find("firm")->second)[0]] = firm.region;
      for (const LineEntry& line : firm.lines) {
        const std::size_t at = places({line.name}, layout.axes.find("line")->second)[0];
        firm_of_line[at] = firm.name;
        open[at] = line.openness == Openness::open;
      }
    }
  if (firm_of_line.empty()) return;
  file.variable("line_firm", {.dims = {"line"}, .type = Type::text, .attributes = about("maker of the line")});
  file.write("line_firm", firm_of_line);
  Attributes flags = about("whether the weights are published");
  flags.push_back({"flag_values", std::vector<std::int8_t>{0, 1}});
  flags.push_back({"flag_meanings", std::string("closed open")});
  file.variable("line_open", {.dims = {"line"}, .type = Type::int8, .attributes = flags});
  file.write("line_open", open);
  file.variable("firm_region", {.dims = {"firm"}, .type = Type::text, .attributes = about("home region of the firm")});
  file.write("firm_region", region_of_firm);
}

void write_runs(h5::File& file, const std::vector<Point>& points, const Layout& layout,
                const std::vector<RunResult>& results) {
  const std::size_t columns = layout.replicates.size(), cells = points.size() * columns;
  std::vector<std::int8_t> status(cells, 0);
  std::vector<std::uint64_t> seed(cells, 0);
  std::vector<std::string> message(cells);
  std::vector<double> seconds(cells, missing);
  for (const RunResult& run : results) {
    const Point& point = points[std::size_t(run.point)];
    const std::size_t at = std::size_t(run.point) * columns + place_of(run.replicate, layout);
    status[at] = std::int8_t(run.status);
    seed[at] = std::uint64_t(point.scenario().run.seed);
    message[at] = run.message;
    seconds[at] = run.seconds;
  }
  Attributes flags = about("what became of the run");
  flags.push_back({"flag_values", std::vector<std::int8_t>{0, 1, 2}});
  flags.push_back({"flag_meanings", std::string("pending done failed")});
  const std::vector<std::string> dims{"point", "replicate"};
  file.variable("run_status", {.dims = dims, .type = Type::int8, .attributes = flags});
  file.write("run_status", status);
  file.variable(
      "run_seed",
      {.dims = dims, .type = Type::uint64, .attributes = about("seed; with the replicate it names all draws")});
  file.write("run_seed", seed);
  file.variable("run_message", {.dims = dims, .type = Type::text, .attributes = about("why the run failed")});
  file.write("run_message", message);
  file.group("timing");
  std::vector<std::int64_t> numbers(cells);
  std::iota(numbers.begin(), numbers.end(), 0);
  file.scale("timing/run", numbers, about("run: place of the point x replicates + place of the replicate"));
  file.variable("timing/seconds", {.dims = {"run"}, .attributes = about("wall time of the run", "s")});
  file.write("timing/seconds", seconds);
}

void write_provenance(h5::File& file, const std::vector<Point>& points, const std::string& command_line) {
  file.group("provenance");
  Scenario defaults;
  file.text("provenance/schema_json", json_schema(item(defaults)));
  for (const auto& [key, text] : build_identity()) file.text(fmt::format("provenance/{}", key), std::string(text));
  file.text("provenance/command_line", command_line);
  std::string as_given, resolved;
  for (const Point& point : points) {
    Scenario copy = point.scenario();
    resolved += (resolved.empty() ? "" : "---\n") + to_yaml(item(copy));
    for (const Source& source : point.loaded.reading.sources)
      as_given += fmt::format("# {} ({} of scenario {})\n{}\n", source.name, source.origin, point.name, source.text);
  }
  file.text("provenance/scenario_yaml", as_given);
  file.text("provenance/scenario_resolved_yaml", resolved);
}

void write_timing(h5::File& file) {
  char host[256] = "";
  gethostname(host, sizeof host - 1);
  const auto now = std::chrono::system_clock::now();
  file.text("timing/created",
            fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::chrono::system_clock::to_time_t(now))));
  file.text("timing/host", host);
}

}  // namespace

void write_output(const std::filesystem::path& path, const std::vector<Point>& points, const Layout& layout,
                  const std::vector<RunResult>& results, const std::string& command_line) {
  h5::File file = h5::File::create(path);
  file.attribute("/", {"Conventions", std::string("CF-1.11")});
  file.attribute("/", {"title", points[0].scenario().title});
  file.attribute("/", {"question", points[0].scenario().question});
  file.attribute("/", {"source", fmt::format("moat {} (git {}, {})", version(), git_hash(), git_state())});
  file.attribute("/", {"format_version", std::string(format_version)});
  write_axes(file, points, layout);
  write_names(file, points, layout);
  write_series(file, points, layout, results);
  write_runs(file, points, layout, results);
  write_events(file, points, results);
  write_provenance(file, points, command_line);
  write_timing(file);
  file.commit();
}

}  // namespace moat
