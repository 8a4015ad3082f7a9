#include "io/scenario_text/check.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>
#include <unordered_set>

#include "io/scenario_text/fields.hpp"
#include "io/scenario_text/parse.hpp"

namespace moat {
namespace {

/// `regions or firms`, the way a message names the lists.
std::string lists_text(std::string_view refers) {
  return fmt::format("{}", fmt::join(split(refers, '|'), " or "));
}

/// The names that each reference may take, collected once.
class Names {
 public:
  struct List {
    std::vector<std::string> names;
    std::unordered_set<std::string> set;
  };
  explicit Names(Item root) : root_(root) {}
  const List& operator[](std::string_view refers) {
    const auto [list, is_new] = lists_.try_emplace(refers);
    if (is_new) {
      list->second.names = names_to_refer(root_, refers);
      list->second.set.insert(list->second.names.begin(), list->second.names.end());
    }
    return list->second;
  }

 private:
  Item root_;
  std::map<std::string_view, List> lists_;
};

/// The names inside a value that refer to something, each with its path.
std::vector<std::pair<std::string, std::string>> references(const Visit& visit) {
  std::vector<std::pair<std::string, std::string>> found;
  if (const auto* text = std::get_if<std::string*>(&visit.ref)) {
    if (!(*text)->empty()) found.emplace_back(visit.path, **text);
  } else if (const auto* texts = std::get_if<Texts*>(&visit.ref)) {
    for (const std::string& name : **texts) found.emplace_back(fmt::format("{}[{}]", visit.path, found.size()), name);
  } else if (const auto* numbers = std::get_if<Numbers*>(&visit.ref)) {
    for (const auto& [name, value] : **numbers) found.emplace_back(join(visit.path, name), name);
  }
  return found;
}

std::string unknown_text(const Visit& visit, const std::string& path, const std::string& name,
                         const std::vector<std::string>& names) {
  const bool is_key = std::holds_alternative<Numbers*>(visit.ref);
  const std::string what = is_key ? fmt::format("{} is unknown", path) : fmt::format("{} is '{}'", path, excerpt(name));
  const std::string lists = lists_text(visit.field.text.refers), close = nearest(name, names);
  if (names.empty()) return fmt::format("{} (must be one of {}, of which there are none)", what, lists);
  return fmt::format("{} (must be one of {}: {}{})", what, lists, listed(names),
                     close.empty() ? "" : fmt::format("; did you mean {}?", close));
}

/// The row's sentence without its full stop.
std::string_view sentence(const Field& field) {
  std::string_view doc = field.text.doc;
  if (doc.ends_with('.')) doc.remove_suffix(1);
  return doc;
}

/// True for a value of an entry that is like another one, or of an entry below it that it did not give itself.
bool is_taken(const std::string& path, const Reading& reading) {
  const std::size_t last = path.rfind('.');
  for (std::size_t dot = path.find('.'); dot != path.npos; dot = path.find('.', dot + 1))
    if (reading.given.contains(join(path.substr(0, dot), like_key)))
      return dot == last || !reading.given.contains(path.substr(0, last));
  return false;
}

bool is_missing(const Visit& visit, const Reading& reading) {
  if (!visit.field.text.required) return false;
  if (reading.origin(visit.path) == like_key || is_taken(visit.path, reading)) return false;
  const auto* text = std::get_if<std::string*>(&visit.ref);
  return !reading.given.contains(visit.path) || (text && (*text)->empty());
}

}  // namespace

void check_tree(Item root, const Reading& reading, std::vector<Problem>& problems) {
  Names names(root);
  visit_all(root, [&](const Visit& visit) {
    if (is_missing(visit, reading))
      problems.push_back(
          {reading.where(visit.path), fmt::format("{} is missing ({})", visit.path, sentence(visit.field))});
    if (visit.field.text.refers.empty()) return;
    const Names::List& list = names[visit.field.text.refers];
    for (const auto& [path, name] : references(visit))
      if (!list.set.contains(name))
        problems.push_back({reading.where(path), unknown_text(visit, path, name, list.names)});
  });
}

}  // namespace moat
