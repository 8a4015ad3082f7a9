// Firms that are like another one: what they take, what stays their own, and what is refused.

#include "scenario/like.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "catch.hpp"
#include "io/scenario_text/yaml.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::like_test {

namespace {

namespace fs = std::filesystem;
using Sets = std::vector<std::string>;

const std::string base = std::string(MOAT_SOURCE) + "/tests/little.yaml";
const KnownNames known{{"policy", "adoption"}, {"tokens", "cash"}, {}};

/// tests/little.yaml, which starts in January 2025, amended by a text whose first line is line 3.
LoadedScenario with(const std::string& text, const Sets& sets = {}) {
  const fs::path file = fs::temp_directory_path() / fmt::format("moat_like_{}.yaml", getpid());
  std::ofstream(file) << "schema_version: 2\nextends: " << base << "\n" << text;
  struct Removed {
    const fs::path& file;
    ~Removed() { fs::remove(file); }
  } removed{file};
  return load_scenario(file, sets, known);
}

std::string problems_of(const std::string& text, const Sets& sets = {}) {
  try {
    with(text, sets);
    return "";
  } catch (const InputError& error) {
    std::string problems = error.what();
    const std::string file = fmt::format("{}/moat_like_{}.yaml:", fs::temp_directory_path().string(), getpid());
    for (std::size_t at; (at = problems.find(file)) != problems.npos;) problems.erase(at, file.size());
    return problems;
  }
}

FirmEntry firm_of(const Scenario& s, const std::string& name) {
  for (const FirmEntry& firm : s.firms)
    if (firm.name == name) return firm;
  FAIL("there is no " + name);
  return {};
}

/// All values of a firm, as YAML.
std::string text_of(FirmEntry firm) {
  firm.like = "";
  return to_yaml(item(firm));
}

void put(Scenario& s, const Changes& changes) {
  std::vector<Problem> problems;
  apply(
      s, changes, "change", [](const std::string&) { return Position{}; }, problems);
  REQUIRE(problems.empty());
}

}  // namespace

TEST_CASE("A firm like another one has its values, to the bit, with lines of its own names") {
  const Scenario s = with("firms: {Alder: {like: Atlas}}\n").scenario;
  REQUIRE(s.firms.size() == 4);
  CHECK(s.firms[3].name == "Alder");  // after all others, whose draws stay as they are
  FirmEntry by_hand = firm_of(s, "Atlas");
  for (LineEntry& line : by_hand.lines) line.name = "Alder-" + line.name;
  by_hand.grade = Grade::assumed;
  by_hand.source = "As Atlas";
  CHECK(text_of(firm_of(s, "Alder")) == text_of(by_hand));
  CHECK(text_of(firm_of(with("", {"firms.Alder.like=Atlas"}).scenario, "Alder")) == text_of(by_hand));
}

TEST_CASE("What a firm gives itself is its own, down to single values of a line, all else it takes") {
  const Scenario s = with(
                         "firms:\n"
                         "  Alder:\n"
                         "    like: Atlas\n"
                         "    know_how: 2\n"
                         "    first_party: 0.3\n"  // the default, and still its own
                         "    lines: {Alder-Atlas-Pro: {price: 7}, Alder-small: {openness: open, first: 2025-04}}\n"
                         "  Atlas: {first_party: 0.5}\n")
                         .scenario;
  const FirmEntry firm = firm_of(s, "Alder"), other = firm_of(s, "Atlas");
  CHECK((firm.know_how == 2 && other.know_how == 1));
  CHECK((firm.first_party == 0.3 && other.first_party == 0.5));
  CHECK(firm.cash == other.cash);
  REQUIRE(firm.lines.size() == 3);  // in the order of the other one's, then its own
  CHECK((firm.lines[0].name == "Alder-Atlas-Pro" && firm.lines[0].price.at({}) == 7));
  CHECK((firm.lines[0].capability == other.lines[0].capability && firm.lines[0].cadence == other.lines[0].cadence));
  CHECK((firm.lines[1].name == "Alder-Atlas-Mini" && firm.lines[2].name == "Alder-small"));
}

TEST_CASE(
    "A firm that enters later is as the other one by then: paths keep their dates, first lines come after entry") {
  const Scenario s = with("firms: {Alder: {like: Atlas, enters: 2025-12}}\n").scenario;
  const FirmEntry firm = firm_of(s, "Alder"), other = firm_of(s, "Atlas");
  CHECK(firm.enters == Month::of(2025, 12));
  CHECK(firm.capex == other.capex);
  CHECK(firm.strategy.points == other.strategy.points);
  CHECK(other.lines[0].first == Month::of(2025, 2));  // a month after the run starts
  CHECK((firm.lines[0].first == Month::of(2026, 1) && firm.lines[1].first == Month::of(2026, 1)));
  CHECK((other.lines[0].capability == 140 && firm.lines[0].capability == 0));
  const Scenario later =
      with("firms: {Alder: {like: Atlas, enters: 2025-12}, Atlas: {lines: {Atlas-Mini: {first: 2026-06}}}}\n").scenario;
  CHECK(firm_of(later, "Alder").lines[1].first == Month::of(2026, 6));  // what is still to come keeps its date
  CHECK(firm_of(with("firms: {Alder: {like: Atlas, enters: never}}\n").scenario, "Alder").lines[0].first == never);
}

