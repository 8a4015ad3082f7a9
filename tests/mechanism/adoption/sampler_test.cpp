// The samplers in large numbers: shares of choices by chi-square, reviews, and what neighbours, steps and purposes have
// in common.

#include <boost/math/distributions/chi_squared.hpp>
#include <boost/math/distributions/normal.hpp>

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "base/instructions.hpp"
#include "catch.hpp"
#include "mechanism/adoption/choice.hpp"
#include "mechanism/adoption/lanes.hpp"
#include "mechanism/adoption/review.hpp"
#include "mechanism/adoption/menu_arrays.hpp"

using namespace moat;

namespace {

/// Twenty options from likely to one in a million, equal developers.
struct Twenty : MenuArrays {
  std::vector<double> chance;
  std::vector<float> weights;
  std::unique_ptr<Batch> batch = std::make_unique<Batch>();
  Menu menu;

  Twenty() : MenuArrays(20) {
    double all = 0;
    for (int k = 0; k < 20; ++k) {
      common[std::size_t(k)] = k < 18 ? -0.2f * float(k) : -16.0f - float(k % 2);
      firm[std::size_t(k)] = k - 1;
      all += std::exp2(double(common[std::size_t(k)]));
    }
    for (const float u : common) chance.push_back(std::exp2(double(u)) / all);
    weights.resize(common.size() * Batch::stride);
    menu = MenuArrays::menu();
    Batch& b = *batch;
    b.size = Batch::capacity;
    b.weights = weights.data();
    for (int n = 0; n < b.size; ++n) {
      b.price_weight[n] = 0;
      b.openness[n] = b.trust[n] = 0;
      b.firm[n] = -2;
      b.current[n] = 0;
    }
  }

  /// Choices of the developers [first, first + capacity) in a step.
  const std::int32_t* choose(std::int64_t first, std::uint64_t step, Purpose purpose = Purpose::choice) {
    Batch& b = *batch;
    const WordKey key = Random{31, 2, step}.key(purpose, first, 1);
    std::copy(key.seed, key.seed + 2, b.key);
    std::copy(key.counter, key.counter + 3, b.counter);
    for (int n = 0; n < b.size; ++n) b.agent[n] = std::uint32_t(first + n);
    choose_in_lanes(menu, b, false, available_instructions().back());
    return b.chosen;
  }
};

/// Probability of a larger chi-square.
double p_value(const std::vector<double>& seen, const std::vector<double>& expected) {
  double sum = 0;
  for (std::size_t k = 0; k < seen.size(); ++k) sum += std::pow(seen[k] - expected[k], 2) / expected[k];
  return boost::math::cdf(complement(boost::math::chi_squared(double(seen.size() - 1)), sum));
}

constexpr double rare = 1e-4;  // the draws are fixed: what passes once passes always

}  // namespace

TEST_CASE("A hundred million choices have the shares of the logit") {
  Twenty market;
  const std::int64_t draws = 100'000'000 / Batch::capacity * Batch::capacity;
  std::vector<double> seen(20, 0), expected;
  for (std::int64_t first = 0; first < draws; first += Batch::capacity) {
    const std::int32_t* chosen = market.choose(first, 5);
    for (int n = 0; n < Batch::capacity; ++n) seen[std::size_t(chosen[n])] += 1;
  }
  for (const double p : market.chance) expected.push_back(p * double(draws));
  CHECK(p_value(seen, expected) > rare);
  CHECK(p_value(seen, expected) < 1 - rare);
}

TEST_CASE("A hundred million chances of a review come out at their rate") {
  for (const double chance : {0.05, 0.2, 1 / 3.0}) {
    double happened = 0;
    const Index blocks = 100'000'000 / Flags::size / 3;
    for (Index block = 0; block < blocks; ++block) {
      const Flags now = numbers_below(chance_threshold(chance), Random{5, 0, 3}, Purpose::review, block, 2);
      happened += std::popcount(now.half[0]) + std::popcount(now.half[1]);
    }
    const double all = double(blocks) * 128, z = (happened - all * chance) / std::sqrt(all * chance * (1 - chance));
    CAPTURE(chance, z);
    CHECK(std::abs(z) < 4);
  }
}

TEST_CASE("Choices of neighbours, of one developer in two months, and for two purposes have nothing in common") {
  Twenty market;
  const std::int64_t draws = 20'000'000 / Batch::capacity * Batch::capacity;
  // Pairs of options among the first five against the product of their chances.
  std::vector<double> neighbours(25, 0), months(25, 0), purposes(25, 0), expected;
  double pairs = 0;
  std::vector<std::int32_t> now(Batch::capacity), next(Batch::capacity);
  for (std::int64_t first = 0; first < draws; first += Batch::capacity) {
    std::copy_n(market.choose(first, 5), Batch::capacity, now.begin());
    std::copy_n(market.choose(first, 6), Batch::capacity, next.begin());
    const std::int32_t* other = market.choose(first, 5, Purpose::trial_choice);
    for (std::size_t n = 0; n < now.size(); ++n) {
      const std::int32_t mine = now[n];
      if (n + 1 < now.size()) {
        pairs += 1;
        if (mine < 5 && now[n + 1] < 5) neighbours[std::size_t(mine * 5 + now[n + 1])] += 1;
      }
      if (mine < 5 && next[n] < 5) months[std::size_t(mine * 5 + next[n])] += 1;
      if (mine < 5 && other[n] < 5) purposes[std::size_t(mine * 5 + other[n])] += 1;
    }
  }
  const auto check = [&](const std::vector<double>& seen, double count) {
    for (std::size_t a = 0; a < 5; ++a)
      for (std::size_t b = 0; b < 5; ++b) {
        const double p = market.chance[a] * market.chance[b];
        const double z = (seen[a * 5 + b] - p * count) / std::sqrt(count * p * (1 - p));
        CAPTURE(a, b, z);
        CHECK(std::abs(z) < 4.5);
      }
  };
  check(neighbours, pairs);
  check(months, double(draws));
  check(purposes, double(draws));
}
