#pragma once
/// Product lines: what is on offer, at what price, and who uses it.

#include <cstdint>
#include <string>
#include <vector>

#include "base/column.hpp"
#include "base/date.hpp"

namespace moat {

/// One trained model.
struct Vintage {
  Month released = never;
  double capability = 0;           ///< ECI, mean over domains
  double log10_training_flop = 0;  ///< log10 FLOP
  double know_how = 0;             ///< log10, what the weights reveal once they are published
  double active_parameters = 0;    ///< 1e9, that each token passes
};

/// A finished model whose weights wait for a permit.
struct Filed {
  int line = 0;
  Vintage vintage;  ///< `released`: the month of the permit
};

struct Market {
  std::vector<std::string> lines;  ///< names
  Column<int> firm;                ///< [line] its maker
  Column<int> origin;              ///< [line] region of the maker
  Column<char> open;               ///< [line] 1 for published weights
  std::vector<Vintage> vintage;    ///< [line] the newest; `released` is `never` before the first one
  Column<int> older;               ///< [line] line that keeps its vintage before this one, -1 for none
  Column<int> newer;               ///< [line] line whose vintage it keeps, -1 for a line of its own
  Column<int> terms_of;            ///< [line] line that it offers to some under a promotion, -1 for a line of its own
  Column<char> on_sale;            ///< [line] 1 while a vintage of it is offered
  std::vector<Filed> filed;        ///< in the order in which permits were asked for
  Column<char> held_back;          ///< [line] 1 while a finished model is held back for not being better than the last
  Column<double> delay;            ///< [line] months by which the model due now is late, as drawn; negative if early
  Grid<double> capability;         ///< [line, domain] ECI of the newest vintage
  Grid<double> rating;             ///< [line, domain] public rating on the ECI scale
  Column<double> rated_since;      ///< [line] months since the newest vintage was rated, -1 before
  Column<double> serving_cost;     ///< [line] USD/Mtok
  Column<double> load;             ///< [line] H100e that serving one Mtok a month takes
  Grid<double> shortfall;          ///< [line, region] share of those who would use its service that capacity turns away
  Column<double> list_price;       ///< [line] USD/Mtok, before tariffs and support
  Column<double> last_price;       ///< [line] list price of the month before, 0 before the first
  Column<double> regular_price;    ///< [line] list price after a promotion; 0: that of a first price
  Column<char> promoted;           ///< [line] 1 while the list price is a promotion
  Cube<double, 3> hosted;          ///< [line, region, segment] part of the use of open weights that hosts serve
  Cube<double, 3> price;           ///< [line, region, segment] USD/Mtok as paid
  Grid<double> received;         ///< [line, region] USD/Mtok that who serves it gets, support included and tariffs not
  Grid<double> hosting_cost;     ///< [line, region] USD/Mtok that the compute for an open line costs there
  Grid<double> self_hosting;     ///< [line, region] USD/Mtok that hosting an open line oneself costs
  Cube<double, 3> available;     ///< [line, region, segment] share of developers who may use it, 0 to 1
  Column<double> awareness;      ///< [line] share of developers who know the line
  Column<double> buzz;           ///< [line] mentions of its launch that reach a developer this month, on average
  bool truth_is_public = false;  ///< without leaderboard: ratings are exact and every line is known
  double attention = 0;          ///< extra reviews after notable releases, relative to a quiet month
  Column<double> hosting_maturity;  ///< [region] how far hosts and tools for open weights have matured, 0 to 1
  Column<double> hosting_shift;     ///< [region] utility that open weights have there at hosts, at most 0
  double open_know_how = -100;      ///< best know-how that open weights reveal, log10
  Cube<double, 3> frontier;         ///< [step, openness, origin] best ECI so far on offer, -inf before any
  Cube<double, 3> rated_frontier;   ///< [step, openness, origin] the same on the public rating
  double constant_capability_price =
      0;                   ///< cheapest list price of a model of constant capability, USD/Mtok; 0 for none
  double price_index = 1;  ///< matched-model price index, first month with sales = 1

  // Users, kept by adoption: counts of simulated developers (Developers::counts), and usage in kilotokens per month at
  // task path 1.
  Cube<std::int64_t, 4> assignments;  ///< [slot, region, segment, task] developer-tasks; slot 0: no model
  Cube<std::int64_t, 4> usage;        ///< [slot, region, segment, task] ktok/month
  Cube<std::int64_t, 3>
      developers;  ///< [slot, region, segment] developers with the line in at least one task; slot 0: with none
  Grid<std::int64_t> by_sector;     ///< [slot, sector] developer-tasks
  Grid<std::int64_t> firms_in_use;  ///< [segment, number of firms in use] developers
  Grid<std::int64_t> flow;          ///< [slot left, slot taken] developer-tasks moved this month
  Grid<std::int64_t> taken;         ///< [slot, region] developer-tasks that moved to the line this month
  Grid<double> surplus;             ///< [region, segment] mean log-sum of this month's reviews, utility
  std::int64_t reviews = 0;         ///< developer-tasks reviewed this month
  std::int64_t trials = 0;          ///< developer-tasks that compared what they use with a launched line this month

  // What firms learn of the demand they face, from a sample of this month's reviews (see adoption).
  Column<double> demand;         ///< [line] Q: expected tokens, Mtok/month
  Column<double> demand_slope;   ///< [line] R: loss of expected tokens per unit of price (or log price)
  Column<double> demand_weight;  ///< [line] S: expected tokens x price weight, so R/S = 1 - effective share
  bool survey_quality = false;   ///< whether the sample also measures what a better model would be worth
  Column<double> demand_gain;    ///< [line] relative gain of expected tokens per ECI on all lines of its maker, 1/ECI

  // Money and tokens of this month, real world, set by adoption after the reviews.
  Cube<double, 4> tokens;    ///< [line, region, segment, task] Mtok/month
  Grid<double> spend;        ///< [line, region] USD/month that developers pay
  Grid<double> receipts;     ///< [line, region] USD/month that makers and hosts get for serving it
  Grid<double> self_hosted;  ///< [line, region] USD/month that those who host it themselves spend, support included
  Column<double> downloads;  ///< [line] downloads of weights this month

  Index line_count() const { return Index(lines.size()); }
  /// Maker of a slot's line, -1 for no model.
  int firm_of(Index slot) const { return slot > 0 ? firm[slot - 1] : -1; }
};

}  // namespace moat
