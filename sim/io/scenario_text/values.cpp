#include "io/scenario_text/values.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <string>
#include <type_traits>
#include <vector>

#include "io/scenario_text/fields.hpp"
#include "io/scenario_text/parse.hpp"

namespace moat {
namespace {

std::optional<FoundValue> walk_to(Item item, std::span<const std::string> keys) {
  const Field* field = member(item, keys.front());
  if (!field || field->text.is_name) return {};
  const MemberRef ref = field->ref(item.object);
  if (keys.size() == 1) return FoundValue{field, ref};
  if (const auto* part = std::get_if<Item>(&ref)) return walk_to(*part, keys.subspan(1));
  if (const auto* list = std::get_if<ListRef>(&ref)) {
    const std::vector<std::string> names = names_of(*list);
    const auto found = std::ranges::find(names, keys[1]);
    if (found == names.end()) return {};
    const Item one = entry(*list, std::size_t(found - names.begin()));
    return keys.size() == 2 ? FoundValue{field, one} : walk_to(one, keys.subspan(2));
  }
  if (auto* const* numbers = std::get_if<Numbers*>(&ref); numbers && keys.size() == 2) {
    const auto found = std::ranges::find(**numbers, keys[1], &Numbers::value_type::first);
    if (found != (*numbers)->end()) return FoundValue{field, &found->second};
  }
  return {};
}

}  // namespace

bool same_value(const MemberRef& a, const MemberRef& b) {
  return std::visit(Overloaded{
                        [&](const auto* x) { return *x == *std::get<std::decay_t<decltype(*x)>*>(b); },
                        [&](const ChoiceRef& x) {
                          const auto& y = std::get<ChoiceRef>(b);
                          return x.get(x.member) == y.get(y.member);
                        },
                        [&](const ChoicePathRef& x) { return *x.points == *std::get<ChoicePathRef>(b).points; },
                        [](const Item&) { return true; },
                        [](const ListRef&) { return true; },
                    },
                    a);
}

void copy_value(const MemberRef& to, const MemberRef& from) {
  std::visit(Overloaded{
                 [&](auto* x) { *x = *std::get<std::decay_t<decltype(x)>>(from); },
                 [&](const ChoiceRef& x) {
                   const auto& y = std::get<ChoiceRef>(from);
                   x.set(x.member, y.get(y.member));
                 },
                 [&](const ChoicePathRef& x) { *x.points = *std::get<ChoicePathRef>(from).points; },
                 [](const Item&) {},
                 [](const ListRef&) {},
             },
             to);
}

std::optional<FoundValue> find_value(Item root, std::string_view path) {
  return walk_to(root, split(path));
}

bool set_number(Item root, std::string_view path, double value) {
  const std::optional<FoundValue> found = find_value(root, path);
  if (!found || !std::isfinite(value) || !found->field->text.range.holds(value)) return false;
  return std::visit(Overloaded{
                        [&](double* x) {
                          *x = value;
                          return true;
                        },
                        [&](std::int64_t* n) {
                          if (value != std::floor(value) || std::abs(value) > largest_whole) return false;
                          *n = std::int64_t(value);
                          return true;
                        },
                        [&](Path* over_time) {
                          over_time->points = {{always, value}};
                          return true;
                        },
                        [](const auto&) { return false; },
                    },
                    found->ref);
}

}  // namespace moat
