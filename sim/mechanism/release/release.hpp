#pragma once
/// Release: which models firms publish this month, and how openly.
///
/// A line is due at its first date and then `cadence` months after each release, that of the release's month, rounded;
/// later by what its government imposes and by what is drawn (uncertain), which may also be another strategy than the
/// scenario's. The firm's strategy decides which of its lines get a new vintage, and how far below the best model that
/// the firm can train:
///
///   strategy   closed lines      open lines
///   closed     gap               none
///   open       none              gap - smallest gap of the firm's open lines
///   tiered     gap               gap
///   delayed    gap               the best closed vintage of at least `open_delay` months ago
///   reactive   as closed until open rivals' share of tokens in its markets stays at the threshold, then `reaction`
///   adaptive   one of the first four, chosen for each new model (adaptive.hpp)
///
/// In regions in `closed` every firm is closed. Weights above a release limit are not published: the open line gets the
/// largest model allowed, and the closed lines of the firm the full one.
///
///     whole      = c - per_tenfold shrink_loss (ln shrink)^2                                         [ECI]
///     below      = max(G, per_tenfold max(0, R - log10_flop_limit), max(0, whole - capability_limit))  [ECI]
///     c_line     = whole - below                                                                     [ECI]
///     R_line     = R - below / per_tenfold                                                           [log10 FLOP]
///     a_line     = a - (1 - reveal) gap / per_tenfold                                                [log10]
///     domain     = c_line + focus - mean over domains of focus                                       [ECI]
///     attention' = (1 - attention_decay) attention + attention_per_eci sum over l of frontier_gain[l]  [1]
///
/// A line's shrink is its entry's, or, with shrink_rule `chosen`, at least the best one (shrink.hpp), which also says
/// how many parameters the model has. A small model reveals less than its maker knows: what it learnt by distillation
/// from a larger model of the maker is no know-how of its own, and nobody can read it out of the weights. An aged
/// vintage reveals what it did when it was new.
///
/// Where weights need a permit they are published when it is given (permit.hpp). A change of strategy releases at once,
/// and is an event unless the run or the firm just begins. Published weights stay for ever; a vintage that is no better
/// than the line's last is held back until it is. A closed service ends when its last vintage is service_life old and
/// its maker has one on sale that is newer; a new vintage brings it back.
///
/// Users of a line go on to its new vintage, as its services do. The published one before it then belongs to the line
/// LINE-previous, the one before that to LINE-previous-2, as far as kept_vintages goes, with rating and awareness.
/// These are on offer as long as they are cheaper to serve than the newest, or have users:
///
///     on_sale    = max(cheaper, used)                                                                [1]
///
/// Symbols     c, R: capability of a model that the firm trains now, and compute of its run (research)
///             c_line, R_line: the same of the vintage that the line gets
///             whole: capability of a model of the line's shrink that takes the whole run
///             a, a_line: the maker's know-how, and what the vintage reveals of it once its weights are published
///             domain, focus: capability in a domain; strength of the line in it, or else of its maker
///             gap: how far the vintage stays below the one that the best of the maker's lines would get this month
///             G, shrink: the gap of the table; how many times fewer parameters than the run would make best
///             below: how far the line stays below the firm's best; no limits for closed lines
///             log10_flop_limit, capability_limit: governments' limits on published weights in the firm's region
///             attention: extra reviews, relative to a quiet month (adoption)
///             frontier_gain: ECI by which the vintage of this month exceeds the best of its kind (open or closed) on
///               sale
///             l: lines that release this month
///             on_sale: of a line that keeps an older vintage
///             cheaper: 1 if that vintage has fewer active parameters than its line's newest, else 0
///             used: 1 if developers had it in use at the end of last month, else 0
/// Sources     users move within weeks of a release: Fradkin 2025, arXiv:2504.15440; small models learn from large
///             ones: Hinton et al. 2015, arXiv:1503.02531
/// Reads       clock, governments, society, firms.capability, log10_run_flop, know_how, market.tokens and developers of
///             the last month
/// Writes      market (vintages, capability, on_sale, held_back, filed, attention, open know-how; what goes to the line
///             that keeps a vintage: rating, awareness, list_price), events.releases, events.firms, firms (strategy,
///             months_above, triggered)
/// Draws       nothing (research draws the luck of a run, adaptive.hpp the choice of adaptive firms)
/// Leaves out  licence terms, weights that their maker takes down

#include <span>
#include <string_view>

#include "mechanism/release/params.hpp"
#include "state/scale.hpp"
#include "state/series.hpp"

namespace moat {

/// One month, after research and choose_strategies().
void decide_releases(Market& market, Firms& firms, Events& events, const Governments& governments,
                     const Society& society, const Clock& clock, const ReleaseParams& params,
                     const CapabilityScale& scale);

/// Puts a model on the market: the line's newest vintage, its capability by domain, the best open know-how, and the
/// event with its reason.
void publish(Market& market, Events& events, const Firms& firms, const Society& society, Index line,
             const Vintage& vintage, std::string_view reason);

/// Which lines that keep older vintages are on offer.
void offer_kept(Market& market);

/// Puts lines under promotions that admit (state/lines.hpp) on sale while these last, with what the lines they belong
/// to offer.
void offer_promoted(Market& market, const Firms& firms, Month now);

/// Strategies of the first month, and the models that are on the market already: their compute follows from their
/// capability.
void start_release(Market& market, Firms& firms, Events& events, const Society& society, const Clock& clock,
                   const CapabilityScale& scale, const ReleaseParams& params);

/// Whether the maker ends the closed line's service this month.
bool service_ends(const Market& market, Index line, Month now, const ReleaseParams& params);

std::span<const Series> release_series();

}  // namespace moat
