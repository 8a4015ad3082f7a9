// Spread over runs as programs read it.

#include "answer/summary_json.hpp"

#include <cmath>
#include <nlohmann/json.hpp>

#include "catch.hpp"

using namespace moat;

TEST_CASE("A spread has all its numbers in JSON, and null where there is none") {
  const auto of_runs = summary_json(summary_of({1, 2, 3}));
  CHECK(of_runs["runs"] == 3);
  CHECK(of_runs["mean"] == 2);
  CHECK(of_runs["ci95"] == Approx(4.302653 / std::sqrt(3.0)));  // Student, two degrees of freedom
  CHECK(of_runs["q05"] == Approx(1.1));
  CHECK_FALSE(of_runs.contains("basins"));
  const auto read_again = [](const RunSummary& spread) { return nlohmann::json::parse(summary_json(spread).dump()); };
  const auto of_one = read_again(summary_of({5}));
  CHECK(of_one["mean"] == 5);
  CHECK(of_one["standard_error"].is_null());
  CHECK(of_one["ci95"].is_null());  // infinite
  CHECK(read_again(summary_of({}))["mean"].is_null());
}

TEST_CASE("Basins are in the JSON of a spread that has some") {
  RunSummary summary = summary_of({1, 2, 3});
  summary.basins = Basins{};
  summary.basins->low_share = 0.25;
  CHECK(summary_json(summary)["basins"]["low_share"] == 0.25);
}
