// Hybrid runs: what responds follows the arm, what is held keeps to the baseline's path.

#include "model/switching.hpp"

#include "catch.hpp"
#include "model/little_scenario.hpp"
#include "model/held.hpp"

using namespace moat;

namespace {

unsigned only(std::string_view channel) {
  for (std::size_t c = 0; c < channels().size(); ++c)
    if (channels()[c].name == channel) return 1u << c;
  return 0;
}

const unsigned research = only("research"), release = only("release"), pricing = only("pricing"),
               community = only("community"), everything = hybrid_count() - 1;

/// All that channels write, and what developers do.
bool same_channels(const World& a, const World& b) {
  const auto columns = {&Firms::rented,     &Firms::compute,      &Firms::know_how, &Firms::log10_run_flop,
                        &Firms::capability, &Firms::cash,         &Firms::revenue,  &Firms::margin,
                        &Firms::capex,      &Firms::capex_budget, &Firms::scarcity, &Firms::standing,
                        &Firms::profit,     &Firms::ecosystem,    &Firms::feedback, &Firms::trust_shift};
  bool all = same(a.firms.active, b.firms.active) && same(a.firms.stock, b.firms.stock) &&
             same(a.firms.strategy, b.firms.strategy) && a.firms.invited == b.firms.invited &&
             a.firms.months_of_promise == b.firms.months_of_promise;
  for (const auto column : columns) all = all && same(a.firms.*column, b.firms.*column);
  for (const auto column : {&Market::serving_cost, &Market::list_price, &Market::last_price, &Market::awareness,
                            &Market::downloads, &Market::rated_since})
    all = all && same(a.market.*column, b.market.*column);
  for (const auto flag : {&Market::on_sale, &Market::open, &Market::promoted})
    all = all && same(a.market.*flag, b.market.*flag);
  for (const auto cube :
       {&Market::price, &Market::available, &Market::hosted, &Market::frontier, &Market::rated_frontier})
    all = all && same((a.market.*cube).flat(), (b.market.*cube).flat());
  return all && same(a.market.capability, b.market.capability) && same(a.market.rating, b.market.rating) &&
         same(a.market.tokens.flat(), b.market.tokens.flat()) && same(a.market.spend, b.market.spend) &&
         same(a.developers.slot, b.developers.slot) && same(a.chips.price, b.chips.price) &&
         same(a.chips.maturity, b.chips.maturity) && a.market.open_know_how == b.market.open_know_how &&
         a.market.price_index == b.market.price_index && a.market.attention == b.market.attention &&
         a.security.index == b.security.index && a.events.releases.size() == b.events.releases.size();
}

const Mechanism& row_named(std::string_view name) {
  const auto order = mechanisms();
  return *std::find_if(order.begin(), order.end(), [&](const Mechanism& m) { return m.name == name; });
}

struct Run {
  World baseline;
  std::vector<Hybrid> hybrids;
};

Run run(const Scenario& a, const Scenario& b, const std::vector<unsigned>& sets, int months = 24) {
  const Random random = random_of(a);
  Run run{initial_world(a, random, 1), {}};
  const World start = initial_world(b, random, 1);
  for (const unsigned set : sets) run.hybrids.push_back(begin_hybrid(start, run.baseline, set));
  for (int step = 0; step < months; ++step) {
    run_switched_month(run.baseline, a, run.hybrids, b, random.at(step));
    ++run.baseline.clock.step;
    for (Hybrid& hybrid : run.hybrids) ++hybrid.world.clock.step;
  }
  return run;
}

World alone(const Scenario& s, int months = 24) {
  World w = initial_world(s, random_of(s), 1);
  run_months(w, s, months);
  return w;
}

std::vector<unsigned> all_sets() {
  std::vector<unsigned> sets;
  for (unsigned set = 0; set <= everything; ++set) sets.push_back(set);
  return sets;
}

/// Firms that come, go, adapt and answer; free models; licences: everything that a hybrid may meet.
const std::vector<std::string> lively{"finance.capex_rule=responsive",
                                      "finance.exit=true",
                                      "finance.credit_months=1",
                                      "research.research_rule=responsive",
                                      "firms.Late.entry=free",
                                      "firms.Late.fixed_cost=1e5",
                                      "firms.Keep.funding=0",
                                      "firms.Keep.cash=1e8",
                                      "firms.Give.strategy=adaptive",
                                      "release.sample=200",
                                      "release.horizon=2",
                                      "community.commons=0.002"};

std::vector<std::string> with(std::vector<std::string> sets, const std::vector<std::string>& more) {
  sets.insert(sets.end(), more.begin(), more.end());
  return sets;
}

}  // namespace

