#include "io/scenario_text/parse.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <limits>
#include <numeric>
#include <utility>

namespace moat {
namespace {

constexpr bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
constexpr bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
constexpr char lower(char c) {
  return c >= 'A' && c <= 'Z' ? char(c - 'A' + 'a') : c;
}

std::string lower(std::string_view text) {
  std::string all(text);
  for (char& c : all) c = lower(c);
  return all;
}

/// Why a text that looks like a number is refused.
std::string_view number_fault(std::string_view text) {
  if (text.empty()) return "";
  if (text.front() == '+') return "without a plus sign";
  if (text.front() == '-') text.remove_prefix(1);
  const std::string word = lower(text);
  if (word == "nan" || word == ".nan" || word == "inf" || word == ".inf" || word == "infinity") return "that is finite";
  if (text.empty() || !(is_digit(text.front()) || text.front() == '.')) return "";
  if (word.starts_with("0x") || word.starts_with("0o") || word.starts_with("0b")) return "in decimal digits";
  if (text.size() > 1 && text[0] == '0' && is_digit(text[1])) return "without leading zeros";
  if (text.find('_') != text.npos) return "without underscores";
  if (text.find(',') != text.npos) return "with a decimal point and no commas";
  return "";
}

/// Edits (insert, delete, replace) from one text to the other.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = std::exchange(row[0], i + 1);
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t replaced = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({row[j] + 1, row[j + 1] + 1, replaced});
    }
  }
  return row.back();
}

}  // namespace

Parsed<double> parse_number(std::string_view text) {
  const std::string_view fault = number_fault(text);
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (!fault.empty() || text.empty() || end != text.data() + text.size() || error == std::errc::invalid_argument)
    return {{}, fault};
  if (error != std::errc{} || !std::isfinite(value)) return {{}, "that a double can hold"};
  return {value};
}

Parsed<std::int64_t> parse_whole(std::string_view text) {
  const Parsed<double> number = parse_number(text);
  if (!number.value) return {{}, number.fault};
  std::int64_t whole = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), whole);
  if (error == std::errc{} && end == text.data() + text.size()) return {whole};
  if (*number.value != std::floor(*number.value)) return {{}, "without a fraction"};
  if (std::abs(*number.value) > largest_whole) return {{}, "that fits into 64 bits, written out"};
  return {std::int64_t(*number.value)};
}

bool is_name(std::string_view text) {
  const auto fits = [](char c) { return is_letter(c) || is_digit(c) || c == '_' || c == '-' || c == '+'; };
  return !text.empty() && std::ranges::all_of(text, fits);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = std::min(text.find_first_not_of(" \t"), text.size());
  const std::size_t end = text.find_last_not_of(" \t") + 1;
  return end > begin ? text.substr(begin, end - begin) : "";
}

std::vector<std::string> split(std::string_view text, char separator) {
  std::vector<std::string> parts(1);
  for (const char c : text) {
    if (c == separator)
      parts.emplace_back();
    else
      parts.back() += c;
  }
  return parts;
}

std::string join(std::string_view parent, std::string_view key) {
  std::string path;
  path.reserve(parent.size() + 1 + key.size());
  if (!parent.empty()) path.append(parent).append(1, '.');
  return path.append(key);
}

std::string excerpt(std::string_view text) {
  constexpr std::size_t most = 60;
  const bool cut = text.size() > most;
  if (cut) {
    std::size_t end = most - 3;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;  // not inside a UTF-8 character
    text = text.substr(0, end);
  }
  std::string line(text);
  for (char& c : line)
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
  return cut ? line + "..." : line;
}

std::string listed(std::span<const std::string> names) {
  constexpr std::size_t most = 12;
  std::string text;
  for (const std::string& name : names.first(std::min(most, names.size())))
    text += (text.empty() ? "" : ", ") + excerpt(name);
  return names.size() > most ? text + ", ..." : text;
}

std::string nearest(std::string_view wrong, std::span<const std::string> names) {
  if (wrong.size() > 100) return "";  // nobody misspells that much, and the search is quadratic
  std::string best;
  std::size_t fewest = std::numeric_limits<std::size_t>::max();
  for (const std::string& name : names) {
    const std::size_t limit = std::max<std::size_t>(2, name.size() / 3), shorter = std::min(wrong.size(), name.size());
    if (std::max(wrong.size(), name.size()) - shorter > limit) continue;
    const std::size_t edits = distance(lower(wrong), lower(name));
    if (edits > limit || edits >= shorter || edits >= fewest) continue;
    fewest = edits;
    best = name;
  }
  return best;
}

std::string suggestion(std::string_view wrong, std::span<const std::string> names) {
  if (const std::string name = nearest(wrong, names); !name.empty()) return fmt::format("(did you mean {}?)", name);
  return names.empty() ? "(there is none)" : fmt::format("(must be one of {})", listed(names));
}

}  // namespace moat
