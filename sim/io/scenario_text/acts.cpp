#include "io/scenario_text/acts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <span>
#include <utility>
#include <variant>

#include "base/error.hpp"
#include "io/scenario_text/fields.hpp"
#include "io/scenario_text/parse.hpp"

namespace moat {
namespace {

/// The parts of a text between separators of several characters.
std::vector<std::string_view> parts_of(std::string_view text, std::string_view separator) {
  std::vector<std::string_view> parts;
  for (std::size_t at = text.find(separator); at != text.npos; at = text.find(separator)) {
    parts.push_back(text.substr(0, at));
    text.remove_prefix(at + separator.size());
  }
  parts.push_back(text);
  return parts;
}

/// All members that a path with `*` leads to; false if it leads nowhere.
bool find_members(Item item, std::span<const std::string> keys, std::vector<MemberRef>& found) {
  const Field* field = member(item, keys.front());
  if (!field) return false;
  const MemberRef ref = field->ref(item.object);
  if (keys.size() == 1) return found.push_back(ref), true;
  if (const auto* part = std::get_if<Item>(&ref)) return find_members(*part, keys.subspan(1), found);
  const auto* list = std::get_if<ListRef>(&ref);
  if (!list || keys[1] != "*" || keys.size() == 2) return false;
  // An empty list tells by a scratch entry; others must not grow, as objects in them are in use.
  bool leads = list->size(list->member) > 0 ||
               find_field(ScratchEntry(*list).item(), fmt::format("{}", fmt::join(keys.subspan(2), ".")));
  for (std::size_t i = 0; i < list->size(list->member); ++i)
    leads = find_members(entry(*list, i), keys.subspan(2), found) && leads;
  return leads;
}

enum class Asks { is, is_not, has, lacks, is_given, is_left_out };
constexpr std::pair<std::string_view, Asks> questions[] = {
    {" is given", Asks::is_given}, {" is left out", Asks::is_left_out},
    {" is not ", Asks::is_not},    {" is ", Asks::is},
    {" has ", Asks::has},          {" lacks ", Asks::lacks}};

/// Whether the term holds for one value, of a kind for which it has a meaning.
bool answer(const MemberRef& ref, Asks asks, std::string_view name) {
  const auto is_empty = [&](bool empty) {
    expects(asks == Asks::is_given || asks == Asks::is_left_out, "a condition asks a list or text whether it is given");
    return empty == (asks == Asks::is_left_out);
  };
  const auto is_number = [&](double x) {
    const std::optional<double> number = parse_number(name).value;
    expects(number && (asks == Asks::is || asks == Asks::is_not), "a condition compares a number with a number");
    return (x == *number) == (asks == Asks::is);
  };
  const auto is_name = [&](std::span<const std::string_view> names, int index) {
    expects(asks == Asks::is && std::ranges::find(names, name) != names.end(), "a condition names a choice");
    return names[std::size_t(index)] == name;
  };
  const auto any = [&](const auto& pairs, const auto& such) {
    if (asks == Asks::is_given || asks == Asks::is_left_out) return is_empty(pairs.empty());
    return std::ranges::any_of(pairs, [&](const auto& one) { return such(one.second); });
  };
  const auto not_asked = [] {
    expects(false, "a condition asks of values");
    return false;
  };
  return std::visit(Overloaded{
                        [&](const double* x) { return is_number(*x); },
                        [&](const std::int64_t* n) { return is_number(double(*n)); },
                        [&](const bool* b) {
                          return is_name(std::array<std::string_view, 2>{"false", "true"}, *b);
                        },
                        [&](const std::string* text) { return is_empty(text->empty()); },
                        [&](const Texts* texts) {
                          if (asks != Asks::has && asks != Asks::lacks) return is_empty(texts->empty());
                          return (std::ranges::find(*texts, name) != texts->end()) == (asks == Asks::has);
                        },
                        [&](const Numbers* numbers) { return any(*numbers, is_number); },
                        [&](const Path* path) { return any(path->points, is_number); },
                        [&](const ChoiceRef& choice) { return is_name(choice.names, choice.get(choice.member)); },
                        [&](const ChoicePathRef& path) {
                          return any(*path.points, [&](int index) { return is_name(path.names, index); });
                        },
                        [&](const ListRef& list) { return is_empty(list.size(list.member) == 0); },
                        [&](const Month*) { return not_asked(); },
                        [&](const Changes*) { return not_asked(); },
                        [&](const Item&) { return not_asked(); },
                    },
                    ref);
}

bool term_holds(Item root, Item owner, std::string_view term) {
  for (const auto& [words, asks] : questions) {
    const std::size_t at = term.find(words);
    if (at == term.npos) continue;
    std::string_view path = term.substr(0, at);
    const std::string_view name = term.substr(at + words.size());
    const bool beside = path.starts_with('.');
    if (beside) path.remove_prefix(1);
    const std::vector<std::string> keys = split(path);
    std::vector<MemberRef> members;
    expects(find_members(beside ? owner : root, keys, members), "the path of a condition leads to a parameter");
    return std::ranges::any_of(members, [&, asked = asks](const MemberRef& ref) { return answer(ref, asked, name); });
  }
  expects(false, "a condition asks something");
  return false;
}

bool holds(Item root, Item owner, std::string_view condition) {
  return std::ranges::all_of(parts_of(condition, " and "), [&](std::string_view any) {
    return std::ranges::any_of(parts_of(any, " or "), [&](std::string_view t) { return term_holds(root, owner, t); });
  });
}

/// With the path of the owner before paths that begin with a point.
std::string spelled_out(std::string_view condition, std::string_view owner) {
  std::string text;
  char before = ' ';
  for (const char c : condition) {
    if (c == '.' && before == ' ') text += owner;
    text += before = c;
  }
  return text;
}

void collect(Item root, Item item, const std::string& path, const std::string& unmet, std::vector<Inert>& inert) {
  for (const Field& field : item.fields) {
    if (field.text.is_name) continue;
    const std::string at = join(path, field.key);
    const MemberRef ref = field.ref(item.object);
    const std::string_view condition = field.text.acts_if;
    const bool acts = !unmet.empty() || condition.empty() || holds(root, item, condition);
    const std::string now_unmet = acts ? unmet : spelled_out(condition, path);
    const auto* part = std::get_if<Item>(&ref);
    const auto* list = std::get_if<ListRef>(&ref);
    if (part) collect(root, *part, at, now_unmet, inert);
    for (std::size_t i = 0; list && i < list->size(list->member); ++i)
      collect(root, entry(*list, i), join(at, name_of(entry(*list, i))), now_unmet, inert);
    if (!part && !list && !now_unmet.empty()) inert.push_back({at, now_unmet, field.text.required});
  }
}

}  // namespace

std::vector<Inert> inert_parameters(Item root) {
  std::vector<Inert> inert;
  collect(root, root, "", "", inert);
  return inert;
}

std::string acts_if(Item scratch, std::string_view path) {
  std::string conditions, at;
  for (const std::string& key : split(path)) {
    const std::string owner = at;
    at = join(at, key);
    const Field* field = find_field(scratch, at);
    const bool is_entry = field && field->key != key;  // an entry is described by its list
    if (!field || is_entry || field->text.acts_if.empty()) continue;
    conditions += (conditions.empty() ? "" : " and ") + spelled_out(field->text.acts_if, owner);
  }
  return conditions;
}

}  // namespace moat
