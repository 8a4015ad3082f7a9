#include "mechanism/compute/power.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace moat {
namespace {

constexpr double kw_of_a_gw = 1e6;

/// GW that all chips draw, by the region that they stand in: those of firms in the firm's own.
Column<double> power_drawn(const Chips& chips, const Firms& firms, double overhead) {
  Column<double> gw = Column<double>::Zero(chips.powered.size());
  for (Index c = 0; c < chips.chip_count(); ++c) {
    const double each = overhead * chips.chips[std::size_t(c)].power / kw_of_a_gw;
    gw += each * chips.others.row(c).transpose();
    for (Index f = 0; f < firms.size(); ++f) gw[firms.region[f]] += each * firms.stock(f, c);
  }
  return gw;
}

/// Value of a path between two months.
double between(const Path& path, Month now, double ahead) {
  const double whole = std::floor(ahead), part = ahead - whole;
  const Month before = now + int(whole);
  return part > 0 ? (1 - part) * path.at(before) + part * path.at(before + 1) : path.at(before);
}

}  // namespace

void power_up(Chips& chips, const Firms& firms, const Governments& g, const Society& society, Month now,
              const ComputeParams& p) {
  chips.power_use = power_drawn(chips, firms, p.power_overhead);
  chips.ahead += g.site_speed;
  chips.sites += g.sites_built / 12;
  for (Index r = 0; r < chips.powered.size(); ++r) {
    const Path& plan = society.regions[std::size_t(r)].power;
    const bool limited = !plan.points.empty();
    chips.power_limit[r] =
        limited ? between(plan, now, chips.ahead[r]) + chips.sites[r] : std::numeric_limits<double>::quiet_NaN();
    chips.powered[r] =
        limited && chips.power_use[r] > chips.power_limit[r] ? chips.power_limit[r] / chips.power_use[r] : 1;
  }
}

}  // namespace moat
