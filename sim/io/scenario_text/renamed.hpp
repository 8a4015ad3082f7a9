#pragma once
/// Names that have changed, in one table: old names in files of earlier versions are read as the new ones, with a
/// warning.

#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "io/scenario_text/tree.hpp"

namespace moat {

struct Renamed {
  enum class What { parameter, series, axis, column, output };
  What what;
  /// Of a parameter the path, where `*` is any entry of a list; else the name alone.
  std::string_view before, now;
  std::string_view where;  ///< where the name occurs, for tables; "" where `what` says it
};

/// In the order of `moat describe renamed`.
std::span<const Renamed> renamed();
std::string_view name_of(Renamed::What what);

/// A parameter that is no more, and what took its place.
struct Gone {
  std::string_view path;  ///< `*` is any entry of a list
  std::string_view instead;
};
std::span<const Gone> gone();

/// What took the place of a parameter that is no more; "" for any other path.
std::string_view what_replaced(std::string_view path);

/// The path by which a parameter goes now; nothing for a path that has not changed.
std::optional<std::string> path_now(std::string_view path);

/// Path of the one parameter of earlier versions, renamed or gone, that ends in the name; nothing if there is none.
std::optional<std::string> old_path_of(std::string_view name);

/// The text with new names for old ones of these kinds, word by word; `warn(before, now)` is called for each.
std::string text_now(std::string_view text, std::initializer_list<Renamed::What> kinds,
                     const std::function<void(std::string_view before, std::string_view now)>& warn);

/// Puts new names for old ones into a tree: keys, paths of factors and changes, series and axes that are recorded,
/// selected or compared. `warnings` gets a problem per place: `'a.old' is now 'a.new'`.
void rename_in(Node& root, const Source& source, std::vector<Problem>& warnings);

}  // namespace moat
