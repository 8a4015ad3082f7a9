// A question asked at parameter samples: the design, what is refused, and samples that one can foresee.

#include "answer/robustness.hpp"

#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "catch.hpp"
#include "io/hdf5/read.hpp"
#include "model/model.hpp"
#include "scenario/scenario.hpp"

using namespace moat;

namespace {

/// tests/little.yaml, in which an arm doubles a cost; the claim is about the price paid at its end.
const std::string question = R"(
schema_version: 2
extends: {}/tests/little.yaml
run: {{end: 2025-06, developers: 200, replicates: 2}}
outcomes: {{cost: {{series: serving_cost, select: {{line: Birch}}, factor: {}}}}}
arms: {{plain: {{}}, doubled: {{set: {{capability.parameters_exponent: 0.9}}}}}}
verdict:
  claim: Costs are high.
  tests: {{high: {{outcome: cost, of: {{plain: 1}}, above: {}}}}}
robust:
  samples: 16
  replicates: {}
  developers: 100
  factors: {}
)";

LoadedScenario load(double above, const std::string& factors = "{capability.reference_parameters: {uniform: [1, 9]}}",
                    double factor = 1, int replicates = 1) {
  const auto path = std::filesystem::temp_directory_path() / fmt::format("moat_robust_{}.yaml", getpid());
  std::ofstream(path) << fmt::format(fmt::runtime(question), MOAT_SOURCE, factor, above, replicates, factors);
  LoadedScenario loaded = load_scenario(path, {}, known_names());
  std::filesystem::remove(path);
  return loaded;
}

/// The answer of the scenario as it is, as far as parameter samples use it.
Answer answer_of(const LoadedScenario& loaded, Finding finding) {
  Answer answer;
  answer.claim = loaded.scenario.verdict.claim;
  answer.verdict = "supported";
  TestResult result;
  result.test = loaded.scenario.verdict.tests.front();
  result.finding = finding;
  answer.tests = {result};
  return answer;
}

Robustness ask(const LoadedScenario& loaded, Finding finding = Finding::holds, int jobs = 1) {
  return ask_in_samples(robustness_plan(loaded, "little"), answer_of(loaded, finding), jobs, [](auto, auto) {});
}

std::string problems_of(const std::string& factors) {
  std::string text;
  for (const Problem& one : check_robust(load(0, factors))) text += one.text + "\n";
  return text;
}

}  // namespace

TEST_CASE("Parameter samples are arms times points, small and without records") {
  const Plan plan = robustness_plan(load(0), "little");
  CHECK(plan.points() == 32);
  CHECK(plan.replicates() == 1);
  CHECK(plan.variant(0).scenario->run.developers == 100);
  CHECK(plan.layout.series.empty());
}

TEST_CASE("A factor that decides is found, with the value at which it does") {
  // Costs are proportional to capability.reference_parameters; the middle of the range is at half of the largest cost.
  const Robustness all = ask(load(0));
  const double top = *std::max_element(all.values[0].begin(), all.values[0].end());
  CHECK(std::count(all.verdicts.begin(), all.verdicts.end(), SampleVerdict::supported) == 16);
  CHECK(all.flips.empty());
  const Robustness half = ask(load(top * 5 / 9));
  const auto held = std::count(half.same.begin(), half.same.end(), true);
  CHECK(held >= 7);
  CHECK(held <= 9);
  REQUIRE(half.flips.size() == 1);
  CHECK(half.flips[0].distance == 1);
  CHECK_THAT(half.flips[0].split, WithinAbs(5, 0.8));
  CHECK(half.flips[0].above == 1);
  CHECK_THAT(as_text(half), ContainsSubstring("capability.reference_parameters") &&
                                ContainsSubstring("holds in   0 % of samples below"));
}

TEST_CASE("Values are in the unit of tables") {
  const Robustness plain = ask(load(2)),
                   scaled = ask(load(2, "{capability.reference_parameters: {uniform: [1, 9]}}", 100));
  for (std::size_t w = 0; w < plain.size(); ++w) CHECK(scaled.values[0][w] == Approx(100 * plain.values[0][w]));
}

