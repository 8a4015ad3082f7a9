// The five lines at the end of a run.

#include "catch.hpp"
#include "simulation/little.hpp"
#include "simulation/headline.hpp"
#include "simulation/run.hpp"

#include <algorithm>
#include <sstream>

using namespace moat;

namespace {

std::vector<std::string> lines_of(const Little& what) {
  Headline headline(what.scenario);
  for (const std::int64_t replicate : what.shape.replicates)
    run_once(what.scenario, what.shape, replicate, 1, [&](const World& world) {
      headline.see(world);
      return true;
    });
  std::istringstream text(headline.text());
  std::vector<std::string> lines;
  for (std::string line; std::getline(text, line);) lines.push_back(line);
  return lines;
}

bool all_contain(const std::vector<std::string>& lines, const std::string& part) {
  return std::all_of(lines.begin(), lines.end(), [&](auto& line) { return line.find(part) != std::string::npos; });
}

}  // namespace

TEST_CASE("Five lines tell of the end of 2025 and of the last month") {
  std::vector<std::string> lines = lines_of(little({"run.replicates=2"}));
  REQUIRE(lines.size() == 6);
  CHECK(lines.back() == "means of 2 runs (lowest to highest)");
  lines.pop_back();
  CHECK_THAT(lines[0], ContainsSubstring(" to ") && ContainsSubstring(") % of tokens"));
  CHECK(all_contain(lines, "  2025-12: "));
  CHECK(all_contain(lines, "  2026-12: "));
  CHECK(lines[0].substr(0, 12) == "open weights");
  CHECK_THAT(lines[1], ContainsSubstring("west") && ContainsSubstring("east"));
  for (const std::string& line : lines) {
    CHECK(line.size() < 300);
    CHECK_THAT(line, !ContainsSubstring("nan") && !ContainsSubstring("inf"));
  }
}

TEST_CASE("A run that ends with the data, or does not reach them, has one date") {
  for (const std::string end : {"2025-12", "2025-06"}) {
    const std::vector<std::string> lines = lines_of(little({"run.end=" + end}));
    REQUIRE(lines.size() == 5);
    CHECK(all_contain(lines, "  " + end + ": "));
    CHECK(std::count(lines[0].begin(), lines[0].end(), ':') == 1);
  }
}

TEST_CASE("A world without firms, or without open models, has a headline") {
  const std::vector<std::string> nobody = lines_of(little({"firms=null", "run.end=2025-03"}));
  CHECK(nobody.size() == 5);
  CHECK_THAT(nobody[0], ContainsSubstring(": 0 % of tokens"));
  CHECK_THAT(nobody[2], ContainsSubstring("closed none, open none, lag none"));  // and not 0 ECI
  const std::vector<std::string> closed =
      lines_of(little({"firms.Cedar=null", "firms.Birch=null", "firms.Atlas.strategy=closed"}));
  CHECK_THAT(closed[0], ContainsSubstring(": 0 % of tokens"));
  for (const std::string& line : closed) CHECK_THAT(line, !ContainsSubstring("nan") && !ContainsSubstring("inf"));
}

TEST_CASE("A snapshot holds shares that add up") {
  Snapshot last;
  const Little what = little();
  run_once(what.scenario, what.shape, 0, 1, [&](const World& world) {
    last = take_snapshot(world);
    return true;
  });
  double tokens = 0;
  for (const auto& [region, share] : last.token_share) tokens += share;
  CHECK(tokens == Approx(1));
  CHECK(last.download_share.size() == 2);
  CHECK((last.open_tokens > 0 && last.open_tokens < 1));
  CHECK((last.adoption > 0 && last.adoption <= 1));
  CHECK(last.closed_frontier > last.open_frontier);
}
