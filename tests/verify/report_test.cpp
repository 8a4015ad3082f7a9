// How checks are shown: a table that fits 120 columns, Markdown, JSON, and the list of benchmarks.

#include "catch.hpp"
#include "verify/report.hpp"

#include <algorithm>
#include <limits>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

using namespace moat;

namespace {

std::vector<CheckResult> three(const Effort&) {
  const std::vector<double> values{0.9, 1.1, 0.9, 1.1};
  return {exact("a number | with a bar", 2, 2, 1e-9), sampled("too few runs", 1, values, 0.1),
          sign("a pattern whose description is far too long for the column that it stands in, so that it is wrapped",
               false)};
}

std::vector<CheckResult> throws(const Effort&) {
  throw std::runtime_error("no such\nscenario");
}

constexpr Benchmark good{"B1", "Three checks", "Nobody 1900", "nothing", three};
constexpr Benchmark bad{"B2", "Throws", "Nobody 1901", "nothing", throws};
constexpr Benchmark impossible{"B3", "Not to be said", "Nobody 1902", "", nullptr, "there is no weather"};

std::vector<Examined> examined() {
  std::vector<Examined> rows;
  for (const Benchmark* b : {&good, &bad, &impossible}) rows.push_back(examine(*b, {}));
  return rows;
}

std::size_t longest_line(const std::string& text) {
  std::istringstream lines(text);
  std::size_t longest = 0;
  for (std::string line; std::getline(lines, line);) longest = std::max(longest, line.size());
  return longest;
}

}  // namespace

TEST_CASE("A benchmark that throws, or finds nothing, fails with the reason") {
  const Examined row = examine(bad, {});
  REQUIRE(row.checks.size() == 1);
  CHECK_FALSE(row.checks[0].holds());
  CHECK(row.checks[0].what == "it runs to its end (no such scenario)");
  const Benchmark empty{"B4", "Empty", "", "", [](const Effort&) { return std::vector<CheckResult>{}; }};
  CHECK(count_agreement(std::vector{examine(empty, {})}).agree == 0);
}

TEST_CASE("Agreement counts numbers, not benchmarks") {
  const Agreement count = count_agreement(examined());
  CHECK(count.all == 4);
  CHECK(count.agree == 1);
}

TEST_CASE("The table fits 120 columns and says why a row fails") {
  const std::string table = as_table(examined());
  CHECK(longest_line(table) <= 120);
  CHECK_THAT(table,
             ContainsSubstring("  ok\n") && ContainsSubstring("TOO FEW RUNS\n") && ContainsSubstring("FAILED\n"));
  CHECK_THAT(table, ContainsSubstring("not expressible: there is no weather") && ContainsSubstring("no such scenario"));
}

TEST_CASE("Every row of the Markdown table has as many cells as its head") {
  std::istringstream lines(as_markdown(examined()));
  int rows = 0;
  for (std::string line; std::getline(lines, line); ++rows) {
    int bars = 0;
    for (std::size_t i = 0; i < line.size(); ++i) bars += line[i] == '|' && (i == 0 || line[i - 1] != '\\');
    CHECK(bars == 10);
  }
  CHECK(rows == 2 + 3 + 1 + 1);
}

TEST_CASE("JSON has an object for each number, with null for what is no number") {
  std::vector<Examined> rows = examined();
  rows[0].checks[0].obtained = std::numeric_limits<double>::quiet_NaN();
  const auto json = nlohmann::json::parse(as_json(rows));
  REQUIRE(json.size() == 5);
  CHECK(json[0]["benchmark"] == "B1");
  CHECK(json[0]["obtained"].is_null());
  CHECK(json[0]["holds"] == false);
  CHECK(json[1]["test"] == "sampled");
  CHECK(json[1]["standard_error"] == rows[0].checks[1].standard_error);
  CHECK(json[4]["test"] == "not expressible");
  CHECK_FALSE(json[4].contains("holds"));
}

TEST_CASE("The benchmarks are sorted by number, and each either runs or says why it cannot") {
  int last = 0;
  for (const Benchmark& b : benchmarks()) {
    INFO(b.id << ' ' << b.name);
    CHECK((b.run != nullptr) == b.cannot.empty());
    CHECK((b.run != nullptr) == !b.through.empty());
    CHECK_FALSE(b.name.empty());
    CHECK_FALSE(b.source.empty());
    const int number = b.id[0] == 'B' ? std::stoi(std::string(b.id.substr(1))) : 1000;  // others stand last
    CHECK(number >= last);
    last = number;
  }
  CHECK(longest_line(list_text(benchmarks())) <= 120);
  CHECK(nlohmann::json::parse(list_json(benchmarks())).size() == benchmarks().size());
}
