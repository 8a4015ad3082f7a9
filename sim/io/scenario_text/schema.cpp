#include "io/scenario_text/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string_view>

#include "io/scenario_text/explain.hpp"
#include "io/scenario_text/fields.hpp"
#include "io/json.hpp"
#include "io/scenario_text/yaml.hpp"

namespace moat {
namespace {

constexpr std::string_view names_schema = R"({"pattern": "^[A-Za-z0-9_+-]+$"})";
constexpr std::string_view paths_schema = R"({"pattern": "^[A-Za-z0-9_+.-]+$"})";
constexpr std::string_view dates_schema = R"({"pattern": "^[0-9]{4}-(0[1-9]|1[0-2])(-[0-3][0-9])?$"})";
constexpr std::string_view month_pattern = R"("^(never|[0-9]{4}-(0[1-9]|1[0-2])(-[0-3][0-9])?)$")";

bool has_keys(const MemberRef& ref) {
  return std::holds_alternative<Item>(ref) || std::holds_alternative<ListRef>(ref);
}

/// Sentence, unit and evidence: what an editor shows.
std::string description(const Field& field, const MemberRef& ref) {
  const Text& text = field.text;
  const std::string unit = text.unit.empty() || text.unit == "1" ? "" : fmt::format(" [{}]", text.unit);
  const std::string evidence = has_keys(ref) ? "" : fmt::format(" ({})", evidence_text(text.evidence));
  return fmt::format("{}{}{}{}", text.doc, unit, evidence, text.required ? " Must be given." : "");
}

void put_range(JsonObject& schema, Range range) {
  if (std::isfinite(range.low)) schema.put("minimum", fmt::format("{}", range.low));
  if (std::isfinite(range.high)) schema.put("maximum", fmt::format("{}", range.high));
}

/// The schema of one member, made of the description that all have and what is particular to its kind.
class MemberSchema {
 public:
  MemberSchema(const Field& field, const MemberRef& ref, int depth) : text_(field.text), depth_(depth), schema_(depth) {
    schema_.put("description", json_text(description(field, ref)));
    std::visit([&](const auto& kind) { put(kind); }, ref);
    if (const std::string value = json_value(ref); !value.empty() && !text_.required) schema_.put("default", value);
  }
  std::string text() const { return schema_.text(); }

  /// `properties` and the end to all others, for the struct `item`.
  static void put_members(JsonObject& schema, Item item, int depth, JsonObject properties);

 private:
  void put(const double*) { type("number"), put_range(schema_, text_.range); }
  void put(const std::int64_t*) { type("integer"), put_range(schema_, text_.range); }
  void put(const bool*) { type("boolean"); }
  void put(const std::string*) { type("string"); }
  void put(const Month*) { type("string"), schema_.put("pattern", month_pattern); }
  void put(const Texts*) {
    type("array");
    schema_.put("items", text_.any_scalar ? R"({"type": ["string", "number", "boolean"]})" : R"({"type": "string"})");
  }
  void put(const Numbers*) { type("object"), put_map(names_schema, each_number()); }
  void put(const Path*) {
    schema_.put("type", R"(["number", "object"])").put("minProperties", "1");
    put_range(schema_, text_.range);
    put_map(dates_schema, each_number());
  }
  void put(const Changes*) { type("object"); }
  void put(const ChoiceRef& choice) { schema_.put("enum", json_array(choice.names)); }
  void put(const ChoicePathRef& path) {
    type("object");
    put_map(dates_schema, JsonObject(depth_ + 1).put("enum", json_array(path.names)).text());
  }
  void put(const Item& part) {
    type("object");
    put_members(schema_, part, depth_, JsonObject(depth_ + 1));
  }
  /// Null instead of an entry removes it, null instead of the list empties it.
  void put(const ListRef& list) {
    schema_.put("type", R"(["object", "null"])");
    JsonObject each(depth_ + 1);
    each.put("type", R"(["object", "null"])");
    put_members(each, ScratchEntry(list).item(), depth_ + 1, JsonObject(depth_ + 2));
    put_map(text_.names_are_paths ? paths_schema : names_schema, each.text());
  }

  void type(std::string_view name) { schema_.put("type", json_text(name)); }
  void put_map(std::string_view names, std::string_view each) {
    schema_.put("propertyNames", names).put("additionalProperties", each);
  }
  std::string each_number() const {
    JsonObject number(depth_ + 1);
    number.put("type", R"("number")");
    put_range(number, text_.range);
    return number.text();
  }

  const Text& text_;
  int depth_;
  JsonObject schema_;
};

void MemberSchema::put_members(JsonObject& schema, Item item, int depth, JsonObject properties) {
  for (const Field& field : item.fields)
    if (!field.text.is_name) properties.put(field.key, MemberSchema(field, field.ref(item.object), depth + 2).text());
  schema.put("properties", properties.text()).put("additionalProperties", "false");
}

/// The two keys that say something about the file itself.
JsonObject file_keys() {
  const auto about = [](std::string_view doc) { return JsonObject(2).put("description", json_text(doc)); };
  JsonObject keys(1);
  keys.put(version_key,
           about("Version of the scenario format.").put("const", fmt::format("{}", schema_version)).text());
  keys.put(extends_key, about("The file, or files in this order, that this one amends; relative to this file.")
                            .put("type", R"(["string", "array"])")
                            .put("items", R"({"type": "string"})")
                            .text());
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
                     cell(text.doc));
}

constexpr std::string_view table_head =
    "\n| key | default | unit | allowed | grade | source | meaning |\n|---|---|---|---|---|---|---|\n";

}  // namespace

std::string json_schema(Item scratch, std::string_view title) {
  JsonObject schema(0);
  schema.put("$schema", R"("http://json-schema.org/draft-07/schema#")").put("title", json_text(title));
  schema.put("type", R"("object")").put("required", json_array({&version_key, 1}));
  MemberSchema::put_members(schema, scratch, 0, file_keys());
  return schema.text() + "\n";
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
