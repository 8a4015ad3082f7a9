#pragma once
/// Trials: a launch that is talked about makes developers compare the launched line with what they use, and with
/// nothing else, beside their usual reviews.
///
/// Each mention of a launch counts as one more chance of a review: a task that is not reviewed this month tries line
/// k with probability trial[k], at most one line per month:
///
///     trial[k] = q[k] / max(1, sum over j of q[j])                        [1/month]
///     q[k]     = 1 - (1 - segment.review)^buzz[k]                         [1/month]
///
/// In a trial the choice is the logit between the option in use and the launched line. Whoever tries a line is aware of
/// it and sees its true capability, not its rating. Taste noise is thus drawn for two options only: a launch moves
/// users to the launched line, and not among all others.
///
/// Symbols     q: probability if k were launched alone
///             buzz: mean number of mentions that reach a developer this month (leaderboard)
///             k, j: lines with buzz above 0
/// Sources     new models gain most of their users within weeks: Fradkin 2025, arXiv:2504.15440
/// Reads       market (buzz)
/// Draws       Purpose::trial: a number per developer and task, as for reviews; Purpose::trial_choice: two numbers per
///             developer-task that tries
/// Leaves out  trials in the firms' survey of demand and in the mean surplus, which cover reviews only

#include <cstdint>
#include <vector>

#include "mechanism/adoption/offers.hpp"

namespace moat {

struct Chooser;

/// The lines on offer this month with buzz above 0.
class Launches {
 public:
  Launches(const Market& market, const Society& society, const Offers& offers);
  bool any() const { return !option_.empty(); }

  /// Probability that a developer-task of the segment tries any.
  double chance(Index segment) const { return any() ? upper_(segment, upper_.cols() - 1) : 0; }

  /// The option that is tried by a developer-task that tries any; only if any(). `uniform` in (0, 1).
  int which(Index segment, double uniform) const;

 private:
  std::vector<int> option_;
  Grid<double> upper_;  ///< [segment, launch] running sum of probabilities
};

/// True if the developer takes `tried`, by the logit between it and the option in use. `uniform` in (0, 1).
bool takes_launch(const Menu& menu, const Chooser& who, int tried, float uniform);

}  // namespace moat
