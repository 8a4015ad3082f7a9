#include "model/special_holds.hpp"

#include <algorithm>

#include "model/held.hpp"
#include "scenario/scenario.hpp"

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

/// Those of `theirs` that have come since `ours` ended.
void take_new_events(std::vector<ReleaseEvent>& ours, const std::vector<ReleaseEvent>& theirs) {
  ours.insert(ours.end(), theirs.begin() + std::ptrdiff_t(std::min(ours.size(), theirs.size())), theirs.end());
}

}  // namespace

void start_held_compute(World& w, const Mechanism& mechanism, const World& other) {
  take_state_at_start(w, mechanism, other);
  take(w.firms, other.firms, &Firms::know_how, &Firms::cash);
  take_of_firms(w.firms, other.firms, &FirmEntry::enters, &FirmEntry::entry, &FirmEntry::capex, &FirmEntry::fixed_cost,
                &FirmEntry::funding, &FirmEntry::other_revenue, &FirmEntry::complement, &FirmEntry::first_party);
  for (std::size_t c = 0; c < w.chips.chips.size(); ++c)
    take(w.chips.chips[c], other.chips.chips[c], &ChipEntry::capacity, &ChipEntry::ceiling, &ChipEntry::markets,
         &ChipEntry::on_sale, &ChipEntry::withdrawn);
}

void hold_releases(World& w, const OtherPath& path) {
  take_state(w, path);
  take_new_events(w.events.releases, path.other.events.releases);
  Market& m = w.market;
  for (Index l = 0; l < m.line_count(); ++l) {
    const Vintage& vintage = m.vintage[std::size_t(l)];
    if (vintage.released == never) continue;
    if (w.firms.active[m.firm[l]])
      m.on_sale[l] = m.open[l] || path.other.market.on_sale[l] || !path.other.firms.active[m.firm[l]];
    if (m.open[l]) m.open_know_how = std::max(m.open_know_how, vintage.know_how);
  }
  offer_kept(m);
  offer_promoted(m, w.firms, w.clock.now());
}

void start_held_releases(World& w, const Mechanism& mechanism, const World& other) {
  take_state_at_start(w, mechanism, other);
  w.events.releases = other.events.releases;
  take(w.market, other.market, &Market::open, &Market::on_sale, &Market::open_know_how);
  take_of_lines(w.firms, other.firms, &LineEntry::licence, &LineEntry::royalty);
}

void hold_prices(World& w, const OtherPath& path) {
  const World& other = path.other;
  const Scenario& s = path.scenario;
  if (skipped(s, path.mechanism.name)) return take_state(w, path);
  Market& m = w.market;
  set_list_prices(m, w.firms, w.chips, w.clock, s.pricing, s.adoption.price_response, s.adoption.token_elasticity);
  for (Index l = 0; l < m.line_count(); ++l) {
    if (!other.market.on_sale[l]) continue;
    for (const auto column : {&Market::serving_cost, &Market::list_price, &Market::last_price, &Market::regular_price})
      (m.*column)[l] = (other.market.*column)[l];
    m.promoted[l] = other.market.promoted[l];
  }
  offer_lines(m, w.firms, w.chips, w.governments, w.society, s.capability, s.pricing);
}

void start_held_prices(World& w, const Mechanism& mechanism, const World& other) {
  take_state_at_start(w, mechanism, other);
  take_of_lines(w.firms, other.firms, &LineEntry::price, &LineEntry::promotion);
}

void hold_community(World& w, const OtherPath& path) {
  const double in_open_weights = w.market.open_know_how;
  take_state(w, path);
  if (in_open_weights <= -100) w.market.open_know_how = in_open_weights;  // there are none here to add to
}

void hold_accounts(World& w, const OtherPath& path) {
  const Scenario& s = path.scenario;
  if (!skipped(s, path.mechanism.name)) {
    FinanceParams accounts = s.finance;
    accounts.exit = false;  // who leaves is taken
    w.firms.drawn_exit.setZero();
    settle_accounts(w.firms, w.market, w.events, w.ledger, w.governments, w.chips, w.clock, accounts,
                    s.capability.per_tenfold, serving_paid_apart(s));
  }
  const Column<char> were_active = w.firms.active;  // there as here: compute is held as well
  take_state(w, path);
  for (Index l = 0; l < w.market.line_count(); ++l) {
    const int f = w.market.firm[l];
    if (were_active[f] && !w.firms.active[f] && !w.market.open[l]) w.market.on_sale[l] = w.market.held_back[l] = 0;
  }
}

}  // namespace moat
