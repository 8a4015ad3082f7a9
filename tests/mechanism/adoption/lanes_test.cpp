// The fast loop against the plain one: the same choices, sums and weights to the bit, for every instruction set.

#include "mechanism/adoption/lanes.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <vector>

#include "base/instructions.hpp"
#include "base/random.hpp"
#include "catch.hpp"
#include "little_world.hpp"
#include "mechanism/adoption/choice.hpp"
#include "mechanism/adoption/menu_arrays.hpp"
#include "mechanism/adoption/nests.hpp"
#include "mechanism/adoption/plain_adoption.hpp"
#include "mechanism/purpose.hpp"

using namespace moat;

namespace {

std::vector<Instructions> fast_ones() {
  const auto all = available_instructions();
  return {all.begin() + 1, all.end()};
}

/// A number in (-1, 1) with a name.
float number(int what, int who) {
  return float(2 * uniform(Random{8, 0, 0}.word(Purpose::tastes, who, what)) - 1);
}

/// A menu and a batch with something of everything. `wild`: weights so large that many sums leave the range of a float.
struct Example : MenuArrays {
  int options, needs, firms = 5;
  float wild;
  bool network;
  Nests nests;
  std::vector<float> value, peers, weights;
  std::vector<std::int32_t> need;
  std::unique_ptr<Batch> batch = std::make_unique<Batch>();
  Menu menu;

  Example(int options_, int needs_, bool network_, float wild_, int size, float nesting = 1)
      : MenuArrays(options_), options(options_), needs(needs_), wild(wild_), network(network_) {
    for (int k = 0; k < options; ++k) {
      common[std::size_t(k)] = k % 7 == 5 ? -std::numeric_limits<float>::infinity() : 10 * (number(0, k) - 1);
      experience[std::size_t(k)] = k % 3 ? number(1, k) : 0;
      price[std::size_t(k)] = k % 4 ? 3 * std::abs(number(2, k)) : 0;
      open[std::size_t(k)] = float(k % 2);
      distance[std::size_t(k)] = k % 5 ? std::abs(number(3, k)) : 0;
      firm[std::size_t(k)] = k == 0 ? -1 : k % firms;
    }
    for (int d = 0; d < needs; ++d)
      for (int k = 0; k < options; ++k) value.push_back(4 * number(4 + d, k));
    menu = MenuArrays::menu();
    menu.needs = needs;
    for (int d = 0; d < needs; ++d) {
      menu.value[d] = value.data() + d * options;
      menu.demand[d] = std::abs(number(60 + d, 0));
    }
    menu.openness_unit = 1.0f / 256;
    menu.trust_unit = 1.1f / 256;
    menu.peer_weight = network ? 3 : 0;
    menu.switching_bonus = 1.3f;
    menu.highest_common = 1;
    menu.highest_price = menu.highest_distance = 3;
    menu.highest_value = 4;
    if (nesting < 1) {
      // Makers of one to four neighbouring lines; the option before the first has none.
      for (int k = 1; k < options; ++k) firm[std::size_t(k)] = std::min((k - 1) * 2 / 5, firms - 1);
      nests = Nests(firm, nesting);
      nests.put_into(menu);
      for (auto* column : {&common, &experience, &price, &open, &distance})
        for (int k = 0; k < options; ++k) (*column)[std::size_t(k)] *= menu.scale[k];
      for (int d = 0; d < needs; ++d)
        for (int k = 0; k < options; ++k) value[std::size_t(d * options + k)] *= menu.scale[k];
      for (float* highest : {&menu.highest_common, &menu.highest_price, &menu.highest_distance, &menu.highest_value})
        *highest *= menu.most_scale;
    }

    Batch& b = *batch;
    b.size = size;
    need.resize(std::size_t(needs * Batch::stride));
    peers.resize(std::size_t(firms * Batch::stride));
    weights.resize(std::size_t(options * Batch::stride));
    b.needs = need.data();
    b.peers = network ? peers.data() : nullptr;
    b.weights = weights.data();
    const WordKey key = Random{4, 7, 19}.key(Purpose::choice, 0, 2);
    std::copy(key.seed, key.seed + 2, b.key);
    std::copy(key.counter, key.counter + 3, b.counter);
    for (int n = 0; n < size; ++n) {
      b.agent[n] = std::uint32_t(37 * n + 5);
      b.price_weight[n] = wild * std::exp(number(20, n));
      b.openness[n] = int(wild * 256 * number(21, n));
      b.trust[n] = int(wild * 256 * std::abs(number(22, n)));
      b.current[n] = int((number(23, n) + 1) / 2 * float(options));
      b.firm[n] = b.current[n] > 0 ? firm[std::size_t(b.current[n])] : -2;
      for (int d = 0; d < needs; ++d)
        need[std::size_t(d * Batch::stride + n)] = int(65535 * std::abs(number(24 + d, n)));
      b.peer_scale[n] = menu.peer_weight / (1 + std::abs(number(50, n)));
      for (int f = 0; f < firms; ++f) peers[std::size_t(f * Batch::stride + n)] = std::abs(number(40 + f, n));
    }
  }

