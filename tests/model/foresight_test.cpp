// Foresight: months ahead played on a sample, without touching the world, and without systematic error.

#include "model/foresight.hpp"

#include <cmath>

#include "catch.hpp"
#include "model/little_scenario.hpp"
#include "mechanism/purpose.hpp"

using namespace moat;

namespace {

constexpr Index giver = 1;  // firm Give: lines 1 (open) and 2 (closed)

/// Firm Give is adaptive; nothing changes but by firms and developers, and there is no luck.
std::vector<std::string> quiet(std::vector<std::string> more = {}) {
  std::vector<std::string> sets{"firms.Give.strategy=adaptive",
                                "run.skip=[policy, compute, security]",
                                "research.noise=0",
                                "leaderboard.noise=0",
                                "community.luck=0",
                                "release.sample=3000"};
  sets.insert(sets.end(), more.begin(), more.end());
  return sets;
}

World foreseeing_after(const Scenario& s, int months, std::uint64_t replicate = 0, int threads = 1) {
  World w = initial_world(s, random_of(s, replicate), threads);
  run_months(w, s, months, replicate);
  return w;
}

double foreseen(const World& w, const Scenario& s, Strategy option, std::uint64_t replicate = 0, Index firm = giver) {
  return foresee(w, s, random_of(s, replicate).at(w.clock.step), "release")(firm, option);
}

bool same_state(const World& a, const World& b) {
  return same(a.developers.slot, b.developers.slot) && same(a.market.tokens.flat(), b.market.tokens.flat()) &&
         same(a.market.price.flat(), b.market.price.flat()) && same(a.market.capability, b.market.capability) &&
         same(a.market.awareness, b.market.awareness) && same(a.market.demand, b.market.demand) &&
         same(a.market.frontier.flat(), b.market.frontier.flat()) && same(a.society.weight, b.society.weight) &&
         same(a.firms.cash, b.firms.cash) && same(a.firms.margin, b.firms.margin) &&
         same(a.firms.know_how, b.firms.know_how) && same(a.firms.ecosystem, b.firms.ecosystem) &&
         same(a.firms.strategy, b.firms.strategy) && a.firms.decisions == b.firms.decisions &&
         a.events.releases.size() == b.events.releases.size() && a.clock.step == b.clock.step;
}

}  // namespace

TEST_CASE("Looking ahead changes nothing, and sees the same twice") {
  const Scenario s = little_scenario(quiet());
  const World w = foreseeing_after(s, 10);
  const World before = w;
  const double open = foreseen(w, s, Strategy::open);
  CHECK(foreseen(w, s, Strategy::closed) != open);
  CHECK(foreseen(w, s, Strategy::open) == open);
  CHECK(same_state(w, before));
}

TEST_CASE("A sample stands for all developers of each region") {
  const Scenario s = little_scenario(quiet({"release.sample=500"}));
  const World w = foreseeing_after(s, 10), imagined = imagined_world(w, s);
  CHECK(imagined.developers.size() == 500);
  for (Index r = 0; r < 2; ++r)
    CHECK(imagined.society.weight[r] * imagined.society.simulated[r] ==
          Approx(w.society.weight[r] * w.society.simulated[r]).epsilon(1e-12));
  for (Index i = 0; i < 500; ++i) {
    CHECK(imagined.developers.usage[i] == w.developers.usage[6 * i]);
    CHECK((imagined.developers.slot.col(i) == w.developers.slot.col(6 * i)).all());
  }
  CHECK(imagined.market.assignments.flat().sum() < w.market.assignments.flat().sum() / 5);
  CHECK(imagined.society.members.sum() == 500);
}

TEST_CASE("With every developer in the sample the imagined present is the present") {
  const Scenario s = little_scenario(quiet());
  const World w = foreseeing_after(s, 10), imagined = imagined_world(w, s);
  CHECK(same(imagined.developers.slot, w.developers.slot));
  CHECK(same(imagined.market.usage.flat(), w.market.usage.flat()));
  CHECK(same(imagined.society.weight, w.society.weight));
}