TEST_CASE("Channels are those of the rows: each once, in the order of the month, without `direct`") {
  std::vector<std::string_view> names;
  for (const Channel& channel : channels()) {
    CAPTURE(channel.name);
    CHECK(channel.doc.size() > 10);
    CHECK(std::find(names.begin(), names.end(), channel.name) == names.end());
    names.push_back(channel.name);
  }
  CHECK(std::find(names.begin(), names.end(), direct_channel.name) == names.end());
  CHECK(std::vector(names.begin(), names.begin() + 5) ==
        std::vector<std::string_view>{"compute", "research", "release", "pricing", "community"});
  CHECK(hybrid_count() == 1u << names.size());
  for (const Mechanism& m : mechanisms()) {
    CAPTURE(m.name);
    const bool is_direct = m.channel == direct_channel, is_held = !(m.hold.month == never_held.month);
    CHECK(is_direct != is_held);
    if (!is_direct) CHECK(std::find(names.begin(), names.end(), m.channel.name) != names.end());
  }
}

TEST_CASE("With all channels responding a hybrid is the arm, and the baseline is what it is alone") {
  const Scenario a = little_scenario();
  const Scenario b = little_scenario(with(lively, {"policy.measures.ban.coverage=0.3", "pricing.host_margin=1"}));
  const Run both = run(a, b, {everything, 0, release});
  CHECK(same_channels(both.baseline, alone(a)));
  CHECK(same_channels(both.hybrids[0].world, alone(b)));
  CHECK_FALSE(same_channels(both.hybrids[0].world, both.baseline));
}

TEST_CASE("Arms that are alike stay alike, whatever responds") {
  for (const std::vector<std::string>& sets : {std::vector<std::string>{}, lively}) {
    const Scenario s = little_scenario(sets);
    const Run both = run(s, s, all_sets());
    for (const Hybrid& hybrid : both.hybrids) {
      CAPTURE(hybrid.responding, sets.size());
      CHECK(same_channels(hybrid.world, both.baseline));
    }
  }
}

TEST_CASE("What an arm changes in channels alone changes nothing while they are held") {
  const std::vector<std::string> change = GENERATE(
      std::vector<std::string>{"pricing.host_margin=2", "pricing.serving_utilisation=0.01"},
      std::vector<std::string>{"research.growth=0.1"}, std::vector<std::string>{"compute.rental=0.9"},
      std::vector<std::string>{"finance.research_cost=2", "finance.capex_rule=responsive"},
      std::vector<std::string>{"firms.Keep.capex=9e8", "firms.Give.complement=1", "firms.Late.know_how=1"},
      std::vector<std::string>{"firms.Give.strategy=delayed", "firms.Give.lines.give.cadence=5"},
      std::vector<std::string>{"firms.Keep.lines.keep.capability=140", "firms.Give.lines.give-max.capability=120"},
      std::vector<std::string>{"firms.Late.lines.late.openness=open"},
      std::vector<std::string>{"firms.Give.lines.give.licence=non_commercial"},
      std::vector<std::string>{"community.contribution=5", "community.commons=0.01"},
      std::vector<std::string>{"leaderboard.delay=6", "release.attention_per_eci=1"},
      std::vector<std::string>{"run.skip=[pricing, community]"}, std::vector<std::string>{"run.skip=[leaderboard]"},
      std::vector<std::string>{"run.skip=[compute, finance, research]"});
  CAPTURE(change);
  const Scenario plain = little_scenario(), changed = little_scenario(change);
  for (const bool forwards : {true, false}) {
    const Scenario &a = forwards ? plain : changed, &b = forwards ? changed : plain;
    const Run both = run(a, b, {0, everything});
    CAPTURE(forwards);
    CHECK(same_channels(both.hybrids[0].world, both.baseline));
    CHECK_FALSE(same_channels(both.hybrids[1].world, both.baseline));
  }
}

TEST_CASE("A change of one channel comes through that channel first") {
  const auto tokens = [](const Hybrid& h) { return h.world.market.tokens.flat().sum(); };
  const Scenario a = little_scenario();
  const auto [change, channel] = GENERATE(std::pair<std::string, unsigned>{"pricing.host_margin=2", pricing},
                                          std::pair<std::string, unsigned>{"research.growth=0.2", research},
                                          std::pair<std::string, unsigned>{"community.contribution=9", community});
  CAPTURE(change);
  const Run both = run(a, little_scenario({change}), {0, everything & ~channel, everything});
  CHECK(tokens(both.hybrids[0]) == tokens(both.hybrids[1]));
  CHECK(tokens(both.hybrids[0]) != tokens(both.hybrids[2]));
}

TEST_CASE("Held prices leave bans, tariffs and hosting to the governments of the arm") {
  const Scenario a = little_scenario({"policy.measures.ban.from=never"}), b = little_scenario();
  const Run both = run(a, b, {0}, 16);
  const World &held = both.hybrids[0].world, &base = both.baseline;
  const Index give = 1, north = 0, company = 1;
  CHECK(base.market.available(give, north, company) == 1);
  CHECK(held.market.available(give, north, company) == 0);
  CHECK(held.market.developers(give + 1, north, company) == 0);
  CHECK(same(held.market.list_price, base.market.list_price));
  CHECK(same(held.firms.capability, base.firms.capability));
}

