#pragma once
/// YAML text as a tree of nodes that know their line and column.
///
/// yaml-cpp only splits the text into events; the tree is our own, because its nodes convert silently (010 is 8, yes is
/// true), accept a key twice and follow any depth. Nothing here trusts the text: size, depth and number of nodes are
/// bounded, and aliases are copied and counted.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace moat {

inline constexpr std::size_t largest_file = 16u << 20;  ///< [bytes]
inline constexpr std::size_t deepest_nesting = 32;      ///< mappings and lists inside each other
inline constexpr std::size_t most_nodes = 200'000;      ///< values of a file, aliases written out

/// Line and column, from 1.
struct Mark {
  int line = 0;
  int column = 0;
};

struct Node {
  enum class Kind { null, plain, quoted, list, mapping };
  Kind kind = Kind::null;
  Mark at;
  std::string text;  ///< of a plain or quoted scalar
  std::string key;   ///< under which it stands in its mapping
  Mark key_at;
  std::vector<Node> nodes;  ///< of a list or mapping, in the order of the text
  /// Made from one part of a dotted path: amends one thing that exists, where a mapping would add or replace.
  bool step = false;
  /// Dates that follow what a path of choices begins with, which stays.
  bool later = false;

  bool is_scalar() const { return kind == Kind::plain || kind == Kind::quoted; }
};

/// Where values come from: a file, or an option of the command line.
struct Source {
  std::string name;         ///< path as the user knows it, or `--set a.b=1`
  std::string text;         ///< all of the file, or the value of the option
  std::string_view origin;  ///< "given" (the main file), "inherited" (a parent) or "set" (the command line)
  bool in_file = true;      ///< an option has no lines
  std::string option = "";  ///< `a.b=1` in full, for an option

  Position at(Mark mark) const { return in_file ? Position{name, mark.line, mark.column} : Position{name, 0, 0}; }
};

/// The tree of a text, a null node for an empty one. Nothing if it is no single YAML document: the reason is added.
std::optional<Node> parse_yaml(const Source& source, std::vector<Problem>& problems);

}  // namespace moat
