#pragma once
/// All columns of the state and their owners: the grounds, which start before all mechanisms, and the mechanisms.

#include <map>
#include <span>
#include <string>
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

/// Values by name: columns, and what else a run keeps.
using SavedValues = std::map<std::string, Bytes, std::less<>>;

/// Every column of the state.
SavedValues keep_state(const World& world);

/// Puts them into the state at the start of a run of the same scenario, or of one that differs only later. Axes of
/// steps keep the length that this run needs. std::runtime_error where they are not those of such a run.
void restore_state(World& world, const SavedValues& saved, int steps);

}  // namespace moat
