#include "design/design.hpp"

#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "design/sweeps.hpp"

using namespace moat;

namespace {

const std::string peers = "adoption.peer_weight: {values: [0, 0.5, 2]}";
const std::string developers = "run.developers: {values: [100, 200]}";

std::string factors(const std::vector<std::string>& entries, const std::string& design) {
  std::string text = "factors:\n";
  for (const std::string& entry : entries) text += "  " + entry + "\n";
  return text + "design: {" + design + "}\n";
}

std::string blocks(const std::string& first, const std::string& second, const std::string& combine) {
  return "blocks:\n  a: {factors: {" + first + "}}\n  b: {factors: {" + second + "}}\ncombine: " + combine + "\n";
}

std::string list_of(const std::string& csv, const std::string& text = "", const std::string& scenario = "") {
  const TestFolder folder;
  folder.write("points.csv", csv);
  return to_csv(make_design(load_text(folder, text + "design: {type: list, file: points.csv}\n", scenario)));
}

}  // namespace

TEST_CASE("A grid has every combination, the last factor fastest") {
  const DesignTable table = design_of(factors({peers, developers}, "type: grid"));
  CHECK(column(table, 0) == "0 0 0.5 0.5 2 2");
  CHECK(column(table, 1) == "100 200 100 200 100 200");
  CHECK(table.name(5) == "5");
  CHECK(table.columns[0].distribution == "values [0, 0.5, 2]");
  CHECK(table.columns[1].unit == "developers");
  CHECK(table.columns[0].role == "uncertainty");
}

TEST_CASE("Continuous factors, dates and whole numbers in a grid") {
  CHECK(column(design_of(factors({"adoption.peer_weight: {uniform: [0, 2]}"}, "type: grid")), 0) == "0 1 2");
  CHECK(column(design_of(factors({"adoption.peer_weight: {uniform: [0, 2], levels: 5}"}, "type: grid")), 0) ==
        "0 0.5 1 1.5 2");
  CHECK(column(design_of(factors({"policy.measures.chip-rule.from: {dates: [2025-11, 2026-02]}"}, "type: grid")), 0) ==
        "2025-11 2025-12 2026-01 2026-02");
  CHECK(column(design_of(factors({"policy.measures.chip-rule.from: {dates: [2025-05, 2025-09], levels: 3}"}, "")), 0) ==
        "2025-05 2025-07 2025-09");
  CHECK(column(design_of(factors({"run.seed: {integer: [1, 4]}"}, "type: grid")), 0) == "1 2 3 4");
}

TEST_CASE("Without factors there is the scenario alone, or its arms") {
  CHECK(to_csv(design_of("")) == "point,arm,row\n0,,0\n");
  CHECK(to_csv(design_of("", "arms: {now: {}, more: {set: {adoption.peer_weight: 1}}}\n")) ==
        "point,arm,row\nnow,now,0\nmore,more,0\n");
}

TEST_CASE("Arms have all rows each") {
  const DesignTable table =
      design_of(factors({developers}, ""), "arms: {now: {}, more: {set: {adoption.peer_weight: 1}}}\n");
  CHECK(to_csv(table) ==
        "point,arm,row,run.developers\nnow/0,now,0,100\nnow/1,now,1,200\nmore/0,more,0,100\nmore/1,more,1,200\n");
}

TEST_CASE("A factor sets all its paths") {
  const DesignTable table = design_of(factors(
      {"spread: {values: [0.5], paths: [segments.independent.price_log_sd, segments.enterprise.price_log_sd]}"}, ""));
  CHECK(table.changes(0) ==
        Changes{{"segments.independent.price_log_sd", "0.5"}, {"segments.enterprise.price_log_sd", "0.5"}});
}

TEST_CASE("Texts, choices and switches are YAML") {
  const DesignTable table =
      design_of(factors({"firms.Atlas.strategy: {categorical: [closed, tiered]}",
                         "finance.exit: {values: [true, false]}", "question: {values: ['a: b, c', plain]}"},
                        ""));
  CHECK(column(table, 0) == "closed closed closed closed tiered tiered tiered tiered");
  CHECK(table.cell(0, 1) == "true");
  CHECK(table.cell(0, 2) == "\"a: b, c\"");
  CHECK(table.cell(1, 2) == "plain");
  CHECK_FALSE(table.columns[1].is_number);
}

