#pragma once
/// Walks over described objects: paths, names of entries, and values as text.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "base/describe.hpp"
#include "io/scenario_text/tree.hpp"

namespace moat {

/// One callable made of several, for std::visit.
template <class... Ts>
struct Overloaded : Ts... {
  using Ts::operator()...;
};
template <class... Ts>
Overloaded(Ts...) -> Overloaded<Ts...>;

/// One member met on a walk, a part or list before what is in it.
struct Visit {
  const std::string& path;  ///< `firms.OpenAI.region`
  const Field& field;
  const MemberRef& ref;
};
using Visitor = std::function<void(const Visit&)>;

/// Every member of an object and of all entries of its lists. The entries' own names are left out: they are in the
/// path.
void visit_all(Item root, const Visitor& visit);

/// The same, but each list stands for one placeholder entry named `*`: what could be given, whatever is there. Lists
/// of `scratch` hold that entry during the walk, so pass an object that nothing else uses.
void visit_described(Item scratch, const Visitor& visit);

/// An entry with its defaults at the end of a list, for as long as this lives: gives access to what entries look like.
class ScratchEntry {
 public:
  explicit ScratchEntry(const ListRef& list) : list_(list) { list_.add(list_.member); }
  ~ScratchEntry() { list_.remove(list_.member, list_.size(list_.member) - 1); }
  ScratchEntry(const ScratchEntry&) = delete;
  ScratchEntry& operator=(const ScratchEntry&) = delete;
  Item item() const { return {list_.at(list_.member, list_.size(list_.member) - 1), list_.fields()}; }

 private:
  ListRef list_;
};

/// Entry number `index` of a list.
Item entry(const ListRef& list, std::size_t index);

/// The text an entry keeps its name in.
std::string& name_of(Item entry);

std::vector<std::string> names_of(const ListRef& list);

std::vector<std::string> keys_of(Item item);

/// The member with this key in the struct; null if there is none.
const Field* member(Item item, std::string_view key);

/// The description at a path whose list entries have any name: `firms.OpenAI.region` or `firms.*.region`.
/// Null if there is none. `scratch` as in visit_described.
const Field* find_field(Item scratch, std::string_view path);

/// The names of the list, or lists (`regions|firms`), that a reference may take. A list that does not exist is a
/// mistake in the rows.
std::vector<std::string> names_to_refer(Item root, std::string_view refers);

/// What one can write: `number`, `one of open, closed`, `path over time`, ...
std::string kind_text(const MemberRef& ref);

/// The value as one line of YAML: `0.3`, `[a, b]`, `{2027-01: 3, 2028-01: 4}`; nothing for parts and lists.
/// Also nothing for a value that no file can give (a path without points, a date before 1900): only defaults are so.
std::string value_text(const MemberRef& ref);

/// Text as YAML: as it is if no reader can mistake it, else in double quotes.
std::string yaml_text(std::string_view text);

/// A node on one line, such that reading it again gives the same tree.
std::string yaml_of(const Node& node);

/// A constant path is one point in this month, which no file can name.
inline constexpr Month always{};

}  // namespace moat
