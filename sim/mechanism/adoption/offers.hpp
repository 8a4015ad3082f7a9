#pragma once
/// The month's menus: what is the same for all developers of a region and segment, computed once for all of them.

#include <cstdint>
#include <vector>

#include "mechanism/adoption/choice.hpp"
#include "mechanism/adoption/nests.hpp"
#include "mechanism/adoption/params.hpp"
#include "mechanism/adoption/promotions.hpp"
#include "mechanism/adoption/uptake.hpp"
#include "state/world.hpp"

namespace moat {

/// What a menu shows to those whom the promotions of one mask admit.
struct Shown {
  Cube<float, 4> common;  ///< [region, segment, task, option] bits; without peers if these act one by one
  Cube<double, 3> shift;  ///< [region, segment, task] nats taken from all of `common`
};

/// Options of this month: option 0 is "no model", then the lines that are on offer somewhere, with nests those of one
/// maker together. What the menus hold for options of a nest of several is over the dissimilarity (menu.hpp).
struct Offers {
  int count = 1;                   ///< options
  std::vector<int> slot;           ///< [option] line + 1, 0 for no model
  std::vector<int> option;         ///< [slot] option, 0 if the line is offered nowhere
  std::vector<int> firm_in_use;    ///< [slot] maker of the line if it is offered; else -2, which no option has
  std::vector<std::int32_t> firm;  ///< [option] maker; -1 for none
  Column<float> open;              ///< [option]
  Cube<float, 4> experience;       ///< [region, segment, task, option] bits: extra utility for those who use it
  Cube<float, 3> price;            ///< [region, segment, option]
  Cube<float, 2> distance;         ///< [region, option]
  Cube<float, 4> value;            ///< [segment, task, need, option] bits, where developers differ in their needs
  Grid<float> demand;              ///< [task, need] weights of domains in the task
  float openness_unit = 1, trust_unit = 1;  ///< bits: of one step of a developer's weights
  Grid<float> switching_bonus;              ///< [segment, task] bits
  std::vector<int> needs;                   ///< [segment] domains with a `value` of their own: all, or none
  float peer_weight = 0;                    ///< bits, in a network
  Cube<double, 3> slope;                    ///< [region, segment, option] change of `price` per unit of list price
  Cube<double, 4> quantity;                 ///< [region, segment, task, option] tokens relative to the task's path
  Column<double> entry;                     ///< [task] tokens by work that is done once it is cheap; 1 without
  Cube<double, 3> quality_slope;            ///< [segment, task, option] utility per ECI; empty unless surveyed
  Grid<double> price_factor;                ///< [region, task] of price weights
  Grid<float> lowest_price, highest_price;  ///< [region, segment] of `price`, and 0
  std::vector<float> highest_distance;      ///< [region]
  Cube<char, 3> lost;                       ///< [region, segment, slot] 1 if nobody there may use the line any more
  Grid<char> any_lost;                      ///< [region, segment]
  Uptake uptake;                            ///< what peers used at the end of last month
  Nests nests;
  std::vector<Promotion> promotions;
  std::vector<Shown> shown;  ///< [mask of promotions]

  /// Number of masks: 1 without promotions that admit.
  unsigned masks() const { return unsigned(shown.size()); }
  /// Whether a promotion with a bit in `mask` has just begun.
  bool fresh(unsigned mask) const;
  /// For those whom exactly the promotions with a bit in `mask` admit.
  Menu menu(Index r, Index s, Index t, unsigned mask = 0) const;
};

Offers make_offers(const Developers& developers, const Market& market, const Society& society,
                   const Governments& governments, const Firms& firms, const Security& security, const Clock& clock,
                   const AdoptionParams& params);

}  // namespace moat
