// What must hold at the end of every month, whatever the scenario. Cheap: nothing here looks at single developers.

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

void counts_add_up(const World& w) {
  const Market& m = w.market;
  expects(m.assignments.flat().minCoeff() >= 0 && m.usage.flat().minCoeff() >= 0, "no negative number of users");
  expects(m.developers.flat().minCoeff() >= 0 && m.firms_in_use.minCoeff() >= 0, "no negative number of developers");
  expects(m.assignments.flat().sum() == m.by_sector.sum(), "developer-tasks by sector add up to all");
  expects(m.firms_in_use.sum() == w.developers.size(), "developers by number of firms add up to all");
  for (Index l = 0; l < m.line_count(); ++l)
    for (Index r = 0; r < m.available.size(1); ++r)
      for (Index s = 0; s < m.available.size(2); ++s)
        if (m.available(l, r, s) <= 0 && m.developers(l + 1, r, s) > 0)
          expects(false, "nobody uses a line that is not available: " + m.lines[std::size_t(l)]);
}

}  // namespace

void check_invariants(const World& w) {
  for (const OwnedColumn& one : state_columns()) stays_in_bounds(w, *one.column);
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