TEST_CASE("One month ahead, closed: price less cost, times the tokens that the market gives") {
  const Scenario s = little_scenario(quiet({"release.horizon=1"}));
  const World w = foreseeing_after(s, 12);
  World by_hand = imagined_world(w, s);
  by_hand.firms.firms[giver].strategy = Strategy::closed;
  Random luck = random_of(s).at(w.clock.step);
  luck.seed = luck(Purpose::foresight, giver)();
  for (const Mechanism& mechanism : mechanisms())
    if (mechanism.name != "policy" && mechanism.name != "compute" && mechanism.name != "research" &&
        mechanism.name != "security")
      mechanism.month(by_hand, s, luck);
  const Market& m = by_hand.market;
  double margin = 0;
  for (const Index l : {1, 2})
    for (Index r = 0; r < 2; ++r)
      for (Index g = 0; g < 2; ++g)
        for (Index t = 0; t < 2; ++t)
          margin += (m.open[l] ? w.firms.firms[giver].first_party * m.hosted(l, r, g) : 1) *
                    (m.list_price[l] - m.serving_cost[l]) * m.tokens(l, r, g, t);
  CHECK(margin > 0);
  CHECK(foreseen(w, s, Strategy::closed) == Approx(margin).epsilon(1e-9));
}

TEST_CASE("What is foreseen of a strategy is what it brings, on average") {
  for (const char* const strategy : {"closed", "open", "tiered"}) {
    CAPTURE(strategy);
    constexpr int runs = 40, from = 8;
    double sum = 0, squares = 0, size = 0;
    for (std::uint64_t n = 0; n < runs; ++n) {
      // All others follow one strategy all along, and the firm too once it has looked ahead.
      const Scenario s = little_scenario(
          quiet({std::string("firms.Give.strategy={2024-01: tiered, 2024-09: ") + strategy + "}",
                 "firms.Late.strategy=closed", "release.discount=0.03", "run.developers=1500", "release.sample=1500"}));
      World w = foreseeing_after(s, from, n);
      World here = w;  // what comes before the firm looks ahead, that month
      for (const Mechanism& mechanism : mechanisms()) {
        if (mechanism.name == "release") break;
        if (!skipped(s, mechanism.name)) mechanism.month(here, s, random_of(s, n).at(from));
      }
      const auto option = Strategy(
          std::find(Choices<Strategy>::names.begin(), Choices<Strategy>::names.end(), std::string_view(strategy)) -
          Choices<Strategy>::names.begin());
      const double expected = foreseen(here, s, option, n);
      double realised = 0, weights = 0;
      for (int h = 0; h < 12; ++h) {
        for (const Mechanism& mechanism : mechanisms())
          if (!skipped(s, mechanism.name)) mechanism.month(w, s, random_of(s, n).at(w.clock.step));
        ++w.clock.step;
        realised += std::pow(0.97, h) * w.firms.margin[giver];
        weights += std::pow(0.97, h);
      }
      const double error = expected - realised / weights;
      sum += error;
      squares += error * error;
      size += realised / weights;
    }
    const double mean = sum / runs, standard_error = std::sqrt((squares / runs - mean * mean) / (runs - 1));
    CAPTURE(mean / size * runs, standard_error / size * runs);
    CHECK(std::abs(mean) <= 4 * standard_error);
    CHECK(standard_error < 0.05 * size / runs);
  }
}

TEST_CASE("Income from complements opens a firm, without it a leader stays closed") {
  // Give leads and has no model yet, so that nothing it published before speaks for either.
  const auto prefers_closed = [](std::string complement) {
    const Scenario s = little_scenario(quiet(
        {"firms.Give.complement=" + complement, "firms.Give.know_how=1.5", "firms.Give.lines.give.capability=0"}));
    const World w = foreseeing_after(s, 1);
    const double closed = foreseen(w, s, Strategy::closed);
    return closed > foreseen(w, s, Strategy::open) && closed > foreseen(w, s, Strategy::tiered);
  };
  CHECK(prefers_closed("0"));
  CHECK_FALSE(prefers_closed("1000"));
}

