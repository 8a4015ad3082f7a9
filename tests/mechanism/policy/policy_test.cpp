// Which chips a region may buy: the rules of 2022, 2023 and 2026 as they were, and how measures combine.

#include "mechanism/policy/policy.hpp"

#include <string>

#include "catch.hpp"
#include "little_world.hpp"

using namespace moat;

namespace {

MeasureEntry control(std::string name, Month from) {
  MeasureEntry m;
  m.name = std::move(name);
  m.instrument = Instrument::export_control;
  m.from = from;
  m.actor = "us";
  m.targets = {"china"};
  return m;
}

ChipEntry chip(std::string name, double tpp, double density, double interconnect, double bandwidth) {
  ChipEntry c;
  c.name = std::move(name);
  c.vendor_region = "us";
  c.tpp = tpp;
  c.density = density;
  c.interconnect = interconnect;
  c.memory_bandwidth = bandwidth;
  return c;
}

constexpr double quota = 0.25;  // of the licences of 2026, "case by case"

/// The three vintages of the rules on chips for China, one after the other.
std::vector<MeasureEntry> rules() {
  auto of_2022 = control("interconnect", Month::of(2022, 10));
  of_2022.tpp_min = 4800;
  of_2022.interconnect_min = 600;
  auto of_2023 = control("performance", Month::of(2023, 10));
  of_2023.tpp_min = 4800;
  auto dense = control("density", Month::of(2023, 10));
  dense.tpp_min = 1600;
  dense.density_min = 5.92;
  auto of_2026 = control("case by case", Month::of(2026, 1));
  of_2026.tpp_min = 4800;
  of_2026.tpp_max = 21000;
  of_2026.memory_bandwidth_max = 6500;
  of_2026.status = ControlStatus::licence;
  of_2026.quota = quota;
  return {of_2022, of_2023, dense, of_2026};
}

double share_in(const ChipEntry& c, Month month, const std::vector<MeasureEntry>& measures = rules()) {
  return permitted_share(measures, c, "china", month, false);
}

}  // namespace

TEST_CASE("Three vintages of export rules class nine chips as they did") {
  struct Row {
    ChipEntry chip;
    double in_2022, in_2023, in_2026;
  };
  // TPP / die area: A100 4992/826 mm2, H100 15832/814, H20 2.91 as published, B200 36000/1600, MI300X 20919.2/1017.
  const Row table[] = {
      {chip("A100", 4992, 6.04, 600, 2039), 0, 0, quota},
      {chip("H100", 15832, 19.45, 900, 3350), 0, 0, quota},
      {chip("H20", 2368, 2.91, 900, 4000), 1, 1, 1},
      {chip("A800", 4992, 6.04, 400, 2039), 1, 0, quota},
      {chip("H800", 15832, 19.45, 400, 3350), 1, 0, quota},
      {chip("H200", 15832, 19.45, 900, 4800), 0, 0, quota},
      {chip("B200", 36000, 22.5, 1800, 7700), 0, 0, 0},
      {chip("MI300X", 20919.2, 20.57, 896, 5300), 0, 0, quota},
      {chip("MI325X", 20919.2, 20.57, 896, 6000), 0, 0, quota},
  };
  for (const Row& row : table) {
    CAPTURE(row.chip.name);
    CHECK(share_in(row.chip, Month::of(2022, 9)) == 1);  // the month before the first rule
    CHECK(share_in(row.chip, Month::of(2022, 10)) == row.in_2022);
    CHECK(share_in(row.chip, Month::of(2023, 9)) == row.in_2022);
    CHECK(share_in(row.chip, Month::of(2023, 10)) == row.in_2023);
    CHECK(share_in(row.chip, Month::of(2026, 1)) == row.in_2026);
  }
}

TEST_CASE("The density branch of 2023 catches smaller chips") {
  const Month month = Month::of(2024, 1);
  CHECK(share_in(chip("dense", 1600, 5.92, 0, 0), month) == 0);
  CHECK(share_in(chip("sparse", 1600, 5.91, 0, 0), month) == 1);
  CHECK(share_in(chip("small", 1599, 9, 0, 0), month) == 1);
}

TEST_CASE("Conditions apply from the lower limit and below the upper one") {
  MeasureEntry m = control("limits", january);
  m.tpp_min = 10;
  m.tpp_max = 20;
  m.memory_bandwidth_min = 100;
  m.memory_bandwidth_max = 200;
  CHECK(meets_conditions(m, chip("", 10, 0, 0, 100)));
  CHECK_FALSE(meets_conditions(m, chip("", 9.999, 0, 0, 100)));
  CHECK_FALSE(meets_conditions(m, chip("", 20, 0, 0, 100)));
  CHECK_FALSE(meets_conditions(m, chip("", 10, 0, 0, 200)));
  CHECK_FALSE(meets_conditions(m, chip("", 10, 0, 0, 99)));
  m.chips = {"H20"};
  CHECK(meets_conditions(m, chip("H20", 10, 0, 0, 100)));
  CHECK_FALSE(meets_conditions(m, chip("H100", 10, 0, 0, 100)));
}