TEST_CASE("The verdict holds in a world if its tests do what they did") {
  const Robustness failed = ask(load(1e9), Finding::fails);
  CHECK(std::count(failed.verdicts.begin(), failed.verdicts.end(), SampleVerdict::contradicted) == 16);
  CHECK(std::count(failed.same.begin(), failed.same.end(), true) == 16);
  const Robustness held = ask(load(1e9), Finding::holds);
  CHECK(std::count(held.same.begin(), held.same.end(), true) == 0);
  for (const double above : {1e9, -1e9}) {
    const Robustness open = ask(load(above), Finding::open);  // what was open can do as it likes
    CHECK(std::count(open.same.begin(), open.same.end(), true) == 16);
  }
}

TEST_CASE("What sampling noise alone would flip is known from the runs of the scenario itself") {
  const LoadedScenario loaded = load(2);
  const Plan plan = robustness_plan(loaded, "little");
  Answer answer = answer_of(loaded, Finding::holds);
  answer.tests[0].values = {1, 3, 3, 3};  // above 2: in three of four, one at a time
  CHECK(ask_in_samples(plan, answer, 1, [](auto, auto) {}).baseline_agreement == 0.75);
  answer.tests[0].finding = Finding::fails;
  CHECK(ask_in_samples(plan, answer, 1, [](auto, auto) {}).baseline_agreement == 0.25);
  CHECK(std::isnan(ask(loaded).baseline_agreement));
  // In pairs, round and round: 1 and 3 make 2, which is not above 2, twice; 3 and 3 are, twice.
  answer.tests[0].finding = Finding::holds;
  const Plan pairs = robustness_plan(load(2, "{capability.reference_parameters: {uniform: [1, 9]}}", 1, 2), "little");
  CHECK(ask_in_samples(pairs, answer, 1, [](auto, auto) {}).baseline_agreement == 0.5);
}

TEST_CASE("The number of threads makes no difference") {
  CHECK(ask(load(2), Finding::holds, 1).values == ask(load(2), Finding::holds, 3).values);
}

TEST_CASE("Factors are refused where no number can be set, or an arm sets it") {
  CHECK(problems_of("{capability.reference_parameters: {uniform: [1, 2]}}").empty());
  CHECK_THAT(problems_of("{adoption.peers: {categorical: [none, global]}}"),
             ContainsSubstring("robust.factors.adoption.peers is no number"));
  CHECK_THAT(problems_of("{capability.reference_parameter: {uniform: [1, 2]}}"),
             ContainsSubstring("reference_parameters"));
  CHECK_THAT(problems_of("{capability.parameters_exponent: {uniform: [0, 1]}}"), ContainsSubstring("arm doubled"));
  CHECK_THAT(problems_of("{capability.reference_parameters: {uniform: [-1, 2]}}"), ContainsSubstring("must lie in"));
}

TEST_CASE("A scenario in full asks at the same parameter samples") {
  LoadedScenario loaded = load(2);
  const auto path = std::filesystem::temp_directory_path() / fmt::format("moat_full_{}.yaml", getpid());
  std::ofstream(path) << to_yaml(item(loaded.scenario));
  const LoadedScenario again = load_scenario(path, {}, known_names());
  std::filesystem::remove(path);
  CHECK(check_robust(again).empty());
  CHECK(ask(again).values == ask(loaded).values);
}

TEST_CASE("The file and the JSON hold the parameter samples") {
  const Robustness robust = ask(load(2));
  const auto path = std::filesystem::temp_directory_path() / fmt::format("moat_robust_{}.h5", getpid());
  write_robustness(robust, path, "moat run x --robust");
  const h5::Reader file = h5::Reader::open(path);
  CHECK(file.info("value").shape == h5::Extent{1, 16});
  CHECK(file.all<double>("factor_value") == robust.factor_values[0]);
  CHECK(file.texts("test") == std::vector<std::string>{"high"});
  CHECK(file.attribute_text("/", "claim") == "Costs are high.");
  std::filesystem::remove(path);
  const auto json = nlohmann::json::parse(as_json(robust));
  CHECK(json["samples"] == 16);
  CHECK(json["runs"] == 32);
  CHECK(json["tests"][0]["finding"] == "holds");
}
