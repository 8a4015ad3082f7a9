#pragma once
/// Release: which models firms publish this month, and how openly.
///
/// A line releases every `cadence` months from its first date, later by what its government imposes. The firm's
/// strategy decides which of its lines get the new vintage:
///
///   strategy   closed lines          open lines
///   closed     capability - gap      nothing
///   open       nothing               capability - (gap - smallest gap of the firm's open lines)
///   tiered     capability - gap      capability - gap
///   delayed    capability - gap      the best closed vintage of at least `open_delay` months ago
///   reactive   as closed until open rivals' share of tokens in its markets stays at the threshold, then `reaction`
///
/// Weights above a release limit are not published: the open line gets the largest model allowed, and the firm's
/// closed lines the full one. A change of strategy releases at once. Published weights stay for ever; a vintage that
/// is no better than the line's last is held back until it is.
///
/// Reads       clock, governments, society, firms.capability, run_flop, know_how, market.tokens of the last month
/// Writes      market (vintages, capability, held_back, attention, open know-how), events.releases,
///             firms (strategy, months_above, triggered)
/// Draws       nothing (the luck of a run is drawn by research)
/// Leaves out  staged access, licence terms, withdrawal of closed lines

#include <span>

#include "state/series.hpp"

namespace moat {

struct ReleaseParams {
  double attention_per_eci = 0.2;
  double attention_decay = 0.5;

  static constexpr auto rows() {
    using P = ReleaseParams;
    return std::tuple{
        number("attention_per_eci", &P::attention_per_eci, "1/ECI", within(0, 10),
               "Extra reviews, relative to a quiet month, per ECI point that a release moves its frontier.",
               assumed("new models gain most users within weeks (Fradkin 2025, arXiv:2504.15440)")),
        number("attention_decay", &P::attention_decay, "1/month", share(), "Part of the attention lost each month.",
               assumed("adoption settles within weeks (Fradkin 2025, arXiv:2504.15440)")),
    };
  }
};
static_assert(complete<ReleaseParams>());

/// `capability_per_tenfold`: ECI per log10 FLOP (research), which turns a gap in capability into a smaller run.
void decide_releases(Market& market, Firms& firms, Events& events, const Governments& governments,
                     const Society& society, const Clock& clock, const ReleaseParams& params,
                     double capability_per_tenfold);

/// Reason given for models that are there when the run starts: no releases of its first month.
inline constexpr std::string_view on_market_before = "on the market before";

/// Puts a model on the market: the line's newest vintage, its capability by domain, the event.
void publish(Market& market, Events& events, const Firms& firms, const Society& society, Index line,
             const Vintage& vintage, std::string_view reason);

std::span<const Series> release_series();

}  // namespace moat
