// Adaptive firms: what they choose given what they foresee, what they learn, and the cycles they end in.

#include "mechanism/release/adaptive.hpp"

#include <cmath>
#include <limits>

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/purpose.hpp"
#include "mechanism/release/release.hpp"

using namespace moat;

namespace {

constexpr Index flagship = 0, open_model = 1;  // lines
constexpr double none = std::numeric_limits<double>::quiet_NaN();
using Values = std::array<double, plain_strategies>;  // closed, open, delayed, tiered

/// Firm Both, adaptive, with a closed and an open line that are due every third month.
World two_lines() {
  World w = empty_world();
  w.firms.firms = {firm_entry("Both", "north",
                              {line_entry("flag", Openness::closed, 0, 3), line_entry("mini", Openness::open, 5, 3)}),
                   firm_entry("Rival", "south", {line_entry("theirs", Openness::open, 0, 120)})};
  w.firms.firms[0].strategy = Strategy::adaptive;
  size_up(w);
  w.firms.capability << 130, 120;
  w.firms.log10_run_flop.setConstant(25);
  return w;
}

ReleaseParams without_noise() {
  ReleaseParams p;
  p.choice_noise = 0;
  return p;
}

/// The release step of a month.
void release_month(World& w, const ReleaseParams& p, const Values& foreseen, const Random& random = {1, 0, 0}) {
  choose_strategies(w.firms, w.governments, w.clock, p, random.at(w.clock.step),
                    [&](Index, Strategy option) { return foreseen[std::size_t(option)]; });
  decide_releases(w.market, w.firms, w.events, w.governments, w.society, w.clock, p, {100, 25, 10});
  ++w.clock.step;
}

double read(const World& w, std::string_view name, Index firm = 0) {
  std::vector<double> out(name == "openness_by_lead" ? 1 : std::size_t(w.firms.size()), 0.0);
  for (const Series& one : release_adaptive_series())
    if (one.name == name) {
      one.read(w, out);
      return out[std::size_t(firm)];
    }
  FAIL("no series " << name);
  return 0;
}

}  // namespace

TEST_CASE("Chances are logit in values over the largest of them") {
  const Values p = choice_probabilities({3, 1, none, 2}, 0.5);  // scale 1.5
  const double all = 1 + std::exp(-2 / 1.5) + std::exp(-1 / 1.5);
  CHECK(p[0] == Approx(1 / all).epsilon(1e-12));
  CHECK(p[1] == Approx(std::exp(-2 / 1.5) / all).epsilon(1e-12));
  CHECK(p[2] == 0);
  CHECK(p[3] == Approx(std::exp(-1 / 1.5) / all).epsilon(1e-12));
  const Values in_cents = choice_probabilities({300, 100, none, 200}, 0.5);
  for (std::size_t o = 0; o < p.size(); ++o) CHECK(in_cents[o] == Approx(p[o]).epsilon(1e-12));  // money has no unit
  const Values losses = choice_probabilities({-4, -2, none, none}, 1);  // the scale is of size, not of sign
  CHECK(losses[1] == Approx(1 / (1 + std::exp(-0.5))).epsilon(1e-12));
  CHECK(choice_probabilities({0, 0, 0, 0}, 0.1) == Values{0.25, 0.25, 0.25, 0.25});
}

TEST_CASE("Without noise the first of the best is certain") {
  CHECK(choice_probabilities({1, 3, 3, 2}, 0) == Values{0, 1, 0, 0});
  CHECK(choice_probabilities({none, -2, none, -1}, 0) == Values{0, 0, 0, 1});
}

TEST_CASE("Firms choose as often as the chances say, by one draw a decision") {
  const Values foreseen{10, 9, 8, 9.5};
  ReleaseParams p;
  p.choice_noise = 0.1;
  p.forgone_weight = p.learning_rate = 0;
  const Values chances = choice_probabilities(foreseen, p.choice_noise);
  constexpr int n = 20000;
  Values chosen{};
  for (int i = 0; i < n; ++i) {
    World w = two_lines();
    const Random random{7, std::uint64_t(i), 0};
    choose_strategies(w.firms, w.governments, w.clock, p, random,
                      [&](Index, Strategy option) { return foreseen[std::size_t(option)]; });
    REQUIRE(w.firms.decisions[0].size() == 1);
    const auto decision = std::size_t(w.firms.decisions[0][0]);
    chosen[decision] += 1;
    double below = 0;
    for (std::size_t o = 0; o < decision; ++o) below += chances[o];
    const double u = uniform(random.words(Purpose::release_choice, 0)[0]);
    CHECK((u > below - 1e-12 && u < below + chances[decision] + 1e-12));
  }
  for (std::size_t o = 0; o < chosen.size(); ++o) {
    const double z = (chosen[o] / n - chances[o]) / std::sqrt(chances[o] * (1 - chances[o]) / n);
    CHECK(std::abs(z) <= 4);
  }
}

