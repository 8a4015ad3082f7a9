#include "mechanism/compute/payments.hpp"

namespace moat {

void forget_payments(Chips& chips) {
  for (auto* money : {&chips.sales, &chips.tariffs, &chips.levies}) money->setZero();
  for (auto* money : {&chips.smuggling, &chips.rental}) money->setZero();
}

void note_payments(Chips& chips, const Firms& firms, const Governments& g, const Grid<double>& bought,
                   const Grid<double>& smuggled) {
  for (Index f = 0; f < firms.size(); ++f) {
    const int r = firms.region[f];
    for (Index c = 0; c < chips.chip_count(); ++c) {
      const double sales = bought(f, c) * chips.price[c];
      chips.sales(c, r) += sales;
      chips.tariffs(c, r) += sales * g.chip_tariff(c, r);
      chips.levies(c, r) += sales * g.export_levy(c, r);
    }
    chips.smuggling[r] += smuggled.row(f).sum();
  }
}

}  // namespace moat
