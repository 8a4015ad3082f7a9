#include "io/scenario_text/yaml.hpp"

#include <string>

#include "catch.hpp"
#include "io/scenario_text/example.hpp"
#include "io/scenario_text/reading.hpp"

using namespace moat;
using namespace moat::example;

namespace fs = std::filesystem;

TEST_CASE("A child amends what it extends") {
  const Folder folder;
  folder.write(
      "base.yaml",
      us + "adoption: {draws: 7, weights: {us: 1, eu: 2}}\n"
           "firms:\n  Acme: {region: us, budget: {2024-01: 1, 2025-01: 2}, partners: [us]}\n  Old: {region: eu}\n");
  const fs::path child =
      folder.write("child.yaml",
                   "schema_version: 2\nextends: base.yaml\nadoption:\n  weights: {eu: 3}\n"
                   "firms:\n  New: {region: eu}\n  Acme: {budget: {2024-01: 5}, listed: true}\n  Old: null\n");
  Result r = read_file(folder, child, {"adoption.taste_scale=2"});
  REQUIRE(r.problems == "");
  const Scenario& s = r.scenario;
  CHECK((s.title == "test" && s.adoption.draws == 7 && s.adoption.taste_scale == 2));
  CHECK(s.adoption.weights == Numbers{{"eu", 3}});
  REQUIRE(s.firms.size() == 2);
  CHECK((s.firms[0].name == "Acme" && s.firms[0].listed && s.firms[0].region == "us" && s.firms[1].name == "New"));
  CHECK(s.firms[0].budget.points.size() == 1);

  const Reading& reading = r.reading;
  CHECK(reading.origin("adoption.weights") == "given");
  CHECK(reading.origin("adoption.weights.us") == "default");  // replaced as a whole
  CHECK(reading.origin("adoption.draws") == "inherited");
  CHECK(reading.origin("adoption.taste_scale") == "set");
  CHECK(reading.origin("adoption.switching_cost") == "default");
  CHECK(reading.origin("firms.Acme.listed") == "given");
  CHECK(reading.origin("firms.Old.region") == "default");
  const Position at = reading.where("firms.Acme.partners[0]");
  CHECK((at.file == (folder.path() / "base.yaml").string() && at.line == 6 && at.column == 67));
  CHECK(reading.where("firms.Acme.terms.fee").line == 7);  // nearest ancestor that was given
  CHECK(reading.where("adoption.taste_scale").file == "--set adoption.taste_scale=2");
  CHECK(reading.where("nowhere").line == 1);
  REQUIRE(reading.sources.size() == 3);
  CHECK((reading.sources[0].name.ends_with("base.yaml") && reading.sources[1].name == child.string()));
  CHECK(reading.sources[1].text.starts_with("schema_version: 2\nextends"));
}

TEST_CASE("Lists can be emptied, and only what exists can be removed") {
  const Folder folder;
  folder.write("base.yaml", firm);
  const auto child = [&](const std::string& text) {
    return read_file(folder, folder.write("c.yaml", "schema_version: 2\nextends: base.yaml\n" + text));
  };
  CHECK(child("firms: ~\n").scenario.firms.empty());
  CHECK(child("firms: {Acme: ~, New: {region: eu}}\n").scenario.firms.at(0).name == "New");
  CHECK(child("firms: {Akme: ~}\n").problems ==
        "c.yaml:3:9: firms.Akme is null, but there is no such entry to remove (did you mean Acme?)");
  CHECK(child("regions: {us: null}").problems ==
        "base.yaml:6:13: firms.Acme.region is 'us' (must be one of regions: eu)");
  CHECK(child("firms: {Acme: {regoin: eu}}").problems ==
        "c.yaml:3:16: firms.Acme.regoin is unknown (did you mean region?)");
}

TEST_CASE("Several parents are read in order, a shared one once") {
  const Folder folder;
  folder.write("base.yaml", us + "adoption: {draws: 1, taste_scale: 1, switching_cost: 1}");
  folder.write("a.yaml", "schema_version: 2\nextends: base.yaml\nadoption: {draws: 2, taste_scale: 2}");
  folder.write("b.yaml", "schema_version: 2\nextends: [base.yaml]\nadoption: {draws: 3}");
  const Result r = read_file(folder, folder.write("c.yaml", "schema_version: 2\nextends: [a.yaml, b.yaml]\n"));
  REQUIRE(r.problems == "");
  CHECK((r.scenario.adoption.draws == 3 && r.scenario.adoption.taste_scale == 2 &&
         r.scenario.adoption.switching_cost == 1));
  CHECK(r.reading.sources.size() == 4);
}

