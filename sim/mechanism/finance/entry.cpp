#include "mechanism/finance/entry.hpp"

#include <cmath>
#include <limits>

namespace moat {
namespace {

bool sells(const Market& market, Index firm) {
  for (Index l = 0; l < market.line_count(); ++l)
    if (market.firm[l] == firm && market.on_sale[l]) return true;
  return false;
}

/// Mean profit, fixed costs apart, of the firms on the market; NaN if there is none.
double profit_to_expect(const Firms& firms, const Market& market) {
  double sum = 0;
  int count = 0;
  for (Index f = 0; f < firms.size(); ++f)
    if (firms.active[f] && sells(market, f)) sum += firms.profit[f] + firms.firms[std::size_t(f)].fixed_cost, ++count;
  return count > 0 ? sum / count : std::numeric_limits<double>::quiet_NaN();
}

/// The waiting firm with the lowest fixed cost, the first of equals; -1 for none.
Index next_entrant(const Firms& firms, Month now) {
  Index best = -1;
  for (Index f = 0; f < firms.size(); ++f) {
    const FirmEntry& firm = firms.firms[std::size_t(f)];
    const bool waits =
        firm.entry == EntryRule::free && firms.invited[std::size_t(f)] == never && firm.enters <= now + 1;
    if (waits && (best < 0 || firm.fixed_cost < firms.firms[std::size_t(best)].fixed_cost)) best = f;
  }
  return best;
}

}  // namespace

void note_entries(Events& events, const Firms& firms, const Clock& clock) {
  const Month now = clock.now();
  for (Index f = 0; f < firms.size(); ++f)
    if (firms.active[f] && firms.begins(f) == now)
      events.firms.push_back({now, int(f), "enters", firms.strategy_of(f), 0, firms.profit[f], firms.cash[f]});
}

void leave_if_over(Firms& firms, Market& market, Events& events, Index f, double spending, Month now,
                   const FinanceParams& p) {
  const bool ruined = p.exit && firms.cash[f] < -p.credit_months * spending && firms.months_of_loss[f] >= p.exit_months;
  if (!firms.active[f] || !(ruined || firms.drawn_exit[f])) return;
  firms.active[f] = 0;
  firms.stock.row(f).setZero();
  firms.book[f] = 0;
  firms.rented[f] = firms.compute[f] = firms.capex_budget[f] = 0;
  for (Index l = 0; l < market.line_count(); ++l)
    if (market.firm[l] == f && !market.open[l]) market.on_sale[l] = market.held_back[l] = 0;
  events.firms.push_back({now, int(f), "leaves", firms.strategy_of(f), 0, firms.profit[f], firms.cash[f]});
}

void invite_entry(Firms& firms, const Market& market, Month now, const FinanceParams& p) {
  const Index entrant = next_entrant(firms, now);
  if (entrant < 0) return;
  const double cost = firms.firms[std::size_t(entrant)].fixed_cost;
  const bool promising = profit_to_expect(firms, market) > p.entry_hurdle * cost;
  firms.months_of_promise = promising ? firms.months_of_promise + 1 : 0;
  if (firms.months_of_promise < p.entry_months) return;
  firms.invited[std::size_t(entrant)] = now + 1;
  firms.months_of_promise = 0;
}

}  // namespace moat
