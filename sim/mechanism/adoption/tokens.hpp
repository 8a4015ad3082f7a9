#pragma once
/// How prices weigh, and how tokens answer to them (adoption.hpp).

#include "mechanism/adoption/params.hpp"
#include "state/world.hpp"

namespace moat {

/// Factor of a region's income and of the task on price weights.
double price_factor(const Society& society, const AdoptionParams& params, Index region, Index task);

/// Price response of a developer of median use per unit of price, utility per price weight.
double price_scale(const Society& society, const Clock& clock, const AdoptionParams& params, Index region,
                   Index segment, Index task);

/// Tokens of a task relative to its path by work that is only done once it is cheap: this month's prices, weighed by
/// last month's tokens.
double entered(const Market& market, const TaskEntry& entry, Index task);

/// Tokens of a developer-task relative to those at the reference price.
double token_factor(const AdoptionParams& params, double price);

/// Cheapest price that is paid for a line on offer, USD/Mtok: where a free line stands in logarithms.
double cheapest_paid(const Market& market, Index region, Index segment, double otherwise);

/// What follows from the price of a line: tokens relative to those at the reference price, the price response, and its
/// change per unit of list price.
struct Priced {
  double tokens;
  float response;
  double slope;
};

Priced priced(double price, double list_price, double cheapest, const AdoptionParams& params);

/// Keeps the answer for the last price of a line, since most lines cost the same wherever they are sold.
class LastPrice {
 public:
  const Priced& operator()(double price, double list_price, double cheapest, const AdoptionParams& p) {
    if (price != price_ || cheapest != cheapest_) of_ = priced(price_ = price, list_price, cheapest_ = cheapest, p);
    return of_;
  }

 private:
  double price_ = -1, cheapest_ = -1;
  Priced of_{};
};

}  // namespace moat
