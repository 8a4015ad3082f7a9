// What is to be run: points, replicates, their numbers and names, and how one of them is run again.

#include "batch/little_sweep.hpp"
#include "scenario/scenario.hpp"

using namespace moat;
using Sets = std::vector<std::string>;

namespace {

const std::string two_arms = quick + "arms:\n  plain: {}\n  strict: {set: {capability.reference_parameters: 2}}\n";
const std::string until =
    "until_ci: {outcome: concentration, half_width: 0.1, batch: 2, maximum: 6}\n"
    "factors:\n  adoption.peer_weight: {values: [0, 0.5, 1]}\n";

Plan plan_of_text(const std::string& sweep, const std::string& scenario = quick, const Sets& sets = {}) {
  const TestFolder folder;
  return plan_of(folder, sweep, scenario, sets);
}

/// A plan of scenario files, each with a text of its own put into tests/little.yaml.
Plan plan_of_texts(const TestFolder& folder, const std::vector<std::pair<std::string, std::string>>& texts,
                   const Sets& sets = {}, const Sets& arms = {}) {
  Sets files;
  for (const auto& [name, text] : texts)
    files.push_back(folder.write(name, fmt::format("schema_version: 2\nextends: {}\n{}", little, text)));
  return plan_of_files(files, sets, arms);
}

Sets names(const Plan& plan) {
  Sets all;
  for (std::int64_t point = 0; point < plan.points(); ++point) all.push_back(plan.name(point));
  return all;
}

std::string refused(const std::function<void()>& make) {
  try {
    make();
  } catch (const InputError& error) {
    return error.what();
  }
  return "";
}

std::string without(std::string text, const std::string& part) {
  for (std::size_t at; (at = text.find(part)) != text.npos;) text.erase(at, part.size());
  return text;
}

}  // namespace

TEST_CASE("Runs are numbered replicate by replicate") {
  const Plan plan = plan_of_text(three_points);
  REQUIRE(plan.points() == 3);
  REQUIRE(plan.replicates() == 2);
  REQUIRE(plan.runs() == 6);
  CHECK(plan.run_of(2, 0) == 2);
  CHECK(plan.run_of(0, 1) == 3);
  for (std::int64_t run = 0; run < 6; ++run) {
    CHECK(plan.run_of(plan.point_of(run), plan.place_of(run)) == run);
    CHECK(plan.is_asked(run));
  }
}

TEST_CASE("Each point has the scenario with its own values") {
  const Plan plan = plan_of_text(three_points);
  CHECK(plan.scenario(0)->adoption.peer_weight == 0);
  CHECK(plan.scenario(2)->adoption.peer_weight == 1);
  CHECK(plan.scenario(1)->adoption.peer_weight == 0.5);
  CHECK(plan.scenario(1)->run.developers == 40);
  CHECK(plan.run_params(1).developers == 40);
}

TEST_CASE("A value that the scenario does not take is an error of its point alone") {
  Plan plan = plan_of_text(three_points);
  std::get<NumberCells>(plan.design.cells[0]).values[1] = 1e9;
  CHECK_THAT(refused([&] { plan.scenario(1); }), ContainsSubstring("point 1: adoption.peer_weight is 1"));
  CHECK_NOTHROW(plan.scenario(0));
  CHECK(plan.run_params(1).seed == 7);
  CHECK_THAT(plan.replay(1, Month::of(2025, 2)), ContainsSubstring("--set adoption.peer_weight=1"));
}

TEST_CASE("Points have the names of scenarios, arms, or both") {
  const TestFolder folder;
  const std::string arms = "arms:\n  plain: {}\n  strict: {set: {capability.reference_parameters: 2}}\n";
  CHECK(names(plan_of_texts(folder, {{"a.yaml", quick}})) == Sets{"a"});
  CHECK(names(plan_of_texts(folder, {{"a.yaml", two_arms}})) == Sets{"plain", "strict"});
  CHECK(names(plan_of_texts(folder, {{"a.yaml", two_arms}, {"b.yaml", quick}})) == Sets{"a/plain", "a/strict", "b"});
  CHECK(names(plan_of_texts(folder, {{"a.yaml", two_arms}}, {}, {"strict"})) == Sets{"strict"});
  CHECK(names(plan_of_text(three_points)) == Sets{"0", "1", "2"});
  const Plan both = plan_of_text(three_points, two_arms);
  CHECK(names(both) == Sets{"plain/0", "plain/1", "plain/2", "strict/0", "strict/1", "strict/2"});
  CHECK(both.variant(1).arm == "plain");
  CHECK(both.variant(4).arm == "strict");
}

TEST_CASE("An arm has its changes, and no arms of its own") {
  const TestFolder folder;
  const Plan plan = plan_of_texts(folder, {{"a.yaml", two_arms}});
  CHECK(plan.variants[0].scenario->capability.reference_parameters == 100);
  CHECK(plan.variants[1].scenario->capability.reference_parameters == 2);
  for (const Variant& variant : plan.variants) CHECK(variant.scenario->arms.empty());
  CHECK(plan.scenarios[0].loaded->scenario.arms.size() == 2);
}

