#pragma once
/// One choice: the multinomial or nested logit among the options of a menu, drawn by inverting one uniform number. This
/// is the plain loop; lanes.hpp does the same for many developers at a time, to the bit.
///
/// Every instruction set gives the same bits: sums in the order of the options, no fused multiply-add, an exponential
/// and a logarithm of our own (those of libraries differ between machines).

#include <bit>
#include <cstdint>

#include "mechanism/adoption/menu.hpp"

namespace moat {

/// What is particular to one developer and task.
struct Chooser {
  float price_weight;  ///< bits, as all weights here
  float openness_weight;
  float trust_weight;
  std::int32_t firm;             ///< of the line in use; -2 for none
  int current;                   ///< option in use
  const float* needs = nullptr;  ///< [need] weight of quality in that domain; the first is not used (see Menu)
  const float* peers = nullptr;  ///< [firm] number of the peers' developer-tasks; null without a network
  float peer_scale = 0;          ///< bits: utility of one of them
};

/// What a developer needs of each domain, weighed by the task's demands: sums to one.
inline void weigh_needs(const Menu& menu, const std::int32_t* needs, int stride, float* weighed) {
  float all = 0;
  for (int d = 0; d < menu.needs; ++d) all += weighed[d] = menu.demand[d] * float(needs[d * stride]);
  for (int d = 1; d < menu.needs; ++d) weighed[d] = weighed[d] / all;
}

/// Utility of option k in bits, in a nest of several over the dissimilarity. The order of the terms is part of the
/// result.
inline float utility(const Menu& menu, const Chooser& who, int k) {
  const float scale = menu.scale ? menu.scale[k] : 1.0f;
  float u = menu.common[k] + (menu.firm[k] == who.firm ? menu.switching_bonus * scale : 0.0f);
  u = u - who.price_weight * menu.price[k] + who.openness_weight * menu.open[k] - who.trust_weight * menu.distance[k];
  if (menu.needs > 1) {
    float needed = who.needs[1] * menu.value[1][k];
    for (int d = 2; d < menu.needs; ++d) needed += who.needs[d] * menu.value[d][k];
    u += needed;
  }
  if (who.peers && menu.firm[k] >= 0) u += who.peer_scale * scale * who.peers[menu.firm[k]];
  u += k == who.current ? menu.experience[k] : 0.0f;
  return u;
}

/// 2^x for x <= most_bits, relative error below 3e-6; below -126, the end of float, 2^-126.
inline float power_of_two(float x) {
  constexpr float round_to_whole = 0x1.8p23f;  // a float as large as this has no fraction
  x = x > -126.0f ? x : -126.0f;
  const float shifted = x + round_to_whole;
  const float f = x - (shifted - round_to_whole), f2 = f * f;  // f in [-1/2, 1/2]
  // Minimax polynomial for 2^f, its terms in pairs that can be computed side by side (Estrin's scheme; saves 5 %).
  const float low = 6.9312179e-1f * f + 9.9999928e-1f, middle = 5.5917859e-2f * f + 2.4024744e-1f;
  const float p = (9.5701021e-3f * f2 + middle) * f2 + low;
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(p) + (std::bit_cast<std::uint32_t>(shifted) << 23));
}

/// ln x of a normal float, absolute error below 1e-6 + 1e-7 |ln x|.
inline float natural_log(float x) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(x) - 0x3f3504f3u;  // of 1/sqrt 2: m in [0.707, 1.414)
  const float exponent = float(std::int32_t(bits) >> 23);
  const float m = std::bit_cast<float>((bits & 0x7fffffu) + 0x3f3504f3u);
  const float s = (m - 1.0f) / (m + 1.0f), q = s * s;  // ln m = 2 (s + s^3/3 + s^5/5 + ...)
  return exponent * 0.69314718f + 2.0f * s * (1.0f + q * (0.33333333f + q * (0.2f + q * 0.14285714f)));
}

/// log2 x of a normal float, absolute error below 2e-6 + 1e-7 |log2 x|, without a division.
inline float binary_log(float x) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(x) - 0x3f3504f3u;  // of 1/sqrt 2: 1 + f in [0.707, 1.414)
  const float exponent = float(std::int32_t(bits) >> 23);
  const float f = std::bit_cast<float>((bits & 0x7fffffu) + 0x3f3504f3u) - 1.0f, f2 = f * f, f4 = f2 * f2;
  // Minimax polynomial for log2(1 + f) / f, its terms in pairs.
  const float low = -7.2137588e-1f * f + 1.4426997f, middle = -3.5896185e-1f * f + 4.8046502e-1f;
  const float high = 1.7063434e-1f * f2 + (-2.7269790e-1f * f + 2.9726261e-1f);
  return exponent + f * (high * f4 + (middle * f2 + low));
}

