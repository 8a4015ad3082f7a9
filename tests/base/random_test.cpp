#include "base/random.hpp"

#include <boost/random/normal_distribution.hpp>
#include <boost/random/uniform_01.hpp>

#include <array>
#include <cmath>
#include <cstdint>
#include <set>

#include "catch.hpp"

using namespace moat;

namespace {

enum class Why : std::uint64_t { nothing = 0, luck = 7, noise = 8 };

}  // namespace

TEST_CASE("Philox gives its published answers") {
  // kat_vectors of Random123: philox4x64 10 rounds, counter 0, key 0. MicroURNG hands out a block from its last word.
  Draws draws = Random{}(Why::nothing, 0);
  CHECK(draws() == 0x7e68b68aec7ba23b);
  CHECK(draws() == 0xd7e772cee186176b);
  CHECK(draws() == 0xdb20fe9d672d0fdc);
  CHECK(draws() == 0x16554d9eca36314c);
}

TEST_CASE("Golden values: a change here changes every result of every scenario") {
  const Random random{42, 3, 12};
  CHECK(random(Why::luck, 99)() == 0xff41b93581ff1079);

  Draws normal_draws = random(Why::luck, 99);
  boost::random::normal_distribution<double> normal;
  CHECK(normal(normal_draws) == -1.0405163998622047);
  CHECK(normal(normal_draws) == 0.27414756613665403);
  CHECK(normal(normal_draws) == -0.31245044799072347);

  Draws uniform_draws = random(Why::luck, 99);
  boost::random::uniform_01<double> uniform01;
  CHECK(uniform01(uniform_draws) == 0.99709661060660104);  // 0xff41b93581ff1079 / 2^64
  CHECK(uniform01(uniform_draws) == 0.51923872076301547);
  CHECK(uniform01(uniform_draws) == 0.49007780957149644);
}

TEST_CASE("Words for many developers: Philox 4x32-10 gives its published answers, and every part of a name counts") {
  // kat_vectors of Random123: philox4x32 10 rounds, counter 0, key 0, and both all ones.
  CHECK(WordKey{{0, 0}, {0, 0, 0}}(0) == std::array<std::uint32_t, 4>{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  const std::uint32_t ones = 0xffffffff;
  CHECK(WordKey{{ones, ones}, {ones, ones, ones}}(ones) ==
        std::array<std::uint32_t, 4>{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  const Random random{42, 3, 12};
  CHECK(random.word(Why::luck, 99, 2) == random.key(Why::luck, 5, 2)(99)[0]);
  const std::set<std::uint32_t> all{random.word(Why::luck, 5),
                                    random.word(Why::luck, 5, 1),
                                    random.word(Why::noise, 5),
                                    random.word(Why::luck, 6),
                                    random.word(Why::luck, 5 + (std::int64_t(1) << 32)),
                                    random.at(13).word(Why::luck, 5),
                                    Random{43, 3, 12}.word(Why::luck, 5),
                                    Random{42 + (std::uint64_t(1) << 32), 3, 12}.word(Why::luck, 5),
                                    Random{42, 4, 12}.word(Why::luck, 5)};
  CHECK(all.size() == 9);
}

TEST_CASE("A number is named by seed, replicate, step, purpose and agent") {
  const Random random{42, 3, 12};
  const auto first = [](const Random& r, Why why, std::int64_t agent) { return r(why, agent)(); };
  CHECK(first(random, Why::luck, 5) == first(random, Why::luck, 5));
  CHECK(first(random.at(13), Why::luck, 5) == first(Random{42, 3, 13}, Why::luck, 5));

  const std::set<std::uint64_t> all{first(random, Why::luck, 5),
                                    first(Random{43, 3, 12}, Why::luck, 5),
                                    first(Random{42, 4, 12}, Why::luck, 5),
                                    first(random.at(13), Why::luck, 5),
                                    first(random, Why::noise, 5),
                                    first(random, Why::luck, 6)};
  CHECK(all.size() == 6);
}

TEST_CASE("Drawing more for one agent does not change what another draws") {
  const Random random{1, 0, 0};
  Draws mine = random(Why::luck, 1), yours = random(Why::luck, 2);
  const auto expected = random(Why::luck, 2)();
  for (int i = 0; i < 100; ++i) (void)mine();
  CHECK(yours() == expected);
}

TEST_CASE("Words are the bits of the first block of draws") {
  const Random random{42, 3, 12};
  const std::array<std::uint32_t, 8> words = random.words(Why::luck, 99);
  Draws draws = random(Why::luck, 99);
  for (std::size_t block_word = 4; block_word-- > 0;) {  // draws come from the last word of the block to the first
    const std::uint64_t bits = draws();
    CHECK(words[2 * block_word] == std::uint32_t(bits));
    CHECK(words[2 * block_word + 1] == std::uint32_t(bits >> 32));
  }
}

TEST_CASE("Uniform numbers lie inside (0, 1), half a step from its ends") {
  CHECK(uniform(0) == std::ldexp(0.5, -32));
  CHECK(uniform(0xffffffff) == 1 - std::ldexp(0.5, -32));
  CHECK(uniform(0x80000000) == 0.5 + std::ldexp(0.5, -32));
  static_assert(uniform(0) > 0 && uniform(0xffffffff) < 1);
}

TEST_CASE("Neighbouring agents draw uniform and uncorrelated numbers") {
  const Random random{7, 0, 3};
  const int n = 200000;
  double sum = 0, squares = 0, products = 0, before = 0.5;
  for (int i = 0; i < n; ++i) {
    const double u = uniform(random.words(Why::luck, i)[0]);
    sum += u;
    squares += (u - 0.5) * (u - 0.5);
    products += (u - 0.5) * (before - 0.5);
    before = u;
  }
  // Variance of a uniform number 1/12, of its squared deviation 1/180, of a product of two deviations 1/144.
  CHECK(std::abs(sum / n - 0.5) < 4 * std::sqrt(1.0 / 12 / n));
  CHECK(std::abs(squares / n - 1.0 / 12) < 4 * std::sqrt(1.0 / 180 / n));
  CHECK(std::abs(products / n) < 4 * std::sqrt(1.0 / 144 / n));
}