TEST_CASE("Arms given by name must exist") {
  const TestFolder folder;
  CHECK_THAT(refused([&] {
               plan_of_texts(folder, {{"a.yaml", two_arms}}, {}, {"strikt"});
             }),
             ContainsSubstring("--arm strikt: is no arm of the scenario (did you mean strict?)"));
  CHECK_THAT(refused([&] {
               plan_of_texts(folder, {{"a.yaml", quick}}, {}, {"strict"});
             }),
             ContainsSubstring("--arm strict: is no arm of the scenario"));
}

TEST_CASE("Two scenarios of one call have different names") {
  const TestFolder folder;
  std::filesystem::create_directory(folder.path / "sub");
  CHECK_THAT(refused([&] {
               plan_of_texts(folder, {{"a.yaml", quick}, {"sub/a.yaml", quick}});
             }),
             ContainsSubstring("has the name of another scenario of this call (rename the file)"));
}

TEST_CASE("Problems of all files come at once") {
  const TestFolder folder;
  const std::string problems = refused([&] {
    plan_of_texts(folder, {{"a.yaml", "run: {seed: -1}\n"}, {"b.yaml", "adoption: {peers: [x]}\n"}});
  });
  CHECK_THAT(problems, ContainsSubstring("a.yaml:3:13: run.seed is -1"));
  CHECK_THAT(problems, ContainsSubstring("b.yaml:3:19: adoption.peers"));
}

TEST_CASE("Scenarios share a layout, and ask for replicates of their own") {
  const TestFolder folder;
  const Plan plan = plan_of_texts(folder, {{"a.yaml", quick + "firms: {Birch: null}\n"},
                                           {"b.yaml",
                                            "run: {developers: 40, end: 2025-05, replicates: 2, first_replicate: 4}\n"
                                            "record: {series: [price]}\noutcomes: {lag: {series: open_lag}}\n"}});
  CHECK(plan.layout.axes.at("firm") == Labels{"Atlas", "Cedar", "Birch"});
  CHECK(plan.layout.months.size() == 5);
  CHECK(plan.layout.outcomes == Labels{"concentration", "lag"});
  CHECK(plan.layout.replicates == std::vector<std::int64_t>{0, 4, 5});
  std::vector<std::int64_t> asked;
  for (std::int64_t run = 0; run < plan.runs(); ++run)
    if (plan.is_asked(run)) asked.push_back(run);
  CHECK(asked == std::vector<std::int64_t>{0, 3, 5});  // a: replicate 0; b: 4 and 5
}

TEST_CASE("Adaptive replicates are planned up to their maximum") {
  const Plan plan = plan_of_text(until);
  CHECK(plan.replicates() == 6);
  CHECK(plan.precision.outcome == "concentration");
  CHECK(plan.layout.replicates.back() == 5);
  CHECK(plan_of_text(until, quick, {"run.first_replicate=10"}).layout.replicates.front() == 10);
}

TEST_CASE("With adaptive replicates all arms begin with the same one") {
  const std::string arms = quick + "arms:\n  plain: {}\n  later: {set: {run.first_replicate: 3}}\n";
  CHECK_THAT(refused([&] { plan_of_text(until, arms); }),
             ContainsSubstring("base.yaml:8:16: arms.later: run.first_replicate is 3 (with until_ci all arms begin with"
                               " the same one, as plain with 0)"));
  CHECK(plan_of_text(three_points, arms).layout.replicates == std::vector<std::int64_t>{0, 1, 3, 4});
}

TEST_CASE("The id is that of all that results depend on") {
  const std::string id = plan_of_text(three_points).id;
  CHECK(id == plan_of_text(three_points).id);
  CHECK(id == plan_of_text(three_points, quick, {"run.seed=7"}).id);  // what it is anyway
  CHECK(id == plan_of_text("# said otherwise\n" + three_points).id);
  for (const Plan& other :
       {plan_of_text(three_points, quick, {"run.seed=8"}), plan_of_text(three_points, two_arms),
        plan_of_text("replicates: 3\nfactors:\n  adoption.peer_weight: {values: [0, 0.5, 1]}\n"),
        plan_of_text("replicates: 2\nfactors:\n  adoption.peer_weight: {values: [0, 0.5, 2]}\n"),
        plan_of_text("replicates: 2\nfactors:\n  adoption.peer_weight: {values: [0, 0.5, 1], role: lever}\n"),
        plan_of_text(three_points + "filter: adoption.peer_weight < 1\n"),
        plan_of_text(three_points, quick + "capability: {reference_parameters: 2}\n"), plan_of_text(until)})
    CHECK(other.id != id);
  for (const auto& [from, to] : {std::pair{"half_width: 0.1", "half_width: 0.2"},
                                 {"batch: 2", "batch: 3"},
                                 {"maximum: 6", "maximum: 8"},
                                 {"batch: 2", "confidence: 0.9, batch: 2"}}) {
    std::string changed = until;
    changed.replace(changed.find(from), std::string(from).size(), to);
    CHECK(plan_of_text(changed).id != plan_of_text(until).id);
  }
}

