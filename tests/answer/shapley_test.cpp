// Shapley's rule, on games that can be solved by hand.

#include "answer/shapley.hpp"

#include <cmath>
#include <limits>

#include "base/error.hpp"
#include "catch.hpp"

using namespace moat;

TEST_CASE("Players who are worth nothing without each other share alike") {
  const std::vector<double> values = shapley_values(std::vector<double>{0, 0, 0, 12});  // A and B
  CHECK(values == std::vector<double>{6, 6});
  // A and B and C, and D who adds nothing.
  std::vector<double> worth(16, 0.0);
  for (std::size_t set = 0; set < 16; ++set) worth[set] = (set & 7) == 7 ? 9 : 0;
  const std::vector<double> four = shapley_values(worth);
  for (const int player : {0, 1, 2}) CHECK(four[std::size_t(player)] == Approx(3));
  CHECK(four[3] == 0);
}

TEST_CASE("Players who add up get what they add, whatever nobody is worth") {
  const double adds[] = {1, -2, 0.5, 4, 0};
  std::vector<double> worth(32, 7.0);
  for (std::size_t set = 0; set < 32; ++set)
    for (std::size_t p = 0; p < 5; ++p) worth[set] += set >> p & 1 ? adds[p] : 0;
  const std::vector<double> values = shapley_values(worth);
  for (std::size_t p = 0; p < 5; ++p) CHECK_THAT(values[p], WithinAbs(adds[p], 1e-12));
}

TEST_CASE("The glove game: one left glove, two right ones") {
  // Player 0 has the left glove; a pair is worth 1. By hand 2/3, 1/6, 1/6.
  const std::vector<double> values = shapley_values(std::vector<double>{0, 0, 0, 1, 0, 1, 0, 1});
  CHECK(values[0] == Approx(2.0 / 3));
  CHECK(values[1] == Approx(1.0 / 6));
  CHECK(values[2] == Approx(1.0 / 6));
}

TEST_CASE("Values sum to what all are worth beyond nobody") {
  std::vector<double> worth;
  for (std::size_t set = 0; set < 32; ++set) worth.push_back(std::sin(double(set * set + 3)));
  double sum = 0;
  for (const double value : shapley_values(worth)) sum += value;
  CHECK_THAT(sum, WithinAbs(worth.back() - worth.front(), 1e-12));
  CHECK(shapley_values(std::vector<double>{3}).empty());
  CHECK(shapley_values(std::vector<double>{3, 5}) == std::vector<double>{2});
}

TEST_CASE("What is not a number spreads, and half a game is none") {
  const double missing = std::numeric_limits<double>::quiet_NaN();
  for (const double value : shapley_values(std::vector<double>{0, missing, 0, 1})) CHECK(std::isnan(value));
  CHECK_THROWS_AS(shapley_values(std::vector<double>{1, 2, 3}), ContractError);
  CHECK_THROWS_AS(shapley_values(std::vector<double>{}), ContractError);
}