TEST_CASE("Files that cannot be read are named where they are named") {
  const Folder folder;
  const auto code = [&](const fs::path& file) {
    Scenario scenario;
    try {
      read_scenario(file, {}, item(scenario));
    } catch (const IoError& error) {
      return error.code();
    }
    return Exit::ok;
  };
  CHECK(code(folder.path() / "none.yaml") == Exit::input_missing);
  CHECK(code(folder.path()) == Exit::input_missing);
  const auto extends = [&](const std::string& text) {
    return read_file(folder, folder.write("a.yaml", "schema_version: 2\nextends: " + text)).problems;
  };
  CHECK(extends("gone.yaml") ==
        "a.yaml:2:10: extends names gone.yaml, which cannot be read (No such file or directory)");
  CHECK(extends(".").ends_with("which cannot be read (it is a directory)"));
  CHECK(extends("[{}]") ==
        "a.yaml:2:11: extends is not the name of a file (write extends: other.yaml, or a list of files)");
  CHECK(extends("a.yaml") == "a.yaml:2:10: extends forms a cycle (a.yaml -> a.yaml)");
  folder.write("b.yaml", "schema_version: 2\nextends: ./c.yaml");
  folder.write("c.yaml", "schema_version: 2\nextends: b.yaml");
  CHECK(extends("b.yaml") == "c.yaml:2:10: extends forms a cycle (b.yaml -> c.yaml -> b.yaml)");
}

TEST_CASE("Values of the command line pass the same checks") {
  Result r =
      read(firm, {"adoption.draws=9", "firms.Acme.terms.fee=0.5", "firms.Acme.budget={2024-01: 3}", "regions.eu=null",
                  "firms.B={region: us}", "title=a b", "adoption.weights={us: 4}", "adoption.weights.us=5"});
  REQUIRE(r.problems == "");
  CHECK((r.scenario.adoption.draws == 9 && r.scenario.firms[0].terms.fee == 0.5 && r.scenario.title == "a b"));
  CHECK((r.scenario.regions.size() == 1 && r.scenario.firms[1].name == "B"));
  CHECK(r.scenario.adoption.weights == Numbers{{"us", 5}});
  CHECK((r.reading.origin("title") == "set" && r.reading.origin("firms.Acme.region") == "given"));
  CHECK(r.reading.where("firms.Acme.listed").line == 5);

  const auto set = [](const std::string& text) { return problems_of(firm, {text}); };
  CHECK(set("adoption.draws=0") == "--set adoption.draws=0: adoption.draws is 0 (must lie in [1, 2e+09])");
  CHECK(set("adoption.draw=1") == "--set adoption.draw=1: adoption.draw is unknown (did you mean draws?)");
  CHECK(set("adption.draws=1") == "--set adption.draws=1: adption is unknown (did you mean adoption?)");
  CHECK(set("firms.Akme.listed=true") == "--set firms.Akme.listed=true: firms.Akme is unknown (did you mean Acme?)");
  CHECK(set("firms.Akme=null") ==
        "--set firms.Akme=null: firms.Akme is null, but there is no such entry to remove (did you mean Acme?)");
  CHECK(set("firms.Acme=null") == "");
  CHECK(set("adoption.weights.us=1") == "--set adoption.weights.us=1: adoption.weights.us is unknown (there is none)");
  CHECK(set("firms.Acme.budget.2024-01=1") ==
        "--set firms.Acme.budget.2024-01=1: firms.Acme.budget is a path over time "
        "(give all of it: --set firms.Acme.budget='{2027-01: ...}')");
  CHECK(set("adoption.draws") == "--set adoption.draws: has no '=' (write --set path.to.key=value)");
  CHECK(set("=1") == "--set =1: begins with no path (write --set path.to.key=value)");
  CHECK(set("a..b=1") == "--set a..b=1: begins with no path (write --set path.to.key=value)");
  CHECK(set("title=") == "--set title=: title is empty (expected text)");
  CHECK(set("title=[a").starts_with("--set title=[a: is not valid YAML (end of sequence flow not found"));
  CHECK(set("schema_version=1").starts_with("--set schema_version=1: schema_version is unknown"));
  CHECK(set("firms.C={}") == "--set firms.C={}: firms.C.region is missing (Where the firm is at home)");
  CHECK(set("adoption={draws: 2, draws: 3}") == "--set adoption={draws: 2, draws: 3}: adoption.draws is given twice");
}