  Weights plainly(int n, int& option) const {
    const Batch& b = *batch;
    float own_needs[max_needs], own_peers[8];
    weigh_needs(menu, b.needs + n, Batch::stride, own_needs);
    for (int f = 0; f < firms; ++f) own_peers[f] = peers[std::size_t(f * Batch::stride + n)];
    const Chooser who{b.price_weight[n],
                      float(b.openness[n]) * menu.openness_unit,
                      float(b.trust[n]) * menu.trust_unit,
                      b.firm[n],
                      b.current[n],
                      own_needs,
                      network ? own_peers : nullptr,
                      network ? b.peer_scale[n] : 0};
    Weights w;
    weigh(menu, who, w);
    option = pick(menu, w, unit_float(Random{4, 7, 19}.word(Purpose::choice, b.agent[n], 2)));
    return w;
  }
};

}  // namespace

TEST_CASE("Many choices at a time are the plain loop's to the bit: options, needs, networks, odd sizes") {
  const Instructions instructions = GENERATE(from_range(fast_ones()));
  int all_given_back = 0;
  for (const int options : {1, 2, 7, 33, 256})
    for (const int needs : {0, 2, 4, 8})
      for (const bool network : {false, true})
        for (const float wild : {1.0f, 100.0f, 400.0f})
          for (const float nesting : {1.0f, 0.6f, 0.35f}) {
            const int size = options == 33 ? Batch::capacity : 1 + options % 61;
            CAPTURE(options, needs, network, wild, nesting, size);
            Example e(options, needs, network, wild, size, nesting);
            for (const bool keep_weights : {false, true}) {
              choose_in_lanes(e.menu, *e.batch, keep_weights, instructions);
              int given_back = 0;
              for (int n = 0; n < size; ++n) {
                int option = 0;
                const Weights w = e.plainly(n, option);
                if (e.batch->chosen[n] < 0) {
                  ++given_back;
                  continue;
                }
                REQUIRE(w.from == 0);
                REQUIRE(e.batch->chosen[n] == option);
                REQUIRE(e.batch->total[n] == w.total);
                REQUIRE(e.batch->surplus[n] == w.surplus_steps());
                for (int k = 0; keep_weights && k < options; ++k)
                  REQUIRE(e.batch->weights[k * Batch::stride + n] == w.e[k]);
              }
              CHECK((wild > 1 || nesting < 1 || given_back == 0));
              CHECK((wild > 1 || given_back < size / 2 + 1));
              all_given_back += given_back;
            }
          }
  CHECK(all_given_back > 0);  // extreme weights do occur in the example
}

TEST_CASE("A month of choices is the same for every instruction set, the plain loop among them") {
  const double nesting = GENERATE(1.0, 0.6);
  const int survey = GENERATE(2'000, 1'000'000);  // some, and all
  const auto months = [&](Instructions instructions) {
    const Instructions usual = chosen_instructions();
    use_instructions(instructions);
    World w = empty_world();
    for (const Index line : {pro, open_line}) put_on_sale(w, line, 120);
    w.market.price.flat().setConstant(1.5);
    w.market.survey_quality = true;
    w.society.segments[hobby].review = 0.3;
    w.society.segments[company].switching_cost = 1;
    add_developers(w, 9'000, north, hobby, 3);
    add_developers(w, 1'001, north, company, 1);
    add_developers(w, 777, south, hobby, 3);
    for (Index i = 0; i < w.developers.size(); ++i) {
      w.developers.openness_weight.set(i, number(30, int(i)));
      w.developers.price_weight[i] = i % 100 ? 1.0f : 1000.0f;
    }
    AdoptionParams p = plain();
    p.survey = survey;
    p.nesting = nesting;
    p.word_of_mouth = 0.2;
    for (; w.clock.step < 5; ++w.clock.step) {
      w.market.buzz << 0, double(w.clock.step == 2);
      if (w.clock.step == 3) w.market.available(pro, north, hobby) = 0;
      choose_models(w.developers, w.market, w.society, w.governments, w.firms, w.security, w.clock, p,
                    Random{6, 0, 0}.at(w.clock.step), 2, true);
    }
    use_instructions(usual);
    return w;
  };
  const World plainly = months(Instructions::plain);
  // The same from g++ and clang, on every processor: what is random here is named, and no library's function is left
  // to round as it likes but those of the menus.
  std::uint64_t fingerprint = 0;
  for (const std::uint8_t slot : plainly.developers.slot.reshaped()) fingerprint = fingerprint * 0x100000001b3 ^ slot;
  if (nesting == 1) CHECK(fingerprint == 0x5b72c7abf9d6668f);
  for (const Instructions instructions : fast_ones()) {
    const World w = months(instructions);
    CHECK((w.developers.slot == plainly.developers.slot).all());
    CHECK((w.market.demand == plainly.market.demand).all());
    CHECK((w.market.demand_gain == plainly.market.demand_gain).all());
    CHECK((w.market.demand_slope == plainly.market.demand_slope).all());
    CHECK((w.market.demand_weight == plainly.market.demand_weight).all());
    CHECK((w.market.surplus.cwiseEqual(plainly.market.surplus) || plainly.market.surplus.isNaN()).all());
    CHECK((w.market.flow == plainly.market.flow).all());
  }
}
