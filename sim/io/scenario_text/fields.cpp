#include "io/scenario_text/fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <iterator>
#include <span>

#include "base/error.hpp"
#include "io/scenario_text/parse.hpp"

namespace moat {
namespace {

void walk(Item item, const std::string& path, bool described, const Visitor& visit) {
  for (const Field& field : item.fields) {
    if (field.text.is_name) continue;
    const std::string at = join(path, field.key);
    const MemberRef ref = field.ref(item.object);
    visit({at, field, ref});
    if (const auto* part = std::get_if<Item>(&ref)) walk(*part, at, described, visit);
    const auto* list = std::get_if<ListRef>(&ref);
    if (list && described) {
      const ScratchEntry scratch(*list);
      walk(scratch.item(), join(at, "*"), described, visit);
    } else if (list) {
      for (std::size_t i = 0; i < list->size(list->member); ++i)
        walk(entry(*list, i), join(at, name_of(entry(*list, i))), described, visit);
    }
  }
}

const Field* find(Item item, std::span<const std::string> parts) {
  const Field* field = parts.empty() ? nullptr : member(item, parts.front());
  if (!field || parts.size() == 1) return field;
  const MemberRef ref = field->ref(item.object);
  if (const auto* part = std::get_if<Item>(&ref)) return find(*part, parts.subspan(1));
  const auto* list = std::get_if<ListRef>(&ref);
  if (!list || parts.size() == 2) return list ? field : nullptr;  // an entry is described by its list
  return find(ScratchEntry(*list).item(), parts.subspan(2));
}

std::string number_text(double x) {
  return std::isfinite(x) ? fmt::format("{}", x) : "";
}

bool can_be_given(Month month) {
  return month == never || (month >= Month::of(1900, 1) && month < Month::of(2201, 1));
}

/// `{a: 1, b: 2}`
template <class Pairs, class Key, class Value>
std::string pairs_text(const Pairs& pairs, Key key, Value value) {
  std::string text;
  for (const auto& [k, v] : pairs) text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", key(k), value(v));
  return "{" + text + "}";
}

std::string path_text(const Path& path) {
  if (path.points.size() == 1 && path.points[0].first == always) return number_text(path.points[0].second);
  if (path.points.empty() || !can_be_given(path.points[0].first)) return "";
  return pairs_text(
      path.points, [](Month m) { return to_string(m); }, number_text);
}

std::string in_quotes(std::string_view text) {
  std::string all = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      all += std::string("\\") + c;
    else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F)
      all += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
    else
      all += c;
  }
  return all + "\"";
}

std::string changes_text(const Changes& changes) {
  std::string text;
  for (const auto& [path, value] : changes) text += fmt::format("{}{}: {}", text.empty() ? "" : ", ", path, value);
  return "{" + text + "}";
}

}  // namespace

void visit_all(Item root, const Visitor& visit) {
  walk(root, "", false, visit);
}
void visit_described(Item scratch, const Visitor& visit) {
  walk(scratch, "", true, visit);
}

Item entry(const ListRef& list, std::size_t index) {
  return {list.at(list.member, index), list.fields()};
}

std::string& name_of(Item entry) {
  const auto field = std::ranges::find_if(entry.fields, [](const Field& f) { return f.text.is_name; });
  expects(field != entry.fields.end(), "entries of a list have an entry_name row");
  return *std::get<std::string*>(field->ref(entry.object));
}

std::vector<std::string> names_of(const ListRef& list) {
  std::vector<std::string> names;
  for (std::size_t i = 0; i < list.size(list.member); ++i) names.push_back(name_of(entry(list, i)));
  return names;
}

std::vector<std::string> keys_of(Item item) {
  std::vector<std::string> keys;
  for (const Field& field : item.fields)
    if (!field.text.is_name) keys.emplace_back(field.key);
  return keys;
}

const Field* member(Item item, std::string_view key) {
  for (const Field& field : item.fields)
    if (field.key == key) return &field;
  return nullptr;
}

const Field* find_field(Item scratch, std::string_view path) {
  const std::vector<std::string> parts = split(path);
  return find(scratch, parts);
}

std::vector<std::string> names_to_refer(Item root, std::string_view refers) {
  std::vector<std::string> names;
  for (const std::string& path : split(refers, '|')) {
    MemberRef ref = root;
    for (const std::string& key : split(path)) {
      const auto* part = std::get_if<Item>(&ref);
      const Field* field = part ? member(*part, key) : nullptr;
      expects(field != nullptr, "a reference leads to a list");
      ref = field->ref(part->object);
    }
    expects(std::holds_alternative<ListRef>(ref), "a reference leads to a list");
    std::ranges::copy(names_of(std::get<ListRef>(ref)), std::back_inserter(names));
  }
  return names;
}

