#pragma once
/// Things that happen at a date: written to event tables, one row each.

#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.hpp"
#include "state/firms.hpp"

namespace moat {

/// Reason given for models that are on the market when the run starts: they are not releases of its first month.
inline constexpr std::string_view on_market_before = "on the market before";

struct ReleaseEvent {
  Month month;
  int firm = 0;
  int line = 0;
  bool open = false;
  double capability = 0;           ///< ECI
  double log10_training_flop = 0;  ///< log10 FLOP
  double know_how = 0;             ///< log10, what the weights reveal once they are published
  double active_parameters = 0;    ///< 1e9
  std::string reason;              ///< "schedule", "delay over", "reaction", ...
};

struct PolicyEvent {
  Month month;
  std::string measure;  ///< name of the measure or rule
  std::string action;   ///< "announced", "begins" or "ends"; for rules "rule fires" or "rule ends"
  double value = std::numeric_limits<double>::quiet_NaN();  ///< of the watched series that fired or ended the rule
};

struct IncidentEvent {
  Month month;
  int firm = 0;
  bool open = false;
  double severity = 0;  ///< utility of trust lost
};

struct FirmEvent {
  Month month;
  int firm = 0;
  std::string action;                    ///< "enters", "changes strategy" or "leaves"
  Strategy strategy = Strategy::closed;  ///< in force from this month on; of a firm that leaves, its last one
  int cycle = 0;      ///< [decisions] period of the cycle in which an adaptive firm's choices end; 0 for none
  double profit = 0;  ///< USD/month: expected by an entrant, or made in the last month
  double cash = 0;    ///< USD
};

struct Events {
  std::vector<ReleaseEvent> releases;
  std::vector<PolicyEvent> policies;
  std::vector<IncidentEvent> incidents;
  std::vector<FirmEvent> firms;
};

}  // namespace moat
