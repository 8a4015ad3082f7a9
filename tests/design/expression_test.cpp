#include "design/expression.hpp"

#include <map>

#include "catch.hpp"

using namespace moat;

namespace {

using Kind = Expression::Kind;

const std::vector<Expression::Name> names{{"x", Kind::number},
                                          {"a.b", Kind::number},
                                          {"a", Kind::number},
                                          {"a-b", Kind::number},
                                          {"b", Kind::number},
                                          {"arm", Kind::text},
                                          {"m.us-2022.from", Kind::date},
                                          {"on", Kind::truth},
                                          {"android", Kind::number}};

Expression::Value value_of(std::size_t i) {
  static const std::vector<Expression::Value> values{
      2.0, 10.0, 5.0, 100.0, 3.0, std::string("strict"), Month::of(2024, 10), true, 7.0};
  return values[i];
}

/// "true", "false" or what is wrong.
std::string result(const std::string& text) {
  std::string fault;
  const auto expression = Expression::parse(text, names, fault);
  if (!expression) return fault;
  return expression->holds(value_of) ? "true" : "false";
}

}  // namespace

TEST_CASE("Conditions are true or false") {
  const std::map<std::string, bool> cases{
      {"x == 2", true},
      {"x != 2", false},
      {"x < 2", false},
      {"x <= 2 and x >= 2", true},
      {"x > 1.5e0", true},
      {"1 + 2 * 3 == 7", true},
      {"(1 + 2) * 3 == 9", true},
      {"8 - 4 - 2 == 2", true},
      {"8 / 4 / 2 == 1", true},
      {"-x + 3 == 1", true},
      {"2 - -x == 4", true},
      {"x == 1 or x == 2 and a.b == 10", true},
      {"(x == 2 or x == 1) and a.b == 1", false},
      {"not x == 1", true},
      {"not (x == 2) or on", true},
      {"not not on", true},
      {"on == true", true},
      {"on != false and on", true},
      {"arm == 'strict'", true},
      {"arm != \"strict\"", false},
      {"arm < 'z'", true},
      {"m.us-2022.from == 2024-10", true},
      {"m.us-2022.from < 2025-01", true},
      {"m.us-2022.from >= 2024-10-15", true},
      {"m.us-2022.from < never", true},
      {"a.b > a", true},
      {"android == 7 and on", true},  // a name that begins like a word of the language
      {"x==2 and on", true},
  };
  for (const auto& [text, wanted] : cases) {
    INFO(text);
    CHECK(result(text) == (wanted ? "true" : "false"));
  }
}

TEST_CASE("The longest name there is counts") {
  CHECK(result("a-b == 100") == "true");
  CHECK(result("a - b == 2") == "true");
  CHECK(result("a-x == 3") == "true");
}

TEST_CASE("Short circuits and not are not confused") {
  CHECK(result("not on and x == 1") == "false");
  CHECK(result("not (on and x == 1)") == "true");
}

TEST_CASE("What is no condition is refused with its place") {
  const std::map<std::string, std::string> cases{
      {"x", "at character 1: a number stands where a condition is needed"},
      {"", "at character 1: a value is missing at the end"},
      {"x <", "at character 4: a value is missing at the end"},
      {"x = 2", "at character 3: '=' is no comparison (write ==)"},
      {"x == 'two'", "at character 3: == compares a number with text"},
      {"arm < 2024-10", "at character 5: < compares text with a date"},
      {"1 < x < 3", "at character 7: '< 3' is not expected here"},
      {"on < on", "at character 4: < compares two conditions (join them with and)"},
      {"arm + 1 == 2", "at character 1: text stands where a number is needed"},
      {"-arm == 2", "at character 2: text stands where a number is needed"},
      {"x and on", "at character 1: a number stands where a condition is needed"},
      {"on or arm", "at character 7: text stands where a condition is needed"},
      {"not x", "at character 5: a number stands where a condition is needed"},
      {"(x == 2", "at character 1: ( is not closed"},
      {"x == 2)", "at character 7: ')' is not expected here"},
      {"arm == 'strict", "at character 8: a text in quotes is not closed"},
      {"a.c == 1", "at character 1: a.c is no factor (did you mean a.b?)"},
      {"a.bc == 1", "at character 1: a.bc is no factor (did you mean a.b?)"},
      {"x == 007", "at character 6: '007' is no number without leading zeros"},
      {"x == 2 x", "at character 8: 'x' is not expected here"},
      {"x == 2x", "at character 6: '2x' is no number"},
      {"x ? 2", "at character 3: '? 2' is not expected here"},
  };
  for (const auto& [text, wanted] : cases) {
    INFO(text);
    CHECK(result(text) == wanted);
  }
}

TEST_CASE("Deep texts are refused, not followed") {
  CHECK_THAT(result(std::string(10'000, '(') + "on"), ContainsSubstring("nesting is too deep"));
  CHECK_THAT(result(std::string(10'000, '-') + "x == 2"), ContainsSubstring("nesting is too deep"));
  std::string nots;
  for (int i = 0; i < 10'000; ++i) nots += "not ";
  CHECK_THAT(result(nots + "on"), ContainsSubstring("nesting is too deep"));
}
