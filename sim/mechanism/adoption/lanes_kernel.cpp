// The loops of lanes.hpp, compiled once for each set of vector instructions (sim/CMakeLists.txt): MOAT_LANES
// names the set, and the compiler's flags turn it on. Only headers without code may be included: of an inline function
// the linker keeps one copy, which could be one that other processors do not understand.
//
// Each trick has its figure: the part of a choice among 32 options that it saves (tests/bench/README.md).
//
// Vectors are those of g++ and clang (`vector_size`): operators work on all lanes, a comparison gives a mask of lanes,
// and `mask ? a : b` chooses lane by lane. So formulas read as in choice.hpp, which explains them.

#include <cstdint>
#include <cstring>
#include <utility>

#ifdef __SSE2__
#include <immintrin.h>
#endif

#include "mechanism/adoption/lanes.hpp"

namespace moat::MOAT_LANES {
namespace {

// Vectors at a time, which share what is loaded of an option: saves 7 % with AVX2, 15 % with SSE2, none with AVX-512.
#if defined(__AVX512F__)
constexpr int width = 16, vectors_at_a_time = 1;
#elif defined(__AVX2__)
constexpr int width = 8, vectors_at_a_time = 2;
#else
constexpr int width = 4, vectors_at_a_time = 4;
#endif
static_assert(Batch::block % (width * vectors_at_a_time) == 0);

using Floats [[gnu::vector_size(4 * width)]] = float;
using Ints [[gnu::vector_size(4 * width)]] = std::int32_t;
using Words [[gnu::vector_size(4 * width)]] = std::uint32_t;
using Pairs [[gnu::vector_size(4 * width)]] = std::uint64_t;

template <class Vector, class T>
[[gnu::always_inline]] inline Vector load(const T* from) {
  Vector v;
  std::memcpy(&v, from, sizeof v);
  return v;
}
template <class Vector, class T>
[[gnu::always_inline]] inline void store(const Vector& v, T* to) {
  std::memcpy(to, &v, sizeof v);
}
[[gnu::always_inline]] inline Floats to_floats(const Ints& whole) {
  return __builtin_convertvector(whole, Floats);
}
[[gnu::always_inline]] inline Floats larger(const Floats& a, const Floats& b) {  // a > b ? a : b
#if defined(__AVX512F__)
  return Floats(_mm512_max_ps(__m512(a), __m512(b)));
#elif defined(__AVX2__)
  return Floats(_mm256_max_ps(__m256(a), __m256(b)));
#elif defined(__SSE2__)
  return Floats(_mm_max_ps(__m128(a), __m128(b)));
#else
  return a > b ? a : b;
#endif
}

/// Products of the lower words of pairs.
[[gnu::always_inline]] inline Pairs multiply_lower(const Pairs& x, std::uint32_t by) {
#if defined(__AVX512F__)
  return Pairs(_mm512_mul_epu32(__m512i(x), _mm512_set1_epi64(by)));
#elif defined(__AVX2__)
  return Pairs(_mm256_mul_epu32(__m256i(x), _mm256_set1_epi64x(by)));
#elif defined(__SSE2__)
  return Pairs(_mm_mul_epu32(__m128i(x), _mm_set1_epi64x(by)));
#else
  return (x & 0xffffffffu) * by;
#endif
}

/// The lower words of the first, the upper words of the second.
[[gnu::always_inline]] inline Words merge(const Pairs& lower, const Pairs& upper) {
#if defined(__AVX2__) && !defined(__AVX512F__)
  return Words(_mm256_blend_epi32(__m256i(lower), __m256i(upper), 0b10101010));
#else
  return Words((lower & 0xffffffffu) | (upper & 0xffffffff00000000u));
#endif
}

[[gnu::always_inline]] inline void multiply(const Words& x, std::uint32_t by, Words& high, Words& low) {
  const Pairs even = multiply_lower(Pairs(x), by), odd = multiply_lower(Pairs(x) >> 32, by);
  low = merge(even, odd << 32);
  high = merge(even >> 32, odd);
}

/// The first word of Philox 4x32-10 (random.hpp) for each agent.
[[gnu::always_inline]] inline Words random_words(const Words& agents, const Batch& b) {
  Words x0 = agents, x1 = Words{} + b.counter[0], x2 = Words{} + b.counter[1], x3 = Words{} + b.counter[2];
  std::uint32_t key0 = b.key[0], key1 = b.key[1];
  for (int round = 0; round < 10; ++round, key0 += 0x9E3779B9u, key1 += 0xBB67AE85u) {
    Words high0, low0, high2, low2;
    multiply(x0, 0xD2511F53u, high0, low0);
    multiply(x2, 0xCD9E8D57u, high2, low2);
    x0 = high2 ^ x1 ^ key0;
    x1 = low2;
    x2 = high0 ^ x3 ^ key1;
    x3 = low0;
  }
  return x0;
}

[[gnu::always_inline]] inline Floats unit_floats(const Words& words) {
  return (to_floats(Ints(words >> 9)) + 0.5f) * 0x1p-23f;
}

[[gnu::always_inline]] inline Floats power_of_two(Floats x) {
  constexpr float round_to_whole = 0x1.8p23f;
  x = larger(x, Floats{} - 126.0f);
  const Floats shifted = x + round_to_whole;
  const Floats f = x - (shifted - round_to_whole), f2 = f * f;
  const Floats low = 6.9312179e-1f * f + 9.9999928e-1f, middle = 5.5917859e-2f * f + 2.4024744e-1f;
  const Floats p = (9.5701021e-3f * f2 + middle) * f2 + low;
  return Floats(Words(p) + (Words(shifted) << 23));
}

[[gnu::always_inline]] inline Floats natural_log(const Floats& x) {
  const Words bits = Words(x) - 0x3f3504f3u;
  const Floats exponent = to_floats(Ints(bits) >> 23), m = Floats((bits & 0x7fffffu) + 0x3f3504f3u);
  const Floats s = (m - 1.0f) / (m + 1.0f), q = s * s;
  return exponent * 0.69314718f + 2.0f * s * (1.0f + q * (0.33333333f + q * (0.2f + q * 0.14285714f)));
}

[[gnu::always_inline]] inline Floats binary_log(const Floats& x) {
  const Words bits = Words(x) - 0x3f3504f3u;
  const Floats exponent = to_floats(Ints(bits) >> 23), f = Floats((bits & 0x7fffffu) + 0x3f3504f3u) - 1.0f;
  const Floats f2 = f * f, f4 = f2 * f2;
  const Floats low = -7.2137588e-1f * f + 1.4426997f, middle = -3.5896185e-1f * f + 4.8046502e-1f;
  const Floats high = 1.7063434e-1f * f2 + (-2.7269790e-1f * f + 2.9726261e-1f);
  return exponent + f * (high * f4 + (middle * f2 + low));
}

/// What is particular to the developers of one vector.
template <int Needs>
struct LaneChoosers {
  Floats price_weight, openness, trust, peer_scale, need[Needs + (Needs == 0)];  // arrays are never empty
  Ints firm, current;

