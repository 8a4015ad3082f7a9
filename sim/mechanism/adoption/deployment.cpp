#include "mechanism/adoption/deployment.hpp"

#include <algorithm>

#include "base/maths.hpp"

namespace moat {

Deployment::Deployment(const Market& market, const Society& society, const Firms& firms)
    : market_(market), society_(society), firms_(firms), ln_reach_(society.region_count(), society.region_count()) {
  for (Index origin = 0; origin < society.region_count(); ++origin)
    for (Index r = 0; r < society.region_count(); ++r)
      ln_reach_(origin, r) =
          maths::log(number_for(society.regions[std::size_t(r)].reach, society.regions[std::size_t(origin)].name, 1));
}

double Deployment::operator()(Index l, Index r, Index s) const {
  const FirmEntry& maker = firms_.firms[std::size_t(market_.firm[l])];
  const double service = maker.service_value + ln_reach_(market_.origin[l], r);
  if (!market_.open[l]) return service;
  const SegmentEntry& segment = society_.segments[std::size_t(s)];
  const double shift = market_.hosting_shift[r], served = maker.first_party > 0 ? std::max(service, shift) : shift;
  return segment.self_hosting * (segment.control + shift) + (1 - segment.self_hosting) * served;
}

}  // namespace moat
