#pragma once
/// What governments impose this month. Made anew each month from the measures in force, so nothing needs undoing.

#include "base/column.hpp"

namespace moat {

struct Governments {
  Grid<double> permitted;       ///< [chip, region] share of demand that may be met: least of export and import rules
  Grid<double> permitted_soon;  ///< [chip, region] the same, with announced measures counted as in force
  Grid<double> enforcement;     ///< [chip, region] share of leakage that enforcement stops
  Grid<double> chip_tariff;     ///< [chip, region] rate on the price
  Column<double> domestic_mandate;       ///< [region] share of spending on chips bound to domestic ones
  Column<char> listed;                   ///< [firm] 1 if on an entity list
  Column<double> capex_subsidy;          ///< [region] state money per USD of firms' own
  Column<double> research_grant;         ///< [region] addition to research effort, 1
  Column<double> chip_growth;            ///< [region] extra growth of domestic chip capacity, 1/year
  Column<char> stack_open;               ///< [stack] 1 once open source
  Cube<double, 3> banned;                ///< [line, region, segment] share of developers under a ban
  Grid<double> blocked;                  ///< [firm, region] share of closed service withheld
  Grid<double> service_tariff;           ///< [origin, region] rate on closed services
  Column<double> open_flop_limit;        ///< [region] log10 FLOP above which its firms may not publish weights
  Column<double> open_capability_limit;  ///< [region] ECI above which its firms may not publish weights
  Column<double> gating_delay;           ///< [region] months a closed release waits
  Column<double> release_delay;          ///< [region] months of home friction on every release, may be negative
  Column<double> open_taste;             ///< [region] utility added to open weights
  Column<double> hosting;                ///< [region] addition to hosting capacity
  Column<double> developer_growth;       ///< [region] addition to developer numbers, share
  Grid<double> trust_gain;               ///< [origin, region] reduction of geopolitical distance
  Grid<double> price_support;            ///< [origin, region] share of the price paid by a promoting government
  Column<double> distillation_stop;      ///< [region] effectiveness against distillation of its firms' APIs
  int in_force = 0;                      ///< number of measures in force
};

}  // namespace moat
