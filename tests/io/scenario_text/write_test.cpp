#include "io/scenario_text/yaml.hpp"

#include <string>

#include "catch.hpp"
#include "io/scenario_text/example.hpp"
#include "io/scenario_text/reading.hpp"

using namespace moat;
using namespace moat::example;

TEST_CASE("What is written reads back to the same scenario") {
  Scenario s;
  s.title = "quote \" back\\slash, line\nbreak, tab\t, ümlaut: # no";
  s.adoption = {1.0 / 3, 1e-300, 2'000'000'000, {{"us", 0.1}, {"2024", 5e-324}}};
  s.regions = {{"us", 0.1 + 0.2}, {"2024", 1}, {"null", 1234.5678901234567}};
  s.firms.resize(2);
  s.firms[0] = {"no",
                "us",
                Openness::open,
                Path{{{Month::of(2024, 1), 1.5}, {Month::of(2030, 2), 0.25}}},
                {{{Month::of(2026, 1), 2}}},
                Month::of(1998, 9),
                true,
                {"us", "no", "null"},
                {0.7}};
  s.firms[1].name = "plain", s.firms[1].region = "null", s.firms[1].founded = {};
  const std::string text = to_yaml(item(s));
  Scenario back;
  back.firms = s.firms;  // whatever was there before is amended
  back.firms[0].listed = false;
  const Folder folder;
  read_scenario(folder.write("a.yaml", text), {}, item(back));
  CHECK(to_yaml(item(back)) == text);
  CHECK((back.title == s.title && back.adoption.weights == s.adoption.weights &&
         back.regions[0].users == s.regions[0].users));
  CHECK((back.regions[2].users == s.regions[2].users && back.firms[0].budget == s.firms[0].budget &&
         back.firms[0].listed));
  CHECK(back.firms[0].strategy.points == s.firms[0].strategy.points);
  CHECK((back.firms[0].partners == s.firms[0].partners && back.firms[1].budget == s.firms[1].budget));
  CHECK_THAT(text, ContainsSubstring(
                       "\n  \"no\":\n    region: us\n    release: open\n    budget: {2024-01: 1.5, 2030-02: 0.25}\n"));

  Scenario empty;
  empty.title = "t", empty.adoption.weights.clear();
  CHECK(to_yaml(item(empty)) ==
        "schema_version: 2\ntitle: t\nadoption:\n  taste_scale: 1\n  switching_cost: 0.3\n  draws: 4\n"
        "  weights: {}\nregions: null\nfirms: null\n");
}

namespace {

struct Variant {
  std::string name;
  Changes set;
  static constexpr auto rows() {
    return std::tuple{entry_name(&Variant::name, "Name."), value("set", &Variant::set, "Values changed.")};
  }
};

struct Variants {
  std::vector<Variant> arms;
  static constexpr auto rows() { return std::tuple{part("arms", &Variants::arms, "Arms.")}; }
};

}  // namespace

TEST_CASE("Changes keep their order, and values of any depth") {
  const Folder folder;
  const std::string text =
      "schema_version: 2\narms:\n  none: {}\n  all:\n    set:\n      run.seed: 3\n      a.b-c.2024: '3'\n"
      "      firms.x: null\n      list: [1, \"no\", [a, 'b: c']]\n"
      "      deep: {2024-01: 1e-300, \"null\": {x: \"line\\nbreak \\\" # \", y: {}}}\n      zero: \"\"\n";
  Variants first, second;
  read_scenario(folder.write("a.yaml", text), {}, item(first));
  REQUIRE(first.arms.size() == 2);
  CHECK(first.arms[0].set.empty());
  REQUIRE(first.arms[1].set.size() == 6);
  CHECK(first.arms[1].set[0] == Change{"run.seed", "3"});
  CHECK(first.arms[1].set[2] == Change{"firms.x", "null"});
  read_scenario(folder.write("b.yaml", to_yaml(item(first))), {}, item(second));
  REQUIRE(second.arms.size() == 2);
  CHECK(second.arms[0].set == first.arms[0].set);
  CHECK(second.arms[1].set == first.arms[1].set);
}