TEST_CASE("What becomes of the other one becomes of those like it: in files, sets, arms and points of sweeps") {
  const std::string two = "firms: {Alder: {like: Atlas, know_how: 2}, Aspen: {like: Alder, cash: 1}}\n";
  const auto check = [](const Scenario& s) {
    CHECK(firm_of(s, "Atlas").first_party == 0.7);
    CHECK((firm_of(s, "Alder").first_party == 0.7 && firm_of(s, "Aspen").first_party == 0.7));
    CHECK((firm_of(s, "Alder").know_how == 2 && firm_of(s, "Aspen").know_how == 2));
    CHECK(firm_of(s, "Aspen").lines[0].name == "Aspen-Alder-Atlas-Pro");
    CHECK((firm_of(s, "Aspen").cash == 1 && firm_of(s, "Alder").cash == 5e9));
  };
  check(with(two, {"firms.Atlas.first_party=0.7"}).scenario);
  const LoadedScenario loaded = with(two);
  Scenario point = loaded.scenario;
  put(point, {{"firms.Atlas.first_party", "0.7"}});
  check(point);
  std::vector<Problem> problems;
  check(changed(
      loaded, {{"firms.Atlas.first_party", "0.7"}}, "arms.x", [](const std::string&) { return Position{}; }, known,
      problems));
  CHECK(problems.empty());
}

TEST_CASE("Another model for the same firm: lines of the old one go, what is its own stays") {
  const LoadedScenario loaded = with("firms: {Alder: {like: Atlas, enters: 2025-06, know_how: 3}}\n");
  Scenario s = loaded.scenario;
  put(s, {{"firms.Alder.like", "Birch"}});
  const FirmEntry firm = firm_of(s, "Alder"), other = firm_of(s, "Birch");
  CHECK((firm.enters == Month::of(2025, 6) && firm.know_how == 3 && firm.cash == other.cash));
  REQUIRE(firm.lines.size() == other.lines.size());
  for (std::size_t l = 0; l < firm.lines.size(); ++l) CHECK(firm.lines[l].name == "Alder-" + other.lines[l].name);
}

TEST_CASE("A line that is removed stays away") {
  const Scenario s = with("firms: {Alder: {like: Atlas}}\n", {"firms.Alder.lines={Alder-Atlas-Mini: null}",
                                                              "firms.Alder.strategy=closed", "firms.Atlas.cash=7"})
                         .scenario;
  const FirmEntry firm = firm_of(s, "Alder");
  REQUIRE(firm.lines.size() == 1);
  CHECK((firm.lines[0].name == "Alder-Atlas-Pro" && firm.cash == 7));
}

TEST_CASE("A scenario with such a firm, written in full, reads to the same") {
  LoadedScenario loaded = with("firms: {Alder: {like: Atlas, enters: 2025-06, cash: 3}}\n");
  const std::string full = to_yaml(item(loaded.scenario));
  const fs::path file = fs::temp_directory_path() / fmt::format("moat_like_full_{}.yaml", getpid());
  std::ofstream(file) << full;
  LoadedScenario again = load_scenario(file, {}, known);
  fs::remove(file);
  CHECK(to_yaml(item(again.scenario)) == full);
}

TEST_CASE("Whom nobody knows, oneself, and a circle: one problem each") {
  CHECK(problems_of("firms: {Alder: {like: Atlos}}\n") ==
        "3:23: firms.Alder.like is 'Atlos' (must be one of firms: Atlas, Birch, Cedar, Alder; did you mean Atlas?)");
  CHECK(problems_of("firms: {Alder: {like: Alder}}\n") ==
        "3:23: firms.Alder.like is Alder (a firm is like another one)");
  CHECK(problems_of("firms: {Alder: {like: Aspen}, Aspen: {like: Alder}}\n") ==
        "3:23: firms.Alder.like forms a cycle (Alder -> Aspen -> Alder)\n"
        "3:45: firms.Aspen.like forms a cycle (Aspen -> Alder -> Aspen)");
  CHECK(problems_of("firms: {Alder: {like: Atlas, lines: {new: {openness: open}}}}\n") ==
        "3:38: firms.Alder.lines.new.first is missing (Month of the first release)");
  CHECK(problems_of("", {"firms.Alder.like=Atlos"}) ==
        "--set firms.Alder.like=Atlos: firms.Alder.like is 'Atlos' (must be one of firms: Atlas, Birch, Cedar, Alder; "
        "did you mean Atlas?)");
  CHECK(problems_of("arms: {x: {set: {firms.Alder.like: Atlos}}}\n") ==
        "3:36: arms.x: firms.Alder.like is 'Atlos' (must be one of firms: Atlas, Birch, Cedar, Alder; did you mean "
        "Atlas?)");
}

}  // namespace moat::like_test
