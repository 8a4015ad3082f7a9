#include "base/date.hpp"

#include <string>

#include "catch.hpp"

using namespace moat;

TEST_CASE("A month is a number, so differences are months") {
  constexpr Month april = Month::of(2024, 4);
  static_assert(april.year() == 2024 && april.month() == 4);
  static_assert(april - Month::of(2023, 12) == 4);
  static_assert(Month::of(2023, 12) + 1 == Month::of(2024, 1));
  CHECK(april + -4 == Month::of(2023, 12));
  CHECK(Month::of(2023, 12) < april);
  CHECK(april < never);
}

TEST_CASE("Dates are read as ISO months or days") {
  CHECK(parse_month("2022-10") == Month::of(2022, 10));
  CHECK(parse_month("2022-10-07") == Month::of(2022, 10));
  CHECK(parse_month("2024-02-29") == Month::of(2024, 2));  // a leap year
  CHECK(parse_month("2000-02-29") == Month::of(2000, 2));
  CHECK(parse_month("1900-01") == Month::of(1900, 1));
  CHECK(parse_month("2200-12-31") == Month::of(2200, 12));
  CHECK(parse_month("never") == never);
}

TEST_CASE("What is not a date is refused") {
  const std::string text =
      GENERATE("", "2022", "2022-1", "2022-13", "2022-00", "1899-12", "2201-01", "22-10-07", "2022-10-32", "2022-04-31",
               "2023-02-29", "1900-02-29", "2022-10-00", "2022-10-7", "2022/10", "2022-10/07", "2022-10-07T00",
               " 2022-10", "2022-+1", "-022-10", "2022--1", "Never", "20a2-10", "2022-1o");
  CAPTURE(text);
  CHECK_FALSE(parse_month(text));
}

TEST_CASE("Months are written as they are read") {
  CHECK(to_string(Month::of(2022, 10)) == "2022-10");
  CHECK(to_string(Month::of(2030, 1)) == "2030-01");
  CHECK(to_string(never) == "never");
  CHECK(to_string(never + 5) == "never");
  for (int index = Month::of(1900, 1).index; index <= Month::of(2200, 12).index; ++index)
    REQUIRE(parse_month(to_string(Month{index})) == Month{index});
}

TEST_CASE("Days from 1970-01-01 to the end of a month") {
  CHECK(days_to_month_end(Month::of(1970, 1)) == 30);
  CHECK(days_to_month_end(Month::of(1969, 12)) == -1);
  CHECK(days_to_month_end(Month::of(1999, 12)) == 10956);  // 2000-01-01 is day 10957: 30 years and 7 leap days
  CHECK(days_to_month_end(Month::of(2024, 2)) == 19782);   // 2024-01-01 is day 19723, then 31 + 28 days to the 29th
  CHECK(days_to_month_end(Month::of(2023, 2)) == 19416);   // 2023-01-01 is day 19358, then 31 + 27 days to the 28th
  for (int m = Month::of(2000, 1).index; m < Month::of(2100, 1).index; ++m) {
    const long length = days_to_month_end(Month{m}) - days_to_month_end(Month{m - 1});
    REQUIRE((length >= 28 && length <= 31));
  }
}

TEST_CASE("A path is constant outside of its points, geometric between positive values, else linear") {
  const Month start = Month::of(2024, 1);
  CHECK(Path{}.at(start) == 0);
  CHECK(Path{{{start, 3.0}}}.at(start + -100) == 3);
  CHECK(Path{{{start, 3.0}}}.at(start + 100) == 3);

  const Path growth{{{start, 1.0}, {start + 4, 16.0}, {start + 6, 4.0}}};
  const double expected[] = {1, 2, 4, 8, 16, 8, 4, 4};  // doubling each month, then halving
  for (int m = 0; m < 8; ++m) CHECK(growth.at(start + m) == Approx(expected[m]).epsilon(1e-12));
  CHECK(growth.at(start + 4) == 16);  // a point itself

  const Path from_zero{{{start, 0.0}, {start + 4, 8.0}}};
  CHECK(from_zero.at(start + 1) == 2);
  const Path sign_change{{{start, -4.0}, {start + 4, 4.0}}};
  CHECK(sign_change.at(start + 2) == 0);
  CHECK(sign_change.at(start + 3) == 2);
}
