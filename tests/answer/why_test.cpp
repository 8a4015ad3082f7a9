// Differences between arms, shared among channels: sums, where known causes appear, text and file.

#include "answer/why.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <sstream>

#include <fmt/format.h>

#include "catch.hpp"
#include "io/hdf5/read.hpp"
#include "model/little_scenario.hpp"
#include "model/outcome.hpp"
#include "model/switching.hpp"

using namespace moat;

namespace {

std::vector<std::string> channel_names() {
  std::vector<std::string> names{std::string(direct_channel.name)};
  for (const Channel& channel : channels()) names.emplace_back(channel.name);
  return names;
}

std::size_t place_of(std::string_view channel) {
  const std::vector<std::string> names = channel_names();
  return std::size_t(std::find(names.begin(), names.end(), channel) - names.begin());
}

const std::size_t direct = place_of("direct"), compute = place_of("compute"), research = place_of("research"),
                  release = place_of("release"), pricing = place_of("pricing"), community = place_of("community");

const std::vector<std::string> outcomes{"outcomes.open={series: world_open_token_share, over: mean}",
                                        "outcomes.south={series: firm_capability, select: {firm: Give}}",
                                        "outcomes.earned={series: revenue, select: {firm: Give}, over: sum}",
                                        "outcomes.hhi={series: hhi_tokens}"};

Scenario arm(const std::vector<std::string>& sets = {}) {
  std::vector<std::string> all{"run.developers=1000", "run.end=2025-06"};
  all.insert(all.end(), outcomes.begin(), outcomes.end());
  all.insert(all.end(), sets.begin(), sets.end());
  return little_scenario(all);
}

Why explain(const std::vector<Scenario>& arms, std::int64_t replicates = 1, int threads = 1) {
  std::vector<std::string> names{"base", "one", "two"};
  names.resize(arms.size());
  return explain_arms(arms, names, replicates, threads);
}

double part(const Why& why, std::size_t outcome, std::size_t channel, std::size_t arm = 0, std::size_t replicate = 0) {
  return why.contribution[why.at(arm, outcome, channel, replicate)];
}

std::vector<double> outcomes_alone(const Scenario& s, std::uint64_t replicate) {
  const std::vector<Outcome> resolved = outcomes_of(s, axes_of(s));
  OutcomeReader reader(resolved);
  World w = initial_world(s, random_of(s, replicate), 1);
  for (; w.clock.step < s.run.steps(); ++w.clock.step) {
    run_month(w, s, random_of(s, replicate).at(w.clock.step), [](const Mechanism&) {});
    reader.see(w);
  }
  return reader.values();
}

/// A decomposition as it might come out, with one arm and two outcomes.
Why made_up(std::size_t replicates) {
  Why why{"nobody", {"everybody"}, {"share", "lag"}, {"%", "months"}, channel_names(), {}, {}, {}};
  for (std::size_t r = 0; r < replicates; ++r) why.replicates.push_back(std::int64_t(r) + 3);
  why.difference.resize(why.at(1, 0, 0));
  why.contribution.resize(why.at(1, 0, 0, 0));
  for (std::size_t o = 0; o < 2; ++o)
    for (std::size_t r = 0; r < replicates; ++r) {
      const double size = o == 0 ? 1 + double(r) : r % 2 ? 1 : -1;
      why.difference[why.at(0, o, r)] = 4 * size;
      why.contribution[why.at(0, o, direct, r)] = 3 * size;
      why.contribution[why.at(0, o, pricing, r)] = size;
    }
  return why;
}

}  // namespace

TEST_CASE("Contributions sum to the difference of the runs themselves") {
  const std::vector<Scenario> arms{
      arm(), arm({"policy.measures.ban.coverage=0.2", "policy.measures.control.from=2024-05", "pricing.host_margin=1"}),
      arm({"research.growth=0.1", "run.first_replicate=4"})};
  const Why why = explain(arms, 2);
  CHECK(why.baseline == "base");
  CHECK(why.arms == std::vector<std::string>{"one", "two"});
  CHECK(why.outcomes == std::vector<std::string>{"open", "south", "earned", "hhi"});
  CHECK(why.replicates == std::vector<std::int64_t>{0, 1});
  REQUIRE(why.channels == channel_names());
  for (std::size_t r = 0; r < 2; ++r) {
    const std::vector<double> base = outcomes_alone(arms[0], r);
    for (std::size_t a = 0; a < 2; ++a) {
      const std::vector<double> mine = outcomes_alone(arms[a + 1], r);
      for (std::size_t o = 0; o < 4; ++o) {
        CAPTURE(r, a, o);
        CHECK(why.difference[why.at(a, o, r)] == mine[o] - base[o]);
        double sum = 0;
        for (std::size_t c = 0; c < why.channels.size(); ++c) sum += part(why, o, c, a, r);
        CHECK_THAT(sum, WithinAbs(mine[o] - base[o], 1e-12 * (std::abs(mine[o]) + std::abs(base[o]))));
        CHECK(why.difference[why.at(a, o, r)] != 0);
      }
    }
  }
}

