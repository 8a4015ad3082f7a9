// Where researchers work, and what follows for research.

#include "mechanism/talent.hpp"

#include <cmath>

#include "catch.hpp"
#include "little_world.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::talent_test {

namespace {

TalentParams moving() {
  TalentParams p;
  p.mobility = 0.02;
  p.standing = p.openness = 0;
  p.elasticity = 0.5;
  return p;
}

/// 60 of the north at home and 10 abroad; 30 of the south at home and 40 in the north, which has 100 in all.
World researchers() {
  World w = little_world();
  w.society.regions[north].researchers = {{"north", 60}, {"south", 10}};
  w.society.regions[south].researchers = {{"north", 40}, {"south", 30}};
  w.firms.capability.setConstant(100);
  start_talent(w.society);
  return w;
}

void months(World& w, const TalentParams& p, int count) {
  for (int m = 0; m < count; ++m, ++w.clock.step) move_talent(w.society, w.firms, w.market, w.governments, w.clock, p);
}

double half_life(const TalentParams& p) {
  return std::log(2) / -std::log1p(-p.mobility);
}

}  // namespace

TEST_CASE("Nobody moves where nothing has changed, nor where nobody chooses") {
  World w = researchers();
  const Grid<double> before = w.society.researchers;
  months(w, moving(), 120);
  CHECK(((w.society.researchers - before).abs() < 1e-11).all());
  CHECK(((w.society.talent - 1).abs() < 1e-12).all());

  TalentParams still = moving();
  still.mobility = 0;
  still.standing = 1;
  w = researchers();
  w.governments.admission.setZero();
  w.firms.capability << 100, 50;
  months(w, still, 12);
  CHECK((w.society.researchers == before).all());
  CHECK((w.society.talent == 1).all());
}

TEST_CASE("Where a region admits nobody, its researchers from elsewhere halve in the half-life") {
  World w = researchers();
  w.governments.admission(south, north) = 0;
  const TalentParams p = moving();
  double before = 1;
  for (int m = 1; m <= 100; ++m) {
    months(w, p, 1);
    CHECK(w.society.researchers(south, north) == Approx(40 * std::exp2(-m / half_life(p))).epsilon(1e-10));
    CHECK(w.society.talent[north] ==
          Approx(std::sqrt((60 + w.society.researchers(south, north)) / 100)).epsilon(1e-10));
    CHECK(w.society.talent[north] < before);
    before = w.society.talent[north];
  }
  CHECK(w.society.talent[south] > 1);  // they are at home
}

TEST_CASE("Researchers are conserved, by origin") {
  World w = researchers();
  TalentParams p = moving();
  p.standing = 0.1;
  p.openness = 0.5;
  w.governments.admission(south, north) = 3;
  w.governments.admission(north, south) = 0.2;
  for (int m = 0; m < 200; ++m) {
    w.firms.capability << 100 + m, 120 - m / 2.0;
    months(w, p, 1);
    for (const Index o : {north, south}) CHECK(w.society.researchers.row(o).sum() == Approx(70).epsilon(1e-12));
  }
  CHECK((w.society.researchers >= 0).all());
}

TEST_CASE("They go where standing rises and where weights are published, by a logit") {
  World w = researchers();
  TalentParams p = moving();
  p.mobility = 0.5;
  p.standing = 0.1;
  p.openness = 0.7;
  w.market.vintage[open_line].released = Month::of(2020, 1);  // long ago
  months(w, p, 1);                                            // as it is at the start counts as nothing
  w.firms.capability << 100, 110;                             // the south leads by as much as ten points
  for (int m = 0; m < 60; ++m) {
    w.market.vintage[open_line].released = w.clock.now();
    months(w, p, 1);
  }
  // Odds of the south: times e^0.7 for its firm that publishes, and e^1 for the ten points that the north is behind.
  const double odds = std::exp(1.7);
  CHECK(w.society.researchers(north, south) == Approx(70 * 10 * odds / (60 + 10 * odds)).epsilon(1e-6));
  CHECK(w.society.researchers(south, south) == Approx(70 * 30 * odds / (40 + 30 * odds)).epsilon(1e-6));
  months(w, p, 72);  // nothing published for more than a year: odds e^1
  CHECK(w.society.researchers(north, south) == Approx(70 * 10 * std::exp(1) / (60 + 10 * std::exp(1))).epsilon(1e-6));
}

TEST_CASE("A region whose first firm comes later draws as before until then") {
  World w = researchers();
  TalentParams p = moving();
  p.standing = 0.1;
  w.firms.active[give] = 0;
  months(w, p, 5);
  w.firms.active[give] = 1;
  w.firms.capability << 120, 90;
  months(w, p, 5);
  CHECK(w.society.talent[south] == Approx(1).epsilon(1e-12));
}

TEST_CASE("Where no researchers are named, research is what it was") {
  World w = little_world();
  start_talent(w.society);
  months(w, moving(), 12);
  CHECK((w.society.talent == 1).all());
}

}  // namespace moat::talent_test