TEST_CASE("Held money keeps its accounts: revenue follows use, spending follows the baseline") {
  const Scenario a = little_scenario(), b = little_scenario({"pricing.host_margin=3", "finance.capex_rule=responsive"});
  const Run both = run(a, b, {pricing}, 12);
  const World &held = both.hybrids[0].world, &base = both.baseline;
  CHECK(same(held.firms.capex, base.firms.capex));
  CHECK(same(held.firms.capex_budget, base.firms.capex_budget));
  CHECK(same(held.firms.stock, base.firms.stock));
  CHECK(held.firms.revenue[1] > 0);
  CHECK(held.firms.revenue[1] != base.firms.revenue[1]);
  CHECK(held.firms.cash[1] != base.firms.cash[1]);
}

TEST_CASE("Who is ruined here alone stays: exits are taken, as are those of the baseline") {
  const Scenario s = little_scenario({"finance.exit=true"});
  Run both = run(s, s, {0}, 6);
  World &held = both.hybrids[0].world, &base = both.baseline;
  const Index keep = 0, keep_line = 0, give_max = 2;
  REQUIRE(held.market.on_sale[keep_line]);
  REQUIRE(held.market.on_sale[give_max]);
  held.firms.cash[keep] = -1e15;
  held.firms.months_of_loss[keep] = 1000;
  const World before = added_columns_of(base);
  base.firms.active[1] = 0;
  hold(held, {row_named("finance"), base, before, s});
  CHECK(held.firms.active[keep]);
  CHECK(held.market.on_sale[keep_line]);
  CHECK_FALSE(held.firms.active[1]);
  CHECK_FALSE(held.market.on_sale[give_max]);
  CHECK(held.market.on_sale[1]);  // open weights stay
}

TEST_CASE("What several add to is added to, and equal stays equal to the bit") {
  const Scenario s = little_scenario();
  World held = initial_world(s, random_of(s), 1), base = held;
  held.firms.cash << 1e16, 5, 7;
  base.firms.cash << 1e16, 2, 7;
  const World before = added_columns_of(base);
  base.firms.cash << 1, 3, 7;  // 1 is lost in a sum with 1e16
  hold(held, {row_named("compute"), base, before, s});
  CHECK(held.firms.cash[0] == 1);
  CHECK(held.firms.cash[1] == 6);
  CHECK(held.firms.cash[2] == 7);
  CHECK_THROWS_AS(hold(held, {row_named("adoption"), base, before, s}), ContractError);
}

TEST_CASE("A line that the baseline does not sell has a price where it is sold") {
  const Scenario a = little_scenario({"firms.Keep.strategy=closed", "firms.Give.lines.give-max.first=2027-01"});
  const Scenario b = little_scenario();
  const Run both = run(a, b, {release}, 12);
  const World& w = both.hybrids[0].world;
  const Index give_max = 2;
  REQUIRE(w.market.on_sale[give_max]);
  CHECK_FALSE(both.baseline.market.on_sale[give_max]);
  CHECK(w.market.list_price[give_max] >= a.pricing.price_floor);
  CHECK(w.market.serving_cost[give_max] > 0);
}

TEST_CASE("Know-how that the community adds in the baseline is added where it is held") {
  const Scenario a = little_scenario({"community.commons=0.003"});
  const Scenario b = little_scenario({"community.commons=0.003", "research.growth=0.15"});
  const Run both = run(a, b, {research | release, everything}, 18);
  const double held = both.hybrids[0].world.market.open_know_how, base = both.baseline.market.open_know_how;
  CHECK(held > base + 0.05);  // research is not undone
  CHECK_THAT(held, WithinAbs(both.hybrids[1].world.market.open_know_how, 0.05));
}

TEST_CASE("All hybrids hold what must always hold, however much the arms differ") {
  const Scenario a = little_scenario(), b = little_scenario(with(lively, {"policy.measures.control.from=2024-05",
                                                                          "policy.measures.ban.from=2024-05"}));
  CHECK_NOTHROW(run(a, b, all_sets()));
  CHECK_NOTHROW(run(b, a, all_sets()));
  // Mechanisms that one of the two does without.
  const Scenario without = little_scenario({"run.skip=[pricing, leaderboard, finance]"});
  CHECK_NOTHROW(run(without, b, all_sets()));
  CHECK_NOTHROW(run(b, without, all_sets()));
}

TEST_CASE("What breaks in a hybrid says in which") {
  const Scenario a = little_scenario();
  const Random random = random_of(a);
  World baseline = initial_world(a, random, 1);
  std::vector<Hybrid> hybrids{begin_hybrid(baseline, baseline, research | pricing)};
  hybrids[0].world.firms.cash[0] = std::numeric_limits<double>::quiet_NaN();
  CHECK_THROWS_WITH(run_switched_month(baseline, a, hybrids, a, random.at(0)),
                    ContainsSubstring("in a hybrid, responding: research, pricing"));
}

TEST_CASE("Worlds of other lines cannot be mixed") {
  const Scenario a = little_scenario(), b = little_scenario({"firms.Late.lines.late=null"});
  CHECK_THROWS_AS(begin_hybrid(initial_world(b, random_of(b), 1), initial_world(a, random_of(a), 1), 0), ContractError);
}
