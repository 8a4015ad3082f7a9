#pragma once
/// Deployment: a line is used through its maker's own service, at a host, or on machines of one's own, and what these
/// are worth differs.
///
///     deployment = service + ln reach                                                                [utility]  closed
///     deployment = own (control + shift) + (1 - own) max(service + ln reach, shift)                  [utility]  open
///
/// For open lines whose maker serves none of their use (firm.first_party 0), the maximum is shift. A maker that opens
/// its best line so keeps what it sells beside the weights; weights that a region's hosts serve do not ask whether its
/// customers can reach the maker.
///
/// Symbols     service: firm.service_value: support, tools, defaults, rights that come with the maker's own service
///             reach: region.reach of the maker's region: terms, language, payment and law that stand between a
///               region's customers and a service from there
///             own, control: segment.self_hosting and control
///             shift: market.hosting_shift (hosting.hpp), at most 0
/// Sources     the form is assumed; what closed services are worth beside their quality and price is what data on 2025
///             ask for in place of a dislike of open weights
/// Leaves out  developers who change the deployment of a line; that hosts and makers ask different prices (pricing has
///             one)

#include "state/world.hpp"

namespace moat {

/// Utility of a line's deployment in a region and segment.
class Deployment {
 public:
  Deployment(const Market& market, const Society& society, const Firms& firms);
  double operator()(Index line, Index region, Index segment) const;

 private:
  const Market& market_;
  const Society& society_;
  const Firms& firms_;
  Grid<double> ln_reach_;  ///< [maker's region, region]
};

}  // namespace moat
