#pragma once
/// The whole state, column by column, and who answers for it: what stands before all mechanisms, then the mechanisms.

#include <span>
#include <string_view>
#include <vector>

#include "base/function.hpp"
#include "model/mechanisms.hpp"

namespace moat {

/// What a world is made of before any mechanism starts.
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

/// Every member of a world, once.
const std::vector<OwnedColumn>& state_columns();

/// Throws ContractError with the name of a column that does not have the size it declares, or the place of a member
/// that nobody declares. `steps`: of the run.
void check_state(const World& world, int steps);

}  // namespace moat
