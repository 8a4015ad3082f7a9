#include "io/json.hpp"

#include <fmt/format.h>

#include <functional>

#include "io/scenario_text/fields.hpp"

namespace moat {
namespace {

/// `{"a": 1, "b": 2}` from pairs and what turns both halves into text; `value` gives JSON.
template <class Pairs, class Key, class Value>
std::string json_pairs(const Pairs& pairs, Key key, Value value) {
  std::vector<std::string> parts;
  for (const auto& [k, v] : pairs) parts.push_back(fmt::format("{}: {}", json_text(key(k)), value(v)));
  return fmt::format("{{{}}}", fmt::join(parts, ", "));
}

}  // namespace

std::string json_text(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      quoted += std::string("\\") + c;
    else if (static_cast<unsigned char>(c) < 0x20)
      quoted += fmt::format("\\u{:04x}", static_cast<unsigned char>(c));
    else
      quoted += c;
  }
  return quoted + "\"";
}

std::string json_array(std::span<const std::string_view> texts) {
  std::vector<std::string> parts;
  for (const std::string_view text : texts) parts.push_back(json_text(text));
  return fmt::format("[{}]", fmt::join(parts, ", "));
}

std::string json_value(const MemberRef& ref) {
  const auto number = [](double x) { return fmt::format("{}", x); };
  const auto month = [](Month m) { return to_string(m); };
  std::string yaml = value_text(ref);
  if (yaml.empty()) return "";
  return std::visit(
      Overloaded{
          [](std::string* text) { return json_text(*text); }, [&](Month*) { return json_text(yaml); },
          [](Texts* texts) { return json_array(std::vector<std::string_view>(texts->begin(), texts->end())); },
          [&](Numbers* numbers) { return json_pairs(*numbers, std::identity{}, number); },
          [&](Path* path) { return yaml.front() == '{' ? json_pairs(path->points, month, number) : yaml; },
          [](Changes*) { return std::string(); },
          [](const ChoiceRef& choice) { return json_text(choice.names[std::size_t(choice.get(choice.member))]); },
          [&](const ChoicePathRef& path) {
            return json_pairs(*path.changes, month,
                              [&](int index) { return json_text(path.names[std::size_t(index)]); });
          },
          [&](const auto&) { return yaml; },  // numbers and truth values are written alike
      },
      ref);
}

JsonObject& JsonObject::put(std::string_view key, std::string_view json) {
  members_ += fmt::format("{}\n{:{}}{}: {}", members_.empty() ? "" : ",", "", 2 * depth_ + 2, json_text(key), json);
  return *this;
}

std::string JsonObject::text() const {
  return members_.empty() ? "{}" : fmt::format("{{{}\n{:{}}}}", members_, "", 2 * depth_);
}

}  // namespace moat
