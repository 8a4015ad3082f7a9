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

/// Tokens of a developer-task relative to those at the reference price. Keeps the result for the last price, since most
/// lines cost the same wherever they are sold.
class TokenFactor {
 public:
  explicit TokenFactor(const AdoptionParams& params) : p_(params) {}
  double operator()(double price);

 private:
  const AdoptionParams& p_;
  double price_ = -1, factor_ = 0;
};

}  // namespace moat
