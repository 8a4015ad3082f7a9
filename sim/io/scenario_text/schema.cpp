#include "io/scenario_text/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>
#include <string_view>

#include "io/scenario_text/explain.hpp"
#include "io/scenario_text/fields.hpp"
#include "io/scenario_text/yaml.hpp"

namespace moat {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::string_view names_pattern = "^[A-Za-z0-9_+-]+$", paths_pattern = "^[A-Za-z0-9_+.-]+$",
                           dates_pattern = "^[0-9]{4}-(0[1-9]|1[0-2])(-[0-3][0-9])?$",
                           month_pattern = "^(never|[0-9]{4}-(0[1-9]|1[0-2])(-[0-3][0-9])?)$";

bool has_keys(const MemberRef& ref) {
  return std::holds_alternative<Item>(ref) || std::holds_alternative<ListRef>(ref);
}

std::string condition_text(const Text& text) {
  return text.acts_if.empty() ? "" : fmt::format(" Acts only if {}.", text.acts_if);
}

/// Sentence, unit, evidence and condition: what an editor shows.
std::string description(const Field& field, const MemberRef& ref) {
  const Text& text = field.text;
  const std::string unit = text.unit.empty() || text.unit == "1" ? "" : fmt::format(" [{}]", text.unit);
  const std::string evidence = has_keys(ref) ? "" : fmt::format(" ({})", evidence_text(text.evidence));
  return fmt::format("{}{}{}{}{}", text.doc, unit, evidence, condition_text(text),
                     text.required ? " Must be given." : "");
}

/// Whole numbers without a point, as people write them.
Json number_json(double x) {
  return std::abs(x) <= 0x1p53 && x == std::trunc(x) ? Json(std::int64_t(x)) : Json(x);
}

Json with_range(Json schema, Range range) {
  if (std::isfinite(range.low)) schema["minimum"] = number_json(range.low);
  if (std::isfinite(range.high)) schema["maximum"] = number_json(range.high);
  return schema;
}

/// An object whose keys follow a pattern and whose values all have the schema `each`.
Json map_schema(Json schema, std::string_view names, Json each) {
  schema["propertyNames"]["pattern"] = names;
  schema["additionalProperties"] = std::move(each);
  return schema;
}

/// The default of a member that is neither part nor list and whose value a file can give.
Json default_json(const MemberRef& ref) {
  Json object = Json::object();
  return std::visit(
      Overloaded{
          [](const double* x) { return number_json(*x); },
          [](const std::string* text) { return Json(*text); },
          [](const Month* month) { return Json(to_string(*month)); },
          [](const Texts* texts) { return Json(*texts); },
          [&](const Numbers* numbers) {
            for (const auto& [name, x] : *numbers) object[name] = number_json(x);
            return object;
          },
          [&](const Path* path) {
            if (path->points.front().first == always) return number_json(path->points.front().second);
            for (const auto& [month, x] : path->points) object[to_string(month)] = number_json(x);
            return object;
          },
          [](const ChoiceRef& choice) { return Json(choice.names[std::size_t(choice.get(choice.member))]); },
          [&](const ChoicePathRef& path) {
            const auto& [from, choice] = path.points->front();
            if (from == always) return Json(path.names[std::size_t(choice)]);
            for (const auto& [month, index] : *path.points) object[to_string(month)] = path.names[std::size_t(index)];
            return object;
          },
          [&](const Changes*) { return object; },
          [&](const Item&) { return object; },
          [&](const ListRef&) { return object; },
          [](const auto* whole_or_switch) { return Json(*whole_or_switch); },
      },
      ref);
}

Json members_schema(Json schema, Item item, Json properties = Json::object());

/// What is particular to the kind of a member.
Json kind_schema(Json schema, const Text& text, const MemberRef& ref) {
  const auto typed = [&](const Json& type) {
    schema["type"] = type;
    return schema;
  };
  const Json or_null = Json::array({"object", "null"});
  const auto each_number = [&] { return with_range(Json{{"type", "number"}}, text.range); };
  return std::visit(
      Overloaded{
          [&](const double*) { return with_range(typed("number"), text.range); },
          [&](const std::int64_t*) { return with_range(typed("integer"), text.range); },
          [&](const bool*) { return typed("boolean"); },
          [&](const std::string*) { return typed("string"); },
          [&](const Month*) {
            schema["type"] = "string";
            schema["pattern"] = month_pattern;
            return schema;
          },
          [&](const Texts*) {
            schema["type"] = "array";
            schema["items"]["type"] = text.any_scalar ? Json::array({"string", "number", "boolean"}) : Json("string");
            return schema;
          },
          [&](const Numbers*) { return map_schema(typed("object"), names_pattern, each_number()); },
          [&](const Path*) {
            schema["type"] = Json::array({"number", "object"});
            schema["minProperties"] = 1;
            return map_schema(with_range(schema, text.range), dates_pattern, each_number());
          },
          [&](const Changes*) { return typed("object"); },
          [&](const ChoiceRef& choice) {
            schema["enum"] = choice.names;
            return schema;
          },
          [&](const ChoicePathRef& path) {
            const Json by_date =
                map_schema(Json{{"type", "object"}, {"minProperties", 1}}, dates_pattern, Json{{"enum", path.names}});
            schema["anyOf"] = Json::array({Json{{"enum", path.names}}, by_date});
            return schema;
          },
          [&](const Item& part) { return members_schema(typed("object"), part); },
          // Null instead of an entry removes it, null instead of the list empties it.
          [&](const ListRef& list) {
            return map_schema(typed(or_null), text.names_are_paths ? paths_pattern : names_pattern,
                              members_schema(Json{{"type", or_null}}, ScratchEntry(list).item()));
          },
      },
      ref);
}

/// Adds `properties` for each member of the struct `item`, and the end to all others.
Json members_schema(Json schema, Item item, Json properties) {
  for (const Field& field : item.fields) {
    if (field.text.is_name) continue;
    const MemberRef ref = field.ref(item.object);
    Json& member = properties[std::string(field.key)];
    member = kind_schema(Json{{"description", description(field, ref)}}, field.text, ref);
    const bool has_default = !field.text.required && !value_text(ref).empty();
    if (has_default && !std::holds_alternative<Changes*>(ref)) member["default"] = default_json(ref);
  }
  schema["properties"] = std::move(properties);
  schema["additionalProperties"] = false;
  return schema;
}

/// The two keys that say something about the file itself.
Json file_keys() {
  Json keys;
  keys[std::string(version_key)] = {{"description", "Version of the scenario format."}, {"const", schema_version}};
  keys[std::string(extends_key)] = {
      {"description", "The file, or files in this order, that this one amends; relative to this file."},
      {"type", Json::array({"string", "array"})},
      {"items", {{"type", "string"}}}};
  return keys;
}

/// Text as one cell of a table.
std::string cell(std::string_view text) {
  std::string escaped;
  for (const char c : text) escaped += c == '|' ? "\\|" : c == '\n' ? " " : std::string(1, c);
  return escaped;
}

std::string table_row(const Visit& visit) {
  const Text& text = visit.field.text;
  const std::string value = text.required ? "(must be given)" : value_text(visit.ref);
  const bool is_range = !range_text(text.range).empty();
  const std::string allowed = is_range ? range_text(text.range) : kind_text(visit.ref);
  return fmt::format("| `{}` | {} | {} | {} | {} | {} | {} |\n", visit.path, cell(value),
                     text.unit == "1" ? "" : cell(text.unit), cell(allowed),
                     Choices<Grade>::names[std::size_t(text.evidence.grade)], cell(text.evidence.source),
                     cell(std::string(text.doc) + condition_text(text)));
}

constexpr std::string_view table_head =
    "\n| key | default | unit | allowed | grade | source | meaning |\n|---|---|---|---|---|---|---|\n";

}  // namespace

std::string json_schema(Item scratch, std::string_view title) {
  const Json head{{"$schema", "http://json-schema.org/draft-07/schema#"},
                  {"title", title},
                  {"type", "object"},
                  {"required", Json::array({version_key})}};
  return members_schema(head, scratch, file_keys()).dump(2) + "\n";
}

std::string parameter_table(Item scratch) {
  std::string top, parts;
  visit_described(scratch, [&](const Visit& visit) {
    const bool at_top = visit.path.find('.') == std::string::npos;
    if (at_top && has_keys(visit.ref))
      parts += fmt::format("\n## {}\n\n{}\n{}", visit.path, visit.field.text.doc, table_head);
    else if (!has_keys(visit.ref))
      (at_top ? top : parts) += table_row(visit);
  });
  return (top.empty() ? "" : std::string(table_head.substr(1)) + top) + parts;
}

}  // namespace moat
