// The choice itself: the exponential, the weights, the draw.

#include "mechanism/adoption/choice.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "catch.hpp"
#include "mechanism/adoption/menu_arrays.hpp"

using namespace moat;

namespace {

/// A menu of options with common utilities in nats; everything else zero.
struct Options : MenuArrays {
  float switching_bonus = 0;

  explicit Options(std::vector<double> nats) : MenuArrays(int(nats.size())) {
    for (std::size_t k = 0; k < nats.size(); ++k) common[k] = float(bits_per_nat * nats[k]);
  }
  Menu menu() const {
    const auto largest = [](const std::vector<float>& column) {
      return *std::max_element(column.begin(), column.end());
    };
    Menu m = MenuArrays::menu();
    m.switching_bonus = switching_bonus;
    m.highest_common = largest(common) + largest(experience);
    m.highest_price = largest(price);
    m.highest_distance = largest(distance);
    return m;
  }
};

const Chooser nobody{0, 0, 0, -2, 0};

Weights weighed(const Options& options, const Chooser& who = nobody) {
  Weights w;
  weigh(options.menu(), who, w);
  return w;
}

int picked_at(const Options& options, const Weights& w, double uniform) {
  return pick(options.menu(), w, float(uniform));
}

double share_of_option(const Weights& w, int option) {
  return double(w.e[option]) / double(w.total);
}

}  // namespace

TEST_CASE("The power of two is within 3e-6, from -126 to 100") {
  double worst = 0, at = 0;
  for (int i = -12'600'000; i <= 10'000'000; ++i) {
    const float x = 1e-5f * float(i);
    const double error = std::abs(double(power_of_two(x)) / std::exp2(double(x)) - 1);
    if (error > worst) worst = error, at = double(x);
  }
  CAPTURE(at);
  CHECK(worst < 3e-6);
}

TEST_CASE("The power of two ends at 2^-126, as good as nothing") {
  CHECK(power_of_two(-126.001f) <= 0x1.00001p-126f);
  CHECK(power_of_two(-1e30f) <= 0x1.00001p-126f);
  CHECK(power_of_two(-std::numeric_limits<float>::infinity()) <= 0x1.00001p-126f);
  CHECK_THAT(double(power_of_two(0.0f)), WithinAbs(1, 1e-6));
}

TEST_CASE("The logarithm is within 1e-6 + 1e-7 |ln x|") {
  double worst = 0;
  for (int i = -4'000'000; i <= 4'000'000; ++i) {
    const auto x = float(std::exp2(1e-5 * i * 1.5));
    const double exact = std::log(double(x));
    worst = std::max(worst, std::abs(double(natural_log(x)) - exact) / (1e-6 + 1e-7 * std::abs(exact)));
  }
  CHECK(worst < 1);
}

TEST_CASE("Two options: the share is the logistic function of the difference") {
  const double difference = GENERATE(-5.0, -1.0, 0.0, 0.3, 2.0, 8.0);
  CAPTURE(difference);
  const Options options({0, difference});
  const Weights w = weighed(options);
  const double logistic = 1 / (1 + std::exp(-difference));
  CHECK_THAT(share_of_option(w, 1), WithinAbs(logistic, 1e-5));

  // The draw inverts the distribution: of a grid of 2^20 uniform numbers, the share picks option 1.
  const int n = 1 << 20;
  int picked = 0;
  for (int i = 0; i < n; ++i) picked += picked_at(options, w, (i + 0.5) / n) == 1;
  CHECK_THAT(double(picked) / n, WithinAbs(share_of_option(w, 1), 1.5 / n));
}

TEST_CASE("Adding the same number to all utilities changes no share, not even beyond the range of weights") {
  const Weights low = weighed(Options({0, 1, 2})), high = weighed(Options({500, 501, 502}));
  for (int k = 0; k < 3; ++k)
    CHECK_THAT(share_of_option(low, k), WithinAbs(share_of_option(high, k), 2e-5));  // floats at 500: 3e-5 apart
  CHECK(low.from == 0);
  CHECK_THAT(double(high.from), WithinAbs(502 * bits_per_nat, 1e-4));
  const double log_sum = std::log(1 + std::exp(1) + std::exp(2));
  CHECK_THAT(double(low.surplus_steps()) / double(surplus_steps_per_nat), WithinAbs(log_sum, 1e-5));
  CHECK_THAT(double(high.surplus_steps()) / double(surplus_steps_per_nat), WithinAbs(500 + log_sum, 1e-4));
}

