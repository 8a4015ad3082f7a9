// The pieces of the adoption mechanism by themselves (Google Benchmark): what a choice, a review, a random word and the
// menus of a month cost. `items` are choices, developers, words and menus.

#include <benchmark/benchmark.h>

#include <algorithm>
#include <memory>
#include <vector>

#include "base/instructions.hpp"
#include "mechanism/adoption/choice.hpp"
#include "mechanism/adoption/lanes.hpp"
#include "mechanism/adoption/review.hpp"
#include "mechanism/adoption/menu_arrays.hpp"
#include "mechanism/adoption/nests.hpp"

using namespace moat;

namespace {

const Random named{1, 0, 7};

/// A menu of that many options, and a batch of developers who differ. With a nesting below 1 two or three lines are of
/// one maker, as in the baseline.
struct Example : MenuArrays {
  Nests nests;
  std::vector<float> value, weights;
  std::vector<std::int32_t> needs;
  std::unique_ptr<Batch> batch = std::make_unique<Batch>();
  Menu menu;

  Example(int options, int needs_apart, double nesting = 1) : MenuArrays(options) {
    const auto n = std::size_t(options);
    for (int k = 0; k < options; ++k) {
      common[std::size_t(k)] = -0.3f * float(k % 7);
      price[std::size_t(k)] = 0.2f * float(k % 5);
      open[std::size_t(k)] = float(k % 2);
      distance[std::size_t(k)] = 0.5f * float(k % 3);
      firm[std::size_t(k)] = nesting < 1 && k > 0 ? (k - 1) * 2 / 5 : k - 1;
    }
    value.assign(n * max_needs, 0.5f);
    weights.resize(n * Batch::stride);
    needs.assign(max_needs * Batch::stride, 1000);
    menu = MenuArrays::menu();
    menu.needs = needs_apart;
    for (int d = 0; d < max_needs; ++d) {
      menu.value[d] = value.data() + std::size_t(d) * n;
      menu.demand[d] = 0.25f;
    }
    menu.openness_unit = menu.trust_unit = 0x1p-8f;
    menu.switching_bonus = 0.7f;
    menu.highest_price = menu.highest_distance = 1;
    nests = Nests(firm, nesting);
    nests.put_into(menu);
    Batch& b = *batch;
    b.size = Batch::capacity;
    b.needs = needs.data();
    b.weights = weights.data();
    const WordKey key = named.key(purpose, 0);
    std::copy(key.seed, key.seed + 2, b.key);
    std::copy(key.counter, key.counter + 3, b.counter);
    for (int i = 0; i < b.size; ++i) {
      b.agent[i] = std::uint32_t(3 * i);
      b.price_weight[i] = 1 + 0.1f * float(i % 13);
      b.openness[i] = 20 * (i % 17);
      b.trust[i] = 20 * (i % 11);
      b.current[i] = i % options;
      b.firm[i] = firm[std::size_t(b.current[i])];
    }
  }

  static constexpr Purpose purpose = Purpose::choice;
};

void choices(benchmark::State& state, Instructions instructions, int needs, double nesting) {
  Example example(int(state.range(0)), needs, nesting);
  for (auto _ : state) {
    choose_in_lanes(example.menu, *example.batch, false, instructions);
    benchmark::DoNotOptimize(example.batch->chosen[0]);
    benchmark::ClobberMemory();
  }
  state.SetItemsProcessed(state.iterations() * Batch::capacity);
}

void plain_choices(benchmark::State& state) {
  Example example(int(state.range(0)), 0);
  const Batch& b = *example.batch;
  Weights weights;
  for (auto _ : state)
    for (int i = 0; i < b.size; ++i) {
      const Chooser who{b.price_weight[i], float(b.openness[i]) * example.menu.openness_unit,
                        float(b.trust[i]) * example.menu.trust_unit, b.firm[i], b.current[i]};
      weigh(example.menu, who, weights);
      benchmark::DoNotOptimize(pick(example.menu, weights, unit_float(named.word(Purpose::choice, b.agent[i]))));
    }
  state.SetItemsProcessed(state.iterations() * Batch::capacity);
}

/// Chance of a review in percent.
void reviews(benchmark::State& state) {
  const std::uint64_t threshold = chance_threshold(double(state.range(0)) / 100);
  Index block = 0;
  for (auto _ : state) benchmark::DoNotOptimize(numbers_below(threshold, named, Purpose::review, block++, 0));
  state.SetItemsProcessed(state.iterations() * Flags::size);
}

void words(benchmark::State& state) {
  std::int64_t agent = 0;
  for (auto _ : state) benchmark::DoNotOptimize(named.word(Purpose::choice, agent++));
  state.SetItemsProcessed(state.iterations());
}

}  // namespace

BENCHMARK(reviews)->Arg(7)->Arg(25)->Arg(33);
BENCHMARK(words);
BENCHMARK(plain_choices)->Arg(8)->Arg(32)->Arg(64);

int main(int argc, char** argv) {
  for (const Instructions instructions : available_instructions()) {
    if (instructions == Instructions::plain) continue;
    const std::string name(Choices<Instructions>::names[std::size_t(instructions)]);
    struct Kind {
      const char* name;
      int needs;
      double nesting;
    };
    for (const Kind& kind : {Kind{"", 0, 1}, Kind{"/needs", 4, 1}, Kind{"/nests", 0, 0.6}})
      benchmark::RegisterBenchmark(
          ("choices/" + name + kind.name).c_str(),
          [=](benchmark::State& state) { choices(state, instructions, kind.needs, kind.nesting); })
          ->ArgName("options")
          ->Arg(8)
          ->Arg(16)
          ->Arg(32)
          ->Arg(64)
          ->Arg(128);
  }
  benchmark::Initialize(&argc, argv);
  benchmark::RunSpecifiedBenchmarks();
}