TEST_CASE("The id of some scenario files depends on their names and the arms chosen") {
  const TestFolder folder;
  const std::string id = plan_of_texts(folder, {{"a.yaml", two_arms}}).id;
  CHECK(plan_of_texts(folder, {{"a.yaml", two_arms}}).id == id);
  CHECK(plan_of_texts(folder, {{"b.yaml", two_arms}}).id != id);
  CHECK(plan_of_texts(folder, {{"a.yaml", two_arms}}, {}, {"plain"}).id != id);
}

TEST_CASE("A run is replayed by a command of its own") {
  const TestFolder folder;
  const std::string place = folder.path.string() + "/";
  const Plan plan =
      plan_of_texts(folder, {{"a.yaml", two_arms}, {"it's b.yaml", quick}},
                    {"title=a 'b' $c", "run.seed=9", "run.end=2025-04", "run.replicates=2", "adoption.peer_weight=1"});
  CHECK(without(plan.replay(plan.run_of(1, 1), Month::of(2025, 2)), place) ==
        "moat run a.yaml --set 'title=a '\\''b'\\'' $c' --set adoption.peer_weight=1 --arm strict --seed 9 "
        "--developers 40 --replicate 1 --until 2025-02");
  CHECK_THAT(plan.replay(2, Month::of(2025, 2)), ContainsSubstring("moat run '" + place + "it'\\''s b.yaml' --set"));
}

TEST_CASE("The replay of a point has the values of its factors") {
  const TestFolder folder;
  Plan plan = plan_of(folder,
                      "factors:\n  adoption.peer_weight: {values: [0.1, 0.30000000000000004]}\n"
                      "  run.developers: {values: [30, 60]}\n  adoption.peers: {categorical: [global, regional]}\n"
                      "  run.seed: {values: [5]}\n",
                      two_arms);
  plan.scenarios[0].replay = "moat run x.yaml";
  const std::int64_t last = plan.points() - 1;
  CHECK(plan.replay(plan.run_of(last, 0), Month::of(2025, 3)) ==
        "moat run x.yaml --arm strict --set adoption.peer_weight=0.30000000000000004 --set adoption.peers=regional "
        "--seed 5 --developers 60 --replicate 0 --until 2025-03");
}

TEST_CASE("A replay leaves out outcomes of months that it does not reach") {
  const TestFolder folder;
  const Plan plan = plan_of_texts(
      folder, {{"a.yaml", "run: {developers: 40}\noutcomes: {late: {series: hhi_tokens, month: 2026-01}}\n"}});
  CHECK_THAT(plan.replay(0, Month::of(2025, 12)), ContainsSubstring(" --set outcomes=null"));
  CHECK_THAT(plan.replay(0, Month::of(2026, 1)), !ContainsSubstring("outcomes"));
  const std::string a = (folder.path / "a.yaml").string();
  CHECK_NOTHROW(plan_of_files(Sets{a}, Sets{"outcomes=null", "run.end=2025-12"}, {}));
  CHECK_THROWS_AS(plan_of_files(Sets{a}, Sets{"run.end=2025-12"}, {}), InputError);
}

TEST_CASE("A replay leaves out a verdict on outcomes that it does not reach") {
  const TestFolder folder;
  const Plan plan = plan_of_texts(
      folder, {{"a.yaml",
                "run: {developers: 40}\noutcomes: {late: {series: hhi_tokens, month: 2026-01}}\narms: {plain: {}}\n"
                "verdict: {claim: It is., tests: {high: {outcome: late, of: {plain: 1}, above: 0}}}\n"}});
  CHECK_THAT(plan.replay(0, Month::of(2025, 12)), ContainsSubstring(" --set verdict.tests=null --set outcomes=null"));
  CHECK_THAT(plan.replay(0, Month::of(2026, 1)), !ContainsSubstring("null"));
  const std::string a = (folder.path / "a.yaml").string();
  CHECK_NOTHROW(plan_of_files(Sets{a}, Sets{"verdict.tests=null", "outcomes=null", "run.end=2025-12"}, {}));
  CHECK_THROWS_AS(plan_of_files(Sets{a}, Sets{"outcomes=null", "run.end=2025-12"}, {}), InputError);
}

TEST_CASE("What was given is kept with the names of its files") {
  const Plan plan = plan_of_text(three_points);
  CHECK_THAT(plan.given, ContainsSubstring("sweep.yaml") && ContainsSubstring("base.yaml") &&
                             ContainsSubstring("little.yaml") && ContainsSubstring(three_points));
}
