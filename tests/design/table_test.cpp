#include "design/table.hpp"

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "catch.hpp"

using namespace moat;

namespace {

DesignTable little_table() {
  DesignTable table;
  table.columns = {{"x", {"adoption.peer_weight"}, "", "lever", "values [0.1, 3]", "Peers.", true},
                   {"policy.measures.a.from",
                    {"policy.measures.a.from"},
                    "",
                    "uncertainty",
                    "dates [2025-01, 2025-02]",
                    "First month, \"announced\" or not.",
                    false},
                   {"who", {"a.b", "c.d"}, "1", "lever", "values [x, y]", "", false}};
  table.arms = {"now", "strict"};
  table.arm_numbers = {0, 0, 1};
  table.rows = {0, 7, 7};
  table.cells = {NumberCells{{0.1, 1e-7, 123456789}}, LevelCells{{"2025-01", "2025-02"}, {1, 0, 1}},
                 LevelCells{{"plain", "\"a, \\\"b\\\"\""}, {0, 1, 1}}};
  table.design = R"({"rows":8})";
  return table;
}

std::string refusal(const std::string& text, const DesignTable& table = little_table()) {
  try {
    read_csv(text, "design.csv", description(table));
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

}  // namespace

TEST_CASE("Points have names, arms, rows and values") {
  const DesignTable table = little_table();
  REQUIRE(table.size() == 3);
  CHECK(table.name(0) == "now/0");
  CHECK(table.name(2) == "strict/7");
  CHECK(table.arm(1) == "now");
  CHECK(table.row(1) == 7);
  CHECK(table.cell(1, 0) == "1e-07");
  CHECK(table.number(2, 0) == 123456789);
  CHECK_THROWS_AS(table.number(0, 1), ContractError);
  CHECK(table.cell(0, 1) == "2025-02");
  CHECK(table.changes(0) == Changes{{"adoption.peer_weight", "0.1"},
                                    {"policy.measures.a.from", "2025-02"},
                                    {"a.b", "plain"},
                                    {"c.d", "plain"}});
}

TEST_CASE("Names without arms or without factors") {
  DesignTable table;
  table.rows = {0, 5};
  CHECK(table.name(1) == "5");
  CHECK(table.arm(1).empty());
  table.arms = {"now", "strict"};
  table.arm_numbers = {0, 1};
  table.rows = {0, 0};
  CHECK(table.name(1) == "strict");
}

TEST_CASE("The CSV of a table") {
  CHECK(to_csv(little_table()) == R"(point,arm,row,x,policy.measures.a.from,who
now/0,now,0,0.1,2025-02,plain
now/7,now,7,1e-07,2025-01,"""a, \""b\"""""
strict/7,strict,7,123456789,2025-02,"""a, \""b\"""""
)");
}

TEST_CASE("A table is read back from its CSV exactly") {
  const DesignTable table = little_table();
  const DesignTable again = read_csv(to_csv(table), "design.csv", description(table));
  CHECK(again.columns == table.columns);
  CHECK(again.design_json() == table.design_json());
  CHECK(to_csv(again) == to_csv(table));
  for (std::size_t p = 0; p < table.size(); ++p) {
    CHECK(again.number(p, 0) == table.number(p, 0));
    CHECK(again.changes(p) == table.changes(p));
  }
}

TEST_CASE("A CSV of another table is refused") {
  const std::string header = "point,arm,row,x,policy.measures.a.from,who\n";
  CHECK(refusal("") == "design.csv:1:1: is empty (expected a header such as point,arm,row)");
  CHECK(refusal("point,arm,row,y\n") ==
        "design.csv:1:1: header is point,arm,row,y (expected point,arm,row,x,policy.measures.a.from,who)");
  CHECK(refusal(header + "0,now,0,1,2025-01\n") == "design.csv:2:1: has 5 fields (the header has 6)");
  CHECK(refusal(header + "0,then,0,1,2025-01,a\n") == "design.csv:2:3: arm is 'then' (must be one of now, strict)");
  CHECK(refusal(header + "0,now,-1,1,2025-01,a\n") == "design.csv:2:7: row is '-1' (expected a count)");
  CHECK(refusal(header + "0,now,0,one,2025-01,a\n") == "design.csv:2:9: x is 'one' (expected a number)");
  CHECK_THROWS_AS(read_csv(header, "design.csv", nlohmann::json::object()), InputError);
}
