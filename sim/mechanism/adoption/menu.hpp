#pragma once
/// The menu that developers choose from: plain data, read by the plain loop (choice.hpp) and by the fast one
/// (lanes.hpp). Utilities are in bits, nats x log2 e, so that the weight of an option is 2^utility.
///
/// Lines of one maker are a nest (nests.hpp). What a menu holds for the options of a nest of several is divided by the
/// dissimilarity already, so that the loops need no division: 2^utility is then the weight of a line within its nest.

#include <cstdint>

namespace moat {

inline constexpr int max_options = 256;  ///< 255 lines and no model
inline constexpr int max_needs = 8;      ///< domains that developers can need differently
/// Log-sums are added in whole multiples of 2^-20 nats, so that their sum does not depend on its order.
inline constexpr float surplus_steps_per_nat = 0x1p20f;
inline constexpr double bits_per_nat = 1.4426950408889634;

/// The parts of utility that all developers of a region and segment share, for one task: arrays over the options.
struct Menu {
  bool fresh = false;                       ///< all choose, and none is held by habit
  int count = 0;                            ///< options; option 0 is no model
  const float* common = nullptr;            ///< bits: quality, ecosystem, peers, awareness, ...; -inf: not on offer
  const float* experience = nullptr;        ///< bits: extra utility for its users, who know its true capability
  const float* price = nullptr;             ///< price response per unit of price weight
  const float* open = nullptr;              ///< 1 for open weights, 0 for closed
  const float* distance = nullptr;          ///< geopolitical distance, less insulation; not below 0
  const std::int32_t* firm = nullptr;       ///< maker, from 0; -1 for no model
  int needs = 0;                            ///< domains valued by each developer's own needs; 0: all in `common`
  float demand[max_needs] = {};             ///< [need] the task's weight of that domain
  const float* value[max_needs] = {};       ///< [need] bits: value in that domain above the value in the first one
  float openness_unit = 1, trust_unit = 1;  ///< bits: of one step of a developer's weights
  float peer_weight = 0;                    ///< bits: utility of a firm that all its peers use
  float switching_bonus = 0;                ///< bits: added for the firm in use, as it costs no switch
  float lowest_price = 0, highest_price = 0, highest_distance = 0, highest_value = 0;  ///< over the options
  float highest_common = 0;  ///< bits: with the largest experience
  double shift = 0;          ///< nats: subtracted from all utilities, so that the largest `common` is about 0
  float nesting = 1;         ///< dissimilarity of the lines of one maker; with 1 there are no nests
  int nests = 0;             ///< groups of neighbouring options, those of one option among them; 0 with a nesting of 1
  const int* nest_end = nullptr;  ///< [nest] option behind its last one
  float most_scale = 1;           ///< 1 / nesting
  const float* scale = nullptr;   ///< [option] 1 / nesting in a nest of several, else 1; null with a nesting of 1
};

/// Above `most_bits` a weight could leave the range of a float, and below `least_sum` a sum of weights has lost its
/// precision: utilities are then taken relative to the developer's largest one.
inline constexpr float most_bits = 100, least_sum = 0x1p-60f;
/// In a nest of several, no weight is below 2^least_nested_bits, far enough from the end of float to be multiplied by
/// the nest's factor; the sum of all weights has to be above least_nested_sum for such a weight to count for nothing.
inline constexpr float least_nested_bits = -118, least_nested_sum = 0x1p-16f;

}  // namespace moat
