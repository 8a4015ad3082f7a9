#pragma once
/// Adoption: which model each developer uses for each of its tasks.
///
/// Each month developer i of region r and segment s reviews the model of its task t with probability
///
///     review      = segment.review (1 + attention) + word_of_mouth share                             [1/month]
///
/// and always when the line in use is withdrawn from it. In a review it takes the option with the largest utility among
/// those on offer, or no model:
///
///     U[k]        = segment.quality_weight task.quality_weight Q(c[k, t])
///                   - a[i] task.price_weight region.income^-income_elasticity P[k]
///                   + b[i] open[k] + taste open[k]
///                   - d[i] distance[k] (1 - insulation open[k])
///                   + ecosystem_weight ln(1 + E[k]) open[k]
///                   + deployment[k] + peer_utility[k]
///                   + segment.switching_cost task.habit same[k]
///                   + free_appeal free[k] + reputation_shift[k] - trust_shift[k]
///                   + ln(awareness[k]) + ln(available[k]) + drawn[k] + gumbel                        [utility]
///     U_none      = outside_value + segment.outside + gumbel                                         [utility]
///     Q(c)        = 1 / (1 + exp(-y))                                                                [1]   saturating
///     Q(c)        = y                                                                                [1]   linear
///     y           = (c - task.difficulty) / task.scale                                               [1]
///     P           = price tokens / budget                                                            [1]   bill
///     P           = ln(1 + price / price_offset)                                                     [1]   log
///     P           = price                                                                            [1]   linear
///     tokens      = usage[i] intensity path entry (price / reference_price)^-token_elasticity
///                   exp(task.token_value (Q(c[k, t]) - 1/2))                                         [Mtok/month]
///     entry       = (paid[t] / task.entry_price)^-task.entry_elasticity                              [1]
///
/// with Q by quality_response and P by price_response. So choices follow the multinomial logit given i's weights, and
/// the mixed logit over developers; with `nesting` below 1 the lines of one maker are a nest (nests.hpp). With `log`, P
/// is ln price where price_offset is 0; else P is the loss against no price at all, so that who weighs prices more uses
/// models less, however cheap they are. Zero is not a small price: a free line has P = 0 (ln price: that of the
/// cheapest line that is paid for), free_appeal is added to its utility, and tokens = usage[i] intensity path
/// free_allowance. In a segment with `needs`, developers weigh the domains of a task each in its own way: Q is then a
/// sum over domains, weighed by the task's weights x the developer's Dirichlet-distributed numbers (what experience
/// adds stays that of the task's weights).
///
/// Where a line has older vintages on offer beside its newest, vintages.hpp makes them a nest. Promotions that admit a
/// share of developers are in promotions.hpp.
///
/// With `timing: one_by_one` developers act in the order of their number, region by region, and each sees what those
/// before it have chosen, itself excluded; on one thread, since each choice depends on the one before it.
///
/// Symbols     k: option: a line on offer in the region and segment
///             c: public rating by the task's weights of domains, with what the community adds to open weights; for the
///               line in use the true capability. A newer vintage of the line in use needs no switch
///             attention: extra reviews after releases (release)
///             share: of the peers' tasks t that have a model; 0 for a task that has one: only those without hear of
///               models
///             y: capability above the task's difficulty (which grows by difficulty_growth), in units of its scale
///             a, b, d: the developer's price, openness and trust weight
///             P, price, budget: price response; price as paid (pricing); segment.budget x region.income
///             open, free: 1 for open weights, and for a price of 0; else 0
///             taste: open_taste of governments, and premises where users host for themselves, less openness_shift of
///               security
///             distance: to the maker's region, less trust built by governments, at least 0
///             E, trust_shift, reputation_shift: of the maker (community, security, reputation)
///             peer_utility: uptake.hpp, peers.hpp
///             deployment: what the ways to use the line are worth (deployment.hpp)
///             paid: mean price paid in the task last month [USD/Mtok]; the entry price before any
///             same: 1 if the line in use is of the same maker, else 0: leaving for no model costs the switch too
///             awareness, available: share of developers who know the line (leaderboard), and who may use it (pricing);
///               ln(awareness) stands for the chance that the line is considered at all, and is 0 for the line in use
///             drawn: what is drawn of the demand for the maker, for open weights and for its origin abroad (uncertain)
///             gumbel: standard Gumbel noise, independent over options
///             usage, intensity, path: the developer's, the sector's in the task (sector.intensity), the task's over
///               time, as far as what is drawn does not move it; a developer's price weight rises with its usage over
///               the segment's median, to the power usage_elasticity
///             i, t: developer, task
///             U, U_none, Q: utility of a line and of no model; value of capability
/// Sources     reviews: innovation and imitation (Bass 1969, doi:10.1287/mnsc.15.5.215); logit: McFadden 1974, in
///             Frontiers in Econometrics, ch. 4; mixed logit: McFadden & Train 2000,
///             doi:10.1002/1099-1255(200009/10)15:5<447::AID-JAE570>3.0.CO;2-1; zero as a price: Shampanier, Mazar &
///             Ariely 2007, doi:10.1287/mksc.1060.0254
/// Reads       clock, society, governments, firms (ecosystem, trust, early users), security, market (offers)
/// Writes      developers.slot; market (users, usage, tokens, money, downloads, demand sample, flow, surplus)
/// Draws       Purpose::admitted: as for reviews, one number per developer and line under a promotion, for the whole
///             run; Purpose::review: one 32-bit number per developer and task, of which as many bits are drawn as
///             decide (review.hpp); Purpose::choice: one number per developer and task that is reviewed; those of
///             peers.hpp and launch.hpp
/// Leaves out  search costs, contracts, teams deciding together, learning by doing with a model

#include "base/random.hpp"
#include "mechanism/adoption/counts.hpp"
#include "mechanism/adoption/params.hpp"
#include "mechanism/adoption/series.hpp"
#include "state/world.hpp"

namespace moat {

/// One month, after pricing: reviews, choices, and what they amount to in tokens and money. The result does not depend
/// on the number of threads (1 or more). With `record_flows`, moves between lines are counted in market.flow.
void choose_models(Developers& developers, Market& market, const Society& society, const Governments& governments,
                   const Firms& firms, const Security& security, const Clock& clock, const AdoptionParams& params,
                   const Random& random, int threads, bool record_flows);

}  // namespace moat
