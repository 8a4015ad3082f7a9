#include "io/scenario_text/yaml.hpp"

#include <string>

#include "catch.hpp"
#include "io/scenario_text/example.hpp"
#include "io/scenario_text/fields.hpp"
#include "io/scenario_text/reading.hpp"

using namespace moat;
using namespace moat::example;

namespace {

/// The problem of one value inside `adoption`, at the end of a sound file.
std::string adoption(const std::string& line) {
  return problems_of(us + "adoption:\n  " + line);
}

}  // namespace

TEST_CASE("A value of every kind is read") {
  Result r = read(us + R"(
adoption: {taste_scale: 2.5e-1, switching_cost: 0, draws: 1e6, weights: {us: 2, eu: 0.5}}
firms:
  B-1:
    region: us
    release: open
    budget: {2024-01: 1, 2025-06-30: 4}
    strategy: {2026-01: delayed, 2027-01: "open"}
    founded: 2015-12-11
    listed: true
    partners: [eu, A]
    terms:
      fee: 1
  A: &a {region: eu, budget: 7}
  C: *a
)");
  REQUIRE(r.problems == "");
  const Scenario& s = r.scenario;
  CHECK(s.title == "test");
  CHECK(s.adoption.taste_scale == 0.25);
  CHECK(s.adoption.draws == 1'000'000);
  CHECK(s.adoption.weights == Numbers{{"us", 2}, {"eu", 0.5}});
  REQUIRE(s.firms.size() == 3);
  CHECK((s.firms[0].name == "B-1" && s.firms[1].name == "A" && s.firms[2].name == "C"));
  CHECK(s.firms[0].release == Openness::open);
  CHECK(s.firms[0].budget == Path{{{Month::of(2024, 1), 1}, {Month::of(2025, 6), 4}}});
  CHECK(s.firms[1].budget == Path{{{always, 7}}});
  CHECK(s.firms[2].budget.at(Month::of(2030, 1)) == 7);
  CHECK(s.firms[0].strategy.at(Month::of(2026, 5)) == Openness::delayed);
  CHECK(s.firms[0].founded == Month::of(2015, 12));
  CHECK(s.firms[0].listed);
  CHECK(s.firms[0].partners == Texts{"eu", "A"});
  CHECK(s.firms[0].terms.fee == 1);
}

TEST_CASE("Numbers are written in one way only") {
  const auto wrong = [](const std::string& value, const std::string& why) {
    const std::string shown = "'" + without(value, "\"") + "'" + (value[0] == '"' ? " in quotes" : "");
    CHECK(adoption("switching_cost: " + value) ==
          "a.yaml:5:19: adoption.switching_cost is " + shown + " (expected " + why + ")");
  };
  wrong("abc", "a number, unit: 1/month");
  wrong("010", "a number without leading zeros, unit: 1/month");
  wrong("-007.5", "a number without leading zeros, unit: 1/month");
  wrong("1_000", "a number without underscores, unit: 1/month");
  wrong("0x10", "a number in decimal digits, unit: 1/month");
  wrong("0o17", "a number in decimal digits, unit: 1/month");
  wrong("+1", "a number without a plus sign, unit: 1/month");
  wrong(".nan", "a number that is finite, unit: 1/month");
  wrong("-.inf", "a number that is finite, unit: 1/month");
  wrong("1e999", "a number that a double can hold, unit: 1/month");
  wrong("\"5\"", "a number, unit: 1/month; write it without quotes");
  wrong("\"five\"", "a number, unit: 1/month");
  wrong("5 %", "a number, unit: 1/month");
  wrong("1.2.3", "a number, unit: 1/month");
  wrong("1e", "a number, unit: 1/month");
  wrong("true", "a number, unit: 1/month");
  CHECK(adoption("switching_cost:") ==
        "a.yaml:5:3: adoption.switching_cost is empty (expected a number, unit: 1/month)");
  CHECK(adoption("switching_cost: [1]") ==
        "a.yaml:5:19: adoption.switching_cost is a list (expected a number, unit: 1/month)");
  CHECK(adoption("draws: 1.5") == "a.yaml:5:10: adoption.draws is '1.5' (expected a whole number without a fraction)");
  CHECK(adoption("draws: 1e300") ==
        "a.yaml:5:10: adoption.draws is '1e300' (expected a whole number that fits into 64 bits, written out)");
  CHECK(adoption("draws: 99999999999999999999") ==
        "a.yaml:5:10: adoption.draws is '99999999999999999999' (expected a whole number that fits into 64 bits, "
        "written out)");
  for (const char* good : {"0", "-0", "3", "0.5", "1e3", "1E-3", "1e+06", ".5", "5."})
    CHECK(adoption(std::string("switching_cost: ") + good) == "");
  for (const char* good : {"1", "1e6", "3.0", "2000000000"}) CHECK(adoption(std::string("draws: ") + good) == "");
}

