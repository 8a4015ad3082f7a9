#pragma once
/// The mechanisms, one row each, with all that the model needs to know of them. A row that lacks a member does not
/// compile; where a mechanism has nothing to do, its row says so by a name such as `nothing_to_start`.

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

/// Mechanisms that respond together or not at all in a hybrid: `--why` shares a difference between two scenarios among
/// channels (model/switching.hpp). Mechanisms of the channel `direct` respond in every hybrid.
struct Channel {
  std::string_view name;
  std::string_view doc;
  friend constexpr bool operator==(const Channel& a, const Channel& b) { return a.name == b.name; }
};

inline constexpr Channel direct_channel{
    "direct",
    "What the arm changes while all channels keep to their path: bans, trust, tastes, hosting, tariffs and support on "
    "services, developers, peers, incidents, what is drawn."};

/// The path of another run, to which a mechanism is held.
struct OtherPath {
  const Mechanism& mechanism;
  const World& other;        ///< state of that run, in which the mechanism has just acted
  const World& before;       ///< columns that mechanisms add to, as they were in that run before this one acted
  const Scenario& scenario;  ///< of that run
};

/// How a mechanism is held to that path, each month and before the first.
struct Hold {
  Function<void(World&, const OtherPath&)> month;
  Function<void(World&, const Mechanism&, const World& other)> start;
};

/// What a mechanism does in the coming months that an adaptive firm plays (model/foresight.hpp).
struct Foresight {
  bool played;                         ///< whether it acts; if not, what it writes stays as it is
  Function<void(Scenario&)> imagined;  ///< changes its parameters to those that firms assume, e.g. without noise
};

struct Mechanism {
  std::string_view name;
  std::string_view sentence;
  Function<void(World&, const Scenario&)> start;                 ///< fills columns that have no first value
  Function<void(World&, const Scenario&, const Random&)> month;  ///< one month of it
  Function<void(World&, const Scenario&)> without;  ///< at the start of a run that skips it: its replacement
  Hold hold;
  Channel channel;
  Foresight foresight;
  Function<std::span<const Series>()> series;
  Function<std::span<const StateColumn>()> state;
  std::span<const Purpose> draws;  ///< purposes of its random numbers, which no other mechanism uses
};

/// The mechanisms in the order in which they act within a month: an assumption of the model, not an option.
std::span<const Mechanism> mechanisms();

/// True if the scenario switches the mechanism off.
bool skipped(const Scenario& scenario, std::string_view mechanism);

/// Part of serving that firms pay for apart, as it takes no compute of their own.
double serving_paid_apart(const Scenario& scenario);

}  // namespace moat