TEST_CASE("A firm decides in the months in which a model is due, and only among what it has lines for") {
  World w = two_lines();
  w.firms.firms[0].lines[open_model].first = january + 4;
  std::vector<Strategy> asked;
  for (w.clock.step = 0; w.clock.step < 8; ++w.clock.step) {
    asked.clear();
    choose_strategies(w.firms, w.governments, w.clock, without_noise(), {}, [&](Index f, Strategy option) {
      CHECK(f == 0);  // Rival follows its script
      asked.push_back(option);
      return option == Strategy::tiered ? 2.0 : 1.0;
    });
    const int step = w.clock.step;
    if (step == 0 || step == 3)
      CHECK(asked == std::vector<Strategy>{Strategy::closed});
    else if (step == 4 || step == 6 || step == 7)
      CHECK(asked == std::vector<Strategy>{Strategy::closed, Strategy::open, Strategy::delayed, Strategy::tiered});
    else
      CHECK(asked.empty());
  }
  CHECK(w.firms.decisions[0] == std::vector<Strategy>{Strategy::closed, Strategy::closed, Strategy::tiered,
                                                      Strategy::tiered, Strategy::tiered});
  CHECK(w.firms.decisions[1].empty());
}

TEST_CASE("Governments' delays move decisions with the releases") {
  World w = two_lines();
  w.governments.release_delay[north] = 1;
  for (int step = 0; step < 5; ++step) {
    release_month(w, without_noise(), {1, 0, 0, 0});
    CHECK(w.firms.decisions[0].size() == (step < 1 ? 0 : step < 4 ? 1 : 2));
  }
}

TEST_CASE("A firm that is not at work, or can train nothing, decides nothing") {
  World w = two_lines();
  w.firms.active[0] = 0;
  release_month(w, without_noise(), {1, 0, 0, 0});
  w.firms.active[0] = 1;
  w.firms.capability[0] = 0;
  w.clock.step = 0;
  release_month(w, without_noise(), {1, 0, 0, 0});
  CHECK(w.firms.decisions[0].empty());
}

TEST_CASE("The choice is followed at once, and events say so") {
  World w = two_lines();
  ReleaseParams p = without_noise();
  p.learning_rate = 0;
  release_month(w, p, {2, 1, 1, 1});
  CHECK((w.market.on_sale[flagship] && !w.market.on_sale[open_model]));
  CHECK(w.events.releases.back().reason == "schedule");
  for (int step = 1; step < 3; ++step) release_month(w, p, {1, 2, 1, 1});  // no model due, no second thoughts
  CHECK(w.firms.strategy_of(0) == Strategy::closed);
  w.firms.capability[0] = 133;
  release_month(w, p, {1, 2, 1, 1});
  CHECK(w.firms.strategy_of(0) == Strategy::open);
  CHECK(w.market.vintage[open_model].capability == 133);
  CHECK(w.events.releases.back().reason == "adaptive");
  CHECK(read(w, "value_open") == 2);
}

TEST_CASE("Expectations follow what is realised: fully for the strategy in force, by part for the others") {
  World w = two_lines();
  ReleaseParams p = without_noise();
  p.learning_rate = 0.2;
  p.forgone_weight = 0.5;
  release_month(w, p, {100, 90, 80, -5});
  w.firms.margin[0] = 150;
  release_month(w, p, {});
  CHECK(w.firms.realised(0, 0) == Approx(1 + 0.2 * 0.5).epsilon(1e-12));
  CHECK(w.firms.realised(0, 1) == Approx(1 + 0.1 * 0.5).epsilon(1e-12));
  w.firms.margin[0] = -30;  // worse than half: the bound
  release_month(w, p, {});
  CHECK(w.firms.realised(0, 0) == Approx(1.1 + 0.2 * (0.5 - 1.1)).epsilon(1e-12));
  CHECK(w.firms.realised(0, 1) == Approx(1.05 + 0.1 * (0.5 - 1.05)).epsilon(1e-12));
  CHECK(read(w, "value_closed") == Approx(98).epsilon(1e-12));
  CHECK(read(w, "value_tiered") == -5);  // an expected loss stands as it is
  CHECK(read(w, "realised_margin") == Approx(0.98).epsilon(1e-12));
  release_month(w, p, {100, 102, 0, 0});  // learns once more, then decides: open has lost less trust
  CHECK(w.firms.decisions[0].back() == Strategy::open);
}

TEST_CASE("Nothing is learned before the first decision, or from an expected loss") {
  World w = two_lines();
  w.firms.margin[0] = 50;
  release_month(w, without_noise(), {-1, -2, -3, -4});
  release_month(w, without_noise(), {});
  CHECK((w.firms.realised.row(0) == 1).all());
}

