#pragma once
/// Adaptive release: how openly a firm publishes its next models, by what it expects to earn.
///
/// In each month in which a line of an adaptive firm is due, the firm chooses among closed, open, delayed and tiered by
/// a logit (McFadden 1974, in Frontiers in Econometrics, ch. 4):
///
///   P(o) = e^(V[o] / scale) / sum over p of e^(V[p] / scale),    scale = choice_noise x max |V|
///   V[o] = realised[o] x E[o] where E[o] > 0, else E[o]                                              USD/month
///   E[o] = sum over h of (1 - discount)^h margin[h | o] / sum over h of (1 - discount)^h,  h = 0 .. horizon - 1
///
/// margin[h | o] is what the model itself yields if the firm follows o from now on and everything else goes on as it
/// is: the step that wires the mechanisms plays the months ahead on a sample of developers with the same functions that
/// make the market (model/foresight.hpp). So direct margin, income from complements, closed sales lost to own open
/// models, the community's help, state support of open models, and what rivals learn from published weights are in E
/// without a formula of their own; what comes after the horizon is not.
///
/// Expectations are adaptive and bounded. Each month the strategy in force, o, is judged by the last margin earned:
///
///   realised[o] += learning_rate x (clip(margin / E[o], 1/learning_bound, learning_bound) - realised[o])
///
/// and the other strategies move towards the same value at forgone_weight times that rate, since part of an error has
/// nothing to do with the strategy (Camerer & Ho 1999, doi:10.1111/1468-0262.00054). Nothing is learned from E[o] <= 0.
///
/// A firm cycles with period p >= 2 if its last 3p choices are the same p choices three times, and no shorter period
/// fits; with period 1 (three alike) it has settled.
///
/// Reads       clock, governments, firms (margin, schedules)
/// Writes      firms.expected, realised, decisions
/// Draws       Purpose::release_choice: one word a decision (Purpose::foresight in model/foresight.hpp)
/// Leaves out  rivals' answers, the value of being open or ahead after the horizon, the compute that serving takes

#include <array>
#include <functional>

#include "base/random.hpp"
#include "mechanism/release/release.hpp"

namespace moat {

/// Margin (USD/month, mean over the horizon) that a firm foresees if it follows a strategy from now on.
using Foresee = std::function<double(Index firm, Strategy option)>;

/// Adaptive firms with a model due this month choose; all adaptive firms learn from the month before.
void choose_strategies(Firms& firms, const Governments& governments, const Clock& clock, const ReleaseParams& params,
                       const Random& random, const Foresee& foresee);

/// Logit probabilities of values; NaN marks what is no option (probability 0). Without noise the first of the best.
std::array<double, plain_strategies> choice_probabilities(const std::array<double, plain_strategies>& values,
                                                          double noise);

/// Period of the cycle that a sequence of choices ends in; 0 for none.
int cycle_period(std::span<const Strategy> decisions);

/// What an adaptive firm does now: its last choice; before any, closed.
Strategy adaptive_strategy(const Firms& firms, Index firm);

std::span<const Series> release_adaptive_series();

}  // namespace moat
