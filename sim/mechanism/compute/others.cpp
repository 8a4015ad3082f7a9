#include "mechanism/compute/others.hpp"

#include <algorithm>

namespace moat {
namespace {

/// The part of each region in what is left of a chip for them.
Column<double> places(const ChipEntry& chip, const Society& society, const Column<double>& permitted) {
  Column<double> weight(society.region_count());
  for (Index r = 0; r < weight.size(); ++r) {
    const RegionEntry& region = society.regions[std::size_t(r)];
    weight[r] = sold_in(chip, region.name) ? region.other_buyers * permitted[r] : 0;
  }
  const double all = weight.sum();
  return all > 0 ? weight / all : weight;
}

}  // namespace

void start_others(Chips& chips, const Society& society, Month start, const ComputeParams& p) {
  const Column<double> no_rules = Column<double>::Ones(society.region_count());
  for (Index c = 0; c < chips.chip_count(); ++c) {
    const ChipEntry& chip = chips.chips[std::size_t(c)];
    double units = 0;
    for (Month m = chip.on_sale; m < start; m = m + 1)
      units = units * (1 - p.retirement) + (on_sale(chip, m) ? p.other_buyers * chip.capacity.at(m) : 0);
    chips.others.row(c) = (units * places(chip, society, no_rules)).transpose();
  }
}

void supply_others(Chips& chips, const Governments& g, const Society& society, Month now, const ComputeParams& p) {
  for (Index c = 0; c < chips.chip_count(); ++c) {
    const ChipEntry& chip = chips.chips[std::size_t(c)];
    const double units = on_sale(chip, now) ? p.other_buyers * chip.capacity.at(now) * chips.supply[c] : 0;
    chips.bought_by_others.row(c) = (units * places(chip, society, g.permitted.row(c).transpose())).transpose();
  }
  chips.others = chips.others * (1 - p.retirement) + chips.bought_by_others;
}

Column<double> compute_of_others(const Chips& chips) {
  Column<double> h100e = Column<double>::Zero(chips.others.cols());
  for (Index c = 0; c < chips.chip_count(); ++c)
    h100e +=
        chips.others.row(c).transpose() * chips.chips[std::size_t(c)].h100e_training * chips.maturity[chips.stack[c]];
  return h100e * chips.powered;
}

double lend(Chips& chips, const Column<double>& wish) {
  const Column<double> h100e = compute_of_others(chips);
  const double all = h100e.sum(), wanted = wish.sum();
  double part = wanted > all ? all / wanted : 1;
  for (Index r = 0; r < wish.size(); ++r) {
    const double offshore = std::max(0.0, all - h100e[r]);
    if (wish[r] > offshore) part = std::min(part, offshore / wish[r]);
  }
  chips.rented += part * wish;
  for (Index home = 0; home < wish.size(); ++home) {
    const double offshore = all - h100e[home];
    if (wish[home] <= 0 || offshore <= 0) continue;
    for (Index r = 0; r < wish.size(); ++r)
      if (r != home) chips.lent[r] += part * wish[home] * h100e[r] / offshore;
  }
  return part;
}

}  // namespace moat
