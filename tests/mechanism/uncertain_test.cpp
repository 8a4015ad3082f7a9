// What is drawn of a run: moments against their closed forms, over many firms or replicates; and what does not move.

#include "mechanism/uncertain.hpp"

#include <cmath>

#include "catch.hpp"
#include "little_world.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::uncertain_test {

namespace {

constexpr Random of_run{5, 0, 0};

void months(World& w, const UncertainParams& p, int count, const Random& random = of_run) {
  for (int m = 0; m < count; ++m, ++w.clock.step)
    draw_uncertain(w.firms, w.market, w.chips, w.society, w.clock, p, random.at(w.clock.step));
}

/// The firms of the little world, and as many as are asked for in the north, each with an open and a closed line.
World crowd(int count, EntryRule entry = EntryRule::dated) {
  World w = empty_world();
  for (int i = 0; i < count; ++i) {
    const std::string name = "firm" + std::to_string(i);
    w.firms.firms.push_back(firm_entry(
        name, "north", {line_entry(name + "-closed", Openness::closed), line_entry(name + "-open", Openness::open)}));
    w.firms.firms.back().entry = entry;
  }
  size_up(w);
  return w;
}

struct Moments {
  double mean, variance;
};

Moments moments(const Column<double>& x) {
  return {x.mean(), (x - x.mean()).square().sum() / double(x.size() - 1)};
}

/// Four standard errors of a variance estimated from n normal values.
double error_of_variance(double variance, double n) {
  return 4 * variance * std::sqrt(2 / n);
}

double four_errors_of_share(double p, double n) {
  return 4 * std::sqrt(p * (1 - p) / n);
}

double correlation(const Column<double>& x, const Column<double>& y) {
  const Column<double> a = x - x.mean(), b = y - y.mean();
  return (a * b).sum() / std::sqrt(a.square().sum() * b.square().sum());
}

}  // namespace

TEST_CASE("Without a width nothing is drawn") {
  World w = crowd(3, EntryRule::drawn);
  w.firms.active.setOnes();
  months(w, {}, 24);
  for (const auto* column :
       {&w.firms.capex_shock, &w.firms.demand_shock, &w.firms.growth_shift, &w.market.delay, &w.chips.vendor_yield,
        &w.chips.chip_yield, &w.society.origin_walk, &w.society.regional_growth})
    CHECK((*column == 0).all());
  CHECK(w.society.openness_walk == 0);
  CHECK(w.society.growth_shift == 0);
  CHECK(w.society.volume_shift == 0);
  CHECK((w.firms.drawn_strategy == -1).all());
  CHECK((w.firms.drawn_exit == 0).all());
  for (const Month month : w.firms.invited) CHECK(month == never);
}

TEST_CASE("Spending and demand follow autoregressions of the stated sd and persistence") {
  const int n = 4000;
  World w = crowd(n - 2);
  UncertainParams p;
  p.capex_sd = 0.3;
  p.capex_persistence = 0.9;
  p.demand_sd = 1.2;
  p.demand_persistence = 0.6;
  months(w, p, 3);
  const auto after = [](double sd, double persistence, int k) { return sd * sd * (1 - std::pow(persistence, 2 * k)); };
  // They begin at 0, so that their variance grows to the one of the long run.
  CHECK(moments(w.firms.capex_shock).variance == Approx(after(0.3, 0.9, 3)).margin(error_of_variance(0.0422, n)));
  months(w, p, 57);
  const Column<double> capex = w.firms.capex_shock, demand = w.firms.demand_shock;
  CHECK(moments(capex).variance == Approx(0.09).margin(error_of_variance(0.09, n)));
  CHECK(moments(demand).variance == Approx(1.44).margin(error_of_variance(1.44, n)));
  CHECK(moments(capex).mean == Approx(0).margin(4 * 0.3 / std::sqrt(n)));
  months(w, p, 1);
  CHECK(correlation(capex, w.firms.capex_shock) == Approx(0.9).margin(4 * (1 - 0.81) / std::sqrt(n)));
  CHECK(correlation(demand, w.firms.demand_shock) == Approx(0.6).margin(4 * (1 - 0.36) / std::sqrt(n)));
  CHECK(std::abs(correlation(capex, demand)) < 4 / std::sqrt(n));  // of their own
}

