#include "io/scenario_text/schema.hpp"

#include <nlohmann/json.hpp>
#include <string>

#include "catch.hpp"
#include "io/scenario_text/example.hpp"
#include "io/scenario_text/explain.hpp"
#include "io/scenario_text/fields.hpp"
#include "io/scenario_text/yaml.hpp"

using namespace moat;

namespace {

std::string paths(std::string_view text) {
  example::Scenario defaults;
  std::string all;
  for (const Match& match : search_fields(item(defaults), text))
    all += (all.empty() ? "" : " ") + match.path + (match.exact ? "" : "?");
  return all;
}

}  // namespace

TEST_CASE("The schema describes every kind of member") {
  example::Scenario defaults;
  const std::string schema = json_schema(item(defaults));
  CHECK(schema.starts_with(R"json({
  "$schema": "http://json-schema.org/draft-07/schema#",
  "title": "Moat scenario",
  "type": "object",
  "required": [
    "schema_version"
  ],
  "properties": {
    "schema_version": {
      "description": "Version of the scenario format.",
      "const": 2
    },
    "extends": {
      "description": "The file, or files in this order, that this one amends; relative to this file.",
      "type": [
        "string",
        "array"
      ],
      "items": {
        "type": "string"
      }
    },
    "title": {
      "description": "What the scenario is about. (setting) Must be given.",
      "type": "string"
    },
    "adoption": {
      "description": "How developers choose.",
      "type": "object",
      "properties": {
        "taste_scale": {
          "description": "Scale of taste. [utility] (setting)",
          "type": "number",
          "minimum": 1e-06,
          "maximum": 100,
          "default": 1
        },
        "switching_cost": {
          "description": "Cost of \"moving\" | leaving. [1/month] (setting)",
          "type": "number",
          "minimum": 0,
          "default": 0.3
        },
)json"));
  using Json = nlohmann::json;
  const Json all = Json::parse(schema);
  const Json list_or_none = {"object", "null"};
  const auto at = [&](const std::string& path) { return all.at(Json::json_pointer(path)); };
  CHECK(at("/properties/regions/type") == list_or_none);
  CHECK(at("/properties/regions/propertyNames/pattern") == "^[A-Za-z0-9_+-]+$");
  CHECK(at("/properties/regions/additionalProperties") ==
        Json{{"type", list_or_none},
             {"properties",
              {{"users",
                {{"description", "Developers there. [1e6] (measured: Census 2024)"},
                 {"type", "number"},
                 {"minimum", 0},
                 {"maximum", 10000},
                 {"default", 1}}}}},
             {"additionalProperties", false}});
  const std::string firm = "/properties/firms/additionalProperties/properties/";
  CHECK(at(firm + "release").at("enum") == Json{"closed", "delayed", "open"});
  CHECK(at(firm + "release").at("default") == "closed");
  CHECK(at(firm + "founded").at("default") == "never");
  const Json budget = at(firm + "budget");
  CHECK(budget.at("type") == Json{"number", "object"});
  CHECK((budget.at("minProperties") == 1 && budget.at("maximum") == 1000 && budget.at("default") == 1.5));
  CHECK(budget.at("propertyNames").at("pattern") == "^[0-9]{4}-(0[1-9]|1[0-2])(-[0-3][0-9])?$");
  CHECK(budget.at("additionalProperties") == Json{{"type", "number"}, {"minimum", 0}, {"maximum", 1000}});
  const Json names{{"enum", {"closed", "delayed", "open"}}}, strategy = at(firm + "strategy").at("anyOf");
  CHECK((strategy[0] == names && strategy[1].at("additionalProperties") == names));
  CHECK((strategy[1].at("minProperties") == 1 && at(firm + "strategy").at("default") == "closed"));
  CHECK(at("/properties/adoption/properties/weights/default") == Json{{"us", 1}});
  CHECK(all.at("additionalProperties") == false);
  CHECK((defaults.regions.empty() && defaults.firms.empty()));
  CHECK(json_schema(item(defaults)) == schema);
}

TEST_CASE("The table of parameters has a part for each key at the top") {
  example::Scenario defaults;
  const std::string table = parameter_table(item(defaults));
  const auto has = [&](const std::string& part) { CHECK_THAT(table, ContainsSubstring(part)); };
  CHECK(
      table.starts_with("| key | default | unit | allowed | grade | source | meaning |\n|---|---|---|---|---|---|---|\n"
                        "| `title` | (must be given) |  | text | setting |  | What the scenario is about. |\n"
                        "\n## adoption\n\nHow developers choose.\n\n| key "));
  has("| `adoption.switching_cost` | 0.3 | 1/month | at least 0 | setting |  | Cost of \"moving\" \\| leaving. |\n");
  has("| `firms.*.terms.fee` | 0.1 |  | [0, 1] | assumed | round number | Share of revenue kept. |\n");
  has("| `firms.*.strategy` | closed |  | one of closed, delayed, open, or such by date | setting |  | Changes of the "
      "release. "
      "|\n");
}

TEST_CASE("Parameters are found by path, by the last parts of it, or nearly") {
  CHECK(paths("adoption.draws") == "adoption.draws");
  CHECK(paths("draws") == "adoption.draws");
  CHECK(paths("terms.fee") == "firms.*.terms.fee");
  CHECK(paths("firms.Acme.terms.fee") == "firms.*.terms.fee");
  CHECK(paths("firms.*.terms.fee") == "firms.*.terms.fee");
  CHECK(paths("swiching_cost") == "adoption.switching_cost?");
  CHECK(paths("adoption.swiching_cost") == "adoption.switching_cost?");
  CHECK(paths("cost") == "adoption.switching_cost?");
  CHECK(paths("elephant").empty());

  example::Scenario defaults;
  const auto key = [&](std::string_view path) {
    const Field* field = find_field(item(defaults), path);
    return field ? field->key : "";
  };
  CHECK((key("firms") == "firms" && key("firms.Acme") == "firms" && key("firms.Acme.terms.fee") == "fee"));
  CHECK((key("title") == "title" && key("title.x").empty() && key("").empty() && key("firms.*.fee").empty()));
}

TEST_CASE("A parameter is explained") {
  example::Scenario defaults;
  CHECK(explain(item(defaults), "switching_cost") ==
        "adoption.switching_cost\n"
        "  Cost of \"moving\" | leaving.\n"
        "  kind      number\n"
        "  unit      1/month\n"
        "  range     at least 0\n"
        "  default   0.3\n"
        "  evidence  setting\n");
  CHECK(explain(item(defaults), "firms.Acme.region") ==
        "firms.*.region\n"
        "  Where the firm is at home.\n"
        "  kind      text\n"
        "  default   none: it must be given\n"
        "  refers to regions\n"
        "  evidence  setting\n");
  CHECK(explain(item(defaults), "terms") ==
        "firms.*.terms\n"
        "  What the firm asks of others.\n"
        "  kind      part\n"
        "  firms.*.terms.fee: Share of revenue kept.\n");
  CHECK_THAT(explain(item(defaults), "partners"), ContainsSubstring("refers to regions or firms\n"));
  CHECK_THROWS_WITH(explain(item(defaults), "cost"), "cost is unknown (did you mean adoption.switching_cost?)");
  CHECK_THROWS_WITH(explain(item(defaults), "elephant"), "elephant is unknown");
}

TEST_CASE("Text is quoted where a reader could mistake it") {
  for (const char* plain : {"a", "A-1_b+c", "a b/c.d"}) CHECK(yaml_text(plain) == plain);
  for (const char* other : {"", "no", "NULL", "1", "-a", "a ", "a: b", "~"})
    CHECK(yaml_text(other) == "\"" + std::string(other) + "\"");
  CHECK(yaml_text("a\"\\\n") == "\"a\\\"\\\\\\x0a\"");
}
