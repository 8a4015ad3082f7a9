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
/// Draws       Purpose::trial: a number a developer and task, as for reviews; Purpose::trial_choice: two words for
/// those
///             who try
/// Leaves out  firms' sample of demand and the mean surplus know reviews only

#include <cstdint>
#include <vector>

#include "mechanism/adoption/offers.hpp"

namespace moat {

struct Chooser;

/// The launches of this month that anybody talks about.
class Launches {
 public:
  Launches(const Market& market, const Society& society, const Offers& offers);
  bool any() const { return !option_.empty(); }

  /// Probability that a developer-task of the segment tries any.
  double chance(Index segment) const { return any() ? upper_(segment, upper_.cols() - 1) : 0; }

  /// The option that a developer-task tries which tries any. `uniform` in (0, 1).
  int which(Index segment, double uniform) const;

 private:
  std::vector<int> option_;
  Grid<double> upper_;  ///< [segment, launch] running sum of probabilities
};

/// The logit between the option in use and `tried`: does the developer take it? `uniform` in (0, 1).
bool takes_launch(const Menu& menu, const Chooser& who, int tried, float uniform);

}  // namespace moat
