// A comparison as text, JSON and CSV: the same numbers, never a mean without its spread.

#include "answer/print.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include <nlohmann/json.hpp>

#include "catch.hpp"

using namespace moat;

namespace {

Answer answer() {
  Samples s;
  s.title = "Little";
  s.question = "Does it hold?";
  s.claim = "It holds.";
  s.points = {"none", "strict, and with a name that is rather long"};
  s.replicates = {0, 1, 2, 3};
  s.seeds = {{7, 7, 7, 7}, {7, 7, 7, 7}};
  s.quantities = {{"lag", "months behind", "months", {{10, 20, 30, 40}, {11, 22, 32, 43}}},
                  {"share", "", "%", {{50, 40, 30, 20}, {25, 20, 15, 10}}}};
  TestEntry test;
  test.name = "longer";
  test.description = "the lag grows, a little";
  test.outcome = "lag";
  test.of = {{s.points[0], -1}, {s.points[1], 1}};
  test.above = 0.5;
  s.tests = {test};
  return compare(s);
}

std::vector<std::string> lines_of(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> lines;
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace

TEST_CASE("The text has levels, differences, tests and the verdict, in narrow lines") {
  const std::string text = as_text(answer());
  CHECK_THAT(text, ContainsSubstring("lag: months behind [months]"));
  CHECK_THAT(text, ContainsSubstring("+2.0 (0.4)") && ContainsSubstring("Claim: It holds."));
  CHECK_THAT(text, ContainsSubstring("  holds longer: the lag grows, a little\n"));
  CHECK_THAT(text, ContainsSubstring("claimed above 0.5 months; found +2.00 (+0.70 to +3.30) months\n"));
  CHECK_THAT(text, ContainsSubstring("Verdict: supported (holds: longer)\n"));
  for (const std::string& line : lines_of(text))
    if (line.find("claimed") == std::string::npos) CHECK(line.size() <= 120);
}

TEST_CASE("JSON and CSV hold what the text says") {
  const auto json = nlohmann::json::parse(as_json(answer(), {{"more", "{\"x\": 1}"}}));
  CHECK(json["verdict"] == "supported");
  CHECK(json["more"]["x"] == 1);
  const auto& strict = json["outcomes"][0]["points"][1];
  CHECK(strict["difference"]["mean"] == 2.0);
  CHECK(strict["difference"]["q95"] == Approx(2.85));
  CHECK(strict["paired"] == true);
  CHECK(json["tests"][0]["finding"] == "holds");
  const std::vector<std::string> csv = lines_of(as_csv(answer()));
  CHECK(csv[0] ==
        "outcome,unit,point,what,paired,runs,mean,standard_error,ci95,q05,q50,q95,dip_p,low_share,low_mean,high_mean");
  CHECK(csv[1].starts_with("lag,months,none,level,,4,25,"));
  CHECK(csv[3].starts_with("lag,months,\"strict, and with a name that is rather long\",difference,yes,4,2,"));
  for (std::size_t i = 1; i < 7; ++i) CHECK(std::count(csv[i].begin(), csv[i].end(), ',') >= 15);
  CHECK(csv.back() == "verdict,supported (holds: longer)");
}

TEST_CASE("Without a number there is a dash, and nothing that JSON does not know") {
  Samples s;
  s.points = {"a", "b"};
  s.replicates = {0};
  s.seeds = {{7}, {7}};
  s.quantities = {{"lag", "", "", {{std::nan("")}, {3}}}};
  const Answer one = compare(s);
  CHECK_THAT(as_text(one), ContainsSubstring(" - ") && !ContainsSubstring("nan"));
  CHECK(nlohmann::json::parse(as_json(one))["outcomes"][0]["points"][0]["level"]["mean"].is_null());
}

TEST_CASE("Numbers have the decimals of what they stand beside") {
  CHECK(number_text(185.0123, 8) == "185.01");
  CHECK(number_text(185.0123, 250) == "185");
  CHECK(number_text(0.01234, 0.2) == "0.012");
  CHECK(number_text(2.6e10, 2.6e10) == "2.6e+10");
  CHECK(number_text(1.5, 3, true) == "+1.50");
  CHECK(number_text(-0.0001, 3, true) == "0.00");
  CHECK(number_text(std::nan(""), 3) == "-");
}