TEST_CASE("A list has the rows of its file") {
  CHECK(list_of("run.developers,firms.Atlas.strategy\n100,tiered\n\n150,closed\n100,tiered\n") ==
        "point,arm,row,run.developers,firms.Atlas.strategy\n0,,0,100,tiered\n1,,1,150,closed\n2,,2,100,tiered\n");
  CHECK(list_of("size,policy.measures.chip-rule.from\n1e2,2025-09-30\n",
                "factors: {size: {paths: [run.developers], role: lever}}\n") ==
        "point,arm,row,size,policy.measures.chip-rule.from\n0,,0,100,2025-09\n");
}

TEST_CASE("Mistakes in the file of a list have their place there") {
  const std::string list = "design: {type: list, file: points.csv}\n";
  CHECK(problems_of(list, "", "run.developers,adoption.peer_weigt\n100,1\n") ==
        "points.csv:1:16: adoption.peer_weigt is unknown (did you mean peer_weight?)");
  CHECK(problems_of(list, "", "run.developers\n100\nmany\n1.5\n") ==
        "points.csv:3:1: run.developers is 'many' (expected a whole number)\n"
        "points.csv:4:1: run.developers is '1.5' (expected a whole number)");
  CHECK(problems_of(list, "", "adoption.token_elasticity\n0.5\n2\n0.1\n3\n") ==
        "points.csv:5:1: adoption.token_elasticity: adoption.token_elasticity is 3 (must lie in [0, 0.95])");
  CHECK(problems_of(list, "", "run.developers,finance.exit\n100,true\n100\n") ==
        "points.csv:3:1: has 1 fields (the header has 2)");
  CHECK(problems_of(list, "", "run.developers\n") ==
        "points.csv:1:1: has no points (expected a header with names of factors, then a line each)");
  CHECK(problems_of(list, "", "run.seed,run.seed\n1,2\n") == "points.csv:1:10: column run.seed is given twice");
  CHECK(problems_of(list) == "4:28: design.file names points.csv, which cannot be read (No such file or directory)");
  CHECK(problems_of("factors: {size: {paths: [run.developers]}}\n" + list, "", "run.seed\n1\n") ==
        "4:11: size is no column of points.csv (add it, or leave the factor out)");
  CHECK(problems_of("factors: {run.seed: {values: [1]}}\n" + list, "", "run.seed\n1\n") ==
        "4:11: factors.run.seed has values, but a list takes values from its file");
}

TEST_CASE("Sampled designs have their rows") {
  const std::string x = "adoption.peer_weight: {uniform: [0, 2]}", y = "run.seed: {integer: [1, 9]}";
  const auto rows = [&](const std::string& design) { return design_of(factors({x, y}, design)).size(); };
  CHECK(rows("type: random, n: 7") == 7);
  CHECK(rows("type: lhs, n: 7") == 7);
  CHECK(rows("type: qmc, n: 8") == 8);
  CHECK(rows("type: sobol, n: 8") == 8 * 4);
  CHECK(rows("type: sobol, n: 8, second_order: true") == 8 * 6);
  CHECK(rows("type: morris, n: 5") == 5 * 3);
  const DesignTable one = design_of(factors({x}, "type: lhs, n: 7")),
                    two = design_of(factors({x, y}, "type: lhs, n: 7"));
  CHECK(column(one, 0) == column(two, 0));
  CHECK(column(one, 0) != column(design_of(factors({x}, "type: lhs, n: 7, seed: 2")), 0));
}

TEST_CASE("Morris needs ends") {
  const std::string normal = "adoption.peer_weight: {normal: [0, 1]}";
  CHECK(problems_of(factors({normal}, "type: lhs, n: 4")) == "");
  CHECK(problems_of(factors({normal}, "type: morris, n: 4")) ==
        "5:3: factors.adoption.peer_weight.normal has no ends, which morris needs (give within: [low, high])");
  CHECK(problems_of(factors({"adoption.peer_weight: {normal: [0, 1], within: [-2, 2]}"}, "type: morris, n: 4")) == "");
  CHECK(column(design_of(factors({"adoption.peer_weight: {normal: [0, 1], within: [-2, 2]}"}, "type: grid")), 0) ==
        "-2 0 2");
  CHECK(column(design_of(factors({normal}, "type: grid")), 0).starts_with("-0.96"));
}

