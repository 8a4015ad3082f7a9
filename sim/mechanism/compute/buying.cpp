#include "mechanism/compute/buying.hpp"

#include <algorithm>
#include <limits>

#include "base/maths.hpp"
#include "mechanism/compute/others.hpp"
#include "mechanism/compute/payments.hpp"

namespace moat {
namespace {

/// Orders of one month: money and units of each firm for each chip.
struct Orders {
  Grid<double> weight;      ///< [firm, chip] attractiveness, 0 where not offered
  Grid<double> unit_price;  ///< [firm, chip] USD with tariffs
  Column<double> room;      ///< [chip] units the vendor can still deliver to firms of the model
  Column<double> money;     ///< [firm] USD not yet spent; negative where stocking up runs ahead of the budget
};

/// Attractiveness of a chip: (realised performance per USD)^price_sensitivity.
double logit_weight(const Firms& firms, const Chips& chips, Index f, Index c, double unit_price,
                    const ComputeParams& p) {
  const double skill = std::max(firms.proficiency(f, chips.stack[c]), p.port_proficiency);
  const double realised = chips.chips[std::size_t(c)].h100e_training * chips.maturity[chips.stack[c]] * skill;
  return maths::pow(realised / unit_price, p.price_sensitivity);
}

Orders prepare(const Firms& firms, const Chips& chips, const Governments& g, const Society& society, Month now,
               const ComputeParams& p) {
  Orders o;
  o.weight.setZero(firms.size(), chips.chip_count());
  o.unit_price.setZero(firms.size(), chips.chip_count());
  o.room.setZero(chips.chip_count());
  o.money = firms.capex_budget;
  for (Index c = 0; c < chips.chip_count(); ++c) {
    const ChipEntry& chip = chips.chips[std::size_t(c)];
    o.room[c] = chip.capacity.at(now) * chips.supply[c] * (1 - p.other_buyers);
    for (Index f = 0; f < firms.size(); ++f) {
      const int r = firms.region[f];
      o.unit_price(f, c) = chips.price[c] * (1 + g.chip_tariff(c, r) + g.export_levy(c, r));
      if (firms.active[f] && on_sale(chip, now) && sold_in(chip, society.regions[std::size_t(r)].name))
        o.weight(f, c) = logit_weight(firms, chips, f, c, o.unit_price(f, c), p);
    }
  }
  return o;
}

/// Spreads each firm's money over the chips that `takes` (1 or 0) by weight; returns units wanted [firm, chip].
/// Money bound to domestic chips by a mandate is spread over these alone.
Grid<double> wanted(const Orders& o, const Grid<double>& takes, const Column<double>& mandates, const Firms& firms,
                    const Chips& chips) {
  Grid<double> units = Grid<double>::Zero(o.weight.rows(), o.weight.cols());
  for (Index f = 0; f < o.weight.rows(); ++f) {
    const int home = firms.region[f];
    double all = 0, domestic = 0;
    for (Index c = 0; c < o.weight.cols(); ++c) {
      const double w = o.weight(f, c) * takes(f, c);
      all += w;
      domestic += chips.vendor_region[c] == home ? w : 0;
    }
    const double money = std::max(0.0, o.money[f]);
    if (all <= 0) continue;
    const double mandate = domestic > 0 ? mandates[home] : 0;
    for (Index c = 0; c < o.weight.cols(); ++c) {
      const double w = o.weight(f, c) * takes(f, c);
      const double bound = domestic > 0 && chips.vendor_region[c] == home ? mandate * w / domestic : 0;
      units(f, c) = money * ((1 - mandate) * w / all + bound) / o.unit_price(f, c);
    }
  }
  return units;
}

/// Part of the orders for each chip that the vendors have room for, the same for all buyers; it is taken out of it.
Column<double> ration(Orders& o, const Grid<double>& orders) {
  Column<double> part = Column<double>::Ones(orders.cols());
  for (Index c = 0; c < orders.cols(); ++c) {
    const double demand = orders.col(c).sum();
    if (demand > o.room[c]) part[c] = o.room[c] / demand;
    o.room[c] = std::max(0.0, o.room[c] - demand);
  }
  return part;
}

/// The same part of each firm's units, paid for at `premium` times the price.
Grid<double> deliver(Orders& o, const Grid<double>& units, const Column<double>& part, double premium = 1) {
  Grid<double> delivered = units.rowwise() * part.transpose();
  o.money -= premium * (delivered * o.unit_price).rowwise().sum();
  return delivered;
}

Grid<double> permission(const Firms& firms, const Chips& chips, const Grid<double>& permitted, const Governments& g) {
  Grid<double> allowed(firms.size(), chips.chip_count());
  for (Index f = 0; f < firms.size(); ++f)
    for (Index c = 0; c < chips.chip_count(); ++c) {
      const bool foreign = chips.vendor_region[c] != firms.region[f];
      allowed(f, c) = g.listed[f] && foreign ? 0 : permitted(c, firms.region[f]);
    }
  return allowed;
}

/// What smugglers order of the vendors, through others, of what is denied.
Grid<double> smugglers_orders(const Grid<double>& denied, const Firms& firms, const Governments& g,
                              const ComputeParams& p) {
  Grid<double> orders = denied;
  for (Index f = 0; f < denied.rows(); ++f)
    for (Index c = 0; c < denied.cols(); ++c)
      orders(f, c) *= p.smuggling * (1 - g.enforcement(c, firms.region[f])) / p.smuggling_premium;
  return orders;
}

/// Offshore rental for a part of the money that a denial left over.
void rent_offshore(Orders& o, const Grid<double>& denied, const Grid<double>& smuggled, Firms& firms, Chips& chips,
                   const Governments& g, const ComputeParams& p) {
  const Column<double> unspent = ((denied - p.smuggling_premium * smuggled) * o.unit_price).rowwise().sum() * p.rental;
  const double month = chips.rent.minCoeff() * hours_of_a_month;
  Column<double> wish = Column<double>::Zero(chips.rented.size());
  for (Index f = 0; f < firms.size(); ++f) {
    const double wished = unspent[f] * (1 - g.rental_stop[firms.region[f]]);
    const double rent = g.listed[f] ? 0 : std::clamp(wished, 0.0, std::max(0.0, o.money[f]));
    firms.rented[f] = rent / month;
    wish[firms.region[f]] += firms.rented[f];
  }
  const double part = lend(chips, wish);
  for (Index f = 0; f < firms.size(); ++f) {
    firms.rented[f] *= part;
    o.money[f] -= firms.rented[f] * month;
    chips.rental[firms.region[f]] += firms.rented[f] * month;
  }
}

void add_by_region(Grid<double>& by_region, const Grid<double>& by_firm, const Firms& firms) {
  for (Index f = 0; f < by_firm.rows(); ++f) by_region.col(firms.region[f]) += by_firm.row(f).transpose();
}

/// Units bought in place of what rules kept from the firm: what it got beyond its free choice, in proportion to the
/// part of its unmet wishes that rules (and not the vendors' capacity) left unmet.
Grid<double> substitutes(const Orders& o, const Grid<double>& free, const Grid<double>& ruled_out,
                         const Grid<double>& first, const Grid<double>& got) {
  const Column<double> unmet = ((free - first).max(0.0) * o.unit_price).rowwise().sum();
  const Column<double> by_rules = (ruled_out.min((free - first).max(0.0)) * o.unit_price).rowwise().sum();
  return (got - free).max(0.0).colwise() * (unmet > 0).select(by_rules / unmet.max(1e-300), 0.0);
}

/// Share of the compute that each firm's budget would buy at list prices, with nothing forbidden and enough for all,
/// that it did not get: denied, rationed, taxed away or replaced by worse.
Column<double> scarcities(const Orders& o, const Grid<double>& free, const Grid<double>& got, const Firms& firms,
                          const Chips& chips) {
  Column<double> result = Column<double>::Zero(firms.size());
  for (Index f = 0; f < firms.size(); ++f) {
    double wished = 0, had = firms.rented[f];
    for (Index c = 0; c < chips.chip_count(); ++c) {
      const double performance = chips.chips[std::size_t(c)].h100e_training * chips.maturity[chips.stack[c]];
      wished += free(f, c) * o.unit_price(f, c) / chips.price[c] * performance;
      had += got(f, c) * performance;
    }
    if (wished > 0) result[f] = std::clamp(1 - had / wished, 0.0, 1.0);
  }
  return result;
}

/// Units bought with the money that is left, which goes to other chips: under a licence up to its quota, once; freely
/// where nothing forbids.
Grid<double> buy_with_rest(Orders& o, const Grid<double>& allowed, const Column<double>& mandates, const Firms& firms,
                           const Chips& chips) {
  Grid<double> units = Grid<double>::Zero(allowed.rows(), allowed.cols());
  for (int round = 0; round < 2; ++round) {
    const double least = round == 0 ? 1e-9 : 1;
    Grid<double> takes = (allowed >= least).cast<double>();
    for (Index c = 0; c < takes.cols(); ++c)
      if (o.room[c] <= 0) takes.col(c).setZero();
    const Grid<double> more = wanted(o, takes, mandates, firms, chips) * allowed;
    units += deliver(o, more, ration(o, more));
  }
  return units;
}

/// Units [chip] that firms and smugglers would get if every vendor could deliver all, the money for rents apart.
Column<double> unrationed(Orders o, const Grid<double>& ordered, const Grid<double>& secretly,
                          const Grid<double>& allowed, const Firms& firms, const Chips& chips, const Governments& g,
                          const ComputeParams& p) {
  o.room = (o.room > 0).select(std::numeric_limits<double>::max(), o.room);
  const Column<double> part = ration(o, ordered + secretly);
  Grid<double> units = deliver(o, ordered, part) + deliver(o, secretly, part, p.smuggling_premium);
  o.money -= firms.rented * chips.rent.minCoeff() * hours_of_a_month;
  units += buy_with_rest(o, allowed, g.domestic_mandate, firms, chips);
  return units.colwise().sum().transpose();
}

}  // namespace

void buy_chips(Firms& firms, Chips& chips, const Governments& g, const Society& society, Month now,
               const ComputeParams& p) {
  Orders o = prepare(firms, chips, g, society, now, p);
  const Orders placed = o;
  const Grid<double> allowed = permission(firms, chips, g.permitted, g);
  const Grid<double> allowed_soon = permission(firms, chips, g.permitted_soon, g);
  const Grid<double> any = Grid<double>::Ones(allowed.rows(), allowed.cols());
  const Grid<double> free = wanted(o, any, Column<double>::Zero(society.region_count()), firms, chips);
  const Grid<double> mandated = wanted(o, any, g.domestic_mandate, firms, chips);
  const Grid<double> demand = mandated * (1 + p.stockpiling * (allowed - allowed_soon).max(0.0));
  const Grid<double> denied = demand * (1 - allowed);
  const Grid<double> ordered = demand * allowed, secretly = smugglers_orders(denied, firms, g, p);
  const Column<double> part = ration(o, ordered + secretly);
  const Grid<double> first = deliver(o, ordered, part), smuggled = deliver(o, secretly, part, p.smuggling_premium);
  rent_offshore(o, denied, smuggled, firms, chips, g, p);
  const Grid<double> second = buy_with_rest(o, allowed, g.domestic_mandate, firms, chips);
  chips.orders = unrationed(placed, ordered, secretly, allowed, firms, chips, g, p);
  const Grid<double> ruled_out = free * (1 - allowed) + (free - mandated).max(0.0);
  add_by_region(chips.bought, first + second, firms);
  add_by_region(chips.denied, denied, firms);
  add_by_region(chips.smuggled, smuggled, firms);
  add_by_region(chips.substituted, substitutes(o, free, ruled_out, first, first + second), firms);
  note_payments(chips, firms, g, first + second, smuggled * o.unit_price * p.smuggling_premium);
  firms.scarcity = scarcities(o, free, first + second + smuggled, firms, chips);
  firms.stock = firms.stock * (1 - p.retirement) + first + second + smuggled;
  firms.capex = firms.capex_budget - o.money;
  chips.produced += (first + second + smuggled).colwise().sum().transpose() + chips.bought_by_others.rowwise().sum();
}

}  // namespace moat
