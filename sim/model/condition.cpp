#include "model/condition.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/error.hpp"
#include "io/scenario_text/parse.hpp"

namespace moat {
namespace {

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
  if (std::string fault = take_cell_names(text, condition.cells); !fault.empty()) return fault;
  if (text.empty()) return "it compares with nothing (such as region_lag[origin=china] < 4)";
  if (std::string fault = read_comparison(text, condition); !fault.empty()) return fault;
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