TEST_CASE("Until their dates plans and demand are as the scenario says") {
  World w = crowd(2);
  UncertainParams p;
  p.plans_from = january + 6;
  p.demand_from = january + 3;
  p.capex_sd = p.demand_sd = p.growth_sd = p.chip_yield_sd = p.openness_walk = p.volume_sd = 0.5;
  p.exit_hazard = 12;
  months(w, p, 3);
  CHECK((w.firms.demand_shock == 0).all());
  CHECK(w.society.openness_walk == 0);
  months(w, p, 3);
  CHECK((w.firms.demand_shock != 0).all());
  CHECK(w.society.openness_walk != 0);
  CHECK((w.firms.capex_shock == 0).all());
  CHECK(w.society.growth_shift == 0);
  CHECK((w.chips.chip_yield == 0).all());
  CHECK((w.firms.drawn_exit == 0).all());
  months(w, p, 2);
  CHECK((w.firms.capex_shock != 0).all());
  CHECK(w.society.growth_shift != 0);
  CHECK((w.chips.chip_yield != 0).all());
  CHECK(w.society.volume_shift != 0);
}

TEST_CASE("What is drawn once stays, and its parts have the stated sd") {
  const int n = 2000;
  Column<double> common(n), region(n), firm(n), vendor(n), chip(n), volume(n);
  UncertainParams p;
  p.growth_sd = 0.25;
  p.growth_region_sd = 0.15;
  p.growth_firm_sd = 0.2;
  p.yield_sd = {{"south", 0.4}};
  p.chip_yield_sd = 0.1;
  p.volume_sd = 0.2;
  World start = empty_world();
  for (int i = 0; i < n; ++i) {
    World w = start;
    const Random random{5, std::uint64_t(i), 0};
    months(w, p, 13, random);
    common[i] = w.society.growth_shift;
    region[i] = w.society.regional_growth[south];
    firm[i] = w.firms.growth_shift[give];
    vendor[i] = w.chips.vendor_yield[south];
    chip[i] = w.chips.chip_yield[beta];
    volume[i] = w.society.volume_shift;
    if (i > 0) continue;
    CHECK(w.chips.vendor_yield[north] == 0);
    months(w, p, 12, random);
    CHECK(w.society.growth_shift == common[0]);
    CHECK(w.firms.growth_shift[give] == firm[0]);
    CHECK(w.chips.chip_yield[beta] == chip[0]);
    CHECK(w.society.volume_shift == Approx(2 * volume[0]).epsilon(1e-12));  // two years instead of one
  }
  for (const auto& [x, sd] :
       {std::pair{&common, 0.25}, {&region, 0.15}, {&firm, 0.2}, {&vendor, 0.4}, {&chip, 0.1}, {&volume, 0.2}})
    CHECK(moments(*x).variance == Approx(sd * sd).margin(error_of_variance(sd * sd, n)));
  for (const auto* one : {&region, &firm, &vendor, &chip})
    CHECK(std::abs(correlation(common, *one)) < 4 / std::sqrt(n));
}

TEST_CASE("Tastes walk: their variance grows with time") {
  const int n = 2000;
  Column<double> open(n), origin(n);
  UncertainParams p;
  p.openness_walk = 0.1;
  p.origin_walk = 0.2;
  World start = empty_world();
  for (int i = 0; i < n; ++i) {
    World w = start;
    months(w, p, 25, {5, std::uint64_t(i), 0});
    open[i] = w.society.openness_walk;
    origin[i] = w.society.origin_walk[south];
  }
  CHECK(moments(open).variance == Approx(0.25).margin(error_of_variance(0.25, n)));
  CHECK(moments(origin).variance == Approx(1).margin(error_of_variance(1, n)));
}

TEST_CASE("Models come about on schedule: one for each place, in order, and late as widely as stated") {
  const int n = 1000, cadence = 24;
  World w = crowd(n);
  for (FirmEntry& firm : w.firms.firms)
    for (LineEntry& line : firm.lines) line.cadence = always(cadence);
  UncertainParams p;
  p.delay_sd = 2;
  std::vector<int> models(std::size_t(w.market.line_count()), 0);
  Column<double> late(w.market.line_count());
  for (int month = 0; month < 5 * cadence - cadence / 2; ++month) {
    months(w, p, 1);
    for (Index l = 0; l < w.market.line_count(); ++l) {
      if (month == 2 * cadence) late[l] = w.market.delay[l];
      const int since = month - int(w.market.delay[l]);
      models[std::size_t(l)] += since >= 0 && since % cadence == 0;
    }
    if (month < cadence / 2) CHECK((w.market.delay == 0).all());  // the first is dated
  }
  for (const int count : models) CHECK(count == 5);
  // Rounding to whole months adds a twelfth.
  CHECK(moments(late).variance == Approx(4 + 1 / 12.0).margin(error_of_variance(4.1, 2 * n)));
  p.delay_sd = 60;
  months(w, p, cadence);
  CHECK(w.market.delay.abs().maxCoeff() == 11);  // never so late that the next comes first
}

