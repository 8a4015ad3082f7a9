#pragma once
/// One choice: the multinomial logit among K options, drawn by inverting one uniform number.
///
/// Written so that compilers turn each loop over a block of eight options into vector instructions, and so that every
/// instruction set gives the same bits: no reassociation, no fused multiply-add, an exponential of our own.

#include <algorithm>
#include <bit>
#include <cstdint>
#include <limits>

namespace moat {

inline constexpr int lanes = 8;         ///< options are padded to a multiple of this many
inline constexpr int max_options = 256; ///< 255 lines and no model

/// e^x for x <= 0, relative error below 3e-7; 0 below -87 (float's smallest normal number).
inline float exp_negative(float x) {
  const float t = std::max(x, -87.0f) * 1.44269504f + 127.0f;  // biased exponent, in [1.4, 127]
  const auto whole = std::int32_t(t);                          // rounds down, since t > 0
  const float f = t - float(whole);
  // Minimax polynomial for 2^f on [0, 1].
  float p = 1.8775767e-3f;
  p = p * f + 8.9893397e-3f;
  p = p * f + 5.5826318e-2f;
  p = p * f + 2.4015361e-1f;
  p = p * f + 6.9315308e-1f;
  p = p * f + 9.9999994e-1f;
  return x < -87.0f ? 0.0f : std::bit_cast<float>(whole << 23) * p;
}

/// The parts of utility that all developers of a region and segment share, for one task: arrays of `padded` options.
struct Menu {
  const float* common;     ///< quality, ecosystem, peers, awareness, ...; -inf for what is not on offer
  const float* price;      ///< price response per unit of price weight
  const float* open;       ///< 1 for open weights
  const float* distance;   ///< geopolitical distance, less insulation
  const std::int32_t* family;
  int padded;
};

/// What is particular to one developer and task.
struct Chooser {
  float price_weight;
  float openness_weight;
  float trust_weight;
  std::int32_t family;  ///< of the line in use, -1 for none
  float loyalty;        ///< switching cost: what the family in use is spared
  int current;          ///< option in use
  float experience;     ///< extra utility of the option in use: known instead of rumoured
};

/// Weights e^(u - max u) of all options [padded] and their sum.
struct Weights {
  alignas(64) float e[max_options];
  double total;
  float largest;  ///< max u
};

/// Utilities, then weights. Padding and options not on offer get weight 0.
inline void weigh(const Menu& menu, const Chooser& who, Weights& out) {
  alignas(64) float highest[lanes];
  for (float& h : highest) h = -std::numeric_limits<float>::infinity();
  float* const u = out.e;
  for (int b = 0; b < menu.padded; b += lanes)
    for (int k = b; k < b + lanes; ++k)
      u[k] = menu.common[k] - who.price_weight * menu.price[k] + who.openness_weight * menu.open[k] -
             who.trust_weight * menu.distance[k] + (menu.family[k] == who.family ? who.loyalty : 0.0f);
  u[who.current] += who.experience;
  for (int b = 0; b < menu.padded; b += lanes)
    for (int k = 0; k < lanes; ++k) highest[k] = u[b + k] > highest[k] ? u[b + k] : highest[k];
  float largest = highest[0];
  for (int k = 1; k < lanes; ++k) largest = std::max(largest, highest[k]);
  double total = 0;
  for (int b = 0; b < menu.padded; b += lanes) {
    for (int k = b; k < b + lanes; ++k) u[k] = exp_negative(u[k] - largest);
    const float* e = u + b;
    total += double(((e[0] + e[1]) + (e[2] + e[3])) + ((e[4] + e[5]) + (e[6] + e[7])));
  }
  out.total = total;
  out.largest = largest;
}

/// The option at which the running sum of weights passes `uniform` x total. `uniform` in (0, 1).
inline int pick(const Weights& w, int padded, double uniform) {
  double left = uniform * w.total;
  int last = 0;
  for (int b = 0; b < padded; b += lanes) {
    const float* e = w.e + b;
    const double block = double(((e[0] + e[1]) + (e[2] + e[3])) + ((e[4] + e[5]) + (e[6] + e[7])));
    if (left >= block) {
      left -= block;
      continue;
    }
    for (int k = 0; k < lanes; ++k) {
      if (e[k] <= 0) continue;
      last = b + k;
      left -= double(e[k]);
      if (left < 0) return last;
    }
    return last;  // rounding: the last option of the block that has weight
  }
  for (int k = padded - 1; k >= 0; --k)  // rounding at the very end
    if (w.e[k] > 0) return k;
  return last;
}

}  // namespace moat
