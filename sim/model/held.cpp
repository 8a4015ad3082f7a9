#include "model/held.hpp"

#include <algorithm>

namespace moat {
namespace {

template <class Part, class... Members>
void take(Part& to, const Part& from, Members Part::*... members) {
  ((to.*members = from.*members), ...);
}

/// The entries of firms and of their lines: what a scenario says of them.
template <class... Members>
void take_of_firms(Firms& to, const Firms& from, Members FirmEntry::*... members) {
  for (std::size_t f = 0; f < to.firms.size(); ++f) take(to.firms[f], from.firms[f], members...);
}

template <class... Members>
void take_of_lines(Firms& to, const Firms& from, Members LineEntry::*... members) {
  for (std::size_t f = 0; f < to.firms.size(); ++f)
    for (std::size_t l = 0; l < to.firms[f].lines.size(); ++l)
      take(to.firms[f].lines[l], from.firms[f].lines[l], members...);
}

/// Adds what has been added elsewhere. Where both were equal they stay equal to the bit, which a sum would not promise.
void add_change(double& here, double before, double after) {
  here = here == before ? after : here + (after - before);
}

void add_changes(Column<double>& here, const Column<double>& before, const Column<double>& after) {
  for (Index i = 0; i < here.size(); ++i) add_change(here[i], before[i], after[i]);
}

/// What firms own and plan to spend, and whether they are at work: both mechanisms of money write it.
void take_means(Firms& to, const Firms& from) {
  take(to, from, &Firms::active, &Firms::stock, &Firms::rented, &Firms::compute, &Firms::capex_budget, &Firms::invited);
}

void take_compute(World& w, const World& other) {
  take_means(w.firms, other.firms);
  take(w.firms, other.firms, &Firms::proficiency, &Firms::port_months, &Firms::capex, &Firms::scarcity);
  take(w.chips, other.chips, &Chips::price, &Chips::produced, &Chips::programme, &Chips::maturity, &Chips::bought,
       &Chips::denied, &Chips::smuggled, &Chips::substituted, &Chips::rented);
}

void take_research(World& w, const World& other) {
  take(w.firms, other.firms, &Firms::log10_run_flop, &Firms::capability);
}

void take_release(World& w, const World& other) {
  take(w.firms, other.firms, &Firms::strategy, &Firms::months_above, &Firms::triggered, &Firms::expected,
       &Firms::realised, &Firms::decisions);
  take(w.market, other.market, &Market::attention, &Market::held_back, &Market::vintage, &Market::capability,
       &Market::rating, &Market::rated_since);
  auto& releases = w.events.releases;
  const auto& theirs = other.events.releases;
  releases.insert(releases.end(), theirs.begin() + std::ptrdiff_t(std::min(releases.size(), theirs.size())),
                  theirs.end());
}

void put_on_sale(World& w) {
  Market& m = w.market;
  for (Index l = 0; l < m.line_count(); ++l) {
    const Vintage& vintage = m.vintage[std::size_t(l)];
    if (vintage.released == never) continue;
    if (w.firms.active[m.firm[l]]) m.on_sale[l] = 1;
    if (m.open[l]) m.open_know_how = std::max(m.open_know_how, vintage.know_how);
  }
}

void take_leaderboard(World& w, const World& other) {
  take(w.market, other.market, &Market::rating, &Market::rated_since, &Market::awareness, &Market::buzz,
       &Market::frontier, &Market::rated_frontier);
}

void take_prices(World& w, const World& other) {
  take(w.market, other.market, &Market::serving_cost, &Market::list_price, &Market::last_price, &Market::regular_price,
       &Market::promoted, &Market::hosted, &Market::price, &Market::available, &Market::price_index,
       &Market::constant_capability_price);
}

void hold_prices(World& w, const World& other, const Scenario& s) {
  if (skipped(s, "pricing")) return take_prices(w, other);
  Market& m = w.market;
  set_list_prices(m, w.firms, w.clock, s.capability, s.pricing, s.adoption.price_response, s.adoption.token_elasticity);
  for (Index l = 0; l < m.line_count(); ++l) {
    if (!other.market.on_sale[l]) continue;
    for (const auto column : {&Market::serving_cost, &Market::list_price, &Market::last_price, &Market::regular_price})
      (m.*column)[l] = (other.market.*column)[l];
    m.promoted[l] = other.market.promoted[l];
  }
  offer_lines(m, w.firms, w.governments, w.society, s.capability, s.pricing);
}

void take_community(World& w, const World& other) {
  take(w.firms, other.firms, &Firms::ecosystem, &Firms::community_gain, &Firms::feedback);
}

void hold_finance(World& w, const World& other, const Shared& before, const Scenario& s) {
  if (!skipped(s, "finance")) {
    FinanceParams accounts = s.finance;
    accounts.exit = false;  // who leaves is taken
    settle_accounts(w.firms, w.market, w.events, w.governments, w.clock, accounts, s.capability.per_tenfold);
  }
  take_means(w.firms, other.firms);
  take(w.firms, other.firms, &Firms::months_of_loss, &Firms::months_of_promise);
  for (Index l = 0; l < w.market.line_count(); ++l) {
    const int f = w.market.firm[l];
    if (before.active[f] && !other.firms.active[f] && !w.market.open[l])
      w.market.on_sale[l] = w.market.held_back[l] = 0;
  }
}

}  // namespace

Shared shared_of(const World& w) {
  return {w.firms.know_how, w.firms.cash, w.firms.active, w.market.open_know_how};
}

void hold(std::string_view mechanism, World& w, const World& other, const Shared& before, const Scenario& of_other) {
  if (mechanism == "compute") {
    take_compute(w, other);
    add_changes(w.firms.know_how, before.know_how, other.firms.know_how);  // what entrants bring
    add_changes(w.firms.cash, before.cash, other.firms.cash);
  } else if (mechanism == "research") {
    take_research(w, other);
    add_changes(w.firms.know_how, before.know_how, other.firms.know_how);
  } else if (mechanism == "release") {
    take_release(w, other);
    put_on_sale(w);
  } else if (mechanism == "leaderboard") {
    take_leaderboard(w, other);
  } else if (mechanism == "pricing") {
    hold_prices(w, other, of_other);
  } else if (mechanism == "community") {
    take_community(w, other);
    if (w.market.open_know_how > -100)  // else there are no open weights here to add to
      add_change(w.market.open_know_how, before.open_know_how, other.market.open_know_how);
  } else if (mechanism == "finance") {
    hold_finance(w, other, before, of_other);
  } else {
    expects(false, "the mechanism can be held");
  }
}

void hold_from_start(std::string_view mechanism, World& w, const World& other) {
  expects(w.market.lines == other.market.lines && (w.market.firm == other.market.firm).all(),
          "both worlds have the same lines of the same makers");
  if (mechanism == "compute") {
    take_compute(w, other);
    take(w.firms, other.firms, &Firms::know_how, &Firms::cash);
    take_of_firms(w.firms, other.firms, &FirmEntry::enters, &FirmEntry::entry, &FirmEntry::capex,
                  &FirmEntry::fixed_cost, &FirmEntry::funding, &FirmEntry::other_revenue, &FirmEntry::complement,
                  &FirmEntry::first_party);
  } else if (mechanism == "research") {
    take_research(w, other);
  } else if (mechanism == "release") {
    w.events.releases.clear();
    take_release(w, other);
    take(w.market, other.market, &Market::open, &Market::on_sale, &Market::open_know_how);
    take_of_lines(w.firms, other.firms, &LineEntry::licence, &LineEntry::royalty);
  } else if (mechanism == "leaderboard") {
    take_leaderboard(w, other);
  } else if (mechanism == "pricing") {
    take_prices(w, other);
    take_of_firms(w.firms, other.firms, &FirmEntry::serving_efficiency);
    take_of_lines(w.firms, other.firms, &LineEntry::price, &LineEntry::promotion);
  } else if (mechanism == "community") {
    take_community(w, other);
  }
}

}  // namespace moat
