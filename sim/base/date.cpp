#include "base/date.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>

#include "base/maths.hpp"

namespace moat {
namespace {

std::optional<int> digits(std::string_view text, std::size_t count) {
  if (text.size() != count) return {};
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || text[0] == '-') return {};
  return value;
}

}  // namespace

std::optional<Month> parse_month(std::string_view text) {
  if (text == "never") return never;
  if ((text.size() != 7 && text.size() != 10) || text[4] != '-') return {};
  const auto year = digits(text.substr(0, 4), 4), month = digits(text.substr(5, 2), 2);
  if (!year || !month || *year < 1900 || *year > 2200 || *month < 1 || *month > 12) return {};
  if (text.size() == 10) {
    const auto day = digits(text.substr(8), 2);
    if (text[7] != '-' || !day) return {};
    const std::chrono::year_month_day date{std::chrono::year{*year}, std::chrono::month{unsigned(*month)},
                                           std::chrono::day{unsigned(*day)}};
    if (!date.ok()) return {};
  }
  return Month::of(*year, *month);
}

std::string to_string(Month month) {
  return month >= never ? "never" : fmt::format("{:04}-{:02}", month.year(), month.month());
}

long days_to_month_end(Month month) {
  const std::chrono::year_month_day_last last{std::chrono::year{month.year()},
                                              std::chrono::month_day_last{std::chrono::month{unsigned(month.month())}}};
  return std::chrono::sys_days{last}.time_since_epoch().count();
}

double Path::at(Month month) const {
  if (points.empty()) return 0;
  if (month <= points.front().first) return points.front().second;
  for (std::size_t i = 1; i < points.size(); ++i) {
    const auto& [before, low] = points[i - 1];
    const auto& [after, high] = points[i];
    if (month > after) continue;
    const double part = double(month - before) / double(after - before);
    return low > 0 && high > 0 ? low * maths::pow(high / low, part) : low + (high - low) * part;
  }
  return points.back().second;
}

}  // namespace moat
