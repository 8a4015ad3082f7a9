#include "io/scenario_text/amend.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "io/scenario_text/fields.hpp"
#include "io/scenario_text/parse.hpp"
#include "io/scenario_text/renamed.hpp"

namespace moat {
namespace {

/// True for `--set firms.New.like=Old`: an entry that takes all from another one may begin so.
bool begins_like(const ListRef& list, const Node& node) {
  return node.step && node.nodes.front().key == like_key && member(ScratchEntry(list).item(), like_key);
}

}  // namespace

/// The children of a mapping, a key given twice only the first time.
std::vector<const Node*> Amender::distinct(const Node& mapping, const std::string& path) {
  std::vector<const Node*> nodes;
  std::map<std::pair<std::string_view, bool>, Mark> first;
  for (const Node& node : mapping.nodes) {
    const auto [seen, is_new] = first.emplace(std::pair(std::string_view(node.key), node.later), node.key_at);
    if (is_new) {
      nodes.push_back(&node);
    } else {
      const std::string line = source_.in_file ? fmt::format(" (first at line {})", seen->second.line) : "";
      report(node.key_at, fmt::format("{} is given twice{}", join(path, excerpt(node.key)), line));
    }
  }
  return nodes;
}

/// Drops the positions inside a value that is replaced or removed.
void Amender::forget_below(const std::string& path) {
  for (const char separator : {'.', '['}) {
    const std::string prefix = path + separator;
    auto from = given_.lower_bound(prefix);
    while (from != given_.end() && from->first.starts_with(prefix)) from = given_.erase(from);
  }
}

void Amender::item(Item item, const Node& mapping, const std::string& path) {
  const bool file_root = path.empty() && source_.in_file;
  for (const Node* node : distinct(mapping, path)) {
    if (file_root && (node->key == version_key || node->key == extends_key)) continue;
    const std::string at = join(path, excerpt(node->key));
    const Field* field = member(item, node->key);
    if (field && field->text.is_name) {
      report(node->key_at, fmt::format("{} is not written inside an entry (the entry's key is its name)", at));
    } else if (field) {
      const Place place{field->text, *node, at};
      std::visit([&](const auto& ref) { read(ref, place); }, field->ref(item.object));
    } else {
      std::vector<std::string> keys = keys_of(item);
      if (file_root) keys.insert(keys.begin(), {std::string(version_key), std::string(extends_key)});
      const std::string_view instead = what_replaced(at);
      report(node->key_at, instead.empty() ? fmt::format("{} is unknown {}", at, suggestion(node->key, keys))
                                           : fmt::format("{} is no more: {}", at, instead));
    }
  }
}

void Amender::read(const Item& part, const Place& place) {
  if (!place.node.step) note(place.path, place.node.key_at);
  if (place.node.kind == Node::Kind::mapping)
    item(part, place.node, place.path);
  else
    wrong_kind(place, fmt::format("a mapping with some of {}", listed(keys_of(part))));
}

void Amender::read(const ListRef& list, const Place& place) {
  if (!place.node.step) note(place.path, place.node.key_at);
  if (place.node.kind == Node::Kind::null) {
    forget_below(place.path);
    while (list.size(list.member) > 0) list.remove(list.member, list.size(list.member) - 1);
  } else if (place.node.kind == Node::Kind::mapping) {
    std::map<std::string, std::size_t> index;
    for (const std::string& name : names_of(list)) index.emplace(name, index.size());
    for (const Node* node : distinct(place.node, place.path))
      list_entry(list, index, {place.text, *node, join(place.path, excerpt(node->key))});
  } else {
    wrong_kind(place, "entries by name, or null for an empty list");
  }
}

/// Amends, adds or removes one entry; `index` tells where the entries of each name stand.
void Amender::list_entry(const ListRef& list, std::map<std::string, std::size_t>& index, const Place& place) {
  const auto& [text, node, path] = place;
  const auto known = index.find(node.key);
  if (known == index.end() && (node.step || node.kind == Node::Kind::null) && !begins_like(list, node)) {
    const std::string_view why = node.step ? "is unknown" : "is null, but there is no such entry to remove";
    return report(node.key_at, fmt::format("{} {} {}", path, why, suggestion(node.key, names_of(list))));
  }
  const std::vector<std::string> parts = text.names_are_paths ? split(node.key) : std::vector{node.key};
  if (!std::ranges::all_of(parts, is_name))
    return report(node.key_at, fmt::format("{} is no {} (use letters, digits, _, - and +)", path,
                                           text.names_are_paths ? "dotted path" : "name"));
  if (node.kind == Node::Kind::null) {
    list.remove(list.member, known->second);
    for (auto& [name, at] : index) at -= at > known->second;
    index.erase(known);
    forget_below(path);
    given_.erase(path);
    return;
  }
  if (node.kind != Node::Kind::mapping) return wrong_kind(place, "a mapping, or null to remove the entry");
  if (!node.step || known == index.end()) note(path, node.key_at);
  if (known == index.end()) {
    index.emplace(node.key, list.size(list.member));
    list.add(list.member);
    name_of(entry(list, index.at(node.key))) = node.key;
  }
  item(entry(list, index.at(node.key)), node, path);
}

}  // namespace moat