std::string kind_text(const MemberRef& ref) {
  const auto choices = [](std::span<const std::string_view> names) {
    return fmt::format("{}", fmt::join(names, ", "));
  };
  return std::visit(
      Overloaded{
          [](const double*) -> std::string { return "number"; },
          [](const std::int64_t*) -> std::string { return "whole number"; },
          [](const bool*) -> std::string { return "true or false"; },
          [](const std::string*) -> std::string { return "text"; },
          [](const Month*) -> std::string { return "date (2027-01, 2027-01-15 or never)"; },
          [](const Texts*) -> std::string { return "list of texts"; },
          [](const Numbers*) -> std::string { return "numbers by name"; },
          [](const Path*) -> std::string { return "number, or numbers by date"; },
          [](const Changes*) -> std::string { return "values by path"; },
          [&](const ChoiceRef& choice) { return "one of " + choices(choice.names); },
          [&](const ChoicePathRef& path) { return fmt::format("one of {}, or such by date", choices(path.names)); },
          [](const Item&) -> std::string { return "part"; },
          [](const ListRef&) -> std::string { return "entries by name"; },
      },
      ref);
}

std::string value_text(const MemberRef& ref) {
  return std::visit(
      Overloaded{
          [](const double* x) { return number_text(*x); },
          [](const std::int64_t* n) { return fmt::format("{}", *n); },
          [](const bool* b) { return fmt::format("{}", *b); },
          [](const std::string* text) { return yaml_text(*text); },
          [](const Month* month) { return can_be_given(*month) ? to_string(*month) : ""; },
          [](const Texts* texts) {
            std::string all;
            for (const std::string& text : *texts) all += (all.empty() ? "" : ", ") + yaml_text(text);
            return "[" + all + "]";
          },
          [](const Numbers* numbers) { return pairs_text(*numbers, yaml_text, number_text); },
          [](const Path* path) { return path_text(*path); },
          [](const Changes* changes) { return changes_text(*changes); },
          [](const ChoiceRef& choice) { return yaml_text(choice.names[std::size_t(choice.get(choice.member))]); },
          [](const ChoicePathRef& path) {
            const std::vector<std::pair<Month, int>>& points = *path.points;
            if (points.size() == 1 && points[0].first == always)
              return yaml_text(path.names[std::size_t(points[0].second)]);
            return pairs_text(
                points, [](Month m) { return to_string(m); },
                [&](int index) { return yaml_text(path.names[std::size_t(index)]); });
          },
          [](const Item&) { return std::string(); },
          [](const ListRef&) { return std::string(); },
      },
      ref);
}

std::string yaml_of(const Node& node) {
  const auto all = [&](std::string_view open, std::string_view close, bool keys) {
    std::string text;
    for (const Node& one : node.nodes) {
      if (!text.empty()) text += ", ";
      if (keys) text += yaml_text(one.key) + ": ";
      text += yaml_of(one);
    }
    return fmt::format("{}{}{}", open, text, close);
  };
  switch (node.kind) {
    case Node::Kind::null:
      return "null";
    case Node::Kind::plain:  // on one line, a comma would end it
      return node.text.find_first_of(",[]{}#:&*!|>'\"%@`") == node.text.npos ? node.text : in_quotes(node.text);
    case Node::Kind::quoted:
      return in_quotes(node.text);
    case Node::Kind::list:
      return all("[", "]", false);
    case Node::Kind::mapping:
      return all("{", "}", true);
  }
  return "";
}

std::string yaml_text(std::string_view text) {
  static constexpr std::array<std::string_view, 9> words{"null", "true", "false", "yes", "no", "on", "off", "y", "n"};
  const auto fits = [](char c) { return is_name({&c, 1}) || c == '.' || c == '/' || c == ' '; };
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); };
  const auto same = [](char a, char b) { return (a | 0x20) == b; };
  const bool is_word =
      std::ranges::any_of(words, [&](std::string_view word) { return std::ranges::equal(text, word, same); });
  if (!text.empty() && !is_word && letter(text.front()) && text.back() != ' ' && std::ranges::all_of(text, fits))
    return std::string(text);
  return in_quotes(text);
}

}  // namespace moat