/// A number in (0, 1) that a float holds: the middle of one of 2^23 equal intervals. Options of a probability below
/// 1e-7 are thus drawn in steps of that size.
inline float unit_float(std::uint32_t word) {
  return (float(std::int32_t(word >> 9)) + 0.5f) * 0x1p-23f;
}

/// Weights of all options in proportion to their probabilities, and their sum, in the order of the options: 2^(u -
/// from) without nests.
struct Weights {
  float e[max_options];
  float total;
  float from;  ///< bits: 0, or the largest utility where weights would otherwise leave the range of a float

  /// ln of the sum of e^utility, what the choice is worth to the developer, without the menu's shift; in whole steps.
  std::int64_t surplus_steps() const {
    const auto steps = std::int64_t(natural_log(total) * surplus_steps_per_nat);
    return from == 0 ? steps : steps + std::int64_t(double(from) / bits_per_nat * double(surplus_steps_per_nat));
  }
};

/// The largest utility that any option can have for this developer, in bits.
inline float utility_bound(const Menu& menu, const Chooser& who) {
  const auto larger = [](float a, float b) { return a > b ? a : b; };
  float bound = menu.highest_common + menu.switching_bonus * menu.most_scale +
                larger(who.openness_weight * menu.most_scale, 0.0f) +
                larger(-who.price_weight * menu.lowest_price, -who.price_weight * menu.highest_price) +
                larger(-who.trust_weight * menu.highest_distance, 0.0f) +
                larger(menu.peer_weight * menu.most_scale, 0.0f);
  for (int d = 1; d < menu.needs; ++d) bound += larger(who.needs[d] * menu.highest_value, 0.0f);
  return bound;
}

/// Weights of the options of a nest, [begin, end), each added to the sum of all: the draw adds them up in the same
/// order, so that it ends where the sum does. Together they are e^V / 2^from with V the log-sum.
inline void weigh_nest(const Menu& menu, const Chooser& who, int begin, int end, float from, float* e, float& total) {
  if (end - begin == 1) {
    total += e[begin] = power_of_two(utility(menu, who, begin) - from);
    return;
  }
  float sum = 0;
  for (int k = begin; k < end; ++k) {
    const float u = utility(menu, who, k) - from * menu.scale[k];
    sum += e[k] = power_of_two(u > least_nested_bits ? u : least_nested_bits);
  }
  const float factor = power_of_two((menu.nesting - 1.0f) * binary_log(sum));
  for (int k = begin; k < end; ++k) total += e[k] = e[k] * factor;
}

/// Utilities, then weights. Options not on offer get a weight too small to count.
inline void weigh(const Menu& menu, const Chooser& who, Weights& out) {
  const auto fill = [&](float from) {
    out.from = from;
    out.total = 0;
    for (int nest = 0, begin = 0; nest < menu.nests; begin = menu.nest_end[nest++])
      weigh_nest(menu, who, begin, menu.nest_end[nest], from, out.e, out.total);
    for (int k = 0; k < menu.count && menu.nests == 0; ++k) {
      out.e[k] = power_of_two(utility(menu, who, k) - from);
      out.total += out.e[k];
    }
  };
  if (utility_bound(menu, who) <= most_bits) {
    fill(0);
    if (out.total >= (menu.nests > 0 ? least_nested_sum : least_sum)) return;
  }
  float largest = utility(menu, who, 0);
  for (int k = 1; k < menu.count; ++k) {
    const float u = utility(menu, who, k) / (menu.scale ? menu.scale[k] : 1.0f);
    largest = u > largest ? u : largest;
  }
  fill(largest);
}

/// The option at which the running sum of weights passes `uniform` x total. `uniform` in (0, 1).
inline int pick(const Menu& menu, const Weights& w, float uniform) {
  const float passed = uniform * w.total;
  float sum = 0;
  for (int k = 0; k < menu.count - 1; ++k) {
    sum += w.e[k];
    if (sum > passed) return k;
  }
  return menu.count - 1;
}

}  // namespace moat
