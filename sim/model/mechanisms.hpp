#pragma once
/// The mechanisms, one row each: what the model asks of them, everywhere. A row that leaves an answer out does not
/// compile; whoever has nothing to do says so in a word.

#include <span>
#include <string_view>

#include "base/function.hpp"
#include "base/random.hpp"
#include "mechanism/purpose.hpp"
#include "state/columns.hpp"
#include "state/series.hpp"

namespace moat {

struct Mechanism;
struct Scenario;

/// Mechanisms that respond together or not at all where `--why` asks what a difference between two scenarios went
/// through (model/switching.hpp). Those of the channel `direct` respond in every world.
struct Channel {
  std::string_view name;
  std::string_view doc;
  friend constexpr bool operator==(const Channel& a, const Channel& b) { return a.name == b.name; }
};

inline constexpr Channel direct_channel{
    "direct",
    "What the arm changes while all channels keep to their path: bans, trust, tastes, hosting, tariffs and support on "
    "services, developers, peers, incidents."};

/// The path of another world, to which a mechanism is held.
struct OtherPath {
  const Mechanism& mechanism;
  const World& other;        ///< in which the mechanism has just acted
  const World& before;       ///< what mechanisms add to, as it was there before this one acted
  const Scenario& scenario;  ///< of that world
};

/// How a mechanism is held to that path, each month and before the first.
struct Hold {
  Function<void(World&, const OtherPath&)> month;
  Function<void(World&, const Mechanism&, const World& other)> start;
};

/// What becomes of a mechanism in the months ahead that an adaptive firm imagines (model/foresight.hpp).
struct Foresight {
  bool played;                         ///< else what it writes stays as it is
  Function<void(Scenario&)> imagined;  ///< what firms leave out of its parameters, such as luck
};

struct Mechanism {
  std::string_view name;
  std::string_view sentence;
  Function<void(World&, const Scenario&)> start;                 ///< fills what no first value fills (state)
  Function<void(World&, const Scenario&, const Random&)> month;  ///< what it does
  Function<void(World&, const Scenario&)> without;               ///< at the start, what stands in where it is skipped
  Hold hold;
  Channel channel;
  Foresight foresight;
  Function<std::span<const Series>()> series;
  Function<std::span<const StateColumn>()> state;
  std::span<const Purpose> draws;  ///< purposes of its random numbers: nobody else draws for them
};

/// The mechanisms in the order in which they act within a month: a claim of the model, not an option.
std::span<const Mechanism> mechanisms();

/// True if the scenario switches the mechanism off.
bool skipped(const Scenario& scenario, std::string_view mechanism);

}  // namespace moat
