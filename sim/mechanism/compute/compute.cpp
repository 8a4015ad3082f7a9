#include "mechanism/compute/compute.hpp"

#include <algorithm>

#include "base/maths.hpp"
#include "mechanism/compute/buying.hpp"
#include "mechanism/compute/capacity.hpp"
#include "mechanism/compute/others.hpp"
#include "mechanism/compute/payments.hpp"
#include "mechanism/compute/power.hpp"
#include "mechanism/compute/rent.hpp"

namespace moat {
namespace {

void enter(Firms& firms, const Chips& chips, Index f) {
  const FirmEntry& entry = firms.firms[std::size_t(f)];
  firms.active[f] = 1;
  for (Index c = 0; c < chips.chip_count(); ++c) {
    firms.stock(f, c) = number_for(entry.stock, chips.chips[std::size_t(c)].name);
    if (firms.stock(f, c) > 0) firms.proficiency(f, chips.stack[c]) = 1;
    firms.book[f] += firms.stock(f, c) * chips.price[c];
  }
  firms.know_how[f] = entry.know_how;
  firms.endowment[f] += entry.cash - firms.cash[f];
  firms.cash[f] = entry.cash;
}

/// Ports begin when chips of a stack arrive; after them proficiency grows with use.
void learn_stacks(Firms& firms, const Chips& chips, const ComputeParams& p) {
  for (Index f = 0; f < firms.size(); ++f)
    for (Index c = 0; c < chips.chip_count(); ++c) {
      const int s = chips.stack[c];
      if (firms.stock(f, c) >= 1 && firms.proficiency(f, s) == 0 && firms.port_months(f, s) < 0) {
        firms.port_months(f, s) = p.port_months;
        firms.cash[f] -= p.port_cost;
        firms.port_spending[f] += p.port_cost;
      }
    }
  for (Index f = 0; f < firms.size(); ++f)
    for (Index s = 0; s < chips.stack_count(); ++s) {
      double& skill = firms.proficiency(f, s);
      if (skill > 0)
        skill += p.proficiency_growth * (1 - skill);
      else if (firms.port_months(f, s) >= 0 && (firms.port_months(f, s) -= 1) < 0)
        skill = p.port_proficiency;
    }
}

void mature(Chips& chips, const Firms& firms, const Governments& g, const ComputeParams& p) {
  Column<double> installed = Column<double>::Zero(chips.stack_count());
  for (Index c = 0; c < chips.chip_count(); ++c)
    installed[chips.stack[c]] += firms.stock.col(c).sum() * chips.chips[std::size_t(c)].h100e_training;
  const double all = std::max(installed.sum(), 1e-300);
  for (Index s = 0; s < chips.stack_count(); ++s) {
    const double growth = chips.stacks[std::size_t(s)].effort + p.maturity_by_use * installed[s] / all;
    chips.maturity[s] += std::min(1.0, growth * (g.stack_open[s] ? p.opening_boost : 1)) * (1 - chips.maturity[s]);
  }
}

}  // namespace

double wright_cost(double first_cost, double cumulative, double first_units, double learning_rate) {
  return first_cost * maths::pow(cumulative / first_units, maths::log2(1 - learning_rate));
}

void enter_firms(Firms& firms, const Chips& chips, const Clock& clock) {
  for (Index f = 0; f < firms.size(); ++f) {
    const Month begins = firms.begins(f);
    if (begins == clock.now() || (clock.first() && begins < clock.now())) enter(firms, chips, f);
  }
}

void realise_compute(Firms& firms, const Chips& chips) {
  for (Index f = 0; f < firms.size(); ++f) {
    firms.compute[f] = firms.rented[f];
    for (Index c = 0; c < chips.chip_count(); ++c)
      firms.compute[f] += firms.stock(f, c) * chips.chips[std::size_t(c)].h100e_training *
                          chips.maturity[chips.stack[c]] * firms.proficiency(f, chips.stack[c]) *
                          chips.powered[firms.region[f]];
  }
}

void keep_first_compute(Firms& firms, Chips& chips, const Clock& clock) {
  for (Index f = 0; f < firms.size(); ++f) {
    FirmEntry& firm = firms.firms[std::size_t(f)];
    firms.active[f] = firm.entry == EntryRule::dated;
    firm.enters = std::min(firm.enters, clock.now());
  }
  enter_firms(firms, chips, clock);
  realise_compute(firms, chips);
  chips.others.setZero();
}

void deliver_compute(Firms& firms, Chips& chips, const Governments& g, const Society& society, const Clock& clock,
                     const ComputeParams& p) {
  const Month now = clock.now();
  for (auto* flow : {&chips.bought, &chips.denied, &chips.smuggled, &chips.substituted}) flow->setZero();
  for (auto* flow : {&chips.rented, &chips.lent}) flow->setZero();
  forget_payments(chips);
  enter_firms(firms, chips, clock);
  for (Index f = 0; f < firms.size(); ++f)
    if (!firms.active[f]) firms.capex_budget[f] = 0;
  for (Index c = 0; c < chips.chip_count(); ++c) {
    const ChipEntry& chip = chips.chips[std::size_t(c)];
    const double first_units = std::max(1.0, chip.capacity.at(chip.on_sale) * p.experience);
    chips.price[c] = wright_cost(chip.price, first_units + chips.produced[c], first_units, p.learning_rate);
  }
  set_capacity(chips, g, clock, p);
  set_rents(chips, g, society, now, p);
  supply_others(chips, g, society, now, p);
  buy_chips(firms, chips, g, society, now, p);
  note_missing(chips, clock, p);
  power_up(chips, firms, g, society, now, p);
  learn_stacks(firms, chips, p);
  mature(chips, firms, g, p);
  realise_compute(firms, chips);
}

}  // namespace moat
