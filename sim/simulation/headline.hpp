#pragma once
/// The five lines that a run ends with: what happened, at the end of 2025 (where data end) and in the last month.

#include <cmath>
#include <map>
#include <string>
#include <vector>

#include "base/date.hpp"
#include "state/world.hpp"

namespace moat {

struct Scenario;

/// Numbers of one month, in the units of the series they come from.
struct Snapshot {
  double open_tokens = 0, open_spend = 0;                              ///< share of all
  double closed_frontier = NAN, open_frontier = NAN;                   ///< ECI; NaN where nothing is on sale
  double open_lag = 0;                                                 ///< months; NaN likewise
  double adoption = 0;                                                 ///< share of developers
  double closed_price = 0, open_price = 0;                             ///< USD/Mtok
  std::map<std::string, double> token_share, download_share, compute;  ///< by region of the maker
};

Snapshot take_snapshot(const World& world);

/// Collects snapshots of one scenario's runs and prints their means and ranges over replicates.
class Headline {
 public:
  explicit Headline(const Scenario& scenario);
  void see(const World& world);
  /// Five lines, each ended by a newline, and one that says of how many runs, if there are several.
  std::string text() const;

 private:
  std::vector<Month> months_;
  std::map<int, std::vector<Snapshot>> seen_;  ///< by month
};

}  // namespace moat