TEST_CASE("Ranges are kept") {
  CHECK(adoption("taste_scale: -1") == "a.yaml:5:16: adoption.taste_scale is -1 utility (must lie in [1e-06, 100])");
  CHECK(adoption("switching_cost: -0.5") ==
        "a.yaml:5:19: adoption.switching_cost is -0.5 1/month (must be at least 0)");
  CHECK(adoption("draws: 0") == "a.yaml:5:10: adoption.draws is 0 (must lie in [1, 2e+09])");
  CHECK(adoption("weights: {us: 11}") == "a.yaml:5:17: adoption.weights.us is 11 (must lie in [0, 10])");
  CHECK(problems_of(firm + "    budget: {2024-01: -1}\n") ==
        "a.yaml:8:23: firms.Acme.budget.2024-01 is -1 1e9 USD (must lie in [0, 1000])");
  CHECK(problems_of(firm + "    budget: -1\n") ==
        "a.yaml:8:13: firms.Acme.budget is -1 1e9 USD (must lie in [0, 1000])");
}

TEST_CASE("Other values of the wrong kind are named") {
  const auto acme = [](const std::string& line) { return problems_of(firm + "    " + line); };
  CHECK(acme("listed: yes") == "a.yaml:8:13: firms.Acme.listed is 'yes' (write true or false)");
  CHECK(acme("listed: \"true\"") == "a.yaml:8:13: firms.Acme.listed is 'true' in quotes (write true or false)");
  CHECK(acme("founded: soon") ==
        "a.yaml:8:14: firms.Acme.founded is 'soon', which is not a date (write 2027-01, 2027-01-15 or never)");
  CHECK(acme("founded: 2027-13") ==
        "a.yaml:8:14: firms.Acme.founded is '2027-13', which is not a date (write 2027-01, 2027-01-15 or never)");
  CHECK(acme("release: opne") ==
        "a.yaml:8:14: firms.Acme.release is 'opne' (must be one of closed, delayed, open; did you mean open?)");
  CHECK(acme("release: ajar") == "a.yaml:8:14: firms.Acme.release is 'ajar' (must be one of closed, delayed, open)");
  CHECK(acme("release: null") == "a.yaml:8:14: firms.Acme.release is empty (must be one of closed, delayed, open)");
  CHECK(acme("partners: eu") == "a.yaml:8:15: firms.Acme.partners is 'eu' (expected a list of texts such as [a, b])");
  CHECK(acme("partners: [[eu]]") == "a.yaml:8:16: firms.Acme.partners[0] is a list (expected text)");
  CHECK(acme("terms: 3").starts_with("a.yaml:8:5: firms.Acme.terms is given twice (first at line 7)"));
  CHECK(acme("budget: {}") ==
        "a.yaml:8:13: firms.Acme.budget has no date (expected a number, or numbers by date such as {2027-01: 1})");
  CHECK(acme("budget: x") ==
        "a.yaml:8:13: firms.Acme.budget is 'x' (expected a number, or numbers by date such as {2027-01: 1}, unit: 1e9 "
        "USD)");
  CHECK(acme("budget: {soon: 1}") ==
        "a.yaml:8:14: firms.Acme.budget.soon does not begin with a date (write 2027-01 or 2027-01-15)");
  CHECK(acme("budget: {never: 1}") ==
        "a.yaml:8:14: firms.Acme.budget.never does not begin with a date (write 2027-01 or 2027-01-15)");
  CHECK(acme("budget: {2025-01: 1, 2025-01-15: 2}") ==
        "a.yaml:8:26: firms.Acme.budget.2025-01-15 is not later than 2025-01 (months must ascend)");
  CHECK(acme("strategy: {2025-02: open, 2025-01: shut}") ==
        "a.yaml:8:31: firms.Acme.strategy.2025-01 is not later than 2025-02 (months must ascend)\n"
        "a.yaml:8:40: firms.Acme.strategy.2025-01 is 'shut' (must be one of closed, delayed, open)");
  CHECK(acme("strategy: open") == "");
  CHECK(acme("strategy: opne") ==
        "a.yaml:8:15: firms.Acme.strategy is 'opne' (must be one of closed, delayed, open; did you mean open?)");
  CHECK(acme("strategy: [open]") ==
        "a.yaml:8:15: firms.Acme.strategy is a list (must be one of closed, delayed, open)");
  CHECK(acme("strategy: {}") ==
        "a.yaml:8:15: firms.Acme.strategy has no date (expected a name, or names by date such as {2027-01: closed})");
  CHECK(problems_of(us + "firms: [Acme]") ==
        "a.yaml:4:8: firms is a list (expected entries by name, or null for an empty list)");
  CHECK(problems_of(us + "firms: {Acme: big}") ==
        "a.yaml:4:15: firms.Acme is 'big' (expected a mapping, or null to remove the entry)");
  CHECK(problems_of(us + "adoption:") ==
        "a.yaml:4:1: adoption is empty (expected a mapping with some of taste_scale, switching_cost, draws, weights)");
  CHECK(problems_of("schema_version: 2\ntitle: null") == "a.yaml:2:8: title is empty (expected text)");
}