TEST_CASE("Firms switch and leave at the stated rates") {
  const int n = 4000;
  World w = crowd(n);
  for (Index f = 2; f < w.firms.size(); ++f) w.firms.firms[std::size_t(f)].strategy = Strategy::closed;
  UncertainParams p;
  p.switch_hazard = 1.2;
  p.exit_hazard = 0.6;
  p.switch_hazards = {{"firm0", 0}};
  p.exit_hazards = {{"firm1", 0}, {"firm2", 12}};
  months(w, p, 1);
  const auto crowd_of = [&](auto is) {
    int count = 0;
    for (Index f = 2; f < w.firms.size(); ++f) count += is(f);
    return double(count) / n;
  };
  // Of four strategies it takes any: three of four are others, so that it thinks again that much more often.
  const double switched = 0.75 * (1 - std::exp(-1.2 / 12 * 4 / 3));
  CHECK(crowd_of([&](Index f) { return w.firms.drawn_strategy[f] >= 0; }) ==
        Approx(switched).margin(four_errors_of_share(switched, n)));
  for (const Strategy one : {Strategy::open, Strategy::delayed, Strategy::tiered})
    CHECK(crowd_of([&](Index f) { return w.firms.drawn_strategy[f] == int(one); }) ==
          Approx(switched / 3).margin(four_errors_of_share(switched / 3, n)));
  CHECK((w.firms.drawn_strategy.head(2) == -1).all());  // with lines for one strategy only
  months(w, p, 11);
  const double left = 1 - std::exp(-0.6);
  CHECK(crowd_of([&](Index f) { return w.firms.drawn_exit[f]; }) == Approx(left).margin(four_errors_of_share(left, n)));
  CHECK(w.firms.drawn_strategy[2] == -1);
  CHECK_FALSE(w.firms.drawn_exit[3]);
  CHECK(w.firms.drawn_exit[4]);
}

TEST_CASE("A dated change of strategy ends a drawn one, and firms that decide themselves draw none") {
  World w = crowd(200);
  for (FirmEntry& firm : w.firms.firms) firm.strategy.points.emplace_back(january + 6, int(Strategy::tiered));
  w.firms.firms[2].strategy = Strategy::reactive;
  w.firms.firms[3].strategy = Strategy::adaptive;
  UncertainParams p;
  p.switch_hazard = 6;
  months(w, p, 6);
  CHECK((w.firms.drawn_strategy.tail(200) >= 0).count() > 100);
  CHECK(w.firms.drawn_strategy[2] == -1);
  CHECK(w.firms.drawn_strategy[3] == -1);
  p.switch_hazard = 0;
  months(w, p, 1);
  CHECK((w.firms.drawn_strategy == -1).all());
}

TEST_CASE("Labs arrive as a Poisson process, in the order of the scenario, as long as there are any") {
  World w = crowd(300, EntryRule::drawn);
  w.firms.active.tail(300).setZero();
  w.firms.know_how[keep] = 2;
  UncertainParams p;
  p.arrivals = {{"north", 6}};
  months(w, p, 360);
  int arrived = 0;
  std::vector<int> by_month(360, 0);
  Month last = january;
  for (Index f = 2; f < w.firms.size(); ++f) {
    const Month month = w.firms.invited[std::size_t(f)];
    if (month == never) continue;
    CHECK(month >= last);
    CHECK(w.firms.begins(f) == month);
    CHECK(w.firms.firms[std::size_t(f)].know_how == 2);  // what Keep knows, the only firm at work there
    last = month;
    ++arrived;
    ++by_month[std::size_t(month - january)];
  }
  CHECK(arrived == Approx(180).margin(4 * std::sqrt(180.0)));
  double squares = 0;
  for (const int count : by_month) squares += (count - 0.5) * (count - 0.5);
  CHECK(squares / 360 == Approx(0.5).margin(4 * std::sqrt((0.5 + 2 * 0.25) / 360)));  // variance as large as the mean
  for (Index f = 0; f < 2; ++f) CHECK(w.firms.invited[std::size_t(f)] == never);

  World few = crowd(2, EntryRule::drawn);
  p.arrivals = {{"north", 120}};
  few.firms.firms[3].enters = january + 5;
  months(few, p, 10);
  CHECK(few.firms.invited[2] == january);
  CHECK(few.firms.invited[3] == january + 5);
  p.arrivals = {{"south", 120}};
  World none = crowd(2, EntryRule::drawn);
  months(none, p, 10);
  CHECK(none.firms.invited[2] == never);
}

TEST_CASE("One draw does not hang on another") {
  UncertainParams p;
  p.capex_sd = p.demand_sd = 1;
  World a = crowd(3), b = crowd(3);
  months(a, p, 12);
  p.exit_hazard = p.switch_hazard = 1;
  p.growth_firm_sd = p.openness_walk = p.origin_walk = p.delay_sd = p.volume_sd = 1;
  p.arrivals = {{"north", 3}};
  months(b, p, 12);
  CHECK((a.firms.capex_shock == b.firms.capex_shock).all());
  CHECK((a.firms.demand_shock == b.firms.demand_shock).all());
}

}  // namespace moat::uncertain_test
