// What flips a verdict: distances one can count, and chance.

#include "answer/flips.hpp"

#include <cmath>

#include "base/random.hpp"
#include "catch.hpp"

using namespace moat;

TEST_CASE("A factor that decides has distance one, and the split lies between") {
  std::vector<double> deciding, other;
  std::vector<bool> holds;
  for (int w = 0; w < 20; ++w) {
    deciding.push_back(w);
    other.push_back(w % 2);
    holds.push_back(w < 8);
  }
  const std::vector<Flip> flips = find_flips({other, deciding}, holds);
  REQUIRE(flips.size() == 2);
  CHECK(flips[0].factor == 1);
  CHECK(flips[0].distance == 1);
  CHECK(flips[0].split == 7.5);
  CHECK(flips[0].below == 1);
  CHECK(flips[0].above == 0);
  CHECK(flips[0].probability < 0.001);
  // Of the 8 samples that hold 4 have a zero, of the 12 others 6: no difference.
  CHECK(flips[1].distance == 0);
  CHECK(flips[1].probability == 1);
}

TEST_CASE("A partial factor has the distance of its distributions") {
  // Values 0..9; holds in 0-3 and 6: below 3.5 four of four, above one of six. Distance 4/5 - 0/5.
  std::vector<double> x;
  std::vector<bool> holds;
  for (int w = 0; w < 10; ++w) {
    x.push_back(w);
    holds.push_back(w < 4 || w == 6);
  }
  const std::vector<Flip> flips = find_flips({x}, holds);
  REQUIRE(flips.size() == 1);
  CHECK(flips[0].distance == Approx(0.8));
  CHECK(flips[0].split == 3.5);
  CHECK(flips[0].below == 1);
  CHECK(flips[0].above == Approx(1.0 / 6));
}

TEST_CASE("With fewer than five samples on a side nothing is said") {
  CHECK(find_flips({{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}}, std::vector<bool>(10, true)).empty());
  CHECK(find_flips({{1, 2, 3, 4, 5, 6, 7, 8, 9}}, {true, true, true, true, true, false, false, false, false}).empty());
}

TEST_CASE("Smirnov's probabilities are those of the tables") {
  // Two samples of 100: 5 % at 1.358, 1 % at 1.628 times sqrt(2 / 100).
  CHECK_THAT(smirnov_probability(1.358 * std::sqrt(0.02), 100, 100), WithinAbs(0.05, 0.0005));
  CHECK_THAT(smirnov_probability(1.628 * std::sqrt(0.02), 100, 100), WithinAbs(0.01, 0.0002));
  CHECK(smirnov_probability(0, 50, 50) == 1);
}

TEST_CASE("Factors that do not matter are called clear as often as chance has it") {
  int clear = 0;
  for (std::uint64_t trial = 0; trial < 400; ++trial) {
    std::vector<double> x;
    std::vector<bool> holds;
    for (std::int64_t w = 0; w < 60; ++w) {
      x.push_back(uniform(Random{trial, 0, 0}.word(1, w)));
      holds.push_back(w % 3 == 0);
    }
    clear += find_flips({x}, holds).front().probability < 0.05;
  }
  // 5 % of 400 is 20; Smirnov's limit is conservative for samples of 20 and 40. Four standard errors above: 37.
  CHECK(clear <= 37);
  CHECK(clear >= 4);
}
