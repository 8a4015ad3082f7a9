#pragma once
/// One choice: the multinomial logit among K options, drawn by inverting one uniform number.
///
/// Written so that compilers turn each loop over the options into vector instructions (`omp simd` is a hint that needs
/// no runtime), and so that every instruction set gives the same bits: sums in a fixed order, no fused multiply-add, an
/// exponential of our own.

#include <bit>
#include <cstdint>
#include <limits>

namespace moat {

inline constexpr int lanes = 8;          ///< options are padded to a multiple of this many
inline constexpr int max_options = 256;  ///< 255 lines and no model

/// e^x for x <= 0, relative error below 5e-6 (float resolves the exponent no finer); 0 below -87, the end of float.
inline float exp_negative(float x) {
  const float t = (x > -87.0f ? x : -87.0f) * 1.44269504f + 127.0f;  // biased exponent, in [1.4, 127]
  const auto whole = std::int32_t(t);                                // rounds down, since t > 0
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
  const float* common;    ///< quality, ecosystem, peers, awareness, ...; -inf for what is not on offer
  const float* price;     ///< price response per unit of price weight
  const float* open;      ///< 1 for open weights
  const float* distance;  ///< geopolitical distance, less insulation
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

/// Weights e^(u - max u) of all options [padded], their sum by blocks of lanes, and the sum of all.
struct Weights {
  alignas(64) float e[max_options];
  double block[max_options / lanes];
  double total;
  float largest;  ///< max u
};

/// Utilities, then weights. Padding and options not on offer get weight 0.
inline void weigh(const Menu& menu, const Chooser& who, Weights& out) {
  float* const u = out.e;
#pragma omp simd
  for (int k = 0; k < menu.padded; ++k)
    u[k] = menu.common[k] - who.price_weight * menu.price[k] + who.openness_weight * menu.open[k] -
           who.trust_weight * menu.distance[k] + (menu.family[k] == who.family ? who.loyalty : 0.0f);
  u[who.current] += who.experience;
  float largest = -std::numeric_limits<float>::infinity();
#pragma omp simd reduction(max : largest)  // a maximum is the same in any order
  for (int k = 0; k < menu.padded; ++k) largest = u[k] > largest ? u[k] : largest;
#pragma omp simd
  for (int k = 0; k < menu.padded; ++k) u[k] = exp_negative(u[k] - largest);
  out.total = 0;
  for (int b = 0; b < menu.padded / lanes; ++b) {
    const float* e = u + b * lanes;
    out.block[b] = double(((e[0] + e[1]) + (e[2] + e[3])) + ((e[4] + e[5]) + (e[6] + e[7])));
    out.total += out.block[b];
  }
  out.largest = largest;
}

/// The option at which the running sum of weights passes `uniform` x total. `uniform` in (0, 1).
inline int pick(const Weights& w, int padded, double uniform) {
  double left = uniform * w.total;
  int b = 0;
  for (const int last = padded / lanes - 1; b < last && left >= w.block[b]; ++b) left -= w.block[b];
  for (int k = b * lanes; k < (b + 1) * lanes; ++k)
    if (w.e[k] > 0 && (left -= double(w.e[k])) < 0) return k;
  // Rounding left a remainder: the last option with weight up to here.
  for (int k = (b + 1) * lanes - 1; k > 0; --k)
    if (w.e[k] > 0) return k;
  return 0;
}

}  // namespace moat