TEST_CASE("A developer to whom all options are far below the common ones is weighed from its own best") {
  Options o({-300, -301, 0});
  o.price = {0, 0, 1000};
  const Weights w = weighed(o, {1, 0, 0, -2, 0});
  CHECK(w.from != 0);
  CHECK_THAT(share_of_option(w, 0), WithinAbs(1 / (1 + std::exp(-1)), 2e-5));
  CHECK(share_of_option(w, 2) < 1e-30);
}

TEST_CASE("Every part of utility has its sign") {
  Options o({0, 0, 0, 0});
  o.price = {0, 2, 0, 0};
  o.open = {0, 0, 1, 0};
  o.distance = {0, 0, 0, 3};
  o.firm = {-1, 7, 8, 9};
  const auto bits_more = [&](const Chooser& who, int option) {
    const Weights w = weighed(o, who);
    return std::log2(double(w.e[option]) / double(w.e[0]));
  };
  const double float_error = 2e-5;
  CHECK_THAT(bits_more({0.5f, 0, 0, -2, 0}, 1), WithinAbs(-1, float_error));    // price weight 0.5 x 2
  CHECK_THAT(bits_more({0, 1.5f, 0, -2, 0}, 2), WithinAbs(1.5, float_error));   // taste for openness
  CHECK_THAT(bits_more({0, 0, 0.5f, -2, 0}, 3), WithinAbs(-1.5, float_error));  // distance 3, trust 0.5
  o.switching_bonus = 0.7f;
  CHECK_THAT(bits_more({0, 0, 0, 9, 3}, 3), WithinAbs(0.7, float_error));  // to the firm in use
  o.switching_bonus = 0;
  o.experience = {0, 0, 0, 0.4f};
  CHECK_THAT(bits_more({0, 0, 0, 9, 3}, 3), WithinAbs(0.4, float_error));  // with the line in use
}

TEST_CASE("What is not on offer is never picked") {
  const double gone = -std::numeric_limits<double>::infinity();
  const Options o({gone, 1, gone, 1, gone});
  const Weights w = weighed(o);
  int picked[5] = {};
  for (int i = 0; i < 1024; ++i) ++picked[picked_at(o, w, (i + 0.5) / 1024)];
  CHECK((picked[1] == 512 && picked[3] == 512));
  CHECK(picked_at(o, w, 0x1p-24) == 1);
  CHECK(picked_at(o, w, 1 - 0x1p-24) == 3);
}

TEST_CASE("The ends of the uniform number stay within the options, whatever the sum of weights") {
  CHECK(unit_float(0) == 0x1p-24f);
  CHECK(unit_float(0xffffffffu) == 1 - 0x1p-24f);
  for (int i = 0; i < 100'000; ++i) {
    const float total = 1.0f + float(i) * 0x1p-16f;
    REQUIRE(unit_float(0xffffffffu) * total < total);
  }
}

TEST_CASE("Many options: every share comes out") {
  std::vector<double> utilities;
  for (int k = 0; k < 21; ++k) utilities.push_back(0.3 * (k % 7));
  const Options o(utilities);
  const Weights w = weighed(o);
  const int n = 1 << 17;
  std::vector<int> picked(21, 0);
  for (int i = 0; i < n; ++i) ++picked[std::size_t(picked_at(o, w, (i + 0.5) / n))];
  double all = 0;
  for (const double u : utilities) all += std::exp(u);
  for (std::size_t k = 0; k < 21; ++k) {
    CAPTURE(k);
    CHECK_THAT(double(picked[k]) / n, WithinAbs(std::exp(utilities[k]) / all, 2.0 / n));
  }
}

TEST_CASE("An option that is far better than all others is always picked") {
  const Options o({0, 200, 3});
  const Weights w = weighed(o);
  for (const double u : {1e-7, 0.3, 1 - 1e-7}) CHECK(picked_at(o, w, u) == 1);
}
