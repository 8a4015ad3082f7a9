#pragma once
/// Many choices at a time, one developer in each lane of a vector: the fast form of choice.hpp, with the same results
/// to the bit.
///
/// Lanes are developers and not options because all developers of a batch read the same menu: the data of an option are
/// loaded once for all of them, nothing is summed across lanes, and no lane is lost to padding.
///
/// This header and those it includes define no functions: lanes_kernel.cpp says why.

#include <cstdint>

#include "mechanism/adoption/menu.hpp"

namespace moat {

enum class Instructions : int;

/// Developers of one region and segment that choose for one task: one column per property, `size` places of it in use.
struct Batch {
  static constexpr int capacity = 512;  ///< a batch and its weights stay in the first two caches
  static constexpr int block = 16;      ///< the widest vector: columns are read and written in whole blocks
  /// Distance between columns: a power of two would map all of them to the same places of a cache.
  static constexpr int stride = capacity + block;

  // Input. Places beyond `size` hold values of earlier batches.
  int size = 0;
  alignas(64) std::uint32_t agent[stride] = {};    ///< the lower half of the developer's number
  alignas(64) float price_weight[stride] = {};     ///< bits
  alignas(64) std::int32_t openness[stride] = {};  ///< steps of the weight, as is the next
  alignas(64) std::int32_t trust[stride] = {};
  alignas(64) std::int32_t firm[stride] = {};     ///< of the line in use; -2 for none
  alignas(64) std::int32_t current[stride] = {};  ///< option in use
  alignas(64) float peer_scale[stride] = {};      ///< bits: utility of one of the peers' developer-tasks
  std::int32_t* needs = nullptr;                  ///< [need, stride] before they are weighed by the task's demands
  float* peers = nullptr;                         ///< [firm, stride] with a network
  /// The key of the random words, one per developer: all of it but the lower half of the developer's number.
  std::uint32_t key[2], counter[3];

  // Output.
  alignas(64) std::int32_t chosen[stride];   ///< option; -1: its weights are extreme, the plain loop must decide
  alignas(64) float total[stride];           ///< sum of weights
  alignas(64) std::int32_t surplus[stride];  ///< log-sum without the menu's shift, in steps
  float* weights = nullptr;                  ///< [option, stride] working memory; the weights with `keep_weights`
};

/// Draws a choice for each developer of the batch. `instructions` is not plain.
void choose_in_lanes(const Menu& menu, Batch& batch, bool keep_weights, Instructions instructions);

}  // namespace moat
