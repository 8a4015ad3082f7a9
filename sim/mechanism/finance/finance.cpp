#include "mechanism/finance/finance.hpp"

#include <algorithm>
#include <cmath>

#include "base/maths.hpp"
#include "mechanism/finance/budget.hpp"
#include "mechanism/finance/entry.hpp"
#include "mechanism/finance/ledger.hpp"
#include "state/lines.hpp"

namespace moat {
namespace {

struct Flows {
  Column<double> revenue, serving;  ///< [firm] USD/month, levies on revenue with the cost of serving
  Column<double> paid;              ///< [firm] of serving and levies, USD/month
  Column<double> pull;              ///< [firm] rise of income per ECI, USD/month
};

/// The use of a line in a month.
struct Use {
  double tokens = 0;   ///< Mtok
  double served = 0;   ///< Mtok that makers and hosts serve
  double hosting = 0;  ///< USD that hosts pay, or would, for the compute to serve that much where it is used
};

Use use_of(const Market& m, Index l) {
  Use use;
  for (Index r = 0; r < m.tokens.size(1); ++r)
    for (Index s = 0; s < m.tokens.size(2); ++s) {
      const double* const row = m.tokens.row(l, r, s);
      const double hosted = m.open[l] ? m.hosted(l, r, s) : 1, cost = m.hosting_cost(l, r);
      for (Index t = 0; t < m.tokens.size(3); ++t) {
        const double served = row[t] * hosted;
        use.tokens += row[t];
        use.served += served;
        use.hosting += served * cost;
      }
    }
  return use;
}

LineMoney money_of(const Firms& firms, const Market& m, Index l, const FinanceParams& p) {
  const Index f = m.firm[l];
  const FirmEntry& firm = firms.firms[std::size_t(f)];
  const double response = std::max(0.0, 1 + p.complement_response * (firms.standing[f] + firms.use_standing[f]) / 2);
  const Use use = use_of(m, l);
  const double part = first_party_of(m, firms, l);
  return {.sales = part * m.receipts.row(l).sum(),
          .complements = m.open[l] ? firm.complement * response * use.tokens : 0,
          .hosts = (1 - part) * m.receipts.row(l).sum(),
          .royalties = royalties(m, firms, l),
          .serving = part * use.served * m.serving_cost[l],
          .hosting = (1 - part) * use.hosting,
          .levied = part,
          .levied_of_hosts = (1 - part) * (1 - royalty_of(m, firms, l))};
}

/// What lines move, which is booked.
Flows flows_of(Ledger& ledger, const Firms& firms, const Market& m, const Governments& g, const FinanceParams& p,
               double paid_serving) {
  const Column<double> none = Column<double>::Zero(firms.size());
  Flows flows{none, none, none, none};
  for (Index l = 0; l < m.line_count(); ++l) {
    const int f = m.firm[l];
    LineMoney money = money_of(firms, m, l, p);
    const double revenue = money.sales + money.complements + money.royalties;
    const double levies = money.levied * levies_on(m, g, l);
    flows.revenue[f] += revenue;
    flows.serving[f] += money.serving + levies;
    flows.pull[f] += (revenue - money.serving - levies) * m.demand_gain[l];
    money.serving *= paid_serving;
    flows.paid[f] += money.serving + levies;
    book_line(ledger, m, g, l, money);
  }
  return flows;
}

/// Each firm's distance from the mean capability of active firms, in [-1, 1].
Column<double> standings(const Firms& firms, double scale) {
  double sum = 0;
  int count = 0;
  for (Index f = 0; f < firms.size(); ++f)
    if (firms.active[f] && firms.capability[f] > 0) sum += firms.capability[f], ++count;
  Column<double> result = Column<double>::Zero(firms.size());
  for (Index f = 0; f < firms.size(); ++f)
    if (firms.active[f] && firms.capability[f] > 0)
      result[f] = std::clamp((firms.capability[f] - sum / count) / scale, -1.0, 1.0);
  return result;
}

/// Moves each firm's standing in use towards that of this month's tokens.
void note_use(Firms& firms, const Market& m, double memory) {
  Column<double> tokens = Column<double>::Zero(firms.size());
  for (Index l = 0; l < m.line_count(); ++l) tokens[m.firm[l]] += tokens_of(m, l);
  const double all = tokens.sum();
  const auto active = double((firms.active > 0).count());
  for (Index f = 0; f < firms.size() && all > 0 && active > 0; ++f) {
    const double share = tokens[f] / all;
    firms.use_standing[f] += ((share - 1 / active) / (share + 1 / active) - firms.use_standing[f]) / memory;
  }
}

/// What a month's purchases and earlier ones are charged with, beyond what is paid for them; negative in growth.
double write_off(double& book, double bought, double years) {
  if (years <= 0) return 0;
  const double written = std::min(1.0, 1 / (12 * years)) * (book + bought);
  book += bought - written;
  return written - bought;
}

/// True once users of one of its lines have told what a better model is worth to them.
bool surveyed(const Market& m, Index firm) {
  for (Index l = 0; l < m.line_count(); ++l)
    if (m.firm[l] == firm && m.demand_gain[l] > 0) return true;
  return false;
}

}  // namespace

double royalties(const Market& m, const Firms& firms, Index l) {
  const double part = first_party_of(m, firms, l);
  return m.open[l] ? royalty_of(m, firms, l) * (1 - part) * m.receipts.row(l).sum() : 0;
}

void settle_accounts(Firms& firms, Market& market, Events& events, Ledger& ledger, const Governments& g,
                     const Chips& chips, const Clock& clock, const FinanceParams& p, double per_tenfold,
                     double paid_serving) {
  const Month now = clock.now();
  open_ledger(ledger, chips);
  Flows flows = flows_of(ledger, firms, market, g, p, paid_serving);
  firms.standing = standings(firms, p.standing_scale);
  for (Index f = 0; f < firms.size(); ++f) {
    const FirmEntry& firm = firms.firms[std::size_t(f)];
    const double subsidy = g.capex_subsidy[firms.region[f]], rank = firms.standing[f];
    const double state_money = firms.capex[f] * subsidy / (1 + subsidy);
    const double spending = firms.capex[f] * (1 + p.research_cost) + firm.fixed_cost - state_money;
    FirmMoney money{.capex_subsidy = state_money, .compute = firms.capex[f]};
    if (firms.active[f]) {
      money.other_revenue = firm.other_revenue.at(now);
      money.open_grants = published_lately(market, f, now) ? g.open_grant[firms.region[f]] : 0;
      if (g.programme_grant[f] > 0 && publishes_its_best(market, f, now, g.programme_behind[f]))
        money.open_grants += g.programme_grant[f];
      money.research = firms.capex[f] * p.research_cost;
      money.fixed_costs = firm.fixed_cost;
      flows.revenue[f] += money.other_revenue;
      flows.revenue[f] += money.open_grants;
    }
    firms.revenue[f] = flows.revenue[f];
    firms.margin[f] = flows.revenue[f] - flows.serving[f] - money.other_revenue;
    if (firms.active[f]) {
      const double attraction = p.funding_response * rank + p.funding_use_response * firms.use_standing[f];
      const double funding = money.funding = firm.funding.at(now) * std::max(0.0, 1 + attraction);
      firms.cash[f] += flows.revenue[f] + funding + state_money - firms.capex[f] * (1 + p.research_cost) -
                       flows.paid[f] - firm.fixed_cost;
      const double rental = firms.rented[f] * chips.rent.minCoeff() * hours_of_a_month;
      firms.profit[f] = flows.revenue[f] - flows.paid[f] - spending -
                        write_off(firms.book[f], firms.capex[f] - rental - state_money, p.write_off);
      firms.months_of_loss[f] = firms.profit[f] < 0 ? firms.months_of_loss[f] + 1 : 0;
    }
    book_firm(ledger, firms, f, money);
    firms.capex_budget[f] =
        next_budget({firm.capex.at(now + 1) * maths::exp(firms.capex_shock[f]), firms.capex_budget[f], subsidy, rank,
                     firms.scarcity[f], flows.revenue[f] - flows.paid[f], spending,
                     flows.pull[f] * per_tenfold / maths::log(10.0), surveyed(market, f), firms.cash[f] < 0},
                    p);
    const double usual =
        p.capex_rule == CapexRule::path ? firm.capex.at(now) * maths::exp(firms.capex_shock[f]) : firms.capex[f];
    leave_if_over(firms, market, events, f, usual * (1 + p.research_cost) + firm.fixed_cost, now, p);
  }
  note_use(firms, market, p.funding_memory);
  close_ledger(ledger, firms, clock);
  note_entries(events, firms, clock);
  invite_entry(firms, market, now, p);
}

namespace {

constexpr Series finance_rows[] = {
    {"revenue", "USD/month", "firm",
     "Revenue at the price that sellers get: closed services, first-party hosting, complements, royalties, grants for "
     "open releases, other.",
     [](const World& w, std::span<double> out) { std::copy_n(w.firms.revenue.data(), out.size(), out.begin()); }},
    {"royalties", "USD/month", "firm", "Part of revenue that hosts of its open weights pay under their licence.",
     [](const World& w, std::span<double> out) {
       for (Index l = 0; l < w.market.line_count(); ++l)
         out[std::size_t(w.market.firm[l])] += royalties(w.market, w.firms, l);
     }},
    {"margin", "USD/month", "firm",
     "Revenue from models, grants for open releases included, less the cost of serving them.",
     [](const World& w, std::span<double> out) { std::copy_n(w.firms.margin.data(), out.size(), out.begin()); }},
    {"cash", "USD", "firm", "Cash.",
     [](const World& w, std::span<double> out) { std::copy_n(w.firms.cash.data(), out.size(), out.begin()); }},
    {"capex", "USD/month", "firm", "Spending on accelerators and offshore rental.",
     [](const World& w, std::span<double> out) { std::copy_n(w.firms.capex.data(), out.size(), out.begin()); }},
    {"profit", "USD/month", "firm",
     "Revenue and subsidy less compute as it is written off, research, serving and fixed costs; before funding.",
     [](const World& w, std::span<double> out) {
       for (std::size_t f = 0; f < out.size(); ++f) out[f] = w.firms.active[Index(f)] ? w.firms.profit[Index(f)] : NAN;
     }},
    {"active", "1", "firm", "Whether the firm is at work: 1 from its entry to its exit, else 0.",
     [](const World& w, std::span<double> out) {
       for (std::size_t f = 0; f < out.size(); ++f) out[f] = w.firms.active[Index(f)];
     }},
    {"soft_power", "1", "origin",
     "Share of other regions' tokens, outside of the makers' own, on models of the origin.",
     [](const World& w, std::span<double> out) {
       const Cube<double, 4>& tokens = w.market.tokens;
       std::vector<double> all(out.size(), 0.0);
       for (Index l = 0; l < tokens.size(0); ++l)
         for (Index r = 0; r < tokens.size(1); ++r)
           for (Index s = 0; s < tokens.size(2); ++s)
             for (Index t = 0; t < tokens.size(3); ++t)
               for (std::size_t o = 0; o < out.size(); ++o) {
                 if (Index(o) == r) continue;
                 all[o] += tokens(l, r, s, t);
                 out[o] += w.market.origin[l] == Index(o) ? tokens(l, r, s, t) : 0;
               }
       for (std::size_t o = 0; o < out.size(); ++o) out[o] = all[o] > 0 ? out[o] / all[o] : NAN;
     }},
};

}  // namespace

std::span<const Series> finance_series() {
  return finance_rows;
}

}  // namespace moat
