// The shape of an output file: axes, months and series of all points together.

#include "catch.hpp"
#include "little.hpp"

#include <algorithm>

using namespace moat;

namespace {

using Months = std::vector<Month>;

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
  const Point point = little();
  CHECK(point.axes.at("region") == Labels{"west", "east"});
  CHECK(point.axes.at("origin") == point.axes.at("region"));
  CHECK(point.axes.at("line") == Labels{"Atlas-Pro", "Atlas-Mini", "Birch", "Birch-open", "Cedar"});
  CHECK(point.axes.at("to_line").size() == 6);
  CHECK(point.axes.at("to_line").front() == "none");
  CHECK(point.axes.at("openness") == Labels{"closed", "open"});
}

TEST_CASE("A developer uses at most as many families as there are tasks, or firms") {
  CHECK(little().axes.at("families") == Labels{"0", "1", "2"});
  CHECK(little({"firms.Atlas=null", "firms.Birch=null"}).axes.at("families") == Labels{"0", "1"});
}

TEST_CASE("Every series has only axes that exist, and as many cells as their names") {
  const Point point = little();
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
  CHECK(little().months.size() == 24);
  CHECK(little({"record.every=12"}).months == Months{Month::of(2025, 12), Month::of(2026, 12)});
  CHECK(little({"record.every=9"}).months == Months{Month::of(2025, 9), Month::of(2026, 6), Month::of(2026, 12)});
  CHECK(little({"record.every=1000"}).months == Months{Month::of(2026, 12)});
  CHECK(little({"run.end=2025-01"}).months == Months{Month::of(2025, 1)});
}

TEST_CASE("All series are recorded unless some are named; flows only on request") {
  CHECK(little().series.size() == all_series().size() - 1);
  CHECK(names(little({"record.series=[price, tokens]"}).series) == Labels{"tokens", "price"});
  CHECK(little({"record.flows=true"}).series.size() == all_series().size());
  CHECK(names(little({"record.series=[price]", "record.flows=true"}).series) == Labels{"switching_flow", "price"});
  CHECK(names(little({"record.series=[price, switching_flow]"}).series) == Labels{"price"});
}

TEST_CASE("Points share axes that hold the names of all, the first point's first") {
  const Point a = little({"record.series=[price]"}, "a");
  const Point b = little({"firms.Birch=null", "record.series=[tokens]", "run.replicates=3", "run.end=2027-01",
                          "firms.Cedar.lines.Cedar-Max={openness: closed, first: 2025-06}"},
                         "b");
  const Layout layout = make_layout({a, b});
  CHECK(layout.axes.at("firm") == Labels{"Atlas", "Birch", "Cedar"});
  CHECK(layout.axes.at("line") == Labels{"Atlas-Pro", "Atlas-Mini", "Birch", "Birch-open", "Cedar", "Cedar-Max"});
  CHECK(layout.months.size() == 25);
  CHECK(std::is_sorted(layout.months.begin(), layout.months.end()));
  CHECK(layout.replicates == std::vector<std::int64_t>{0, 1, 2});
  CHECK(names(layout.series) == Labels{"tokens", "price"});
  CHECK(layout.values_per_run() == 25 * (6 * 2 * 2 + 6));
  CHECK(make_layout({b, a}).axes.at("firm") == Labels{"Atlas", "Cedar", "Birch"});
}

TEST_CASE("The replicate axis holds the numbers of all points") {
  const Point a = little({"run.replicates=2"}, "a"), b = little({"run.first_replicate=5"}, "b");
  CHECK(make_layout({a, b}).replicates == std::vector<std::int64_t>{0, 1, 5});
}
