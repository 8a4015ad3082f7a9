#pragma once
/// The choice of one cohort in the mean-field twin: see mean_field.hpp for the equations.

#include <vector>

#include "model/model.hpp"
#include "verify/tastes.hpp"

namespace moat {

struct AdoptionParams;

/// What a line offers to the developers of a region and segment, apart from quality.
struct OfferedLine {
  bool available = false;  ///< at least one developer there may use it
  bool closed = false;
  int firm = 0;
  double open = 0;
  double distance = 0;   ///< geopolitical, less insulation
  double price = 0;      ///< response to the price, per unit of price weight
  double slope = 0;      ///< change of `price` per unit of list price (log: per unit of its logarithm)
  double quantity = 1;   ///< tokens relative to those at the reference price
  double appeal = 0;     ///< utility that is the same for all tasks and tastes
  double awareness = 1;  ///< share of developers who know it
  double bonus = 0;      ///< ECI that fine-tunes add
  std::vector<double> rating, capability;  ///< [domain] ECI
};

std::vector<OfferedLine> offered_lines(const World& world, const AdoptionParams& params, Index region, Index segment);

/// Tokens relative to those at the reference price.
double quantity_at(double price, const AdoptionParams& params);

/// Reviews of one task by cohorts of one region and segment. Slot 0 is no model, slot l + 1 line l.
class CohortChoice {
 public:
  CohortChoice(const std::vector<OfferedLine>& lines, const Society& society, Index task, double years,
               double quality_weight, double switching_cost, double outside_value, double review_chance,
               double nesting);

  /// Sets the weights of all slots for developers with these tastes; `price_weight` in utility per unit of response.
  void weigh(double price_weight, const Taste& taste);

  /// One month of reviews: `p` [slot] are the shares of the cohort; `moved` [slot] gains `mass` x the share that came.
  void review(double* p, double mass, Column<double>& moved);

  /// Adds to `demand` [line, (Q, R, S)] what a cohort of `mtok` Mtok/month would buy at the reference price.
  void add_demand(const double* p, double mtok, double price_weight, Grid<double>& demand) const;

 private:
  double reviewed(std::size_t slot) const;                     ///< share of its users that review
  double weight(std::size_t user_of, std::size_t slot) const;  ///< w[j, k]
  void sum_by_firm(const std::vector<double>& by_slot);        ///< into of_firm_
  double factor_of(double sum) const;

  const std::vector<OfferedLine>& lines_;
  std::vector<double> rated_, known_;  ///< [line] utility of quality: as rated, as its users know it
  double outside_value_, chance_, nesting_, switching_odds_;  ///< the odds within a nest
  std::vector<double> fresh_, kept_;  ///< [slot] weight within its nest for those who do not use it, for those who do
  std::vector<double> nest_;          ///< [firm] factor of its nest for those who use none of its lines
  std::vector<double> own_nest_;      ///< [slot] factor of the maker's nest for a user of this one
  std::vector<double> all_;           ///< [slot] sum of the weights of all slots for a user of this one
  std::vector<double> leaving_;       ///< [slot] share of all who review it, per unit of weight
  std::vector<double> of_firm_;       ///< [firm] scratch: a sum over its lines
};

}  // namespace moat
