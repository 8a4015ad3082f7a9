#include "mechanism/compute/state.hpp"

namespace moat {
namespace {

constexpr StateColumn compute_columns[] = {
    column<&Firms::active>("firms.active", "firm", 0, Held::taken),
    column<&Firms::stock>("firms.stock", "firm,chip", 0, Held::taken, positive),
    column<&Firms::proficiency>("firms.proficiency", "firm,stack", 0, Held::taken, a_share_rounded),
    column<&Firms::port_months>("firms.port_months", "firm,stack", -1, Held::taken),
    column<&Firms::rented>("firms.rented", "firm", 0, Held::taken),
    column<&Firms::granted>("firms.granted", "firm", 0, Held::taken, positive),
    column<&Firms::compute>("firms.compute", "firm", 0, Held::taken, positive),
    column<&Firms::serving>("firms.serving", "firm", 0, Held::taken, positive),
    column<&Firms::pressure>("firms.pressure", "firm", 1, Held::taken, {true, 1, 1e30}),
    column<&Chips::pressure>("chips.pressure", "region", 1, Held::taken, {true, 1, 1e30}),
    column<&Firms::capex>("firms.capex", "firm", 0, Held::taken),
    column<&Firms::scarcity>("firms.scarcity", "firm", 0, Held::taken),
    column<&Chips::price>("chips.price", "chip", by_start, Held::taken),
    column<&Chips::produced>("chips.produced", "chip", by_start, Held::taken),
    column<&Chips::programme>("chips.programme", "chip", 1, Held::taken, positive),
    column<&Chips::expansion>("chips.expansion", "chip", 1, Held::taken, {true, 1, 1e30}),
    column<&Chips::supply>("chips.supply", "chip", 1, Held::taken, positive),
    column<&Chips::orders>("chips.orders", "chip", 0, Held::taken, positive),
    column<&Chips::missing>("chips.missing", "any", by_start, Held::taken, positive),
    column<&Chips::power_use>("chips.power_use", "region", 0, Held::taken, positive),
    column<&Chips::power_limit>("chips.power_limit", "region", 0, Held::taken),
    column<&Chips::powered>("chips.powered", "region", 1, Held::taken, a_share),
    column<&Chips::ahead>("chips.ahead", "region", 0, Held::taken, positive),
    column<&Chips::sites>("chips.sites", "region", 0, Held::taken, positive),
    column<&Chips::maturity>("chips.maturity", "stack", by_start, Held::taken, a_share_rounded),
    column<&Chips::bought>("chips.bought", "chip,region", 0, Held::taken, positive),
    column<&Chips::denied>("chips.denied", "chip,region", 0, Held::taken, positive),
    column<&Chips::smuggled>("chips.smuggled", "chip,region", 0, Held::taken, positive),
    column<&Chips::substituted>("chips.substituted", "chip,region", 0, Held::taken, positive),
    column<&Chips::rented>("chips.rented", "region", 0, Held::taken),
    column<&Chips::rent>("chips.rent", "region", 1, Held::taken, positive),
    column<&Chips::lent>("chips.lent", "region", 0, Held::taken, positive),
    column<&Chips::public_hosting>("chips.public_hosting", "region", 0, Held::taken, positive),
    column<&Chips::public_rent>("chips.public_rent", "region", 0, Held::taken, positive),
    column<&Chips::bought_by_others>("chips.bought_by_others", "chip,region", 0, Held::taken, positive),
    column<&Chips::others>("chips.others", "chip,region", 0, Held::taken, positive),
    column<&Chips::sales>("chips.sales", "chip,region", 0, Held::taken, positive),
    column<&Chips::tariffs>("chips.tariffs", "chip,region", 0, Held::taken, positive),
    column<&Chips::levies>("chips.levies", "chip,region", 0, Held::taken, positive),
    column<&Chips::smuggling>("chips.smuggling", "region", 0, Held::taken, positive),
    column<&Chips::rental>("chips.rental", "region", 0, Held::taken, positive),
    column<&Firms::endowment>("firms.endowment", "firm", 0, Held::taken),
    column<&Firms::port_spending>("firms.port_spending", "firm", 0, Held::taken),
    // What entrants bring, and what those who are not at work do not plan.
    shared<&Firms::know_how>("firms.know_how", Held::added),
    shared<&Firms::book>("firms.book", Held::added),
    shared<&Firms::cash>("firms.cash", Held::added),
    shared<&Firms::capex_budget>("firms.capex_budget", Held::taken),
    shared<&Firms::invited>("firms.invited", Held::taken),
};

}  // namespace

void start_compute(Chips& chips, Month start) {
  chips.price.resize(chips.chip_count());
  chips.produced.setZero(chips.chip_count());
  for (Index c = 0; c < chips.chip_count(); ++c) {
    const ChipEntry& chip = chips.chips[std::size_t(c)];
    chips.price[c] = chip.price;
    // A chip sold before the run starts brings the experience of those sales.
    for (Month m = chip.on_sale; m < start; m = m + 1) chips.produced[c] += chip.capacity.at(m);
  }
  chips.maturity.resize(chips.stack_count());
  for (Index k = 0; k < chips.stack_count(); ++k) chips.maturity[k] = chips.stacks[std::size_t(k)].maturity;
}

std::span<const StateColumn> compute_state() {
  return compute_columns;
}

}  // namespace moat
