#include "mechanism/compute/rent.hpp"

#include <algorithm>
#include <limits>

namespace moat {
namespace {

/// USD that an H100e costs among the chips on offer in each region; infinite where there are none.
Column<double> prices_of_h100e(const Chips& chips, const Governments& g, const Society& society, Month now) {
  Column<double> own(society.region_count());
  for (Index r = 0; r < own.size(); ++r) {
    double usd = 0, h100e = 0;
    for (Index c = 0; c < chips.chip_count(); ++c) {
      const ChipEntry& chip = chips.chips[std::size_t(c)];
      if (!on_sale(chip, now) || !sold_in(chip, society.regions[std::size_t(r)].name)) continue;
      const double offer = chip.capacity.at(now) * chips.supply[c] * g.permitted(c, r);
      usd += offer * chips.price[c] * (1 + g.chip_tariff(c, r) + g.export_levy(c, r));
      h100e += offer * chip.h100e_training * chips.maturity[chips.stack[c]];
    }
    own[r] = h100e > 0 ? usd / h100e : std::numeric_limits<double>::infinity();
  }
  return own;
}

}  // namespace

void set_rents(Chips& chips, const Governments& g, const Society& society, Month now, const ComputeParams& p) {
  const Column<double> own = prices_of_h100e(chips, g, society, now);
  const double lowest = own.minCoeff();
  if (lowest == std::numeric_limits<double>::infinity()) return;
  const double hours = 8766 * p.chip_life * p.rental_use;
  const double over_cost = (1 + p.rental_margin) * (1 + p.rental_scarcity.at(now));
  chips.rent = (own.min(p.smuggling_premium * lowest) / hours + p.power_cost) * over_cost;
}

}  // namespace moat
