#pragma once
/// The sums of the survey (survey.hpp) over the developers of a batch, one developer in each lane of a vector.
///
/// Each sum is kept in as many lanes as the widest vector has, whatever the instructions: the n-th developer who is
/// asked adds to lane n modulo `survey_lane_count`, and lanes are added up in their order at the end of a chunk. So all
/// sets of instructions, the plain loop among them, add the same numbers in the same order.
///
/// This header and those it includes define no functions: survey_kernel.cpp is compiled as lanes_kernel.cpp is.

#include "mechanism/adoption/lanes.hpp"

namespace moat {

/// Expected tokens Q, their loss R per unit of the own price, tokens x price weight S (survey.hpp), and what a better
/// model would gain. Of open lines, Q and the gain only.
enum SurveyColumn : int { demand_column, slope_column, weight_column, gain_column, survey_columns };

inline constexpr int survey_lane_count = Batch::block;

/// An option on offer, and what of it is the same for all developers of a region, segment and task.
struct SurveyedOption {
  int option;
  float quantity;  ///< tokens relative to those at the reference price
  float slope;     ///< change of the price response per unit of list price
  float worth;     ///< utility per ECI
};

/// One maker's places in the list of options: closed lines first, from `begin`, then open ones, up to `end`.
struct SurveyedMaker {
  int begin, closed_end, end;
  float scale;  ///< 1 / nesting in a nest of several, else 1
};

/// Developers of one region, segment and task who are asked: one column per property, `size` places of it in use.
struct Asked {
  const SurveyedOption* options = nullptr;
  const SurveyedMaker* makers = nullptr;
  int maker_count = 0;
  bool quality = false;                          ///< whether the gain is asked for
  int size = 0;                                  ///< places up to the end of a vector hold zeros
  const float* weights = nullptr;                ///< [option, Batch::stride] of the choice
  float* sums = nullptr;                         ///< [option, SurveyColumn, lane]: the result is added to them
  alignas(64) float share[Batch::stride] = {};   ///< 1 / (sum of weights)
  alignas(64) float tokens[Batch::stride] = {};  ///< Mtok/month at the reference price per unit of weight
  alignas(64) float priced[Batch::stride] = {};  ///< `tokens` x price weight, nats
};

void survey_in_lanes(const Asked& asked, Instructions instructions);

}  // namespace moat
