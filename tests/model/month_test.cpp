// Whole months: skipping mechanisms, invariants, the same bits for any number of threads, the number of developers.

#include <cmath>
#include <limits>

#include "catch.hpp"
#include "model/little_scenario.hpp"

using namespace moat;

namespace {

World month_after(const Scenario& s, int months, int threads = 1, std::uint64_t replicate = 0) {
  World w = initial_world(s, random_of(s, replicate), threads);
  run_months(w, s, months, replicate);
  return w;
}

bool same_months(const World& a, const World& b) {
  return same(a.developers.slot, b.developers.slot) && same(a.market.tokens.flat(), b.market.tokens.flat()) &&
         same(a.market.price.flat(), b.market.price.flat()) && same(a.market.spend, b.market.spend) &&
         same(a.market.surplus, b.market.surplus) && same(a.market.rating, b.market.rating) &&
         same(a.firms.cash, b.firms.cash) && same(a.firms.capability, b.firms.capability) &&
         same(a.firms.stock, b.firms.stock) && same(a.firms.ecosystem, b.firms.ecosystem) &&
         same(a.chips.price, b.chips.price) && a.events.releases.size() == b.events.releases.size();
}

double tokens(const World& w) {
  return w.market.tokens.flat().sum();
}

}  // namespace

TEST_CASE("The month has its steps in the order that the model description gives") {
  const std::vector<std::string_view> names{"policy",  "compute",  "research",  "release", "leaderboard",
                                            "pricing", "adoption", "community", "finance", "security"};
  std::vector<std::string_view> described;  // a mechanism that has come since does not disturb their order
  for (const Mechanism& mechanism : mechanisms()) {
    CHECK_FALSE(mechanism.sentence.empty());
    if (std::find(names.begin(), names.end(), mechanism.name) != names.end()) described.push_back(mechanism.name);
  }
  CHECK(described == names);
}

TEST_CASE("Two years pass, and what should happen does") {
  const Scenario s = little_scenario();
  const World w = month_after(s, 24);
  CHECK(tokens(w) > 0);
  CHECK(w.firms.active.sum() == 3);                                  // Late has entered
  CHECK(w.events.policies.size() == 6);                              // announced, 4 begin, the ban ends
  CHECK((w.developers.slot > 0).count() > w.developers.size() / 2);  // most tasks are served
  CHECK(w.chips.denied(0, 1) > 0);                                   // alpha for the south
  CHECK(w.events.releases.size() > 10);
  CHECK((w.market.awareness.head(3) > 0.5).all());
}

TEST_CASE("Every mechanism can be switched off, alone, for two years") {
  const std::string name(GENERATE(from_range([] {
    std::vector<std::string> names;
    for (const Mechanism& m : mechanisms()) names.emplace_back(m.name);
    return names;
  }())));
  CAPTURE(name);
  const Scenario s = little_scenario({"run.skip=[" + name + "]"});
  CHECK(skipped(s, name));
  World w = initial_world(s, random_of(s), 2);
  std::vector<std::string_view> acted;
  for (; w.clock.step < 24; ++w.clock.step)
    run_month(w, s, random_of(s).at(w.clock.step), [&](const Mechanism& m) {
      if (w.clock.step == 0) acted.push_back(m.name);
    });
  CHECK(acted.size() == mechanisms().size() - 1);
  CHECK(std::find(acted.begin(), acted.end(), name) == acted.end());
  CHECK((name == "adoption") == (tokens(w) == 0));
  if (name == "policy") CHECK(w.chips.denied.sum() == 0);
  if (name == "compute") CHECK((w.firms.stock(0, 0) == 20000 && w.chips.bought.sum() == 0));
  if (name == "research") CHECK((w.firms.capability == 0).all());
  if (name == "release") CHECK(w.events.releases.size() == 2);
  if (name == "community") CHECK((w.firms.ecosystem == 0).all());
  if (name == "finance") CHECK((w.firms.revenue == 0).all());
  if (name == "security") CHECK(w.events.incidents.empty());
}

TEST_CASE("All mechanisms off: the world stands still") {
  std::string all;
  for (const Mechanism& mechanism : mechanisms()) all += (all.empty() ? "" : ", ") + std::string(mechanism.name);
  const Scenario s = little_scenario({"run.skip=[" + all + "]"});
  CHECK(same_months(month_after(s, 0), month_after(s, 12)));
}

TEST_CASE("Two years are the same bits for 1, 2 and 7 threads") {
  const Scenario s = little_scenario({"run.developers=30000"});
  const World one = month_after(s, 24, 1);
  CHECK(same_months(one, month_after(s, 24, 2)));
  CHECK(same_months(one, month_after(s, 24, 7)));
  CHECK_FALSE(same_months(one, month_after(s, 24, 1, 1)));  // another replicate
}

TEST_CASE("Mechanisms that draw do not disturb each other: without security the first months are the same") {
  const Scenario with = little_scenario({"security.trust_loss=0", "security.openness_loss=0"});
  const Scenario without = little_scenario({"run.skip=[security]"});
  CHECK(same_months(month_after(with, 12), month_after(without, 12)));
}

TEST_CASE("A measure that is never in force changes nothing") {
  const Scenario s = little_scenario(), more = little_scenario({"policy.measures.help.from=never"});
  CHECK(same_months(month_after(s, 12), month_after(more, 12)));        // before 2025 there is no difference
  CHECK_FALSE(same_months(month_after(s, 15), month_after(more, 15)));  // afterwards there is
}

TEST_CASE("Totals do not depend on the number of simulated developers, beyond sampling error") {
  // Every simulated developer stands for fewer real ones when there are more of them. Choices feed back on prices and
  // ecosystems, and usage is heavy-tailed; so the error is measured, from the spread over replicates.
  const auto users = [](const Scenario& s, std::uint64_t replicate) {
    const World w = month_after(s, 8, 2, replicate);
    double sum = 0;
    for (Index r = 0; r < 2; ++r)
      for (Index g = 0; g < 2; ++g)
        sum += w.society.weight[r] * double(w.society.members(r, g) - w.market.developers(0, r, g));
    return sum;
  };
  const std::vector<std::string> quiet{"research.noise=0", "leaderboard.noise=0", "community.luck=0",
                                       "security.hazard=0"};
  const auto mean_and_error = [&](int developers) {
    auto sets = quiet;
    sets.push_back("run.developers=" + std::to_string(developers));
    const Scenario s = little_scenario(sets);
    const int n = 12;
    double sum = 0, squares = 0;
    for (int k = 0; k < n; ++k) {
      const double x = users(s, std::uint64_t(k));
      sum += x;
      squares += x * x;
    }
    return std::pair{sum / n, std::sqrt((squares - sum * sum / n) / (n - 1) / n)};
  };
  const auto [few, few_error] = mean_and_error(1000);
  const auto [many, many_error] = mean_and_error(8000);
  CAPTURE(few, few_error, many, many_error);
  CHECK(std::abs(few - many) < 4 * std::hypot(few_error, many_error));
  CHECK(few_error > many_error);
}