TEST_CASE("Unknown and repeated keys are found, with the nearest that exists") {
  CHECK(adoption("swiching_cost: 1") == "a.yaml:5:3: adoption.swiching_cost is unknown (did you mean switching_cost?)");
  CHECK(adoption("Draws: 1") == "a.yaml:5:3: adoption.Draws is unknown (did you mean draws?)");
  CHECK(adoption("colour: 1") ==
        "a.yaml:5:3: adoption.colour is unknown (must be one of taste_scale, switching_cost, draws, weights)");
  CHECK(adoption("draws: 1\n  draws: 2") == "a.yaml:6:3: adoption.draws is given twice (first at line 5)");
  CHECK(adoption("schema_version: 2") ==
        "a.yaml:5:3: adoption.schema_version is unknown (must be one of taste_scale, switching_cost, draws, weights)");
  CHECK(problems_of(head + "schema_vrsion: 1") ==
        "a.yaml:3:1: schema_vrsion is unknown (did you mean schema_version?)");
  CHECK(problems_of(firm + "    name: Acme") ==
        "a.yaml:8:5: firms.Acme.name is not written inside an entry (the entry's key is its name)");
  CHECK(problems_of(us + "firms: {a.b: {region: us}}") ==
        "a.yaml:4:9: firms.a.b is no name (use letters, digits, _, - and +)");
  CHECK(problems_of(us + "firms: {'': {region: us}}") ==
        "a.yaml:4:9: firms. is no name (use letters, digits, _, - and +)");
  CHECK(problems_of(us + "firms: {4x+_-: {region: us}}") == "");
}

TEST_CASE("All problems come at once, in the order of the file") {
  CHECK(problems_of(firm + "    listed: no\nadoption:\n  draws: 0\n  nonsense_key_here: 1\nother: 1") ==
        "a.yaml:8:13: firms.Acme.listed is 'no' (write true or false)\n"
        "a.yaml:10:10: adoption.draws is 0 (must lie in [1, 2e+09])\n"
        "a.yaml:11:3: adoption.nonsense_key_here is unknown (must be one of taste_scale, switching_cost, draws, "
        "weights)\n"
        "a.yaml:12:1: other is unknown (must be one of schema_version, extends, title, adoption, regions, firms)");
}

TEST_CASE("What is required must be given, and names must refer to something") {
  CHECK(problems_of("schema_version: 2\n") == "a.yaml:1:1: title is missing (What the scenario is about)");
  CHECK(problems_of(us + "firms:\n  Acme: {}\n") ==
        "a.yaml:5:3: firms.Acme.region is missing (Where the firm is at home)");
  CHECK(problems_of(us + "firms:\n  Acme: {region: ''}\n") ==
        "a.yaml:5:18: firms.Acme.region is missing (Where the firm is at home)");
  CHECK(problems_of(us + "firms: {A: {region: uss}}") ==
        "a.yaml:4:21: firms.A.region is 'uss' (must be one of regions: us, eu; did you mean us?)");
  CHECK(problems_of(firm + "    partners: [eu, Acme, Akme]") ==
        "a.yaml:8:26: firms.Acme.partners[2] is 'Akme' (must be one of regions or firms: us, eu, Acme; did you mean "
        "Acme?)");
  CHECK(adoption("weights: {cn: 1}") == "a.yaml:5:13: adoption.weights.cn is unknown (must be one of regions: us, eu)");
  CHECK(problems_of(head + "adoption: {weights: {cn: 1}}") ==
        "a.yaml:3:22: adoption.weights.cn is unknown (must be one of regions, of which there are none)");
}

TEST_CASE("The version of the format is checked first") {
  CHECK(problems_of("title: x\n") == "a.yaml:1:1: schema_version is missing (write schema_version: 2)");
  CHECK(problems_of("schema_version: 3\nnew: 1\n") ==
        "a.yaml:1:17: schema_version is 3 (written for a newer Moat; this Moat reads 1 and 2)");
  CHECK(problems_of("schema_version: 0\n") == "a.yaml:1:17: schema_version is 0 (unknown; this Moat reads 1 and 2)");
  CHECK(problems_of("schema_version: '1'\n") ==
        "a.yaml:1:17: schema_version is text in quotes (write schema_version: 2)");
}