TEST_CASE("Between arms that are alike there is nothing to explain") {
  const Why why = explain({arm(), arm()}, 2);
  for (const double x : why.difference) CHECK(x == 0);
  for (const double x : why.contribution) CHECK(x == 0);
}

TEST_CASE("A margin of hosts acts through prices, whole where nothing flows back") {
  const std::string cut = "run.skip=[community, finance]";
  const Why why = explain({arm({cut}), arm({cut, "pricing.host_margin=2"})});
  CHECK(why.difference[0] < 0);  // hosts of open models ask more
  CHECK(part(why, 0, pricing) == Approx(why.difference[0]));
  for (const std::size_t channel : {direct, compute, research, release, community}) CHECK(part(why, 0, channel) == 0);
  // With the community at work fewer users also mean fewer derivatives.
  const Why whole = explain({arm(), arm({"pricing.host_margin=2"})});
  CHECK(part(whole, 0, direct) == 0);
  CHECK(part(whole, 0, community) < 0);
  CHECK(part(whole, 0, pricing) < part(whole, 0, community));
}

TEST_CASE("Trust and bans act directly where nobody answers them") {
  // Prices answer demand, money and derivatives answer use, Late opens where open rivals take its market: all cut.
  const std::vector<std::string> cut{"run.skip=[community, finance]", "pricing.adjustment=0",
                                     "firms.Late.strategy=closed"};
  const auto with = [&](const std::string& more) { return arm({cut[0], cut[1], cut[2], more}); };
  for (const std::string change : {"policy.measures.ban.from=2024-03", "policy.measures.help.trust=0.5",
                                   "segments.hobby.openness_weight=1.5", "adoption.peer_weight=2"}) {
    CAPTURE(change);
    const Why why = explain({arm(cut), with(change)});
    CHECK(why.difference[0] != 0);
    CHECK(part(why, 0, direct) == Approx(why.difference[0]));
    for (std::size_t c = 1; c < why.channels.size(); ++c) CHECK(part(why, 0, c) == 0);
  }
}

TEST_CASE("An export control acts through chips, research and releases in turn") {
  const Why why = explain({arm({"policy.measures.control.from=never"}), arm({"policy.measures.control.from=2024-05"})});
  CHECK(part(why, 1, direct) == 0);  // no ban, no block: nothing that choices see at once
  CHECK(why.difference[1] < 0);      // the south can train less
  CHECK(part(why, 1, compute) < 0);
  CHECK(part(why, 1, research) == Approx(part(why, 1, compute)).epsilon(0.05));  // useless without each other
  CHECK(std::abs(part(why, 1, pricing)) < 0.05 * std::abs(why.difference[1]));
}

TEST_CASE("A licence goes with the release of the weights that it binds") {
  const std::string paid = "outcomes.paid={series: royalties, select: {firm: Give}, over: sum}";
  const Why why = explain(
      {arm({paid}), arm({paid, "firms.Give.lines.give.licence=revenue_share", "firms.Give.lines.give.royalty=0.3"})});
  CHECK(why.difference[4] > 0);
  CHECK(part(why, 4, direct) == 0);
  CHECK(part(why, 4, release) > 0.8 * why.difference[4]);
}

