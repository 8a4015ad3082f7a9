#pragma once
/// What governments impose this month, rebuilt from the measures in force, so that nothing has to be undone; and the
/// state of their rules, which is kept from month to month.

#include <cstddef>
#include <limits>
#include <vector>

#include "base/column.hpp"
#include "base/date.hpp"

namespace moat {

struct Series;

enum class Comparison : int { below, at_most, above, at_least };

/// A condition: one cell of a series compared with a threshold. Mechanisms cannot read outputs, so the model fills in
/// `value` and `holds` at the end of each month (model/watch.hpp).
struct Watched {
  const Series* series = nullptr;  ///< null where there is nothing to watch
  std::size_t cells = 0;           ///< number of cells of the series in one month
  std::size_t cell = 0;            ///< which of them is compared
  Comparison comparison = Comparison::below;
  double threshold = 0;
  double value = std::numeric_limits<double>::quiet_NaN();  ///< at the end of last month
  bool holds = false;                                       ///< false while the value is not a number
};

/// State of a rule.
struct RuleState {
  Watched when;                                         ///< what fires it
  Watched until;                                        ///< what ends its measures early
  int held = 0;                                         ///< months in a row in which `when` has held
  bool fired = false;                                   ///< whether it has ever fired
  Month announced = never, from = never, ends = never;  ///< dates of its measures; `from` is `never` while it may fire
  Month ready;                                          ///< first month after the cool-down
};

struct Governments {
  Grid<double> permitted;       ///< [chip, region] share of demand let through: the smaller of export and import rules
  Grid<double> permitted_soon;  ///< [chip, region] the same, with announced measures counted as in force
  std::vector<char> counted_measures;    ///< [measure] behind the two above: 1 in force, + 2 announced or in force
  Grid<double> enforcement;              ///< [chip, region] share of leakage that enforcement stops
  Grid<double> chip_tariff;              ///< [chip, region] rate on the price, of the buyer's government
  Grid<double> export_levy;              ///< [chip, region] rate on the price, of the vendor's government
  Column<double> domestic_mandate;       ///< [region] share of spending on chips bound to domestic ones
  Column<char> listed;                   ///< [firm] 1 if on an entity list
  Column<double> capex_subsidy;          ///< [region] state money per USD of firms' own
  Column<double> research_grant;         ///< [region] relative addition to research effort
  Column<double> public_firms;           ///< [region] H100e to rent for firms that publish weights
  Column<double> public_hosts;           ///< [region] H100e to rent for hosts
  Column<double> chip_growth;            ///< [region] extra growth of domestic chip capacity, 1/year
  Column<double> memory_cut;             ///< [region] part of its vendors' capacity that controls on memory take away
  Column<double> tool_slowdown;          ///< [region] growth of it that controls on tools take away, 1/year
  Column<double> rental_stop;            ///< [region] part of its firms' offshore rental that is stopped
  Column<double> site_speed;             ///< [region] months of planned sites gained each month
  Column<double> sites_built;            ///< [region] GW/year that the government has built beyond the plan
  Column<char> stack_open;               ///< [stack] 1 once open source
  Cube<double, 3> banned;                ///< [line, region, segment] share of developers whom rules keep from it
  Grid<double> recognition;              ///< [origin, region] part of data rules there that recognition lifts
  Grid<double> premises;                 ///< [region, segment] utility added to weights on machines of one's own
  Column<double> safeguards;             ///< [region] part of the leak of its makers' services that is stopped
  Column<double> gated;                  ///< [line] part of the misuse of a closed line that screening stops
  Column<double> permit_delay;           ///< [region] months that weights above the limits of permits wait
  Column<double> log10_permit_flop;      ///< [region] log10 FLOP above which its firms need a permit
  Column<double> permit_capability;      ///< [region] ECI above which its firms need a permit
  Column<double> programme_grant;        ///< [firm] USD/month while it publishes as agreed
  Column<double> programme_compute;      ///< [firm] H100e to rent for it while it publishes as agreed
  Column<double> programme_behind;       ///< [firm] ECI that its best weights may be behind its best model
  Cube<double, 3> revenue_levy;          ///< [region that takes, line, region of use] part of receipts
  Grid<double> blocked;                  ///< [firm, region] share of closed service withheld
  Grid<double> service_tariff;           ///< [origin, region] rate on closed services
  Column<double> log10_open_flop_limit;  ///< [region] log10 FLOP above which its firms may not publish weights
  Column<double> open_capability_limit;  ///< [region] ECI above which its firms may not publish weights
  Column<double> gating_delay;           ///< [region] months a closed release waits
  Column<double> release_delay;          ///< [region] months by which every release is delayed, may be negative
  Column<double> open_taste;             ///< [region] utility added to open weights
  Column<double> open_grant;             ///< [region] USD/month to each firm that published weights in the last year
  Column<double> hosting;                ///< [region] addition to hosting capacity
  Column<double> developer_growth;       ///< [region] relative addition to the number of developers
  Grid<double> trust_gain;               ///< [origin, region] reduction of geopolitical distance
  Grid<double> price_support;            ///< [origin, region] share of the price paid by a promoting government
  Grid<double> distillation_stop;        ///< [origin, region] share of distillation of its models there that is stopped
  Grid<double> admission;                ///< [origin, region] admissions of researchers relative to the start
  int in_force = 0;                      ///< number of measures in force
  Column<double> rules_in_force;         ///< [region] number of its government's rules in force
  std::vector<RuleState> rules;          ///< in the order of the scenario; kept from month to month

  /// Part of the receipts for a line in a region that governments take together.
  double levied(Index line, Index region) const {
    double sum = 0;
    for (Index taker = 0; taker < revenue_levy.size(0); ++taker) sum += revenue_levy(taker, line, region);
    return sum;
  }
};

}  // namespace moat