TEST_CASE("A grant is foreseen: who stays closed loses it a year after its last weights, who opens gains it") {
  constexpr int horizon = 18;
  const auto part_of_grant = [](World w, const Scenario& s, Strategy option) {
    constexpr double grant = 1e8;
    const double without = foreseen(w, s, option);
    w.governments.open_grant[1] = grant;  // south, home of Give
    return (foreseen(w, s, option) - without) / grant;
  };
  const std::vector<std::string> plain{"release.horizon=18", "release.discount=0"};

  Scenario s = little_scenario(quiet(plain));  // it chose closed; its first model was open, of January 2024
  for (const int months : {5, 11, 13}) {
    CAPTURE(months);
    s.firms[giver].strategy = Strategy::closed;
    const World w = foreseeing_after(s, months);
    REQUIRE(w.market.vintage[1].released == s.run.start);
    CHECK(part_of_grant(w, s, Strategy::closed) == Approx(std::max(0, 12 - months) / double(horizon)).margin(1e-6));
    CHECK(part_of_grant(w, s, Strategy::open) == Approx(1).epsilon(1e-6));
  }

  s.firms[giver].lines[0].capability = 0;
  const World without_any = foreseeing_after(s, 5);
  CHECK(part_of_grant(without_any, s, Strategy::closed) == Approx(0).margin(1e-6));
  CHECK(part_of_grant(without_any, s, Strategy::open) == Approx(1).epsilon(1e-6));
  // Weights follow twelve months after the first closed model, of February.
  CHECK(part_of_grant(without_any, s, Strategy::delayed) == Approx((horizon - 8) / double(horizon)).margin(1e-6));
}

TEST_CASE("A government buys openness: a leader that would stay closed publishes for a large enough grant") {
  const auto decisions = [](std::string grant) {
    const Scenario s = little_scenario(
        quiet({"run.skip=[compute, security]", "firms.Give.know_how=1.5", "firms.Give.lines.give.capability=0",
               "release.choice_noise=0", "release.learning_rate=0", "release.horizon=24",
               "policy.measures.grants={instrument: open_promotion, from: 2024-01, actor: south, grant: " + grant + "}",
               "policy.measures.too-far={instrument: open_promotion, from: 2024-01, actor: north, grant: 1e11}"}));
    return foreseeing_after(s, 6).firms.decisions[giver];
  };
  CHECK(decisions("0") == std::vector<Strategy>(2, Strategy::closed));
  const std::vector<Strategy> paid = decisions("1e10");
  REQUIRE(paid.size() == 2);
  CHECK((paid[0] == Strategy::open || paid[0] == Strategy::tiered));
  CHECK(paid[1] != Strategy::closed);  // weights that follow later keep the grant as well
}

TEST_CASE("What rivals learn from published weights is in what a leader foresees") {
  const auto loss = [](std::string imitation) {
    const Scenario s = little_scenario(
        quiet({"research.imitation_open=" + imitation, "research.distillation=0", "firms.Give.know_how=1.5",
               "firms.Give.first_party=0", "firms.Give.lines.give.capability=0", "firms.Give.strategy=closed",
               "release.horizon=24"}));
    const World w = foreseeing_after(s, 8);
    return foreseen(w, s, Strategy::closed) - foreseen(w, s, Strategy::tiered);
  };
  CHECK(loss("0.5") > loss("0"));
}

TEST_CASE("Adaptive firms decide alike for any number of threads") {
  const Scenario s = little_scenario(
      {"firms.Give.strategy=adaptive", "firms.Late.strategy=adaptive", "run.developers=20000", "release.horizon=6"});
  const World one = foreseeing_after(s, 16);
  CHECK(one.firms.decisions[giver].size() > 3);
  for (const int threads : {2, 8}) CHECK(same_state(foreseeing_after(s, 16, 0, threads), one));
}

TEST_CASE("Firms look beyond the end of the run, and skipped mechanisms stay skipped") {
  const Scenario s = little_scenario({"firms.Give.strategy=adaptive", "release.horizon=40"});
  CHECK(std::isfinite(foreseen(foreseeing_after(s, 23), s, Strategy::delayed)));
  const Scenario without = little_scenario({"firms.Give.strategy=adaptive", "run.skip=[finance]"});
  CHECK(foreseen(foreseeing_after(without, 10), without, Strategy::open) == 0);
}

TEST_CASE("A run without adaptive firms draws and copies nothing for them") {
  const Scenario s = little_scenario();
  const World w = foreseeing_after(s, 24);
  for (const std::vector<Strategy>& decisions : w.firms.decisions) CHECK(decisions.empty());
  CHECK((w.firms.realised == 1).all());
  CHECK(w.firms.expected.isNaN().all());
}
