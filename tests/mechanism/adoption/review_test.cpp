// Who reviews: sets of 128, and events of a given chance with numbers that belong to the developers.

#include "mechanism/adoption/review.hpp"

#include <cmath>
#include <set>

#include "catch.hpp"

using namespace moat;

namespace {

const Random random_{77, 2, 31};

Flags below(double chance, Index block, int task = 0, Flags asked = Flags::all()) {
  return numbers_below(chance_threshold(chance), random_, Purpose::review, block, task, asked);
}

int flags_set(Flags flags) {
  return std::popcount(flags.half[0]) + std::popcount(flags.half[1]);
}

bool same(Flags a, Flags b) {
  return a.half[0] == b.half[0] && a.half[1] == b.half[1];
}

}  // namespace

TEST_CASE("Flags: ranges, members in order, and what is not in them") {
  for (const Index begin : {0, 1, 63, 64, 65, 127, 128})
    for (const Index end : {0, 1, 63, 64, 65, 127, 128}) {
      const Flags flags = Flags::between(begin, end);
      for (Index place = 0; place < 128; ++place) REQUIRE(flags.has(place) == (begin <= place && place < end));
    }
  Flags some;
  for (const Index place : {3, 63, 64, 127}) some.add(place);
  std::vector<Index> found;
  some.for_each([&](Index place) { found.push_back(place); });
  CHECK(found == std::vector<Index>{3, 63, 64, 127});
  CHECK((flags_set(some | ~some) == 128 && !(some & ~some).any()));
}

TEST_CASE("The bit of a column, also where the last block is not full") {
  Column<std::uint8_t> tasks(300);
  for (Index i = 0; i < 300; ++i) tasks[i] = std::uint8_t(i * 37 + i / 7);
  for (int bit = 0; bit < 8; ++bit)
    for (Index i = 0; i < 300; ++i) REQUIRE(with_bit(tasks, i / 128, bit).has(i % 128) == (tasks[i] >> bit & 1));
  CHECK_FALSE(with_bit(tasks, 2, 0).has(127));
}

TEST_CASE("The event happens to those whose number is below the chance, and to nobody who was not asked") {
  for (const double chance : {0.0, 0x1p-32, 0.07, 0.25, 0.5, 1 / 3.0, 0.999, 1.0})
    for (Index block = 0; block < 20; ++block) {
      const Flags asked = block % 2 ? Flags::between(5, 100) : Flags::all(), happens = below(chance, block, 3, asked);
      for (Index place = 0; place < 128; ++place) {
        const bool expected =
            asked.has(place) && number_of(random_, Purpose::review, block * 128 + place, 3) < chance_threshold(chance);
        REQUIRE(happens.has(place) == expected);
      }
    }
}

TEST_CASE("The comparison is exact to the last digit: a number is not below itself, but below the next") {
  for (Index developer = 0; developer < 300; ++developer) {
    const std::uint64_t number = number_of(random_, Purpose::review, developer, 0);
    const auto happens = [&](std::uint64_t threshold) {
      return numbers_below(threshold, random_, Purpose::review, developer / 128, 0).has(developer % 128);
    };
    REQUIRE_FALSE(happens(number));
    REQUIRE(happens(number + 1));
  }
}

TEST_CASE("A higher chance adds developers and takes none away") {
  for (Index block = 0; block < 50; ++block)
    for (double chance = 0.05; chance < 1; chance += 0.05)
      REQUIRE(same(below(chance, block) & below(chance + 0.04, block), below(chance, block)));
}

TEST_CASE("The numbers are even, and differ between tasks, months and purposes") {
  const int blocks = 2000;
  double happens = 0, both_tasks = 0, both_months = 0, both_purposes = 0, neighbours = 0;
  for (Index block = 0; block < blocks; ++block) {
    const Flags now = below(0.3, block);
    happens += flags_set(now);
    both_tasks += flags_set(now & below(0.3, block, 1));
    both_months += flags_set(now & numbers_below(chance_threshold(0.3), random_.at(32), Purpose::review, block, 0));
    both_purposes += flags_set(now & numbers_below(chance_threshold(0.3), random_, Purpose::trial, block, 0));
    neighbours += std::popcount(now.half[0] & now.half[0] >> 1) + std::popcount(now.half[1] & now.half[1] >> 1);
  }
  const double all = 128.0 * blocks;
  const auto four_errors = [](double p, double n) { return 4 * std::sqrt(p * (1 - p) / n); };
  CHECK_THAT(happens / all, WithinAbs(0.3, four_errors(0.3, all)));
  for (const double pairs : {both_tasks, both_months, both_purposes})
    CHECK_THAT(pairs / all, WithinAbs(0.09, four_errors(0.09, all)));
  CHECK_THAT(neighbours / (126.0 * blocks), WithinAbs(0.09, 1.5 * four_errors(0.09, 126.0 * blocks)));
}
