// The survey: its sums against the formulas in double precision, and the same bits with every set of instructions.

#include "mechanism/adoption/survey.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <string>
#include <vector>

#include "base/instructions.hpp"
#include "base/random.hpp"
#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/adoption/plain_adoption.hpp"
#include "mechanism/purpose.hpp"

// A name of its own for what is compiled together with other tests.
namespace moat::survey_test {

namespace {

double number(int what, int who) {
  return uniform(Random{11, 0, 0}.word(Purpose::tastes, who, what));
}

/// Three makers with lines in turn, closed and open, and one of each that the hobbyists of the north cannot have.
World market_of(int lines) {
  World w = empty_world();
  for (int n = 2; n < lines; ++n) {
    const auto open = n % 3 == 2 ? Openness::open : Openness::closed;
    w.firms.firms[std::size_t(n % 2 ? keep : give)].lines.push_back(line_entry("line-" + std::to_string(n), open));
  }
  size_up(w);
  for (Index l = 0; l < w.market.line_count(); ++l) {
    put_on_sale(w, l, 110 + 20 * number(0, int(l)));
    w.market.price(l, north, hobby) = w.market.list_price[l] = 0.5 + number(1, int(l));
    if (l % 5 == 4) w.market.available(l, north, hobby) = 0;
  }
  w.market.survey_quality = true;
  add_developers(w, 1, north);
  return w;
}

/// Weights and columns of developers who are asked; what stands behind them is not a number.
void fill(Asked& asked, std::vector<float>& weights, int options, int size) {
  weights.assign(std::size_t(options * Batch::stride), NAN);
  asked.size = size;
  asked.weights = weights.data();
  for (int n = 0; n < size; ++n) {
    float total = 0;
    for (int k = 0; k < options; ++k)
      total += weights[std::size_t(k * Batch::stride + n)] = float(std::exp(8 * number(2 + k, n)));
    asked.share[n] = 1 / total;
    asked.tokens[n] = float(1000 * number(100, n)) / total;
    asked.priced[n] = asked.tokens[n] * float(2 * number(101, n));
  }
}

Grid<double> sums_of(const Offers& o, int size, Instructions instructions) {
  Survey survey(o);
  std::vector<float> weights;
  fill(survey.asked, weights, o.count, size);
  survey.add(o, o.menu(north, hobby, chat), north, hobby, chat, instructions);
  return survey.take();
}

/// As survey.hpp says it, one developer after the other.
Grid<double> by_formula(const Offers& o, int size) {
  const auto asked = std::make_unique<Asked>();
  std::vector<float> weights;
  fill(*asked, weights, o.count, size);
  const Menu menu = o.menu(north, hobby, chat);
  Grid<double> sums = Grid<double>::Zero(o.count, survey_columns);
  for (int n = 0; n < size; ++n) {
    const double tokens = double(asked->tokens[n]) / double(asked->share[n]),
                 a = double(asked->priced[n]) / double(asked->tokens[n]);
    const auto p = [&](int k) {
      return std::isfinite(menu.common[k]) ? double(weights[std::size_t(k * Batch::stride + n)] * asked->share[n]) : 0;
    };
    for (int k = 1; k < o.count; ++k) {
      double own = 0, maker = 0, pull = 0;
      for (int j = 1; j < o.count; ++j) {
        if (o.firm[std::size_t(j)] != o.firm[std::size_t(k)]) continue;
        maker += p(j);
        own += o.open[j] > 0 ? 0 : p(j);
        pull += p(j) * o.quality_slope(hobby, chat, j);
      }
      if (p(k) == 0) continue;
      const double part = own / maker, scale = double(o.nests.scale(k)), mean = pull / maker;
      const double expected = tokens * o.quantity(north, hobby, chat, k) * p(k);
      sums(k, demand_column) += expected;
      sums(k, gain_column) += expected * ((o.quality_slope(hobby, chat, k) - mean) * scale + mean * (1 - maker));
      if (o.open[k] > 0) continue;
      const double slope = expected * a * o.slope(north, hobby, k);
      sums(k, weight_column) += slope;
      sums(k, slope_column) += slope * ((1 - part) * scale + part * (1 - maker));
    }
  }
  return sums;
}

}  // namespace

TEST_CASE(
    "The survey adds up its formulas, to the bit alike with all instructions: nests, odd sizes, lines not on offer") {
  for (const int lines : {2, 3, 17})
    for (const double nesting : {1.0, 0.4})
      for (const int size : {1, 5, 16, 17, 100, Batch::capacity}) {
        CAPTURE(lines, nesting, size);
        const World w = market_of(lines);
        AdoptionParams p = plain();
        p.nesting = nesting;
        p.token_elasticity = 0.3;
        const Offers o = make_offers(w.developers, w.market, w.society, w.governments, w.firms, w.security, w.clock, p);
        const Grid<double> expected = by_formula(o, size), plainly = sums_of(o, size, Instructions::plain);
        for (Index k = 0; k < o.count; ++k)
          for (int column = 0; column < survey_columns; ++column) {
            CAPTURE(k, column);
            // A gain is a difference of like numbers.
            const double of = column == gain_column ? 0.1 * expected(k, demand_column) : expected(k, column);
            REQUIRE_THAT(plainly(k, column), WithinAbs(expected(k, column), 2e-6 * std::abs(of)));
          }
        for (const Instructions instructions : available_instructions())
          REQUIRE((sums_of(o, size, instructions) == plainly).all());
      }
}

TEST_CASE("Only the gain is left out where nobody asks for it, and sums start at zero again") {
  World w = market_of(9);
  const auto offers = [&] {
    return make_offers(w.developers, w.market, w.society, w.governments, w.firms, w.security, w.clock, plain());
  };
  const Offers with = offers();
  const Grid<double> all = sums_of(with, 40, chosen_instructions());
  w.market.survey_quality = false;
  const Offers without = offers();
  const Grid<double> less = sums_of(without, 40, chosen_instructions());
  CHECK((less.col(slope_column) == all.col(slope_column)).all());
  CHECK((less.col(weight_column) == all.col(weight_column)).all());
  CHECK(less.col(gain_column).isZero());
  CHECK(!all.col(gain_column).isZero());
  for (int k = 1; k < with.count; ++k) CHECK(less(k, demand_column) == (with.open[k] > 0 ? 0 : all(k, demand_column)));

  Survey survey(with);
  std::vector<float> weights;
  fill(survey.asked, weights, with.count, 40);
  const Menu menu = with.menu(north, hobby, chat);
  survey.add(with, menu, north, hobby, chat, chosen_instructions());
  CHECK((survey.take() == all).all());
  CHECK(survey.take().isZero());
}

}  // namespace moat::survey_test