TEST_CASE("Corrections stay within their bounds, whatever happens") {
  World w = two_lines();
  ReleaseParams p = without_noise();
  p.learning_bound = 3;
  for (int i = 0; i < 500; ++i) {
    const double u = uniform(Random{1, 2, 3}.words(Purpose::usage, i)[0]);
    w.firms.margin[0] = 1e6 * (u - 0.3);
    release_month(w, p, {u, 1 - u, 0.4, 0.6});
    CHECK((w.firms.realised.row(0) >= 1 / 3.0 - 1e-12).all());
    CHECK((w.firms.realised.row(0) <= 3 + 1e-12).all());
  }
}

TEST_CASE("Cycles: the last 3p choices repeat with period p, and are not all alike") {
  const auto period = [](std::string_view word) {
    std::vector<Strategy> decisions;
    for (const char c : word)
      decisions.push_back(c == 'c' ? Strategy::closed : c == 'o' ? Strategy::open : Strategy::tiered);
    return cycle_period(decisions);
  };
  CHECK(period("") == 0);
  CHECK(period("cccccccccccc") == 0);
  CHECK(period("coco") == 0);  // twice only
  CHECK(period("cococo") == 2);
  CHECK(period("tttcococo") == 2);
  CHECK(period("cocococ") == 2);
  CHECK(period("cocococc") == 0);  // it has settled
  CHECK(period("cotcotcot") == 3);
  CHECK(period("ccoccocco") == 3);
  CHECK(period("cotcotcoc") == 0);
  CHECK(period("ccctttccctttcccttt") == 0);  // three alike count as settled
  CHECK(period("ccottoccottoccotto") == 6);
  World w = two_lines();
  w.firms.decisions[0] = {Strategy::open,   Strategy::closed, Strategy::open,
                          Strategy::closed, Strategy::open,   Strategy::closed};
  CHECK(read(w, "strategy_cycle") == 2);
  CHECK(read(w, "strategy_cycle", 1) == 0);
}

TEST_CASE("A change of mind is an event, with the period of the cycle that the choices end in") {
  World w = two_lines();
  ReleaseParams p = without_noise();
  p.learning_rate = 0;
  for (int choice = 0; choice < 8; ++choice)  // one every third month: closed, open, closed, open, ..., open, open
    for (int i = 0; i < 3; ++i)
      release_month(w, p, choice % 2 == 0 && choice < 6 ? Values{2, 1, 1, 1} : Values{1, 2, 1, 1});
  REQUIRE(w.events.firms.size() == 5);
  for (int change = 0; change < 5; ++change) {
    const FirmEvent& e = w.events.firms[std::size_t(change)];
    CHECK((e.month == january + 3 * (change + 1) && e.firm == 0 && e.action == "changes strategy"));
    CHECK(e.strategy == (change % 2 == 0 ? Strategy::open : Strategy::closed));
    CHECK(e.cycle == (change < 4 ? 0 : 2));  // six choices have repeated two of them three times
  }
  // Once its ways are written down, what it chose before is no matter.
  w.firms.firms[0].strategy.points.emplace_back(w.clock.now(), int(Strategy::tiered));
  w.firms.decisions[0].resize(6);
  release_month(w, p, {});
  REQUIRE(w.events.firms.size() == 6);
  CHECK((w.events.firms[5].strategy == Strategy::tiered && w.events.firms[5].cycle == 0));
}

TEST_CASE("Openness is the open share of a year's releases, lead the distance to the best other firm") {
  World w = two_lines();
  w.clock.step = 20;
  const auto release = [&](int step, int firm, bool open, std::string reason = "schedule") {
    w.events.releases.push_back({january + step, firm, 0, open, 130, 25, 0, 280, std::move(reason)});
  };
  release(8, 0, true);  // a year ago
  for (const int step : {9, 12, 15}) release(step, 0, false);
  release(18, 0, true);
  release(19, 1, true);
  release(19, 0, true, std::string(on_market_before));
  CHECK(read(w, "firm_openness") == 0.25);
  CHECK(read(w, "firm_openness", 1) == 1);
  CHECK((read(w, "lead") == 10 && read(w, "lead", 1) == -10));
  const auto correlation = [&](Strategy leader, Strategy laggard) {
    w.firms.strategy << int(leader), int(laggard);
    return read(w, "openness_by_lead");
  };
  for (const auto& [less, more] : {std::pair{Strategy::closed, Strategy::delayed},
                                   {Strategy::delayed, Strategy::tiered},
                                   {Strategy::tiered, Strategy::open}}) {
    CHECK(correlation(less, more) == Approx(-1).epsilon(1e-12));
    CHECK(correlation(more, less) == Approx(1).epsilon(1e-12));
    CHECK(correlation(more, more) == 0);
  }
  w.firms.active[1] = 0;
  CHECK(std::isnan(read(w, "lead")));
}
