#pragma once
/// Adaptive release: how openly a firm publishes its next models, by what it expects to earn.
///
/// In each month in which a line of an adaptive firm is due, the firm chooses by a logit among those of closed, open,
/// delayed and tiered for which it has lines:
///
///     P[o]         = exp(V[o] / noise) / sum over p of exp(V[p] / noise)                             [1]
///     noise        = choice_noise max over p of |V[p]|                                               [USD/month]
///     V[o]         = realised[o] E[o] if E[o] > 0, else E[o]                                         [USD/month]
///     E[o]         = sum over h of (1 - discount)^h margin[o, h] / sum over h of (1 - discount)^h    [USD/month]
///
/// margin[o, h] is what the model itself yields if the firm follows o from now on and everything else goes on as it is:
/// model/foresight.hpp plays the months ahead on a sample of `sample` developers with the same functions that make the
/// market. So direct margin, income from complements, closed sales lost to own open models, the community's help, state
/// support of open models, and what rivals learn from published weights are part of E without separate formulas; what
/// comes after the horizon is not.
///
/// Expectations are adaptive and bounded. Each month the strategy in force, o, is judged by the last margin earned:
///
///     realised'[o] = realised[o] + learning_rate (ratio - realised[o])                               [1]
///     realised'[p] = realised[p] + learning_rate forgone_weight (ratio - realised[p])                [1]
///     ratio        = clip(earned / E[o], 1 / learning_bound, learning_bound)                         [1]
///
/// for all other strategies p, since part of an error has nothing to do with the strategy. Nothing is learned if E[o]
/// <= 0.
///
/// A firm cycles with period q >= 2 if its last 3q choices are the same q choices three times, and no shorter period
/// fits; with period 1 (three alike) it has settled.
///
/// Symbols     P, V, E: probability, value and expected margin of a strategy
///             noise: scale of the choice; with choice_noise 0 the best is chosen
///             realised: realised over expected margin, as learned
///             margin: foreseen h months from now, h = 0 .. horizon - 1
///             h, o, p: month; strategy; any strategy
///             ratio, earned: realised over expected margin last month; that margin
/// Sources     logit: McFadden 1974, in Frontiers in Econometrics, ch. 4; learning from choices not made: Camerer & Ho
///             1999, doi:10.1111/1468-0262.00054
/// Reads       clock, governments, firms (margin, schedules)
/// Writes      firms.expected, realised, decisions
/// Draws       Purpose::release_choice: one number per decision (Purpose::foresight in model/foresight.hpp)
/// Leaves out  rivals' answers, the value of being open or ahead after the horizon, the compute that serving takes

#include <array>
#include <functional>
#include <span>

#include "base/random.hpp"
#include "mechanism/release/params.hpp"
#include "state/series.hpp"

namespace moat {

/// Margin (USD/month, mean over the horizon) that a firm foresees if it follows a strategy from now on.
using Foresee = std::function<double(Index firm, Strategy option)>;

/// Adaptive firms with a model due this month choose; all adaptive firms learn from the month before.
void choose_strategies(Firms& firms, const Governments& governments, const Clock& clock, const ReleaseParams& params,
                       const Random& random, const Foresee& foresee);

/// Logit probabilities of values; NaN marks what is no option (probability 0). With noise 0 the first of the best has
/// probability 1. ContractError if all are NaN.
std::array<double, plain_strategies> choice_probabilities(const std::array<double, plain_strategies>& values,
                                                          double noise);

/// Period (2 to 6) of the cycle that a sequence of choices ends in; 0 for none.
int cycle_period(std::span<const Strategy> decisions);

/// What an adaptive firm does now: its last choice; before any, closed.
Strategy adaptive_strategy(const Firms& firms, Index firm);

std::span<const Series> release_adaptive_series();

}  // namespace moat
