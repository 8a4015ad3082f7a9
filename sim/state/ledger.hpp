#pragma once
/// The ledger: who paid what to whom this month. Amounts are USD, + received and - paid by whose account it is.

#include <array>
#include <string_view>

#include "base/column.hpp"
#include "base/describe.hpp"

namespace moat {

/// What moves a firm's cash.
///   sales          closed service, and hosting of its own open weights, at the price that the seller gets
///   royalties      of hosts, under a `revenue_share` licence
///   complements, other_revenue, funding, endowment
///                  from outside of the model; the endowment is the cash that it enters with
///   open_grants, capex_subsidy
///                  of its government
///   compute        chips and offshore rental, whoever pays for them
///   research, serving, fixed_costs, ports
///                  other outlays; serving: of what it is not done with compute of its own
///   revenue_levies to governments, of what it sells
///   passed_on      what open weights of a firm that has left still earn, less what they cost: its successors get it
enum class FirmItem : int {
  sales,
  royalties,
  complements,
  other_revenue,
  open_grants,
  capex_subsidy,
  funding,
  endowment,
  compute,
  research,
  serving,
  fixed_costs,
  ports,
  passed_on,
  revenue_levies
};
template <>
struct Choices<FirmItem> {
  static constexpr std::array<std::string_view, 15> names{
      "sales",         "royalties",   "complements", "other_revenue", "open_grants",
      "capex_subsidy", "funding",     "endowment",   "compute",       "research",
      "serving",       "fixed_costs", "ports",       "passed_on",     "revenue_levies"};
};

/// What a government pays and takes in.
enum class GovernmentItem : int {
  price_support,
  open_grants,
  capex_subsidy,
  service_tariffs,
  chip_tariffs,
  export_levies,
  public_compute,
  revenue_levies
};
template <>
struct Choices<GovernmentItem> {
  static constexpr std::array<std::string_view, 8> names{"price_support",   "open_grants",   "capex_subsidy",
                                                         "service_tariffs", "chip_tariffs",  "export_levies",
                                                         "public_compute",  "revenue_levies"};
};

/// Hosts of open weights, together: what they earn, and what they owe for compute, to makers and to governments.
enum class HostItem : int { sales, compute, royalties, revenue_levies };
template <>
struct Choices<HostItem> {
  static constexpr std::array<std::string_view, 4> names{"sales", "compute", "royalties", "revenue_levies"};
};

/// The rest of the world: investors, parents and other customers of firms pay; staff, power and sites, those who let or
/// smuggle accelerators, and what users spend on hosting for themselves, are paid.
enum class OutsideItem : int {
  funding,
  endowment,
  other_revenue,
  complements,
  research,
  serving,
  fixed_costs,
  ports,
  rental,
  smuggling,
  hosting,
  self_hosting,
  passed_on
};
template <>
struct Choices<OutsideItem> {
  static constexpr std::array<std::string_view, 13> names{
      "funding", "endowment", "other_revenue", "complements", "research",     "serving",  "fixed_costs",
      "ports",   "rental",    "smuggling",     "hosting",     "self_hosting", "passed_on"};
};

struct Ledger {
  Column<double> opening;    ///< [firm] cash at the beginning of the month, before entry
  Column<double> closing;    ///< [firm] cash when the accounts were settled
  Grid<double> firms;        ///< [firm, firm_item]
  Grid<double> governments;  ///< [region, government_item]
  Column<double> hosts;      ///< [host_item]
  Column<double> vendors;    ///< [region] for chips sold to firms of the model
  Column<double> outside;    ///< [outside_item]
  int settled = -1;          ///< step of the month that the accounts are of; -1 before any

  double& firm(Index f, FirmItem item) { return firms(f, Index(item)); }
  double firm(Index f, FirmItem item) const { return firms(f, Index(item)); }
  double& government(Index region, GovernmentItem item) { return governments(region, Index(item)); }
  /// Of all firms, or of all governments.
  double all(FirmItem item) const { return firms.col(Index(item)).sum(); }
  double all(GovernmentItem item) const { return governments.col(Index(item)).sum(); }
  double& host(HostItem item) { return hosts[Index(item)]; }
  double host(HostItem item) const { return hosts[Index(item)]; }
  double& rest(OutsideItem item) { return outside[Index(item)]; }
  double rest(OutsideItem item) const { return outside[Index(item)]; }
};

}  // namespace moat