TEST_CASE("One at a time begins with the scenario and changes one factor each") {
  const DesignTable table = design_of(factors({peers, "finance.exit: {values: [false, true]}"}, "type: oat"),
                                      "adoption: {peer_weight: 0.5}\n");
  CHECK(column(table, 0) == "0.5 0 2 0.5");
  CHECK(column(table, 1) == "false false false true");
  CHECK(problems_of(factors({"x: {uniform: [0, 1], paths: [segments.independent.price_log_sd, "
                             "segments.enterprise.price_log_sd]}"},
                            "type: oat")) ==
        "5:3: factors.x has no single value in the scenario to start from (set one, or use grid)");
}

TEST_CASE("Blocks are crossed, zipped or put one after the other") {
  const DesignTable cross = design_of(blocks(peers, developers, "cross"));
  CHECK(column(cross, 0) == "0 0 0.5 0.5 2 2");
  CHECK(column(cross, 1) == "100 200 100 200 100 200");
  const DesignTable zip = design_of(blocks(developers, "adoption.peer_weight: {values: [0, 2]}", "zip"));
  CHECK(column(zip, 0) == "100 200");
  CHECK(column(zip, 1) == "0 2");
  CHECK(problems_of(blocks(peers, developers, "zip")) ==
        "6:3: blocks.b has 2 points, blocks.a has 3 (combine: zip needs blocks of equal length)");
  const DesignTable concat = design_of(blocks(peers, developers, "concat"), "adoption: {peer_weight: 0.7}\n");
  CHECK(column(concat, 0) == "0 0.5 2 0.7 0.7");
  CHECK(column(concat, 1) == "2000 2000 2000 100 200");
}

TEST_CASE("Blocks with the same seed draw different numbers") {
  const DesignTable zip = design_of(
      "blocks:\n  a: {factors: {adoption.peer_weight: {uniform: [0, 1]}}, design: {type: lhs, n: 16}}\n"
      "  b: {factors: {finance.austerity: {uniform: [0, 1]}}, design: {type: lhs, n: 16}}\ncombine: zip\n");
  CHECK(column(zip, 0) != column(zip, 1));
}

TEST_CASE("The levels of a factor in two blocks stand together") {
  const std::string rule = "firms.Atlas.strategy: {values: [";
  const DesignTable table = design_of(blocks(rule + "tiered, closed]}", rule + "reactive, tiered]}", "concat"));
  CHECK(column(table, 0) == "tiered closed reactive tiered");
  CHECK(problems_of(
            blocks("x: {values: [1], paths: [run.seed]}", "x: {values: [100], paths: [run.developers]}", "concat")) ==
        "6:17: blocks.b.factors.x sets other parameters than blocks.a.factors.x (give one of them another name)");
}

TEST_CASE("A filter leaves points out, rows keep their numbers") {
  const std::string design = factors({peers, developers}, "type: grid");
  CHECK(to_csv(design_of(design + "filter: adoption.peer_weight < 1 and run.developers == 200\n")) ==
        "point,arm,row,adoption.peer_weight,run.developers\n1,,1,0,200\n3,,3,0.5,200\n");
  const DesignTable table =
      design_of(design + "filter: arm == 'a' or run.developers == 200\n", "arms: {a: {}, b: {}}\n");
  CHECK(table.size() == 6 + 3);
  CHECK(table.name(6) == "b/1");
  CHECK(problems_of(design + "filter: adoption.peer_weigt < 1\n") ==
        "8:9: filter: at character 1: adoption.peer_weigt is no factor (did you mean adoption.peer_weight?)");
  CHECK(problems_of(design + "filter: adoption.peer_weight > 9\n") ==
        "8:9: filter leaves no point of the design (loosen it)");
  const DesignTable kinds = design_of(
      factors({"firms.Atlas.strategy: {values: [closed, tiered]}",
               "policy.measures.chip-rule.from: {dates: [2025-05, 2025-08]}", "finance.exit: {values: [true, false]}"},
              "") +
      "filter: firms.Atlas.strategy == 'tiered' and policy.measures.chip-rule.from > "
      "2025-07 and not finance.exit\n");
  CHECK(to_csv(kinds).ends_with("\n15,,15,tiered,2025-08,false\n"));
  CHECK(kinds.size() == 1);
}

