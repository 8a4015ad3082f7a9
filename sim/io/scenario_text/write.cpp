#include <fmt/format.h>

#include "io/scenario_text/fields.hpp"
#include "io/scenario_text/yaml.hpp"

namespace moat {
namespace {

std::string block(Item item, int depth);

/// `key:` with the block below it, or `{}` on the same line.
std::string with_block(std::string_view key, const std::string& inner, int depth) {
  const std::string head = fmt::format("{:{}}{}:", "", 2 * depth, key);
  return inner.empty() ? head + " {}\n" : head + "\n" + inner;
}

std::string list_block(std::string_view key, const ListRef& list, int depth) {
  // An empty list is null rather than {}, which would amend the list it is read into by nothing.
  if (list.size(list.member) == 0) return fmt::format("{:{}}{}: null\n", "", 2 * depth, key);
  std::string inner;
  for (std::size_t i = 0; i < list.size(list.member); ++i)
    inner += with_block(yaml_text(name_of(entry(list, i))), block(entry(list, i), depth + 2), depth + 1);
  return with_block(key, inner, depth);
}

/// The members of an item, each on lines of its own.
std::string block(Item item, int depth) {
  std::string text;
  for (const Field& field : item.fields) {
    if (field.text.is_name) continue;
    const MemberRef ref = field.ref(item.object);
    if (const auto* part = std::get_if<Item>(&ref))
      text += with_block(field.key, block(*part, depth + 1), depth);
    else if (const auto* list = std::get_if<ListRef>(&ref))
      text += list_block(field.key, *list, depth);
    else if (const std::string value = value_text(ref); !value.empty())
      text += fmt::format("{:{}}{}: {}\n", "", 2 * depth, field.key, value);
  }
  return text;
}

}  // namespace

std::string to_yaml(Item root) {
  return fmt::format("{}: {}\n", version_key, schema_version) + block(root, 0);
}

}  // namespace moat
