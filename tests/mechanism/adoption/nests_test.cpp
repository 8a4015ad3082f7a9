// Nests of makers: odds by hand in the plain loop, in menus, in the survey and in trials.

#include "mechanism/adoption/nests.hpp"

#include <cmath>
#include <vector>

#include "base/instructions.hpp"
#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/adoption/launch.hpp"
#include "mechanism/adoption/plain_adoption.hpp"
#include "mechanism/adoption/survey.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::nests_test {

namespace {

/// Keep has `lines` closed lines, Give one; all equal.
World with_lines(int lines) {
  World w = empty_world();
  for (int n = 1; n < lines; ++n)
    w.firms.firms[keep].lines.push_back(line_entry("pro-" + std::to_string(n + 1), Openness::closed));
  size_up(w);
  for (Index l = 0; l < w.market.line_count(); ++l) put_on_sale(w, l, 120);
  for (SegmentEntry& s : w.society.segments) s.quality_weight = 6;
  add_developers(w, 1, north);
  return w;
}

AdoptionParams nested(double nesting) {
  AdoptionParams p = plain();
  p.nesting = nesting;
  return p;
}

Offers offers_of(const World& w, const AdoptionParams& p) {
  return make_offers(w.developers, w.market, w.society, w.governments, w.firms, w.security, w.clock, p);
}

/// Shares of all options for a developer with this price weight, in the north's chat.
std::vector<double> shares(const World& w, const AdoptionParams& p, double price_weight = 1) {
  const Offers o = offers_of(w, p);
  Weights weights;
  weigh(o.menu(north, hobby, chat), {float(bits_per_nat * price_weight), 0, 0, -2, 0}, weights);
  std::vector<double> all(std::size_t(o.count));
  for (int k = 0; k < o.count; ++k) all[std::size_t(k)] = double(weights.e[k]) / double(weights.total);
  return all;
}

/// The survey's sums for one developer with this price weight and a token a month, in the north's chat.
Grid<double> surveyed(const Offers& o, double price_weight) {
  const Menu menu = o.menu(north, hobby, chat);
  Weights weights;
  weigh(menu, {float(bits_per_nat * price_weight), 0, 0, -2, 0}, weights);
  std::vector<float> column(std::size_t(o.count * Batch::stride));
  for (int k = 0; k < o.count; ++k) column[std::size_t(k * Batch::stride)] = weights.e[k];
  Survey survey(o);
  survey.asked.size = 1;
  survey.asked.weights = column.data();
  survey.asked.share[0] = survey.asked.tokens[0] = 1 / weights.total;
  survey.asked.priced[0] = float(price_weight) / weights.total;
  survey.add(o, menu, north, hobby, chat, Instructions::plain);
  return survey.take();
}

/// Odds of Keep's lines together against Give's.
double odds(const World& w, const AdoptionParams& p) {
  const std::vector<double> share = shares(w, p);
  double lines = 0;
  for (std::size_t k = 1; k + 1 < share.size(); ++k) lines += share[k];
  return lines / share.back();
}

}  // namespace

TEST_CASE("Binary logarithms are good to 2e-6, from 2^-126 to 2^100") {
  double worst = 0;
  for (int i = -12'600'000; i <= 10'000'000; i += 7) {
    const auto x = float(std::exp2(1e-5 * i));
    const double exact = std::log2(double(x));
    worst = std::max(worst, std::abs(double(binary_log(x)) - exact) / (2e-6 + 1e-7 * std::abs(exact)));
  }
  CHECK(worst < 1);
}

TEST_CASE("n equal lines move their maker's odds by n^nesting: with 1 by n, near 0 hardly at all") {
  for (const double nesting : {1.0, 0.7, 0.35, 0.1})
    for (const int lines : {1, 2, 5}) {
      CAPTURE(nesting, lines);
      CHECK_THAT(odds(with_lines(lines), nested(nesting)), WithinRel(std::pow(lines, nesting), 2e-5));
    }
}

TEST_CASE("Unlike lines share their nest by exp(U / nesting), and the nest competes with its log-sum") {
  World w = with_lines(2);
  w.market.price.flat().setConstant(1);
  w.market.price(pro, north, hobby) = 0.4;
  const double a = 1.3, nesting = 0.5, first = -a * 0.4 / nesting, second = -a / nesting;
  const std::vector<double> share = shares(w, nested(nesting), a);
  CHECK_THAT(share[1] / share[2], WithinRel(std::exp(first - second), 2e-5));
  CHECK_THAT((share[1] + share[2]) / share[3],
             WithinRel(std::pow(std::exp(first) + std::exp(second), nesting) / std::exp(-a), 2e-5));
}

TEST_CASE("Habit and experience count within a nest as elsewhere") {
  World w = with_lines(2);
  w.society.segments[hobby].switching_cost = 0.8;
  w.market.awareness[pro] = 0.5;
  const Offers o = offers_of(w, nested(0.5));
  Weights weights;
  Chooser user{float(bits_per_nat), 0, 0, keep, o.option[pro + 1]};
  weigh(o.menu(north, hobby, chat), user, weights);
  // In use: no loss by awareness, and the bonus for both lines of the maker.
  CHECK_THAT(double(weights.e[1]) / double(weights.e[2]), WithinRel(1.0, 2e-5));
  const double keeps = double(weights.e[1]) + double(weights.e[2]);
  CHECK_THAT(keeps / double(weights.e[3]), WithinRel(std::sqrt(2.0) * std::exp(0.8), 2e-5));
}

