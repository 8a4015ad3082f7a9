#include "model/held.hpp"

namespace moat {

World added_columns_of(const World& world) {
  World added;
  for (const Mechanism& mechanism : mechanisms())
    for (const StateColumn& column : mechanism.state())
      if (column.held == Held::added) column.acts->take(added, world);
  return added;
}

void hold(World& world, const OtherPath& path) {
  path.mechanism.hold.month(world, path);
}

void hold_from_start(World& world, const Mechanism& mechanism, const World& other) {
  expects(world.market.lines == other.market.lines && (world.market.firm == other.market.firm).all(),
          "both worlds have the same lines of the same makers");
  mechanism.hold.start(world, mechanism, other);
}

void take_state(World& world, const OtherPath& path) {
  for (const StateColumn& column : path.mechanism.state())
    if (column.held == Held::taken)
      column.acts->take(world, path.other);
    else if (column.held == Held::added)
      column.acts->add_change(world, path.before, path.other);
}

void take_state_at_start(World& world, const Mechanism& mechanism, const World& other) {
  for (const StateColumn& column : mechanism.state())
    if (column.held == Held::taken) column.acts->take(world, other);
}

}  // namespace moat
