// What must hold at the end of every month, whatever the scenario. Cheap: nothing here looks at single developers.

#include <cstdint>
#include <string>

#include <fmt/format.h>

#include "mechanism/finance/ledger.hpp"
#include "model/model.hpp"
#include "model/state.hpp"

namespace moat {
namespace {

void stays_in_bounds(const World& w, const StateColumn& column) {
  if (!column.bounds.checked) return;
  const Fault fault = column.acts->fault(w, column.bounds);
  if (fault == Fault::none) return;
  expects(false, fmt::format("{} holds a value {}", column.name,
                             fault == Fault::not_finite ? "that is not finite" : "out of its range"));
}

/// By the signs of all, which costs a fifth of looking for the smallest.
template <class Counts>
bool any_negative(const Counts& counts) {
  std::int64_t bits = 0;
  for (const std::int64_t count : counts) bits |= count;
  return bits < 0;
}

void counts_add_up(const World& w) {
  const Market& m = w.market;
  expects(!any_negative(m.assignments.flat()) && !any_negative(m.usage.flat()), "no negative number of users");
  expects(!any_negative(m.developers.flat()) && !any_negative(m.firms_in_use.reshaped()),
          "no negative number of developers");
  expects(m.assignments.flat().sum() == m.by_sector.sum(), "developer-tasks by sector add up to all");
  expects(m.firms_in_use.sum() == w.society.members.sum(), "developers by number of firms add up to all");
  for (Index l = 0; l < m.line_count(); ++l)
    for (Index r = 0; r < m.available.size(1); ++r)
      for (Index s = 0; s < m.available.size(2); ++s)
        if (m.available(l, r, s) <= 0 && m.developers(l + 1, r, s) > 0)
          expects(false, "nobody uses a line that is not available: " + m.lines[std::size_t(l)]);
}

/// Nobody buys what is not made for its market, and no more is bought, smuggled copies included, than was made.
void chips_are_sold_once(const World& w) {
  const Chips& chips = w.chips;
  for (Index c = 0; c < chips.chip_count(); ++c) {
    const ChipEntry& chip = chips.chips[std::size_t(c)];
    double sold = 0;
    for (Index r = 0; r < chips.bought.cols(); ++r) {
      const double units = chips.bought(c, r) + chips.smuggled(c, r) + chips.bought_by_others(c, r);
      const std::string& region = w.society.regions[std::size_t(r)].name;
      if (units > 0 && !sold_in(chip, region))
        expects(false, fmt::format("nobody buys what is not sold to its region: {} in {}", chip.name, region));
      sold += units;
    }
    const double made = chip.capacity.at(w.clock.now()) * chips.supply[c];
    if (sold > made * (1 + 1e-9))
      expects(false, fmt::format("no more is delivered than was made: {} {} of {}", sold, chip.name, made));
    if (chips.expansion[c] > highest_expansion(chip, w.clock.now()) * (1 + 1e-9))
      expects(false, fmt::format("capacity stays under its ceiling: {}", chip.name));
  }
}

}  // namespace

void check_invariants(const World& w) {
  for (const OwnedColumn& one : state_columns()) stays_in_bounds(w, *one.column);
  chips_are_sold_once(w);
  counts_add_up(w);
  check_ledger(w);
}

void rethrow_with_place(const World& world, std::string_view mechanism) {
  try {
    throw;
  } catch (const ContractError& error) {
    throw ContractError(
        fmt::format("{} (mechanism {}, month {})", error.what(), mechanism, to_string(world.clock.now())));
  }
}

}  // namespace moat
