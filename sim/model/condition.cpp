#include "model/condition.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.hpp"
#include "io/scenario_text/parse.hpp"

namespace moat {
namespace {

constexpr std::string_view example = "such as region_lag[origin=china] < 4";

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
  const std::size_t end = text.find_last_not_of(" \t") + 1;
  return end > begin ? text.substr(begin, end - begin) : "";
}

/// The selectors between the brackets go into `select`; what is wrong with them, or nothing.
std::string read_selectors(std::string_view text, Changes& select) {
  for (const std::string& one : split(text, ',')) {
    const std::size_t equals = one.find('=');
    if (equals == one.npos)
      return fmt::format("selector is '{}' (must be axis=label, {})", excerpt(trimmed(one)), example);
    const std::string axis{trimmed(std::string_view(one).substr(0, equals))},
        label{trimmed(std::string_view(one).substr(equals + 1))};
    if (!is_name(axis) || !is_name(label))
      return fmt::format("selector is '{}' (must be axis=label, {})", excerpt(trimmed(one)), example);
    if (std::any_of(select.begin(), select.end(), [&](const Change& c) { return c.path == axis; }))
      return fmt::format("{} is selected twice", axis);
    select.push_back({axis, label});
  }
  return "";
}

/// The comparison and the threshold.
std::string read_comparison(std::string_view text, Condition& condition) {
  const std::size_t end = std::min(text.find_first_not_of("<>=!"), text.size());
  const std::string_view sign = text.substr(0, end), number = trimmed(text.substr(end));
  constexpr std::string_view signs[] = {"<", "<=", ">", ">="};  // in the order of Comparison
  const auto* known = std::find(std::begin(signs), std::end(signs), sign);
  if (known == std::end(signs))
    return fmt::format("comparison is '{}' (must be one of <, <=, >, >=)",
                       excerpt(sign.empty() ? text.substr(0, text.find(' ')) : sign));
  condition.comparison = Comparison(known - std::begin(signs));
  const Parsed<double> threshold = parse_number(number);
  if (!threshold.value)
    return fmt::format("threshold is '{}' (must be a number{}{})", excerpt(number), threshold.fault.empty() ? "" : " ",
                       threshold.fault);
  condition.threshold = *threshold.value;
  return "";
}

}  // namespace

std::variant<Condition, std::string> parse_condition(std::string_view text) {
  Condition condition;
  text = trimmed(text);
  const std::size_t name_end = std::min(text.find_first_of("[<>=! "), text.size());
  condition.series = std::string(text.substr(0, name_end));
  if (!is_name(condition.series)) return fmt::format("it does not begin with a series ({})", example);
  std::string_view rest = trimmed(text.substr(name_end));
  if (rest.starts_with('[')) {
    const std::size_t close = rest.find(']');
    if (close == rest.npos) return fmt::format("its selectors lack the closing ] ({})", example);
    if (std::string fault = read_selectors(rest.substr(1, close - 1), condition.select); !fault.empty()) return fault;
    rest = trimmed(rest.substr(close + 1));
  }
  if (rest.empty()) return fmt::format("it compares with nothing ({})", example);
  if (std::string fault = read_comparison(rest, condition); !fault.empty()) return fault;
  return condition;
}

bool compares(double value, Comparison comparison, double threshold) {
  switch (comparison) {
    case Comparison::below:
      return value < threshold;
    case Comparison::at_most:
      return value <= threshold;
    case Comparison::above:
      return value > threshold;
    case Comparison::at_least:
      return value >= threshold;
  }
  return false;
}

}  // namespace moat
