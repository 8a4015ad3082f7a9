#pragma once
/// All columns of the state and their owners: the grounds, which start before all mechanisms, and the mechanisms.

#include <span>
#include <string_view>
#include <vector>

#include "base/function.hpp"
#include "model/mechanisms.hpp"

namespace moat {

/// A part of the state that starts before all mechanisms and belongs to none.
struct Ground {
  std::string_view name;
  std::string_view sentence;
  Function<void(World&, const Scenario&, const Random&)> start;
  Function<std::span<const StateColumn>()> state;
};

/// In the order in which they start.
std::span<const Ground> grounds();

struct OwnedColumn {
  const StateColumn* column;
  std::string_view owner;
};

/// Every member of World, each once.
const std::vector<OwnedColumn>& state_columns();

/// Throws ContractError with the name of a column that does not have the size it declares, or the place of a member
/// that no declaration covers. `steps`: months of the run.
void check_state(const World& world, int steps);

}  // namespace moat
