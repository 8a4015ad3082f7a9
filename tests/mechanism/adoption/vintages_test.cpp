// Vintages of one line are near copies: odds by hand, and in the menus that developers see.

#include "mechanism/adoption/vintages.hpp"

#include <cmath>
#include <limits>
#include <vector>

#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/adoption/adoption.hpp"
#include "mechanism/adoption/offers.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::vintages_test {

namespace {

constexpr double absent = -std::numeric_limits<double>::infinity();
const std::vector<float> free_of_charge(8, 0);

std::vector<double> nested(std::vector<double> common, double nesting, const std::vector<Vintages>& nests = {{1, 2}},
                           double price_weight = 0, const std::vector<float>& price = free_of_charge) {
  nest_vintages(nests, nesting, 1, price_weight, price.data(), common.data());
  return common;
}

/// Give's open line keeps a vintage, equal to its newest in all that counts.
World with_copy(Index& kept) {
  World w = empty_world();
  w.firms.firms[give].lines.push_back(line_entry("free-previous", Openness::open));
  size_up(w);
  kept = 2;
  for (const Index line : {pro, open_line, kept}) put_on_sale(w, line, 120);
  w.market.older[open_line] = int(kept);
  w.market.newer[kept] = int(open_line);
  add_developers(w, 1, north);
  return w;
}

/// Weight of a line in the menu of north's hobbyists who chat, from its shared utility.
double weight(const World& w, const AdoptionParams& p, Index line) {
  const Offers o = make_offers(w.developers, w.market, w.society, w.governments, w.firms, w.security, w.clock, p);
  return std::exp2(double(o.shown[0].common(north, hobby, chat, o.option[std::size_t(line) + 1]))) *
         std::exp(o.shown[0].shift(north, hobby, chat));
}

}  // namespace

TEST_CASE("n equal vintages have n^nesting times the weight of one") {
  for (const double nesting : {1.0, 0.6, 0.3, 0.05}) {
    CAPTURE(nesting);
    const std::vector<double> two = nested({0, 1.5, 1.5, 0.7}, nesting);
    CHECK(std::exp(two[1]) + std::exp(two[2]) == Approx(std::pow(2, nesting) * std::exp(1.5)).epsilon(1e-12));
    CHECK((two[0] == 0 && two[3] == 0.7));  // others are as they were
    const std::vector<double> three = nested({0, 1.5, 1.5, 1.5}, nesting, {{1, 2, 3}});
    CHECK(std::exp(three[1]) * 3 == Approx(std::pow(3, nesting) * std::exp(1.5)).epsilon(1e-12));
  }
}

TEST_CASE("Unlike vintages share by the nested logit, and prices count as what they cost the median developer") {
  const double nesting = 0.4, a = 2;
  const std::vector<float> price{0, 1, 0.5f, 0};
  const std::vector<double> u = nested({0, 3, 1.8, 1}, nesting, {{1, 2}}, a, price);
  const double v1 = 3 - a * 1, v2 = 1.8 - a * 0.5, sum = std::exp(v1 / nesting) + std::exp(v2 / nesting);
  CHECK(std::exp(u[1] - a * 1) == Approx(std::exp(v1 / nesting) * std::pow(sum, nesting - 1)).epsilon(1e-12));
  CHECK(std::exp(u[2] - a * 0.5) == Approx(std::exp(v2 / nesting) * std::pow(sum, nesting - 1)).epsilon(1e-12));
}

TEST_CASE("A vintage alone keeps its utility, also where the others are not available") {
  CHECK(nested({0, 1.5, absent, 0.7}, 0.3) == std::vector<double>{0, 1.5, absent, 0.7});
  CHECK(nested({0, absent, absent, 0.7}, 0.3) == std::vector<double>{0, absent, absent, 0.7});
}

TEST_CASE("In a menu an equal kept vintage moves its line's odds by 2^nesting and nobody else's utility") {
  Index kept = 0;
  World w = with_copy(kept), without = w;
  without.market.on_sale[kept] = 0;
  for (const double nesting : {1.0, 0.5, 0.1}) {
    CAPTURE(nesting);
    AdoptionParams p;
    p.vintage_nesting = nesting;
    const double both = weight(w, p, open_line) + weight(w, p, kept);
    CHECK(both == Approx(std::pow(2, nesting) * weight(without, p, open_line)).epsilon(1e-5));
    CHECK(weight(w, p, pro) == Approx(weight(without, p, pro)).epsilon(1e-5));
  }
}

TEST_CASE("A kept vintage of another line is in no nest with it") {
  Index kept = 0;
  World w = with_copy(kept);
  w.market.older[open_line] = w.market.newer[kept] = -1;
  AdoptionParams p;
  p.vintage_nesting = 0.1;
  CHECK(weight(w, p, open_line) == Approx(weight(w, p, kept)).epsilon(1e-6));
  CHECK(weight(w, p, open_line) == Approx(weight(w, p, pro)).epsilon(0.5));
}

}  // namespace moat::vintages_test