TEST_CASE("The result does not depend on the number of threads, and progress ends at all") {
  const std::vector<Scenario> arms{arm(), arm({"pricing.host_margin=1"}), arm({"adoption.peer_weight=1"})};
  const Why one = explain(arms, 2, 1);
  std::vector<double> shares;
  const std::vector<std::string> names{"base", "one", "two"};
  const Why three = explain_arms(arms, names, 2, 3, [&](double share) { shares.push_back(share); });
  CHECK(one.difference == three.difference);
  CHECK(one.contribution == three.contribution);
  REQUIRE(shares.size() == 4 * 18);
  CHECK(std::is_sorted(shares.begin(), shares.end()));
  CHECK(shares.back() == 1);
  CHECK_THROWS_AS(explain_arms(arms, names, 2, 3, [](double) { throw std::runtime_error("stopped"); }),
                  std::runtime_error);
}

TEST_CASE("An outcome without a value stays without, in the text too") {
  const std::string never_there = "outcomes.late={series: firm_openness, select: {firm: Late}, month: 2024-01}";
  const Why why = explain({arm({never_there}), arm({never_there, "pricing.host_margin=1"})});
  REQUIRE(why.outcomes.back() == "late");
  CHECK(std::isnan(why.difference[4]));
  for (std::size_t c = 0; c < why.channels.size(); ++c) CHECK(std::isnan(part(why, 4, c)));
  CHECK_THAT(as_text(why), ContainsSubstring("  late (known in 0 of 1 replicates)\n"));
}

TEST_CASE("Only scenarios of one shape are compared, and it is said why not") {
  const auto verdict = [](const Scenario& b) { return not_comparable(std::vector<Scenario>{arm(), b}); };
  CHECK(verdict(arm()) == "");
  CHECK(not_comparable(std::vector<Scenario>{arm()}) == "there is only one");
  CHECK(not_comparable(std::vector<Scenario>{little_scenario(), arm()}) == "the first has no outcomes");
  CHECK(verdict(arm({"run.seed=3"})) == "their seeds differ");
  CHECK(verdict(arm({"run.end=2025-05"})) == "their months differ");
  CHECK_THAT(verdict(arm({"firms.Late.lines.late=null"})), ContainsSubstring("line differ"));
  CHECK_THROWS_AS(explain({arm(), arm({"run.seed=3"})}), ContractError);
}

TEST_CASE("The text gives differences, parts, their spread and shares in at most 100 columns") {
  const std::string text = as_text(made_up(3));
  CHECK_THAT(text, ContainsSubstring(fmt::format("from nobody: Shapley values over {} hybrid runs", hybrid_count())));
  CHECK_THAT(text, ContainsSubstring("  direct      What the arm changes while"));
  CHECK_THAT(text, ContainsSubstring("\neverybody\n  share [%]\n"
                                     "    difference            +8         +4.4 to       +11.6\n"
                                     "    direct                +6         +3.3 to        +8.7     75 %\n"));
  CHECK_THAT(text, ContainsSubstring("    pricing               +2         +1.1 to        +2.9     25 %\n"));
  const std::string lag = text.substr(text.find("\n  lag [months]\n"));
  CHECK(lag.find('%') == std::string::npos);  // of no clear sign
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) CHECK(line.size() <= 100);
  CHECK_THAT(as_text(made_up(1)), ContainsSubstring("    difference            +4\n"));
  Why gap = made_up(3);
  gap.contribution[gap.at(0, 0, release, 1)] = std::numeric_limits<double>::quiet_NaN();
  CHECK_THAT(as_text(gap), ContainsSubstring("  share [%] (known in 2 of 3 replicates)\n    difference            +8"));
}

TEST_CASE("The file has the axes' names and where it comes from") {
  const auto path = std::filesystem::temp_directory_path() / fmt::format("moat_why_{}.h5", getpid());
  const Why why = made_up(2);
  write_why(why, path, "moat run x.yaml --why");
  const auto file = h5::Reader::open(path);
  CHECK(file.info("contribution").dims == std::vector<std::string>{"arm", "outcome", "channel", "replicate"});
  CHECK(file.info("difference").dims == std::vector<std::string>{"arm", "outcome", "replicate"});
  CHECK(file.all<double>("contribution") == why.contribution);
  CHECK(file.all<double>("difference") == why.difference);
  CHECK(file.all<std::int64_t>("replicate") == why.replicates);
  CHECK(file.texts("channel") == why.channels);
  CHECK(file.texts("arm") == why.arms);
  CHECK(file.texts("channel_meaning").size() == why.channels.size());
  CHECK(file.text("provenance/command_line") == "moat run x.yaml --why");
  std::filesystem::remove(path);
}
