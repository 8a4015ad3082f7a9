// The choice itself: the exponential, the weights, the draw.

#include "mechanism/adoption_choice.hpp"

#include <cmath>
#include <vector>

#include "catch.hpp"

using namespace moat;

namespace {

/// A menu of options with common utilities; everything else zero.
struct Options {
  std::vector<float> common, price, open, distance;
  std::vector<std::int32_t> family;

  explicit Options(std::vector<float> utilities) : common(std::move(utilities)) {
    const std::size_t padded = (common.size() + lanes - 1) / lanes * lanes;
    common.resize(padded, -std::numeric_limits<float>::infinity());
    price.resize(padded);
    open.resize(padded);
    distance.resize(padded);
    family.resize(padded, -1);
  }
  Menu menu() const {
    return {common.data(), price.data(), open.data(), distance.data(), family.data(), int(common.size())};
  }
};

const Chooser nobody{0, 0, 0, -2, 0, 0, 0};

Weights weighed(const Options& options, const Chooser& who = nobody) {
  Weights w;
  weigh(options.menu(), who, w);
  return w;
}

double share(const Weights& w, int option) {
  return double(w.e[option]) / w.total;
}

}  // namespace

TEST_CASE("The exponential is within 5e-6 of e^x on [-87, 0]") {
  double worst = 0, at = 0;
  for (int i = 0; i <= 8'700'000; ++i) {
    const float x = -1e-5f * float(i);
    const double error = std::abs(double(exp_negative(x)) / std::exp(double(x)) - 1);
    if (error > worst) worst = error, at = double(x);
  }
  CAPTURE(at);
  CHECK(worst < 5e-6);
}

TEST_CASE("The exponential is 0 below -87, and never grows beyond 1") {
  CHECK(exp_negative(-87.001f) == 0);
  CHECK(exp_negative(-1e30f) == 0);
  CHECK(exp_negative(-std::numeric_limits<float>::infinity()) == 0);
  CHECK(exp_negative(-87.0f) > 0);
  CHECK_THAT(double(exp_negative(0.0f)), WithinAbs(1, 3e-7));
}

TEST_CASE("Two options: the share is the logistic function of the difference") {
  const double difference = GENERATE(-5.0, -1.0, 0.0, 0.3, 2.0, 8.0);
  CAPTURE(difference);
  const Weights w = weighed(Options({0, float(difference)}));
  const double logistic = 1 / (1 + std::exp(-double(float(difference))));
  CHECK_THAT(share(w, 1), WithinAbs(logistic, 1e-5));

  // The draw inverts the distribution: of a grid of a million uniform numbers, the share picks option 1.
  const int n = 1'000'000;
  int picked = 0;
  for (int i = 0; i < n; ++i) picked += pick(w, lanes, (i + 0.5) / n) == 1;
  CHECK_THAT(double(picked) / n, WithinAbs(share(w, 1), 1.0 / n));
}

TEST_CASE("Adding the same number to all utilities changes no share") {
  const Weights low = weighed(Options({0, 1, 2})), high = weighed(Options({500, 501, 502}));
  for (int k = 0; k < 3; ++k) CHECK(low.e[k] == high.e[k]);
  CHECK(high.largest == 502);
  CHECK(double(high.largest) + std::log(high.total) ==
        Approx(502 + std::log(1 + std::exp(-1) + std::exp(-2))).epsilon(1e-7));
}

TEST_CASE("Every part of utility has its sign") {
  Options o({0, 0, 0, 0});
  o.price = {0, 2, 0, 0, 0, 0, 0, 0};
  o.open = {0, 0, 1, 0, 0, 0, 0, 0};
  o.distance = {0, 0, 0, 3, 0, 0, 0, 0};
  o.family = {-1, 7, 8, 9, -1, -1, -1, -1};
  const auto log_odds = [&](const Chooser& who, int option) {
    const Weights w = weighed(o, who);
    return std::log(double(w.e[option]) / double(w.e[0]));
  };
  const double float_error = 2e-5;
  CHECK_THAT(log_odds({0.5f, 0, 0, -2, 0, 0, 0}, 1), WithinAbs(-1, float_error));    // price weight 0.5 x 2
  CHECK_THAT(log_odds({0, 1.5f, 0, -2, 0, 0, 0}, 2), WithinAbs(1.5, float_error));   // taste for openness
  CHECK_THAT(log_odds({0, 0, 0.5f, -2, 0, 0, 0}, 3), WithinAbs(-1.5, float_error));  // distance 3, trust 0.5
  CHECK_THAT(log_odds({0, 0, 0, 9, 0.7f, 3, 0}, 3), WithinAbs(0.7, float_error));    // loyalty to the family in use
  CHECK_THAT(log_odds({0, 0, 0, 9, 0, 3, 0.4f}, 3), WithinAbs(0.4, float_error));    // experience with the line in use
}

TEST_CASE("What is not on offer and what pads the menu is never picked") {
  const float gone = -std::numeric_limits<float>::infinity();
  const Weights w = weighed(Options({gone, 1, gone, 1, gone}));
  int picked[lanes] = {};
  for (int i = 0; i < 1000; ++i) ++picked[pick(w, lanes, (i + 0.5) / 1000)];
  CHECK((picked[1] == 500 && picked[3] == 500));
  CHECK(pick(w, lanes, 0x1p-33) == 1);
  CHECK(pick(w, lanes, 1 - 0x1p-33) == 3);
}

TEST_CASE("Many options over several blocks: every share comes out") {
  std::vector<float> utilities;
  for (int k = 0; k < 21; ++k) utilities.push_back(0.3f * float(k % 7));
  const Weights w = weighed(Options(utilities));
  const int n = 100'000, padded = 24;
  std::vector<int> picked(padded, 0);
  for (int i = 0; i < n; ++i) ++picked[std::size_t(pick(w, padded, (i + 0.5) / n))];
  double all = 0;
  for (const float u : utilities) all += std::exp(double(u));
  for (std::size_t k = 0; k < padded; ++k) {
    CAPTURE(k);
    const double expected = k < 21 ? std::exp(double(utilities[k])) / all : 0;
    CHECK_THAT(double(picked[k]) / n, WithinAbs(expected, 2.0 / n));
  }
}

TEST_CASE("An option that is far better than all others is always picked") {
  const Weights w = weighed(Options({0, 200, 3}));
  for (const double u : {1e-12, 0.3, 1 - 1e-12}) CHECK(pick(w, lanes, u) == 1);
}
