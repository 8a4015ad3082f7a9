// The shape of an output file: axes, months and series of all points together.

#include "catch.hpp"
#include "simulation/little.hpp"

#include <algorithm>
#include <cmath>

using namespace moat;

namespace {

using Months = std::vector<Month>;

Layout layout_of(const std::vector<const Shape*>& shapes) {
  return make_layout(shapes);
}

std::vector<std::string> names(const std::vector<const Series*>& all) {
  std::vector<std::string> found;
  for (const Series* one : all) found.emplace_back(one->name);
  return found;
}

}  // namespace

TEST_CASE("The axes of a series are the words of its row") {
  CHECK(dims_of(series("hhi_tokens")).empty());
  CHECK(dims_of(series("price")) == Labels{"line"});
  CHECK(dims_of(series("tokens")) == Labels{"line", "region", "segment"});
}

TEST_CASE("Axes hold the names of the scenario in its order") {
  const Shape point = little().shape;
  CHECK(point.axes.at("region") == Labels{"west", "east"});
  CHECK(point.axes.at("origin") == point.axes.at("region"));
  CHECK(point.axes.at("line") == Labels{"Atlas-Pro", "Atlas-Mini", "Birch", "Birch-open", "Cedar"});
  CHECK(point.axes.at("to_line").size() == 6);
  CHECK(point.axes.at("to_line").front() == "none");
  CHECK(point.axes.at("openness") == Labels{"closed", "open"});
}

TEST_CASE("A developer uses at most as many firms as there are tasks, or firms there are") {
  CHECK(little().shape.axes.at("firm_count") == Labels{"0", "1", "2"});
  CHECK(little({"firms.Atlas=null", "firms.Birch=null"}).shape.axes.at("firm_count") == Labels{"0", "1"});
}

TEST_CASE("Every series has only axes that exist, and as many cells as their names") {
  const Shape point = little().shape;
  for (const Series& one : all_series()) {
    INFO(one.name);
    std::size_t cells = 1;
    for (const std::string& dim : dims_of(one)) {
      REQUIRE(point.axes.count(dim) == 1);
      cells *= point.axes.at(dim).size();
    }
    CHECK(cell_count(one, point.axes) == cells);
  }
  CHECK(cell_count(series("tokens"), point.axes) == 5 * 2 * 2);
  CHECK(cell_count(series("open_lag"), point.axes) == 1);
}

TEST_CASE("The last month of each period is recorded, and the last of the run") {
  CHECK(little().shape.months.size() == 24);
  CHECK(little({"record.every=12"}).shape.months == Months{Month::of(2025, 12), Month::of(2026, 12)});
  CHECK(little({"record.every=9"}).shape.months == Months{Month::of(2025, 9), Month::of(2026, 6), Month::of(2026, 12)});
  CHECK(little({"record.every=1000"}).shape.months == Months{Month::of(2026, 12)});
  CHECK(little({"run.end=2025-01"}).shape.months == Months{Month::of(2025, 1)});
}

TEST_CASE("All series are recorded unless some are named, flows only on request") {
  CHECK(little().shape.series.size() == all_series().size() - 1);
  CHECK(names(little({"record.series=[price, tokens]"}).shape.series) == Labels{"price", "tokens"});
  CHECK(little({"record.flows=true"}).shape.series.size() == all_series().size());
  CHECK(names(little({"record.series=[price]", "record.flows=true"}).shape.series) ==
        Labels{"price", "switching_flow"});
  CHECK(names(little({"record.series=[price, switching_flow]"}).shape.series) == Labels{"price"});
}

TEST_CASE("Points share axes that hold the names of all, the first point's first") {
  const Shape a = little({"record.series=[price]"}).shape;
  const Shape b = little({"firms.Birch=null", "record.series=[tokens]", "run.replicates=3", "run.end=2027-01",
                          "firms.Cedar.lines.Cedar-Max={openness: closed, first: 2025-06}"})
                      .shape;
  const Layout layout = layout_of({&a, &b});
  CHECK(layout.axes.at("firm") == Labels{"Atlas", "Birch", "Cedar"});
  CHECK(layout.axes.at("line") == Labels{"Atlas-Pro", "Atlas-Mini", "Birch", "Birch-open", "Cedar", "Cedar-Max"});
  CHECK(layout.months.size() == 25);
  CHECK(std::is_sorted(layout.months.begin(), layout.months.end()));
  CHECK(layout.replicates == std::vector<std::int64_t>{0, 1, 2});
  CHECK(names(layout.series) == Labels{"price", "tokens"});  // in the order of the month: pricing, then adoption
  CHECK(layout.values() == 25 * (6 * 2 * 2 + 6));
  CHECK(layout_of({&b, &a}).axes.at("firm") == Labels{"Atlas", "Cedar", "Birch"});
}

TEST_CASE("The replicate axis holds the numbers of all points") {
  const Shape a = little({"run.replicates=2"}).shape, b = little({"run.first_replicate=5"}).shape;
  CHECK(layout_of({&a, &b}).replicates == std::vector<std::int64_t>{0, 1, 5});
}

TEST_CASE("No series at all can be asked for") {
  const Shape none = little({"record.series=[none]"}).shape;
  CHECK(none.series.empty());
  CHECK(none.values() == 0);
}

TEST_CASE("Values of a run go to their places on common axes, and the rest is NaN") {
  const Shape a = little({"record.series=[price, hhi_tokens]", "record.every=12"}).shape;
  const Shape b = little({"record.series=[price]", "firms.Birch=null", "run.end=2025-06"}).shape;
  const Layout layout = layout_of({&b, &a});
  REQUIRE(layout.axes.at("line") == Labels{"Atlas-Pro", "Atlas-Mini", "Cedar", "Birch", "Birch-open"});
  REQUIRE(layout.months.size() == 8);  // each of six months, and two Decembers
  std::vector<double> values(a.values());
  for (std::size_t i = 0; i < values.size(); ++i) values[i] = double(i);
  const std::vector<double> out = scatter_into_layout(values, a, layout);
  REQUIRE(out.size() == 8 + 8 * 5);
  CHECK(names(layout.series) == names(a.series));
  const auto first = std::size_t(a.series[0]->name == "hhi_tokens" ? 0 : 1);
  const std::size_t hhi = layout.offset[first], price = layout.offset[1 - first];
  CHECK(std::isnan(out[hhi]));
  CHECK(out[hhi + 6] == values[a.offset[first]]);
  CHECK(out[hhi + 7] == values[a.offset[first] + 1]);
  const std::size_t mine = a.offset[1 - first];  // lines of a: Atlas-Pro, Atlas-Mini, Birch, Birch-open, Cedar
  CHECK(std::isnan(out[price]));
  CHECK(out[price + 6 * 5 + 0] == values[mine + 0]);
  CHECK(out[price + 6 * 5 + 2] == values[mine + 4]);
  CHECK(out[price + 6 * 5 + 3] == values[mine + 2]);
  CHECK(out[price + 7 * 5 + 4] == values[mine + 5 + 3]);
}

TEST_CASE("Outcomes have the places of their names") {
  const Shape a = little({"outcomes.x={series: hhi_tokens}"}).shape;
  const Shape b = little({"outcomes.y={series: hhi_tokens}", "outcomes.x={series: open_lag}"}).shape;
  const Layout layout = layout_of({&a, &b});
  CHECK(layout.outcomes == Labels{"x", "y"});
  CHECK(scatter_outcomes(std::vector<double>{1, 2}, b, layout) == std::vector<double>{2, 1});
  CHECK(std::isnan(scatter_outcomes(std::vector<double>{5}, a, layout)[1]));
}
