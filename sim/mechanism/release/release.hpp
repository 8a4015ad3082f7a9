#pragma once
/// Release: which models firms publish this month, and how openly.
///
/// A line is due every `cadence` months from its first date, later by what its government imposes. The firm's strategy
/// decides which of its lines get a new vintage, and how far below the best model that the firm can train:
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
///     below      = max(G, per_tenfold max(0, R - flop_limit), max(0, c - capability_limit))          [ECI]
///     c_line     = c - below                                                                         [ECI]
///     R_line     = R - below / per_tenfold                                                           [log10 FLOP]
///     attention' = (1 - attention_decay) attention + attention_per_eci sum over l of frontier_gain[l]  [1]
///
/// A change of strategy releases at once, and is an event unless the run or the firm just begins. Published weights
/// stay for ever; a vintage that is no better than the line's last is held back until it is.
///
/// Symbols     c, R: capability of a model that the firm trains now, and compute of its run (research)
///             c_line, R_line: the same of the vintage that the line gets
///             G: the gap of the table
///             below: how far the line stays below the firm's best; no limits for closed lines
///             flop_limit, capability_limit: governments' limits on published weights in the firm's region
///             attention: extra reviews, relative to a quiet month (adoption)
///             frontier_gain: ECI by which the vintage of this month exceeds the best of its kind (open or closed) on
///               sale
///             l: lines that release this month
/// Sources     users move within weeks of a release: Fradkin 2025, arXiv:2504.15440
/// Reads       clock, governments, society, firms.capability, run_flop, know_how, market.tokens of the last month
/// Writes      market (vintages, capability, held_back, attention, open know-how), events.releases, events.firms,
///             firms (strategy, months_above, triggered)
/// Draws       nothing (research draws the luck of a run, adaptive.hpp the choice of adaptive firms)
/// Leaves out  staged access, licence terms, withdrawal of closed lines

#include <cstdint>
#include <span>

#include "state/series.hpp"

namespace moat {

struct ReleaseParams {
  double attention_per_eci = 0.2;
  double attention_decay = 0.5;
  std::int64_t horizon = 12;
  double discount = 0.01;
  double choice_noise = 0.1;
  std::int64_t sample = 2000;
  double learning_rate = 0.1;
  double forgone_weight = 0.5;
  double learning_bound = 2;
  Texts closed;

  template <class P = ReleaseParams>
  static constexpr auto rows() {
    return std::tuple{
        number("attention_per_eci", &P::attention_per_eci, "1/ECI", within(0, 10),
               "Extra reviews, relative to a quiet month, per ECI point that a release moves its frontier.",
               assumed("new models gain most users within weeks (Fradkin 2025, arXiv:2504.15440)")),
        number("attention_decay", &P::attention_decay, "1/month", share(), "Part of the attention lost each month.",
               assumed("adoption settles within weeks (Fradkin 2025, arXiv:2504.15440)")),
        number("horizon", &P::horizon, "months", within(1, 60), "How far ahead an adaptive firm looks.",
               assumed("a budget year, and two to three generations of models")),
        number("discount", &P::discount, "1/month", within(0, 0.5), "Weight that a month loses against the one before.",
               assumed("about 12 % a year, the cost of venture and corporate capital")),
        number("choice_noise", &P::choice_noise, "1", within(0, 100),
               "Scale of the logit choice of a strategy, relative to the largest margin at stake; 0 for the best.",
               assumed("differences of a tenth are hard to tell in advance")),
        number("sample", &P::sample, "developers", within(1, 1e9),
               "Developers on whom an adaptive firm tries out a strategy in thought; a sample of about this size.",
               setting()),
        number("learning_rate", &P::learning_rate, "1/month", share(),
               "Part of the way that the realised over the expected margin, as learned, moves to the last one.",
               assumed("a forecast is judged over about a year")),
        number("forgone_weight", &P::forgone_weight, "1", share(),
               "How far a forecast error of the strategy in force counts for the others: 0 not at all, 1 as much.",
               assumed("between 0 and 1 in games (Camerer & Ho 1999, doi:10.1111/1468-0262.00054)")),
        number("learning_bound", &P::learning_bound, "1", within(1, 100),
               "Factor by which expectations are corrected at most, up or down.",
               assumed("no firm expects a tenth of its plan")),
        reference("closed", &P::closed, "regions",
                  "Regions whose firms keep their weights: their strategy is closed, whatever it says."),
    };
  }
};

/// True in the months in which the line gets a model by its schedule, `delay` months late.
bool due(const LineEntry& line, Month now, double delay);

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
