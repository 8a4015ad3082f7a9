// Conditions under which parameters act: how they are read, and what is found not to act.

#include "io/scenario_text/acts.hpp"

#include <array>
#include <cstdint>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "catch.hpp"

namespace moat::acts_example {

enum class Rule : int { path, responsive };

struct Line {
  std::string name;
  double gap = 0;
  double royalty = 0;
  bool open = false;
  template <class L = Line>
  static constexpr auto rows() {
    return std::tuple{entry_name(&L::name, "Line."), number("gap", &L::gap, "1", share(), "Gap.", setting()),
                      number("royalty", &L::royalty, "1", share(), "Royalty.", setting()).acts_if(".open is true"),
                      value("open", &L::open, "Openness.")};
  }
};

struct Firm {
  std::string name;
  Rule rule = Rule::path;
  ChoicePath<Rule> changes;
  double response = 1;
  std::vector<Line> lines;
  template <class F = Firm>
  static constexpr auto rows() {
    return std::tuple{entry_name(&F::name, "Firm."), value("rule", &F::rule, "Rule."),
                      value("changes", &F::changes, "Changes."),
                      number("response", &F::response, "1", share(), "Response.", setting())
                          .acts_if(".rule is responsive or .changes is responsive"),
                      part("lines", &F::lines, "Lines.")};
  }
};

struct Network {
  std::int64_t degree = 10;
  std::string edges;
  template <class N = Network>
  static constexpr auto rows() {
    return std::tuple{
        number("degree", &N::degree, "1", within(1, 9), "Degree.", setting()).acts_if("network.edges is left out"),
        value("edges", &N::edges, "Edges.")};
  }
};

struct World {
  Texts skip;
  double weight = 0;
  Numbers distance;
  double trust = 1;
  double level = 1;
  Network network;
  std::vector<Firm> firms;
  template <class W = World>
  static constexpr auto rows() {
    return std::tuple{value("skip", &W::skip, "Skipped."),
                      number("weight", &W::weight, "1", share(), "Weight.", setting()),
                      numbers("distance", &W::distance, "firms", "1", share(), "Distance.", setting()),
                      number("trust", &W::trust, "1", share(), "Trust.", setting()).acts_if("distance is not 0"),
                      number("level", &W::level, "1", share(), "Level.", setting())
                          .acts_if("skip lacks compute and firms.*.lines.*.gap is not 0 or firms.*.rule is responsive"),
                      part("network", &W::network, "Network.").acts_if("weight is not 0"),
                      part("firms", &W::firms, "Firms.")};
  }
};

}  // namespace moat::acts_example

namespace moat {
template <>
struct Choices<acts_example::Rule> {
  static constexpr std::array<std::string_view, 2> names{"path", "responsive"};
};
}  // namespace moat

namespace moat::acts_example {

namespace {

Line line(std::string name) {
  Line one;
  one.name = std::move(name);
  return one;
}

Firm firm(std::string name, std::vector<Line> lines = {}) {
  Firm one;
  one.name = std::move(name);
  one.lines = std::move(lines);
  return one;
}

/// `network.degree: weight is not 0`
std::vector<std::string> inert(World world) {
  std::vector<std::string> lines;
  for (const Inert& one : inert_parameters(item(world))) lines.push_back(one.path + ": " + one.condition);
  return lines;
}

bool acts(const World& world, const std::string& path) {
  for (const std::string& line : inert(world))
    if (line.starts_with(path + ":")) return false;
  return true;
}

}  // namespace

TEST_CASE("What does not act, with the condition that does not hold, its paths in full") {
  World world;
  world.firms = {firm("a", {line("x")}), firm("b")};
  world.firms[1].rule = Rule::responsive;
  CHECK(inert(world) == std::vector<std::string>{
                            "trust: distance is not 0",
                            "network.degree: weight is not 0",
                            "network.edges: weight is not 0",
                            "firms.a.response: firms.a.rule is responsive or firms.a.changes is responsive",
                            "firms.a.lines.x.royalty: firms.a.lines.x.open is true",
                        });
}

TEST_CASE("Terms hold for any value that the path leads to") {
  World world;
  CHECK_FALSE(acts(world, "level"));  // no firms
  world.firms = {firm("a", {line("x"), line("y")}), firm("b")};
  CHECK_FALSE(acts(world, "level"));
  world.firms[0].lines[1].gap = 0.5;
  CHECK(acts(world, "level"));
  world.skip = {"finance", "compute"};
  CHECK_FALSE(acts(world, "level"));
  world.skip = {"finance"};
  world.firms[0].lines[1].gap = 0;
  world.firms[1].rule = Rule::responsive;
  CHECK((acts(world, "level") && acts(world, "firms.b.response") && !acts(world, "firms.a.response")));
  world.firms[0].changes.points = {{Month::of(2025, 1), int(Rule::responsive)}};
  CHECK(acts(world, "firms.a.response"));
}

TEST_CASE("Numbers by name, texts and switches") {
  World world;
  world.distance = {{"a", 0}};
  CHECK_FALSE(acts(world, "trust"));
  world.distance = {{"a", 0}, {"b", 0.1}};
  CHECK(acts(world, "trust"));
  world.weight = -0.1;
  CHECK((acts(world, "network.degree") && acts(world, "network.edges")));
  world.network.edges = "edges.csv";
  CHECK((!acts(world, "network.degree") && acts(world, "network.edges")));
}

TEST_CASE("The conditions of a parameter are its own and those of the parts it lies in") {
  World scratch;
  CHECK(acts_if(item(scratch), "network.degree") == "weight is not 0 and network.edges is left out");
  CHECK(acts_if(item(scratch), "network") == "weight is not 0");
  CHECK(acts_if(item(scratch), "firms.*.lines.*.royalty") == "firms.*.lines.*.open is true");
  CHECK(acts_if(item(scratch), "weight").empty());
}

TEST_CASE("A condition that cannot be read is a mistake in the rows") {
  struct Wrong {
    double number = 1;
    Texts texts;
    Rule rule = Rule::path;
  };
  const auto holds = [](std::string_view condition) {
    Wrong wrong;
    Text text;
    text.acts_if = condition;
    const std::array<Field, 3> fields{{
        {"number", text, [](void* w) { return member_ref(static_cast<Wrong*>(w)->number); }},
        {"texts", Text{}, [](void* w) { return member_ref(static_cast<Wrong*>(w)->texts); }},
        {"rule", Text{}, [](void* w) { return member_ref(static_cast<Wrong*>(w)->rule); }},
    }};
    return inert_parameters({&wrong, fields}).empty();
  };
  CHECK((holds("number is 1") && !holds("number is not 1") && holds("texts is left out") && holds("rule is path")));
  for (const char* condition : {"nobody is 1", "number = 1", "number is given", "number is one", "texts is 1",
                                "rule is sideways", "rule is not path", "rule.part is 1", "number.*.part is 1"}) {
    CAPTURE(condition);
    CHECK_THROWS_AS(holds(condition), ContractError);
  }
}

}  // namespace moat::acts_example