  [[gnu::always_inline]] LaneChoosers(const Menu& menu, const Batch& b, int at)
      : price_weight(load<Floats>(b.price_weight + at)),
        openness(to_floats(load<Ints>(b.openness + at)) * menu.openness_unit),
        trust(to_floats(load<Ints>(b.trust + at)) * menu.trust_unit),
        peer_scale(load<Floats>(b.peer_scale + at)),
        firm(load<Ints>(b.firm + at)),
        current(load<Ints>(b.current + at)) {
    Floats all{};
    for (int d = 0; d < Needs; ++d)
      all += need[d] = menu.demand[d] * to_floats(load<Ints>(b.needs + d * Batch::stride + at));
    for (int d = 1; d < Needs; ++d) need[d] = need[d] / all;
  }

  [[gnu::always_inline]] Floats utility_bound(const Menu& menu) const {
    const Floats none{};
    Floats bound = menu.highest_common + menu.switching_bonus * menu.most_scale +
                   larger(openness * menu.most_scale, none) +
                   larger(-price_weight * menu.lowest_price, -price_weight * menu.highest_price) +
                   larger(-trust * menu.highest_distance, none) +
                   (menu.peer_weight > 0 ? menu.peer_weight * menu.most_scale : 0.0f);
    for (int d = 1; d < Needs; ++d) bound += larger(need[d] * menu.highest_value, none);
    return bound;
  }
};

/// Utilities of option k for several vectors of developers, which share what is loaded of it. `scale`: 1 or a nest's.
template <int Needs, bool Network, int... Vector>
[[gnu::always_inline]] inline void add_up(const Menu& menu, const Batch& b, int at, const LaneChoosers<Needs>* who,
                                          int k, const Floats& switching_bonus, [[maybe_unused]] float scale,
                                          Floats* u) {
  const Floats none{};
  const auto each = [&](auto body) { (body(Vector), ...); };
  each([&](int v) {
    const Floats shared = menu.common[k] + (who[v].firm == menu.firm[k] ? switching_bonus : none);
    u[v] = shared - who[v].price_weight * menu.price[k];
  });
  // The same for all lanes, so the branches are foreseen; what is zero adds nothing. Saves 6 %.
  if (menu.open[k] != 0) each([&](int v) { u[v] += who[v].openness * menu.open[k]; });
  if (menu.distance[k] != 0) each([&](int v) { u[v] -= who[v].trust * menu.distance[k]; });
  if constexpr (Needs > 1)
    each([&](int v) {
      Floats needed = who[v].need[1] * menu.value[1][k];
      for (int d = 2; d < Needs; ++d) needed += who[v].need[d] * menu.value[d][k];
      u[v] += needed;
    });
  if constexpr (Network)
    if (menu.firm[k] >= 0) {
      const float* const users = b.peers + std::int64_t(menu.firm[k]) * Batch::stride + at;
      each([&](int v) { u[v] += who[v].peer_scale * scale * load<Floats>(users + v * width); });
    }
  if (menu.experience[k] != 0) each([&](int v) { u[v] += who[v].current == k ? none + menu.experience[k] : none; });
}

/// Chooses for some vectors of developers: utilities, weights and their running sum in one pass, the draw in another.
template <int Needs, bool Network, bool KeepWeights, bool Nested, int... Vector>
[[gnu::always_inline]] inline void choose_block(const Menu& menu, Batch& b, int at,
                                                std::integer_sequence<int, Vector...>) {
  constexpr int vectors = sizeof...(Vector);
  // What stays in memory between the passes is the weights or, without nests, their running sum, which spares an
  // addition: 1.5 %.
  float* const kept = b.weights + (KeepWeights ? at : 0);
  constexpr std::int64_t stride = KeepWeights ? Batch::stride : vectors * width;
  const LaneChoosers<Needs> who[] = {{menu, b, at + Vector * width}...};
  const Floats none{}, switching_bonus = none + menu.switching_bonus;
  const auto each = [&](auto body) { (body(Vector), ...); };

  Floats total[vectors] = {}, u[vectors];
  const int options = Nested ? 0 : menu.count;
  for (int k = 0; k < options; ++k) {
    add_up<Needs, Network, Vector...>(menu, b, at, who, k, switching_bonus, 1, u);
    each([&](int v) {
      const Floats e = power_of_two(u[v]);
      total[v] += e;
      store(KeepWeights ? e : total[v], kept + k * stride + v * width);
    });
  }
  const int nests = Nested ? menu.nests : 0;
  for (int nest = 0, begin = 0; nest < nests; begin = menu.nest_end[nest++]) {
    const int end = menu.nest_end[nest];
    if (end - begin == 1) {
      add_up<Needs, Network, Vector...>(menu, b, at, who, begin, switching_bonus, 1, u);
      each([&](int v) {
        const Floats e = power_of_two(u[v]);
        total[v] += e;
        store(e, kept + begin * stride + v * width);
      });
      continue;
    }
    Floats sum[vectors] = {};
    const float scale = menu.scale[begin];
    const Floats bonus = none + menu.switching_bonus * scale;
    for (int k = begin; k < end; ++k) {
      add_up<Needs, Network, Vector...>(menu, b, at, who, k, bonus, scale, u);
      each([&](int v) {
        const Floats e = power_of_two(larger(u[v], none + least_nested_bits));
        sum[v] += e;
        store(e, kept + k * stride + v * width);
      });
    }
    each([&](int v) {
      const Floats factor = power_of_two((menu.nesting - 1.0f) * binary_log(sum[v]));
      for (int k = begin; k < end; ++k) {
        float* const weight = kept + k * stride + v * width;
        const Floats e = load<Floats>(weight) * factor;
        total[v] += e;  // in the order of the draw
        store(e, weight);
      }
    });
  }

  for (int v = 0; v < vectors; ++v) {
    const int here = at + v * width;
    const Floats passed = unit_floats(random_words(load<Words>(b.agent + here), b)) * total[v];
    Floats sum{};
    Ints chosen{};
    for (int k = 0; k < menu.count - 1; ++k) {
      const Floats weight = load<Floats>(kept + k * stride + v * width);
      sum = KeepWeights || Nested ? sum + weight : weight;
      chosen -= sum <= passed;  // a true lane is -1
    }
    const Ints fits = (who[v].utility_bound(menu) <= most_bits) & (total[v] >= (Nested ? least_nested_sum : least_sum));
    store(Ints(fits ? chosen : Ints{} - 1), b.chosen + here);
    store(total[v], b.total + here);
    store(__builtin_convertvector(natural_log(total[v]) * surplus_steps_per_nat, Ints), b.surplus + here);
  }
}

template <int Needs, bool Network, bool KeepWeights, bool Nested>
void choose_batch(const Menu& given, Batch& b) {
  const Menu menu = given;  // a copy that no store can change: its pointers stay in registers; saves 4 %
  constexpr std::make_integer_sequence<int, vectors_at_a_time> vectors;
  for (int at = 0; at < b.size; at += vectors_at_a_time * width)
    if (b.size - at > width)
      choose_block<Needs, Network, KeepWeights, Nested>(menu, b, at, vectors);
    else  // batches of small runs hold five
      choose_block<Needs, Network, KeepWeights, Nested>(menu, b, at, std::integer_sequence<int, 0>{});
}

template <bool Network, bool KeepWeights, int... Needs>
void choose_by_needs(const Menu& menu, Batch& b, std::integer_sequence<int, Needs...>) {
  if (menu.nests > 0)
    (void)((menu.needs == Needs && (choose_batch<Needs, Network, KeepWeights, true>(menu, b), true)) || ...);
  else
    (void)((menu.needs == Needs && (choose_batch<Needs, Network, KeepWeights, false>(menu, b), true)) || ...);
}

}  // namespace

void choose(const Menu& menu, Batch& b, bool keep_weights) {
  constexpr std::make_integer_sequence<int, max_needs + 1> needs;
  if (b.peers)
    keep_weights ? choose_by_needs<true, true>(menu, b, needs) : choose_by_needs<true, false>(menu, b, needs);
  else
    keep_weights ? choose_by_needs<false, true>(menu, b, needs) : choose_by_needs<false, false>(menu, b, needs);
}

}  // namespace moat::MOAT_LANES
