// Conditions as text: what can be read, and what is said of the rest.

#include "model/condition.hpp"

#include <limits>

#include "catch.hpp"

using namespace moat;

namespace {

Condition condition_of(std::string_view text) {
  const auto parsed = parse_condition(text);
  INFO(text);
  if (const auto* fault = std::get_if<std::string>(&parsed)) FAIL(*fault);
  return std::get<Condition>(parsed);
}

std::string fault(std::string_view text) {
  const auto parsed = parse_condition(text);
  INFO(text);
  REQUIRE(std::holds_alternative<std::string>(parsed));
  return std::get<std::string>(parsed);
}

}  // namespace

TEST_CASE("A condition is a series, places on its axes, a comparison and a threshold") {
  const Condition c = condition_of("region_lag[origin=china] < 4");
  CHECK(c.cells.series == "region_lag");
  CHECK(c.cells.select == Changes{{"origin", "china"}});
  CHECK(c.comparison == Comparison::below);
  CHECK(c.threshold == 4);
  CHECK(condition_of("hhi_tokens >= 0.25").cells.select.empty());
  CHECK(condition_of("tokens[line=GPT-5+, region=us ,segment = hobby]>-1e3").cells.select ==
        Changes{{"line", "GPT-5+"}, {"region", "us"}, {"segment", "hobby"}});
  CHECK(condition_of("  x [a=b]<=.5").threshold == 0.5);
}

TEST_CASE("There are four comparisons") {
  CHECK(condition_of("x < 1").comparison == Comparison::below);
  CHECK(condition_of("x <= 1").comparison == Comparison::at_most);
  CHECK(condition_of("x > 1").comparison == Comparison::above);
  CHECK(condition_of("x >= 1").comparison == Comparison::at_least);
}

TEST_CASE("What cannot be read is named") {
  const std::string example = "such as region_lag[origin=china]";
  CHECK(fault("") == "it does not begin with a series (" + example + ")");
  CHECK(fault("< 4") == "it does not begin with a series (" + example + ")");
  CHECK(fault("a.b < 4") == "it does not begin with a series (" + example + ")");
  CHECK(fault("x") == "it compares with nothing (" + example + " < 4)");
  CHECK(fault("x[a=b]") == "it compares with nothing (" + example + " < 4)");
  CHECK(fault("x[a=b < 4") == "its selectors lack the closing ] (" + example + ")");
  CHECK(fault("x[a] < 4") == "selector is 'a' (must be axis=label, " + example + ")");
  CHECK(fault("x[] < 4") == "selector is '' (must be axis=label, " + example + ")");
  CHECK(fault("x[a=] < 4") == "selector is 'a=' (must be axis=label, " + example + ")");
  CHECK(fault("x[a=b, ] < 4") == "selector is '' (must be axis=label, " + example + ")");
  CHECK(fault("x[a=b=c] < 4") == "selector is 'a=b=c' (must be axis=label, " + example + ")");
  CHECK(fault("x[a=b, a=c] < 4") == "a is selected twice");
  CHECK(fault("x == 4") == "comparison is '==' (must be one of <, <=, >, >=)");
  CHECK(fault("x != 4") == "comparison is '!=' (must be one of <, <=, >, >=)");
  CHECK(fault("x => 4") == "comparison is '=>' (must be one of <, <=, >, >=)");
  CHECK(fault("x below 4") == "comparison is 'below' (must be one of <, <=, >, >=)");
  CHECK(fault("x <") == "threshold is '' (must be a number)");
  CHECK(fault("x < 4 months") == "threshold is '4 months' (must be a number)");
  CHECK(fault("x < y") == "threshold is 'y' (must be a number)");
  CHECK(fault("x < nan") == "threshold is 'nan' (must be a number that is finite)");
  CHECK(fault("x < 04") == "threshold is '04' (must be a number without leading zeros)");
  CHECK(fault("x < 4 and y > 2") == "threshold is '4 and y > 2' (must be a number)");
}

TEST_CASE("At the threshold only the comparisons with equality hold, what is not a number never holds") {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Comparison all[] = {Comparison::below, Comparison::at_most, Comparison::above, Comparison::at_least};
  const bool less[] = {true, true, false, false}, equal[] = {false, true, false, true},
             more[] = {false, false, true, true};
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(compares(3.999, all[i], 4) == less[i]);
    CHECK(compares(4, all[i], 4) == equal[i]);
    CHECK(compares(4.001, all[i], 4) == more[i]);
    CHECK_FALSE(compares(nan, all[i], 4));
  }
}
