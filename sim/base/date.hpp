#pragma once
/// Calendar months: the model's clock. A month is one number, so steps are differences of months.

#include <compare>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace moat {

/// A calendar month, counted from January of year 0.
struct Month {
  int index = 0;

  static constexpr Month of(int year, int month) { return {year * 12 + month - 1}; }
  constexpr int year() const { return index / 12; }
  constexpr int month() const { return index % 12 + 1; }
  friend constexpr auto operator<=>(Month, Month) = default;
  friend constexpr int operator-(Month a, Month b) { return a.index - b.index; }
  friend constexpr Month operator+(Month a, int months) { return {a.index + months}; }
};

/// Later than every month of a run; written `never` in scenarios.
inline constexpr Month never = Month::of(9999, 12);

/// `2022-10` or `2022-10-07` (the day is checked, then dropped: a step is one month), or `never`.
/// Years 1900 to 2200. Nothing if the text is not a date.
std::optional<Month> parse_month(std::string_view text);

/// ISO `2022-10`, or `never`.
std::string to_string(Month month);

/// Days from 1970-01-01 to the last day of the month (proleptic Gregorian calendar).
long days_to_month_end(Month month);

/// A quantity that moves over time, given at some months: constant before the first and after the last,
/// between two positive values geometric (constant growth), else linear.
struct Path {
  std::vector<std::pair<Month, double>> points;  ///< months ascending

  /// Value in a month; 0 if the path is empty.
  double at(Month month) const;
  friend bool operator==(const Path&, const Path&) = default;
};

}  // namespace moat
