#include "mechanism/adoption/deployment.hpp"

#include <algorithm>
#include <cmath>

namespace moat {

double deployment_value(const Market& m, const Society& society, const Firms& firms, Index l, Index r, Index s) {
  const FirmEntry& maker = firms.firms[std::size_t(m.firm[l])];
  const std::string& origin = society.regions[std::size_t(m.origin[l])].name;
  const double service = maker.service_value + std::log(number_for(society.regions[std::size_t(r)].reach, origin, 1));
  if (!m.open[l]) return service;
  const SegmentEntry& segment = society.segments[std::size_t(s)];
  const double shift = m.hosting_shift[r], served = maker.first_party > 0 ? std::max(service, shift) : shift;
  return segment.self_hosting * (segment.control + shift) + (1 - segment.self_hosting) * served;
}

}  // namespace moat
