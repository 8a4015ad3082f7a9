#pragma once
/// Finance: revenue, costs, cash and the next month's budget for compute.
///
///   revenue = closed spending + first_party x hosted open spending + complement x open tokens + other revenue
///           + royalty x hosts' earnings with its lines (licence `revenue_share`): tokens x hosted x (1 - first_party)
///             x list price
///   cash   += revenue + funding x (1 + funding_response x standing) + subsidy - capex - research - serving
///   next capex = path x (1 + subsidy of the region) x (1 + capex_response x standing) x (austerity if cash < 0)
///
/// A promotion's tokens cost what they cost to serve, whatever they earn. Weights under a non-commercial licence earn
/// and cost their maker nothing, since nobody hosts them.
///
/// standing in [-1, 1]: distance of the firm's capability from the mean of active firms over `standing_scale`. The next
/// budget moves at most by the factor capex_bound a month (a start from nothing is free).
///
/// Reads       clock, governments, market (spending, tokens, prices)
/// Writes      firms.revenue, margin, cash, capex_budget; firms.active on exit
/// Draws       nothing
/// Leaves out  debt, taxes, depreciation, buy-outs

#include <span>

#include "state/series.hpp"

namespace moat {

struct FinanceParams {
  double research_cost = 0.8;
  double funding_response = 0.3;
  double capex_response = 0.2;
  double standing_scale = 15;
  double austerity = 0.6;
  double capex_bound = 1.3;
  bool exit = false;

  static constexpr auto rows() {
    using P = FinanceParams;
    return std::tuple{
        number("research_cost", &P::research_cost, "1", within(0, 100),
               "Staff, power and sites per USD of spending on accelerators.",
               estimated("compute is 57-70 % of spending at Anthropic, MiniMax and Zhipu (Epoch AI 2025)")),
        number("funding_response", &P::funding_response, "1", within(0, 1),
               "Relative change of outside funding from mean to best standing.", assumed("capital follows rank")),
        number("capex_response", &P::capex_response, "1", within(0, 1),
               "Relative change of compute spending from mean to best standing.", assumed("capital follows rank")),
        number("standing_scale", &P::standing_scale, "ECI", within(0.1, 300),
               "Distance from the mean capability that counts as full standing.", assumed("about a year of progress")),
        number("austerity", &P::austerity, "1", share(),
               "Part of planned compute spending that a firm without cash keeps.", assumed("no measurement")),
        number("capex_bound", &P::capex_bound, "1/month", within(1, 100),
               "Largest factor by which compute spending changes in a month.", assumed("delivery and site lead times")),
        value("exit", &P::exit, "Whether a firm that has been out of cash by a year of spending leaves.", setting()),
    };
  }
};
static_assert(complete<FinanceParams>());

/// What hosts of the line pay to its maker, USD/month.
double royalties(const Market& market, const Firms& firms, Index line);

void settle_accounts(Firms& firms, const Governments& governments, const Market& market, const Clock& clock,
                     const FinanceParams& params);

std::span<const Series> finance_series();

}  // namespace moat
