#pragma once
/// Strict parsing of scalars, with one way to write each number, and suggestions for misspelt names.

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace moat {

inline constexpr double largest_whole = 9007199254740992.0;  ///< 2^53: up to here every whole number is a double

/// A value, or in what way the text fails to be one ("without underscores"; empty if it is something else entirely).
template <class T>
struct Parsed {
  std::optional<T> value;
  std::string_view fault = "";
};

/// A finite decimal number: no leading zeros (YAML reads 010 as 8), underscores, plus sign or hexadecimal digits.
Parsed<double> parse_number(std::string_view text);

/// A whole number, also as 1e6 or 3.0 where a double holds it exactly.
Parsed<std::int64_t> parse_whole(std::string_view text);

/// True for a name that can be part of a dotted path: letters, digits, '_', '-', '+'.
bool is_name(std::string_view text);

/// The text without blanks at its ends.
std::string_view trimmed(std::string_view text);

/// The parts of a dotted path; an empty one stays as an empty part.
std::vector<std::string> split(std::string_view text, char separator = '.');

/// `parent.key`, or `key` at the root.
std::string join(std::string_view parent, std::string_view key);

/// One line of at most 60 characters, with control characters replaced: fit for a message.
std::string excerpt(std::string_view text);

/// `a, b, c`, cut short after a dozen.
std::string listed(std::span<const std::string> names);

/// The name that takes the fewest edits (at most a third of its letters, or two), regardless of case; empty if none.
std::string nearest(std::string_view wrong, std::span<const std::string> names);

/// What could be meant by a name that is not among these: `(did you mean OpenAI?)` or `(must be one of a, b)`.
std::string suggestion(std::string_view wrong, std::span<const std::string> names);

}  // namespace moat