TEST_CASE("The measure that came into force last decides") {
  auto denial = control("denial", january), lifted = control("lifted", january + 2),
       again = control("again", january + 4);
  lifted.status = ControlStatus::free;
  lifted.until = january + 6;
  again.status = ControlStatus::licence;
  again.quota = 0.5;
  again.until = january + 5;
  const ChipEntry c = chip("H100", 1, 0, 0, 0);
  for (const auto& order : {std::vector{denial, lifted, again}, std::vector{again, lifted, denial}}) {
    const double expected[] = {0, 0, 1, 1, 0.5, 1, 0};  // what ends uncovers what came before it
    for (int m = 0; m < 7; ++m) CHECK(share_in(c, january + m, order) == expected[m]);
  }
  auto same_month = denial;
  same_month.status = ControlStatus::free;
  CHECK(share_in(c, january, {denial, same_month}) == 1);  // of two from one month the one that stands last
  CHECK(share_in(c, january, {same_month, denial}) == 0);
}

TEST_CASE("Only the actor's vendors and the coalition's are bound, only the targets are hit") {
  auto m = control("denial", january);
  ChipEntry theirs = chip("Ascend", 1, 0, 0, 0);
  theirs.vendor_region = "china";
  ChipEntry allied = chip("Gaudi", 1, 0, 0, 0);
  allied.vendor_region = "europe";
  CHECK(share_in(theirs, january, {m}) == 1);
  CHECK(share_in(allied, january, {m}) == 1);
  m.coalition = {"europe"};
  CHECK(share_in(allied, january, {m}) == 0);
  CHECK(permitted_share(std::vector{m}, allied, "india", january, false) == 1);
}

TEST_CASE("Legal supply is the lesser of export and import permission") {
  auto sold = control("licence", january);
  sold.status = ControlStatus::licence;
  sold.quota = 0.5;
  MeasureEntry bought;
  bought.instrument = Instrument::import_restriction;
  bought.from = january;
  bought.actor = "china";
  bought.status = ControlStatus::licence;
  bought.quota = 0.2;
  const ChipEntry foreign = chip("H20", 1, 0, 0, 0);
  CHECK(share_in(foreign, january, {sold}) == 0.5);
  CHECK(share_in(foreign, january, {bought}) == 0.2);
  CHECK(share_in(foreign, january, {sold, bought}) == 0.2);
  bought.quota = 0.9;
  CHECK(share_in(foreign, january, {sold, bought}) == 0.5);

  ChipEntry domestic = foreign;
  domestic.vendor_region = "china";
  CHECK(share_in(domestic, january, {bought}) == 1);
  CHECK(permitted_share(std::vector{bought}, foreign, "india", january, false) == 1);

  bought.domestic_share = 0.5;  // a mandate for spending refuses no chip ...
  CHECK(share_in(foreign, january, {bought}) == 1);
  bought.chips = {"H20"};  // ... unless it names chips
  CHECK(share_in(foreign, january, {bought}) == 0.9);
}

TEST_CASE("Announced measures count only for those who look ahead, from the month of the announcement") {
  auto m = control("soon", january + 3);
  m.announced = january + 1;
  const std::vector<MeasureEntry> measures{m};
  const ChipEntry c = chip("H20", 1, 0, 0, 0);
  const auto share = [&](int month, bool announced_too) {
    return permitted_share(measures, c, "china", january + month, announced_too);
  };
  CHECK(share(0, true) == 1);
  CHECK(share(1, true) == 0);
  CHECK(share(2, true) == 0);
  CHECK(share(2, false) == 1);
  CHECK(share(3, false) == 0);
}

TEST_CASE("A measure is in force from its first month until before its last") {
  auto m = control("short", january);
  m.until = january + 2;
  CHECK_FALSE(in_force(m, january + -1));
  CHECK(in_force(m, january));
  CHECK(in_force(m, january + 1));
  CHECK_FALSE(in_force(m, january + 2));
  m.from = never;
  CHECK_FALSE(in_force(m, january + 100));
}

TEST_CASE("Measures that are never in force change nothing") {
  std::vector<MeasureEntry> more = rules();
  more.push_back(control("switched off", never));
  auto over = control("over", Month::of(2020, 1));
  over.until = Month::of(2021, 1);
  more.push_back(over);
  for (int m = 0; m < 60; ++m)
    for (const ChipEntry& c : {chip("H20", 2368, 2.91, 900, 4000), chip("H100", 15832, 19.45, 900, 3350)})
      CHECK(share_in(c, Month::of(2022, 1) + m, more) == share_in(c, Month::of(2022, 1) + m));
}
