#pragma once
/// Trials: a launch that is talked about makes developers compare the launched line with what they use, and with
/// nothing else, beside their usual reviews.
///
/// A mention of a launch has the effect of a chance of a review: developer-task i, t that is not reviewed this month
/// tries line k with probability 1 - (1 - review[segment])^buzz[k], at most one line a month (with several launches,
/// in proportion, where the probabilities add up to more than one). In a trial the choice is the logit between the
/// option in use and the launched line, which whoever tries it knows, and knows as it is and not as it is rated. New
/// draws of the taste noise are thus limited to two options: a launch moves users to the launched line, and not among
/// all others.
///
/// Reads       market (buzz)
/// Draws       Purpose::trial and Purpose::trial_choice: one 32-bit word a developer and task, each
/// Leaves out  firms' sample of demand and the mean surplus know reviews only

#include <cstdint>
#include <vector>

#include "mechanism/adoption_offers.hpp"

namespace moat {

/// The launches of this month that anybody talks about.
class Launches {
 public:
  Launches(const Market& market, const Society& society, const Offers& offers);
  bool any() const { return !option_.empty(); }

  /// The option that a developer-task of the segment tries, -1 for none.
  int tried(Index segment, std::uint32_t word) const;

  /// The menu's common utilities with the option in use and the tried one only, this one with the `experience` of those
  /// who use it; they stand in `room`.
  static const float* pair(const Menu& menu, int current, int tried, float experience, std::vector<float>& room);

 private:
  std::vector<int> option_;
  Grid<double> upper_;  ///< [segment, launch] running sum of probabilities
};

/// What one thread works in.
struct Room {
  Weights weights;
  alignas(64) float common[max_options];  ///< the menu's common utilities with those of peers, one by one
  NetworkRoom network;
  std::vector<float> pair;
};

}  // namespace moat