TEST_CASE("What is not on offer has no weight in a nest, and a nest without any has none") {
  World w = with_lines(3);
  w.market.available(pro, north, hobby) = 0;
  const std::vector<double> two = shares(w, nested(0.4));
  CHECK(two[1] < 1e-12);
  CHECK_THAT((two[2] + two[3]) / two[4], WithinRel(std::pow(2, 0.4), 2e-5));
  for (Index l = 0; l < 3; ++l) w.market.available(l, north, hobby) = 0;
  const std::vector<double> none = shares(w, nested(0.4));
  CHECK(none[1] + none[2] + none[3] < 1e-9);
}

TEST_CASE("Not even the largest uniform number falls beyond the options that are on offer") {
  World w = with_lines(4);
  w.market.available(w.market.line_count() - 1, north, hobby) = 0;  // the last option
  const float largest = 1 - 0x1p-24f;
  for (int i = 0; i < 3000; ++i) {
    for (Index l = 0; l < w.market.line_count(); ++l)
      w.market.price(l, north, hobby) = 0.1 + 0.017 * double((i * 7 + l * 13) % 101);
    const Offers o = offers_of(w, nested(0.3 + 0.6 * (i % 29) / 29));
    const Menu menu = o.menu(north, hobby, chat);
    Weights weights;
    weigh(menu, {1.9f, 0, 0, -2, 0}, weights);
    REQUIRE(pick(menu, weights, largest) < o.count - 1);
  }
}

TEST_CASE("With a nesting of 1 options stand in the order of lines, below it those of a maker stand together") {
  World w = with_lines(2);
  w.market.firm << keep, give, keep;
  CHECK(offers_of(w, nested(1)).firm == std::vector<std::int32_t>{-1, keep, give, keep});
  const Offers o = offers_of(w, nested(0.9));
  CHECK(o.firm == std::vector<std::int32_t>{-1, keep, keep, give});
  CHECK((o.slot == std::vector<int>{0, 1, 3, 2} && o.option == std::vector<int>{0, 1, 3, 2}));
}

TEST_CASE("The survey's slope is the derivative of expected tokens in a maker's closed prices, within nests too") {
  World w = with_lines(3);
  w.market.open[2] = 1;  // two closed lines and an open one of one maker
  w.market.price(1, north, hobby) = w.market.list_price[1] = 1.4;
  const AdoptionParams p = nested(0.5);
  const double a = 0.9, step = 1e-3;
  const auto expected = [&](double more) {
    World moved = w;
    for (const Index l : {Index(0), Index(1)}) moved.market.price(l, north, hobby) += more;
    return shares(moved, p, a);
  };
  const Offers o = offers_of(w, p);
  const Grid<double> sums = surveyed(o, a);
  const std::vector<double> up = expected(step), down = expected(-step);
  for (const std::size_t k : {1u, 2u})
    CHECK_THAT(sums(Index(k), slope_column),
               WithinAbs((down[k] - up[k]) / (2 * step), 2e-3 * sums(Index(k), slope_column)));
}

TEST_CASE("The survey's gain is that of expected tokens as all of a maker's lines get better") {
  World w = with_lines(2);
  w.market.rating.row(pro).setConstant(123);
  w.market.survey_quality = true;
  const AdoptionParams p = nested(0.4);
  const auto expected = [&](double more) {
    World moved = w;
    for (const Index l : {Index(0), Index(1)}) moved.market.rating.row(l) += more;
    return shares(moved, p);
  };
  const Offers o = offers_of(w, p);
  const Grid<double> sums = surveyed(o, 1);
  const std::vector<double> up = expected(0.05), down = expected(-0.05);
  for (const std::size_t k : {1u, 2u})
    CHECK_THAT(sums(Index(k), gain_column),
               WithinAbs((up[k] - down[k]) / 0.1, 5e-3 * std::abs(sums(Index(k), gain_column))));
}

TEST_CASE("A trial within a nest tells lines apart by more, one between nests as ever") {
  World w = with_lines(2);
  w.market.capability.row(1).setConstant(125);
  const AdoptionParams p = nested(0.5);
  const Offers o = offers_of(w, p);
  const Menu menu = o.menu(north, hobby, chat);
  const double better = 6 * (1 / (1 + std::exp(-0.5)) - 0.5);
  const auto threshold = [&](const Chooser& who, int tried) {  // the uniform number up to which the trial is taken
    float low = 0, high = 1;
    for (int i = 0; i < 22; ++i) {
      const float middle = (low + high) / 2;
      (takes_launch(menu, who, tried, middle) ? low : high) = middle;
    }
    return double(low);
  };
  const double sibling = 1 / (1 + std::exp(-better / 0.5)), stranger = 1 / (1 + std::exp(-better));
  CHECK_THAT(threshold({0, 0, 0, keep, o.option[pro + 1]}, o.option[2]), WithinAbs(sibling, 1e-4));
  CHECK_THAT(threshold({0, 0, 0, give, o.option[3]}, o.option[2]), WithinAbs(stranger, 1e-4));
}

}  // namespace moat::nests_test