TEST_CASE("Points at which the scenario does not hold together are named") {
  const std::string dates = factors({"policy.measures.lite-licence.from: {dates: [2025-10, 2026-03]}",
                                     "policy.measures.lite-licence.until: {dates: [2026-02, 2026-05]}"},
                                    "type: grid");
  CHECK(problems_of(dates) ==
        "6:3: point 16: policy.measures.lite-licence.until is 2026-02 (not after from, 2026-02)\n"
        "6:3: point 20: policy.measures.lite-licence.until is 2026-02 (not after from, 2026-03)\n"
        "6:3: point 21: policy.measures.lite-licence.until is 2026-03 (not after from, 2026-03)");
  CHECK(problems_of(dates + "filter: policy.measures.lite-licence.until > policy.measures.lite-licence.from\n") == "");
  const std::string from = factors({"policy.measures.lite-licence.from: {values: [2025-10, 2026-02]}"}, "");
  CHECK(problems_of(from, "arms: {a: {}, b: {set: {policy.measures.lite-licence.until: 2026-01}}, c: {}}\n") ==
        "5:3: point b/1: policy.measures.lite-licence.until is 2026-01 (not after from, 2026-02)");
  const std::string many = factors({"policy.measures.lite-licence.from: {dates: [2025-01, 2026-03]}",
                                    "policy.measures.lite-licence.until: {dates: [2025-11, 2026-12]}"},
                                   "type: grid");
  // From 2025-11 to 2026-03 there are 1 + 2 + 3 + 4 + 5 ends too early in a grid of 5; twice that many with two arms.
  const std::string said = problems_of(many, "arms: {a: {}, b: {}}\n");
  CHECK(std::count(said.begin(), said.end(), '\n') == 20);
  CHECK_THAT(said, ContainsSubstring("6:3: point a/140: "));
  CHECK_THAT(said, ContainsSubstring("and 10 more problems with points of the design"));
}

TEST_CASE("Designs that are too large are refused before they are made") {
  CHECK_THAT(problems_of(factors({"run.seed: {integer: [0, 9e15]}", "run.developers: {integer: [1, 1e9]}"}, "")),
             ContainsSubstring("the design has 9e+24 points (at most 10000000"));
  CHECK_THAT(problems_of(factors({"run.seed: {integer: [1, 10000001]}"}, "type: oat")),
             ContainsSubstring("points (at most 10000000"));
  CHECK_THAT(problems_of(factors({"run.seed: {integer: [1, 9]}"}, "type: sobol, n: 8388608")),
             ContainsSubstring("the design has 25165824 points"));
  CHECK_THAT(problems_of(factors({"run.seed: {integer: [1, 6000000]}"}, "type: grid"), "arms: {a: {}, b: {}}\n"),
             ContainsSubstring("the design has 12000000 points"));
}

TEST_CASE("A design says what it is") {
  const DesignTable table = design_of("blocks:\n  a: {factors: {" + developers +
                                          "}}\n"
                                          "  b: {factors: {adoption.peer_weight: {uniform: [0, 1]}}, design: {type: "
                                          "sobol, n: 4, seed: 9, second_order: true}}\n"
                                          "arms: [y]\nfilter: run.developers == 100\n",
                                      "arms: {x: {}, y: {}}\n");
  CHECK(table.size() == 16);
  CHECK(table.design_json() ==
        R"({"blocks":[{"name":"a","type":"grid","n":64,"seed":1,"second_order":false,"levels":4,)"
        R"("factors":["run.developers"],"rows":2},{"name":"b","type":"sobol","n":4,"seed":9,"second_order":true,)"
        R"("levels":4,"factors":["adoption.peer_weight"],"rows":16}],"combine":"cross","filtered":true,"arms":["y"],)"
        R"("rows":32})");
}

TEST_CASE("A design read back from its CSV is the same") {
  const DesignTable table =
      design_of(factors({"adoption.peer_weight: {log_uniform: [0.01, 2]}", "run.seed: {integer: [0, 9e15]}",
                         "policy.measures.chip-rule.from: {dates: [2025-05, 2025-08]}"},
                        "type: lhs, n: 100"),
                "arms: {a: {}, b: {}}\n");
  const DesignTable again = read_csv(to_csv(table), "design.csv", description(table));
  REQUIRE(again.size() == 200);
  CHECK(to_csv(again) == to_csv(table));
  for (std::size_t p = 0; p < table.size(); ++p)
    for (const std::size_t c : {0u, 1u}) CHECK(again.number(p, c) == table.number(p, c));
}
